import Cells
import HRNet

extension Model {
  /// The effects to start a session with: the baseline's pass.
  public mutating func start() -> [Effect] {
    preparePhotograph()
    return [.captureMouse(screen.capturesMouse)] + compute()
  }

  /// The only place where the model changes.
  public mutating func update(_ action: Action) -> [Effect] {
    let effects = react(to: action)
    clampCursor()
    if !isWaiting { waiting.count = 0 }
    preparePhotograph()
    return effects
  }

  private mutating func react(to action: Action) -> [Effect] {
    switch action {
    case .key(let key):
      notice = nil
      if menu != nil { return typeIntoMenu(key) }
      return keyMap[key].map { perform($0) } ?? []
    case .mouse(let event): return point(event)
    case .command(let command):
      notice = nil
      return perform(command)
    case .resized(let size):
      screen.size = size
      return summarise()
    case .tick:
      return playOn()
    case .passed(let result, let baseline, let generation):
      let shown = ShownPass(current: result, baseline: baseline, basis: study.passBasis)
      guard study.passAsked.take(shown, generation: generation) else { return [] }
      // What is still read of the pass before is of no use.
      study.lens.asked.close()
      noteAblation(result)
      return summarise() + readOutCourse()
    case .summarised(let summary, let generation):
      _ = study.summaryAsked.take(summary, generation: generation)
      return []
    case .readOut(let course, let generation):
      take(course, generation: generation)
      return []
    case .occluded(let map, let secondsLeft, let generation):
      take(map, secondsLeft: secondsLeft, generation: generation)
      return []
    case .listed(let listing):
      show(listing)
      return []
    case .notListed(let text):
      if menu?.isLoading == true { menu = nil }
      return tell(text)
    case .opened(let scene, let generation):
      guard study.sceneAsked.expects(generation) else { return [] }
      study.sceneAsked.close()
      return look(at: scene)
    case .notOpened(let text, let generation):
      guard study.sceneAsked.expects(generation) else { return [] }
      study.sceneAsked.close()
      return tell(text)
    case .openedDonor(let scene):
      take(donor: scene)
      return []
    case .swept(let result, let progress, let generation):
      take(result, progress, generation: generation)
      return []
    case .told(let text): return tell(text)
    case .waited(let progress):
      waiting.count += 1
      self.waiting.progress = progress
      return []
    }
  }

  mutating func perform(_ command: Command) -> [Effect] {
    if command == .back, waiting.count > 0, let effects = stopWaiting() { return effects }
    if screen.isEditingBox, let effects = editBox(command) { return effects }
    switch command {
    case .stepForward, .stepBack, .moduleForward, .moduleBack, .rewind, .finish, .streamUp, .streamDown:
      return move(command)
    case .play, .faster, .slower:
      return changePlaying(command)
    case .cut, .gainUp, .gainDown, .cutRow, .cutStream, .keepOnly, .cutFinal, .cutAcross, .cutWithin, .reset, .undo,
      .redo:
      return intervene(command)
    case .contribution:
      openContributions()
      return []
    case .sweep: return toggleSweep()
    case .preset: return walkAblation()
    case .grain:
      let grains = Grain.allCases
      tastes.grain = grains[((grains.firstIndex(of: tastes.grain) ?? 0) + 1) % grains.count]
      return tell("a step is now one \(tastes.grain)")
    case .mapMode, .previousMapMode:
      let modes = MapMode.allCases
      let index = (modes.firstIndex(of: tastes.mapMode) ?? 0) + (command == .mapMode ? 1 : modes.count - 1)
      tastes.mapMode = modes[index % modes.count]
      noteUnseenMaps()
      return summarise()
    case .nextChannel, .previousChannel:
      return changeChannel(by: command == .nextChannel ? 1 : -1)
    case .enter, .back, .focusNext, .focusPrevious:
      if command == .back, let effects = leaveExperiment() { return effects }
      return changeFocus(command) + summarise()
    case .zoom:
      // The streams have a second step: one of them alone.
      let hasTwoSteps = if case .maps = main { screen.focus == .streams } else { false }
      screen.zoom = screen.zoom == .none ? .panel : screen.zoom == .panel && hasTwoSteps ? .stream : .none
      return summarise()
    case .inspect:
      guard screen.look != .inspector else {
        screen.look = .step
        return summarise()
      }
      let left = screen.look == .trace ? stopTracing() : []
      (screen.look, screen.focus) = (.inspector, .streams)
      return left + summarise()
    case .pictureLayer, .previousPictureLayer, .groundTruth, .sortJoints:
      changePicture(command)
      return []
    case .nextJoint, .previousJoint: return chooseJoint(by: command == .nextJoint ? 1 : -1)
    case .readOut: return toggleLens()
    case .trace, .occlude: return trace(command)
    case .openPicture, .nextPerson, .editBox: return changeScene(command)
    case .write:
      openOutputs()
      return []
    case .help, .palette:
      openCommands(command == .help ? .help : .palette)
      return []
    case .mouse:
      screen.capturesMouse.toggle()
      notice = screen.capturesMouse ? nil : "the mouse is the terminal's: select text, M takes it back"
      return [.captureMouse(screen.capturesMouse)]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quit: return [.quit]
    }
  }

  /// Asks for the current step's summary.
  mutating func summarise() -> [Effect] {
    guard study.current != nil else { return [] }
    return [.summarise(summaryRequest, generation: study.summaryAsked.ask())]
  }

  /// Asks for a pass under the current interventions.
  mutating func compute() -> [Effect] {
    forgetOcclusion()
    return [.compute(study.passRequest, generation: study.passAsked.ask())]
  }

  private mutating func changeChannel(by step: Int) -> [Effect] {
    let channels = channelCount
    if tastes.mapMode == .channel { screen.channel = ((screen.channel + step) % channels + channels) % channels }
    tastes.mapMode = .channel
    noteUnseenMaps()
    return summarise()
  }

  /// Where no map of a stream is drawn, the way to draw them changes all the same, and the person is told.
  private mutating func noteUnseenMaps() {
    guard !showsMaps else { return }
    let way = tastes.mapMode == .channel ? "channel \(screen.channel + 1)" : tastes.mapMode.title
    let isMatrix = if case .matrix = main { Layout(self).streams != nil } else { false }
    notice =
      isMatrix ? "a matrix keeps to mean |x|; streams now: \(way)" : "streams now show: \(way)"
  }

  private mutating func changePicture(_ command: Command) {
    switch command {
    case .pictureLayer, .previousPictureLayer:
      let layers = PictureLayer.allCases.filter { !$0.isOcclusion || study.tracing.occlusion?.map != nil }
      let index = (layers.firstIndex(of: tastes.layer) ?? 0) + (command == .pictureLayer ? 1 : layers.count - 1)
      tastes.layer = layers[index % layers.count]
    case .groundTruth:
      tastes.showsTruth.toggle()
      if study.truth == nil { notice = "the true joints of this picture are not known" }
    default:
      let orders = JointOrder.allCases.filter { $0 != .error || study.truth != nil }
      tastes.jointOrder = orders[((orders.firstIndex(of: tastes.jointOrder) ?? 0) + 1) % orders.count]
    }
  }

  /// Moves along the rows of the table, however it is sorted.
  mutating func chooseJoint(by step: Int) -> [Effect] {
    let rows = jointRows
    guard let row = rows.firstIndex(of: screen.selectedJoint) else { return [] }
    return choose(joint: rows[min(max(row + step, 0), rows.count - 1)])
  }

  /// A trace follows the chosen joint.
  mutating func choose(joint: Int) -> [Effect] {
    screen.selectedJoint = joint
    return screen.look == .trace ? summarise() : []
  }

  private mutating func changeFocus(_ command: Command) -> [Effect] {
    var effects: [Effect] = []
    let panels = Panel.allCases
    let index = panels.firstIndex(of: screen.focus) ?? 0
    switch command {
    case .enter: screen.focus = screen.focus == .network ? .streams : screen.focus
    case .back:
      if screen.zoom != .none {
        screen.zoom = .none
      } else if screen.look == .inspector, screen.focus == .streams {
        screen.look = .step
      } else if screen.look == .trace, screen.focus == .streams || screen.focus == .network {
        effects = stopTracing()
        screen.focus = .network
      } else {
        screen.focus = .network
      }
    case .focusNext: screen.focus = panels[(index + 1) % panels.count]
    default: screen.focus = panels[(index + panels.count - 1) % panels.count]
    }
    return effects
  }
}
