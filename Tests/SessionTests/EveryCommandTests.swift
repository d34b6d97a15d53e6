import Explorer
import TestSupport
import Testing

extension SessionTests {
  @Suite("Every command by its key")
  struct EveryCommand {
    /// A key as tmux names it, the command it stands for, and what the screen must show then.
    private struct Stroke: Sendable {
      let key: String
      let command: Command?
      let isDone: @Sendable (Screen) -> Bool

      init(_ key: String, _ command: Command?, _ isDone: @escaping @Sendable (Screen) -> Bool) {
        (self.key, self.command, self.isDone) = (key, command, isDone)
      }

      init(_ key: String, _ command: Command?, shows text: String) {
        self.init(key, command) { $0.contains(text) }
      }

      init(_ key: String, _ command: Command?, hides text: String) {
        self.init(key, command) { !$0.contains(text) }
      }
    }

    private static func step(_ number: Int) -> @Sendable (Screen) -> Bool { { $0.step?.current == number } }
    @Sendable private static func moved(_ screen: Screen) -> Bool { (screen.meanShift ?? 0) > 0 }
    @Sendable private static func still(_ screen: Screen) -> Bool { screen.meanShift == 0 }

    /// In an order in which each stroke has something to do. A stroke without a command only prepares the next.
    private static let strokes: [Stroke] = [
      Stroke("Left", .stepBack, step(30)), Stroke("Right", .stepForward, step(31)),
      Stroke("Home", .rewind, step(1)), Stroke("}", .moduleForward, step(3)), Stroke("{", .moduleBack, step(1)),
      Stroke("End", .finish, step(31)), Stroke("g", .grain, shows: "by module"), Stroke("g", nil, shows: "by stage"),
      Stroke("g", nil, shows: "by layer"), Stroke("g", nil, hides: "by layer"),
      Stroke("Space", .play) { ($0.step?.current ?? 31) < 31 && $0.contains("▶ 500 ms") },
      Stroke("+", .faster, shows: "▶ 250 ms"), Stroke("-", .slower, shows: "▶ 500 ms"),
      Stroke("Space", nil, hides: "▶"), Stroke("End", nil, step(31)),
      Stroke("g", .grain, shows: "a step is now one module"), Stroke("g", nil, shows: "one stage"),
      Stroke("g", nil, shows: "one layer"), Stroke("g", nil, shows: "one unit"),

      Stroke("{", nil, shows: "┌ exchange unit s4.m2"), Stroke("{", nil, shows: "┌ exchange unit s4.m1"),
      Stroke("Enter", .enter, shows: "s4.m1:1/4>1/4"), Stroke("Right", nil, shows: "s4.m1:1/8>1/4"),
      Stroke("Down", .streamDown, shows: "s4.m1:1/8>1/8"), Stroke("Up", .streamUp, shows: "s4.m1:1/8>1/4"),
      Stroke("f", .cut, moved), Stroke("u", .undo, still), Stroke("C-r", .redo, moved), Stroke("r", .reset, still),
      Stroke("[", .gainDown, shows: "gain 0.9"), Stroke("]", .gainUp, hides: "gain 0.9"),
      Stroke("R", .contribution, shows: "what a cut contributes"), Stroke("Down", nil, shows: "what a cut"),
      Stroke("Enter", nil, shows: "puts the mean"), Stroke("f", nil, shows: "s4.m1:1/8>1/4 mean"),
      Stroke("R", nil, shows: "what a cut contributes"), Stroke("Up", nil, shows: "what a cut"),
      Stroke("Enter", nil, hides: "what a cut"), Stroke("r", nil, still),
      Stroke("X", .cutStream, moved), Stroke("r", nil, still),
      Stroke("x", .cutRow, moved), Stroke("r", nil, still), Stroke("o", .keepOnly, moved), Stroke("r", nil, still),
      Stroke("Escape", .back, shows: "exchange unit, within"),
      Stroke("1", .cutFinal, moved), Stroke("1", nil, still), Stroke("2", .cutAcross, moved), Stroke("2", nil, still),
      Stroke("3", .cutWithin, moved), Stroke("3", nil, still),
      Stroke("p", .preset, shows: "▸ (a) final"), Stroke("p", nil, shows: "▸ (b) final + across"),
      Stroke("p", nil, shows: "▸ (c) all"), Stroke("Escape", nil, hides: "Table 12"),
      Stroke("S", .sweep, shows: "0123456789"), Stroke("S", nil, shows: "strongest first"),
      Stroke("Escape", nil, hides: "strongest first"), Stroke("Escape", nil, hides: "0123456789"),

      Stroke("Left", nil, shows: "mean |x| ─"), Stroke("m", .mapMode, shows: "maximum over channels"),
      Stroke("n", .previousMapMode, shows: "mean |x| ─"), Stroke("c", .nextChannel, shows: "channel 1 of"),
      Stroke("C", .previousChannel, shows: "channel 16 of"), Stroke("i", .inspect, shows: "every channel at"),
      Stroke("Enter", nil, shows: "┌ sum · "), Stroke("Enter", nil, shows: "every channel at"),
      Stroke("i", nil, hides: "every channel at"),

      Stroke("H", .head, shows: "reads classes now"), Stroke("H", nil, shows: "reads joints now"),
      Stroke("e", .readOut, shows: "picture · probe s4"), Stroke("E", .otherReader, shows: "picture · head, early"),
      Stroke("e", nil, hides: "head, early"),
      Stroke("t", .trace, shows: "brought by"), Stroke("B", .occlude, shows: "score falls by up to"),
      Stroke("Escape", nil, hides: "brought by"),
      Stroke("d", .decode, shows: "┌ decoding · "), Stroke("Enter", nil, shows: "+DARK"),
      Stroke("d", nil, hides: "┌ decoding"),
      Stroke(":", nil, shows: "actions"), Stroke("geometry", nil, shows: "see how the picture lies"),
      Stroke("Enter", .geometry, shows: "padded box"), Stroke("Escape", nil, hides: "padded box"),
      Stroke(":", nil, shows: "actions"), Stroke("cost", nil, shows: "what the network costs"),
      Stroke("Enter", .cost, shows: "by stage"), Stroke("Enter", nil, shows: "measured on this machine: median"),
      Stroke("Escape", nil, hides: "by stage"),
      Stroke(":", nil, shows: "actions"), Stroke("confusion", nil, shows: "see which joints are one"),
      Stroke("Enter", .confusion, shows: "right ankle beside"), Stroke("Escape", nil, hides: "right ankle beside"),
      Stroke(":", nil, shows: "actions"), Stroke("resolution", nil, shows: "what each resolution knows"),
      Stroke("Enter", .resolutions, shows: "paper AP 74.4"), Stroke("Escape", nil, hides: "paper AP"),

      Stroke("N", .knowledge, shows: "PCK@0.2 in % on lsp-100"),
      Stroke("N", nil, shows: "this picture: px to the true joints"),
      Stroke("Escape", nil, hides: "┌ knowledge"),
      Stroke(":", nil, shows: "actions"), Stroke("versions", nil, shows: "see V1 or V2"),
      Stroke("Enter", .versions, shows: "┌ V1 or V2"), Stroke("Escape", nil, hides: "┌ V1 or V2"),

      Stroke("v", .pictureLayer, shows: "what the network sees"),
      Stroke("V", .previousPictureLayer, hides: "what the network sees"), Stroke("v", nil, shows: "what the network"),
      Stroke("v", nil, shows: "heat map · right ankle"), Stroke("J", .nextJoint, shows: "heat map · right knee"),
      Stroke("K", .previousJoint, shows: "heat map · right ankle"),
      Stroke("s", .sortJoints, shows: "most changed first"), Stroke("O", .openPicture, shows: "open a picture"),
      Stroke("Escape", nil, hides: "open a picture"), Stroke("P", .nextPerson, shows: "no other person"),
      Stroke("b", .editBox, shows: "moving the box"), Stroke("Enter", nil, hides: "moving the box"),
      Stroke("Y", .newBox, shows: "another person's box"), Stroke("Enter", nil, shows: "1 box made by hand"),

      Stroke("Tab", .focusNext, shows: "sort"), Stroke("BTab", .focusPrevious, shows: "layer"),
      Stroke("z", .zoom, hides: "┌ network"), Stroke("z", nil, shows: "network ─"),
      Stroke("L", .lesson, shows: "┌ lessons"), Stroke("Enter", nil, shows: "1/6 A picture in cells"),
      Stroke("NPage", .nextPage, shows: "2/6 How far off"), Stroke("PPage", .previousPage, shows: "1/6 A picture"),
      Stroke("L", nil, shows: "┌ lessons"), Stroke("Enter", nil, hides: "A picture in cells"),
      Stroke("A", .pin, shows: "pinned as A"), Stroke("A", nil) { $0.text.hasPrefix(" A  HRNet") },
      Stroke("A", nil) { $0.text.hasPrefix(" B  HRNet") }, Stroke("A", nil, shows: "A of A|B"),
      Stroke("A", nil, shows: "mean A−B"), Stroke(":", nil, shows: "actions"), Stroke("let-go", nil, shows: "let-go"),
      Stroke("Enter", .letGo, shows: "A is let go"),
      Stroke("W", .presenter, shows: "presenter view · W leaves it"), Stroke("Home", nil, step(1)),
      Stroke("F", .forget, shows: "forgotten: all is as at first"), Stroke("End", nil, step(31)),
      Stroke("w", .write, shows: "write to a file"), Stroke("Escape", nil, hides: "write to a file"),
      Stroke("?", .help, shows: "type to search"), Stroke("Escape", nil, hides: "type to search"),
      Stroke(":", .palette, shows: "actions"), Stroke("Escape", nil, hides: "actions"),
      Stroke("M", .mouse, shows: "the mouse is the terminal's"), Stroke("M", nil, hides: "the mouse is"),
    ]

    @Test("does what it says, in a real terminal")
    func strokes() throws {
      let session = try TerminalSession()
      try session.launchToFirstScreen()
      for (index, stroke) in Self.strokes.enumerated() {
        try session.press(stroke.key)
        try session.waitForScreen("stroke \(index), \(stroke.key)") { stroke.isDone($0) }
      }
      // What changes nothing that text can show: it must not end or upset the program.
      for key in ["T", "C-l"] {
        try session.press(key)
        try session.press("Home")
        try session.waitForScreen("life after \(key)") { Self.step(1)($0) }
        try session.press("End")
        try session.waitForScreen("life after \(key)") { Self.step(31)($0) }
      }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }

    @Test("no command is forgotten here")
    func complete() {
      // Leaving and stepping aside have sessions of their own.
      let elsewhere: Set<Command> = [.quit, .suspend, .groundTruth, .redraw, .saveBoxes]
      #expect(Set(Self.strokes.compactMap(\.command)).union(elsewhere) == Set(Command.allCases))
    }
  }
}
