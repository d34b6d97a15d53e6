extension Command {
  /// The command's row of the table. A switch, so that the compiler asks for the row of every command; one table, which grows by a
  /// row a command: the file is longer than most.
  var row: Entry {
    switch self {
    case .stepForward:
      Entry(self, .moving, "Right l", "step forward, all streams at once") { $0.step(isForward: true) }
        .at(.heading, help: "go to the stage behind")
        .at(.box, help: "move the box to the right") { $0.moveBox(x: 1) }
        .at(.inspector, help: "move the map cursor to the right") { $0.moveMapCursor(x: 1) }
        .at(.matrix, help: "choose the edge to the right: from a coarser stream") { $0.moveInMatrix(source: 1) }
        .at(.caption, help: "turn to the next page") { $0.turnPage() }
    case .stepBack:
      Entry(self, .moving, "Left h", "step back") { $0.step(isForward: false) }
        .at(.heading, help: "go to the stage before")
        .at(.box, help: "move the box to the left") { $0.moveBox(x: -1) }
        .at(.inspector, help: "move the map cursor to the left") { $0.moveMapCursor(x: -1) }
        .at(.matrix, help: "choose the edge to the left: from a finer stream") { $0.moveInMatrix(source: -1) }
        .at(.caption, help: "turn to the page before") { $0.turnPageBack() }
    case .moduleForward:
      Entry(self, .moving, "} Shift-Right", "go to the next exchange unit or end of a stage") {
        $0.stepModule(isForward: true)
      }
      .at(.box, help: "make the box wider") { $0.widenBox(by: 1) }
    case .moduleBack:
      Entry(self, .moving, "{ Shift-Left", "go to the previous exchange unit or end of a stage") {
        $0.stepModule(isForward: false)
      }
      .at(.box, help: "make the box narrower") { $0.widenBox(by: -1) }
    case .rewind: Entry(self, .moving, "Home 0", "rewind to the input") { $0.rewind() }
    case .finish: Entry(self, .moving, "End G $", "go to the end of the network") { $0.finish() }
    case .grain:
      Entry(self, .moving, "g", "choose how far a step goes: layer, unit, module, stage") { $0.changeGrain() }
    case .streamUp:
      Entry(self, .moving, "Up k", "go to the finer stream, above the finest to the stage; in a table, one row up") {
        $0.chooseStream(by: -1)
      }
      .at(.box, help: "move the box up") { $0.moveBox(y: -1) }
      .at(.cost, help: "scroll up") { $0.scroll(by: -1) }
      .at(
        .joints, .trace, .decoding, .geometry, .confusion, help: "choose the joint, class or box one row up",
        unavailable: \.itemMissingReason
      ) {
        $0.moveToJoint(by: -1)
      }
      .at(.inspector, help: "move the map cursor up") { $0.moveMapCursor(y: -1) }
      .at(.matrix, help: "choose the edge above: to a finer stream") { $0.moveInMatrix(destination: -1) }
      .at(.caption, help: "choose the answer above") { $0.chooseAnswer(by: -1) }
    case .streamDown:
      Entry(self, .moving, "Down j", "go to the coarser stream; in a table, one row down") { $0.chooseStream(by: 1) }
        .at(.heading, help: "go down to the streams")
        .at(.box, help: "move the box down") { $0.moveBox(y: 1) }
        .at(.cost, help: "scroll down") { $0.scroll(by: 1) }
        .at(
          .joints, .trace, .decoding, .geometry, .confusion, help: "choose the joint, class or box one row down",
          unavailable: \.itemMissingReason
        ) {
          $0.moveToJoint(by: 1)
        }
        .at(.inspector, help: "move the map cursor down") { $0.moveMapCursor(y: 1) }
        .at(.matrix, help: "choose the edge below: to a coarser stream") { $0.moveInMatrix(destination: 1) }
        .at(.caption, help: "choose the answer below") { $0.chooseAnswer(by: 1) }
    case .play:
      Entry(self, .moving, "Space", "play or pause; of live frames, stay on one or go on") {
        $0.togglePlaying()
      }
    case .faster:
      Entry(self, .moving, "+ =", "play faster") { $0.changeSpeed(by: 1) }
        .at(.box, help: "make the box larger") { $0.scaleBox(by: 1.1) }
    case .slower:
      Entry(self, .moving, "- _", "play slower") { $0.changeSpeed(by: -1) }
        .at(.box, help: "make the box smaller") { $0.scaleBox(by: 1 / 1.1) }

    case .cut:
      Entry(
        self, .changing, "f", "cut or join: the edge, the exchange unit, or all units of the stage",
        unavailable: \.edgesMissingReason
      ) { $0.toggleEdges() }
      .at(.matrix, help: "cut or join the edge")
      .at(.heading, help: "cut or join all exchange units of the stage")
    case .gainDown:
      Entry(self, .changing, "[", "weaken the edge by 0.1 (down to 0)", unavailable: \.edgesMissingReason) {
        $0.changeGain(byTenths: -1)
      }
      .at(.heading, help: "weaken all fusion edges of the stage by 0.1 (down to 0)")
      .at(.box, help: "make the box smaller") { $0.scaleBox(by: 1 / 1.1) }
    case .gainUp:
      Entry(self, .changing, "]", "strengthen the edge by 0.1 (up to 2)", unavailable: \.edgesMissingReason) {
        $0.changeGain(byTenths: 1)
      }
      .at(.heading, help: "strengthen all fusion edges of the stage by 0.1 (up to 2)")
      .at(.box, help: "make the box larger") { $0.scaleBox(by: 1.1) }
    case .cutRow:
      Entry(
        self, .changing, "x", "cut every foreign source of this destination stream", unavailable: \.edgeMissingReason
      ) { $0.cutRow() }
    case .keepOnly:
      Entry(
        self, .changing, "o", "keep only this source of the destination stream", unavailable: \.edgeMissingReason
      ) { $0.keepOnlyEdge() }
    case .cutStream:
      Entry(
        self, .changing, "X", "cut the stream whole: every source of this destination, its own too",
        unavailable: \.exchangeUnitMissingReason
      ) { $0.toggleStream() }
    case .contribution:
      Entry(self, .changing, "R", "choose what a cut contributes: nothing, its mean, or another picture's") {
        $0.openContributions()
      }
    case .cutFinal:
      Entry(
        self, .changing, "1", "cut or join the final exchange unit", unavailable: { $0.study.missingReason(.final) }
      ) { $0.toggle(.final) }
      .at(.caption, help: "give the answer of this number") { $0.answer(0) }
    case .cutAcross:
      Entry(
        self, .changing, "2", "cut or join the exchange units across stages",
        unavailable: { $0.study.missingReason(.across) }
      ) { $0.toggle(.across) }
      .at(.caption, help: "give the answer of this number") { $0.answer(1) }
    case .cutWithin:
      Entry(
        self, .changing, "3", "cut or join the exchange units within stages",
        unavailable: { $0.study.missingReason(.within) }
      ) { $0.toggle(.within) }
      .at(.caption, help: "give the answer of this number") { $0.answer(2) }
    case .undo:
      Entry(self, .changing, "u", "undo the last change", unavailable: \.study.undoMissingReason) { $0.undo() }
        .at(.box, help: "take back the last box that was kept", unavailable: \.study.keptBoxMissingReason) {
          $0.takeBackBox()
        }
    case .redo:
      Entry(self, .changing, "Ctrl-r U", "redo what was undone", unavailable: \.study.redoMissingReason) { $0.redo() }
        .at(.box, help: "keep again the box that was taken back", unavailable: \.study.takenBackMissingReason) {
          $0.keepBoxAgain()
        }
    case .reset:
      Entry(self, .changing, "r", "join everything again", unavailable: \.study.changeMissingReason) {
        $0.change(to: .none)
      }
      .at(.box, help: "take the box that the picture came with") { $0.resetBox() }

    case .sweep:
      Entry(
        self, .experiments, "S", "cut everything in turn and measure it; then list what mattered most",
        unavailable: \.study.sweepMissingReason
      ) { $0.toggleSweep() }
    case .preset:
      Entry(
        self, .experiments, "p", "walk the paper's ablation, Table 12 (a), (b), (c), beside its own figures",
        unavailable: \.study.presetMissingReason
      ) { $0.walkAblation() }
      .at(.caption, help: "turn to the page before") { $0.turnPageBack() }
    case .pin:
      Entry(
        self, .panels, "A", "pin what is here as state A, to compare; then show A, B, both, or A−B",
        unavailable: \.pinMissingReason
      ) { $0.pinOrShowNext() }
    case .letGo:
      Entry(
        self, .panels, "Alt-a", "let go of state A, so that there is one again", unavailable: \.pinnedMissingReason
      ) { $0.letGo() }

    case .mapMode:
      Entry(
        self, .maps, "m", "draw maps in the next way: mean, maximum, norm, components, channel, …"
      ) { $0.changeMapMode(by: 1) }
    case .previousMapMode:
      Entry(self, .maps, "n", "draw maps in the previous way") { $0.changeMapMode(by: -1) }
        .at(.caption, help: "turn to the next page") { $0.turnPage() }
    case .nextChannel: Entry(self, .maps, "c", "show the next channel") { $0.changeChannel(by: 1) }
    case .previousChannel: Entry(self, .maps, "C", "show the previous channel") { $0.changeChannel(by: -1) }
    case .inspect:
      Entry(
        self, .maps, "i", "inspect the stream: statistics, histogram, every channel at the map cursor"
      ) { $0.toggleInspector() }
      .at(.inspector, help: "close the inspector")

    case .pictureLayer:
      Entry(
        self, .picture, "v", "show the next layer: picture, crop, heat maps or classes, changes"
      ) { $0.changeLayer(by: 1) }
    case .previousPictureLayer:
      Entry(self, .picture, "V", "show the previous layer of the picture") { $0.changeLayer(by: -1) }

    case .head:
      Entry(
        self, .experiments, "H", "read the network's other head: joints or classes, of the same pass",
        unavailable: \.study.otherOutputMissingReason
      ) { $0.readNextOutput() }
    case .readOut:
      Entry(
        self, .experiments, "e", "read out early: what a probe, or the head, makes of the stream at the cursor",
        unavailable: \.study.readOutMissingReason
      ) { $0.toggleLens() }
    case .otherReader:
      Entry(
        self, .experiments, "E", "read early by the other of two: by probes, or by the head trained for the end",
        unavailable: \.otherReaderMissingReason
      ) { $0.changeReader() }
    case .trace:
      Entry(
        self, .experiments, "t", "trace the joint: its receptive field, and which streams its peak comes from",
        unavailable: \.study.jointsMissingReason
      ) { $0.toggleTrace() }
    case .occlude:
      Entry(
        self, .experiments, "B", "block the picture part by part: what the chosen item hangs on; again to stop",
        unavailable: \.study.itemMissingReason
      ) { $0.toggleOcclusion() }

    case .decode:
      Entry(
        self, .experiments, "d", "see how the joint is read from its heat map: argmax, quarter, DARK, flip test",
        unavailable: \.study.jointsMissingReason
      ) { $0.toggleLook(.decoding) }
      .at(.decoding, help: "close the decoding microscope")
    case .geometry:
      Entry(self, .experiments, "", "see how the picture lies in the network's input, with the matrix, and back") {
        $0.toggleLook(.geometry)
      }
    case .cost:
      Entry(self, .experiments, "", "see what the network costs, by stage, stream and kind, and measure times") {
        $0.toggleLook(.cost)
      }
    case .confusion:
      Entry(
        self, .experiments, "", "see which joints are one to the network: their maps and head rows compared",
        unavailable: \.study.jointsMissingReason
      ) { $0.toggleLook(.confusion) }
    case .resolutions:
      Entry(
        self, .experiments, "", "see what each resolution knows before the last exchange unit: Fig. 9",
        unavailable: \.study.resolutionsMissingReason
      ) { $0.toggleResolutions() }
    case .knowledge:
      Entry(
        self, .experiments, "N",
        "see what every stream knows at every depth, by probes; again: of this picture",
        unavailable: \.study.probesMissingReason
      ) { $0.toggleKnowledge() }
      .at(.knowledge, help: "change from the set to this picture, or back", unavailable: \.study.probesMissingReason) {
        $0.toggleKnowledge()
      }
    case .versions:
      Entry(
        self, .experiments, "", "see V1 or V2: what a probe of 1/4 finds beside one of all streams side by side",
        unavailable: \.study.probesMissingReason
      ) { $0.toggleLook(.versions) }

    case .groundTruth:
      Entry(
        self, .joints, "T", "show or hide the true joints, where they are known",
        unavailable: \.study.truthMissingReason
      ) { $0.toggleTruth() }
    case .nextJoint:
      Entry(self, .joints, "J", "choose the next joint, class or box", unavailable: \.itemMissingReason) {
        $0.chooseJoint(by: 1)
      }
    case .previousJoint:
      Entry(
        self, .joints, "K", "choose the previous joint, class or box", unavailable: \.itemMissingReason
      ) { $0.chooseJoint(by: -1) }
    case .sortJoints:
      Entry(
        self, .joints, "s", "sort joints: by the body, by shift, by score, by error",
        unavailable: \.jointsMissingReason
      ) { $0.changeJointOrder() }

    case .enter:
      Entry(self, .panels, "Enter", "go into the exchange unit to choose an edge") { $0.enterStreams() }
        .at(.box, help: "keep the box as it is now") { $0.leaveBox() }
        .at(.inspector, help: "write out the sum behind the value at the map cursor, or go back") {
          $0.toggleSum()
        }
        .at(.matrix, help: "write out the sum behind what the edge brings, at the map cursor") { $0.sumOfEdge() }
        .at(
          .decoding, help: "run the mirrored picture too: the flip test", unavailable: \.study.flipMissingReason
        ) {
          $0.askForFlipTest()
        }
        .at(.cost, help: "measure how long each part takes on this machine", unavailable: \.study.timesMissingReason) {
          $0.askForTimes()
        }
        .at(.caption, help: "give the answer, or turn to the next page") { $0.answer() }
    case .back:
      Entry(self, .panels, "Escape", "go back to the network; there, stop or close an experiment") { $0.goBack() }
        .at(.box, help: "leave the box as it is now; give up another person's that is not kept yet")
    case .focusNext: Entry(self, .panels, "Tab", "go to the next panel") { $0.changeFocus(by: 1) }
    case .focusPrevious: Entry(self, .panels, "Shift-Tab", "go to the previous panel") { $0.changeFocus(by: -1) }
    case .zoom:
      Entry(self, .panels, "z", "give the panel the whole screen, or back; the map then unfolds every unit") {
        $0.changeZoom()
      }

    case .presenter:
      Entry(
        self, .panels, "W",
        "presenter view: large words, what is pressed and changed marked, no hints"
      ) { $0.togglePresenter() }

    case .openPicture: Entry(self, .picture, "O", "open another picture") { $0.choosePicture() }
    case .nextPerson:
      Entry(
        self, .picture, "P", "look at the next person in the picture", unavailable: \.study.otherPersonMissingReason
      ) { $0.lookAtNextPerson() }
    case .editBox:
      Entry(
        self, .picture, "b", "move and resize the box that is looked at, and see the answer follow",
        unavailable: \.study.partMissingReason
      ) { $0.enterBox() }
      .at(.box, help: "leave the box as it is now") { $0.leaveBox() }
    case .newBox:
      Entry(
        self, .picture, "Y", "box another person by hand, one after the other",
        unavailable: \.study.newBoxMissingReason
      ) { $0.boxAnotherPerson() }
      .at(.box, help: "keep this box, and box another person", unavailable: \.study.newBoxMissingReason) {
        $0.boxAnotherPerson()
      }
    case .saveBoxes:
      Entry(
        self, .files, "", "keep the boxes made by hand beside the picture", unavailable: \.boxesMissingReason
      ) { _ in [.write(.boxes(mayChange: false))] }
    case .lesson:
      Entry(self, .lessons, "L", "begin a lesson; or come back to where it was, once you have left it") {
        $0.openLessons()
      }
    case .nextPage:
      Entry(
        self, .lessons, "PageDown", "turn to the lesson's next page, or see the answer to its question",
        unavailable: \.lessonMissingReason
      ) { $0.turnPage() }
    case .previousPage:
      Entry(self, .lessons, "PageUp", "turn to the lesson's page before", unavailable: \.lessonMissingReason) {
        $0.turnPageBack()
      }
    case .write:
      Entry(self, .files, "w", "write the screen, the tensor under the cursor or the session to a file") {
        $0.openOutputs()
      }

    case .forget:
      Entry(
        self, .files, "F", "forget how you liked things last time: all is as at first, and stays so",
        unavailable: \.tastesMissingReason
      ) { $0.forgetTastes() }

    case .help:
      Entry(self, .help, "? F1", "show what can be done here; type to search, Enter does it") {
        $0.openCommands(.help)
      }
    case .palette: Entry(self, .help, ":", "find an action by name") { $0.openCommands(.palette) }
    case .mouse:
      Entry(self, .program, "M", "leave the mouse to the terminal, to select text; or take it back") {
        $0.toggleMouse()
      }
    case .redraw: Entry(self, .program, "Ctrl-l", "draw the screen anew") { _ in [.redraw] }
    case .suspend: Entry(self, .program, "Ctrl-z", "put the program aside (fg brings it back)") { _ in [.suspend] }
    case .quit: Entry(self, .program, "q Ctrl-c", "quit") { _ in [.quit] }
    }
  }
}
