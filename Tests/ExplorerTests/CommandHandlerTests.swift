import Cells
import HRNet
import Testing

@testable import Explorer

@Suite("What commands do, and why they cannot")
struct CommandHandlerTests {
  private static let backbone = Architecture(width: 16, modules: [1, 1, 1], head: BackboneHead(streams: 4))

  /// Models in which other commands can be done than usual, by how one comes to them.
  private static func sessions() throws -> [(name: String, session: SyntheticSession)] {
    var sessions: [(String, SyntheticSession)] = [("fresh", try SyntheticSession())]
    func add(_ name: String, _ session: SyntheticSession? = nil, _ keys: String...) throws {
      var session = try session ?? SyntheticSession()
      for key in keys { try session.press(key) }
      sessions.append((name, session))
    }
    try add("no head", SyntheticSession(architecture: backbone))
    try add("no head, in the joints", SyntheticSession(architecture: backbone), "Shift-Tab")
    try add("head left out", SyntheticSession(architecture: backbone, headRefusal: "its head puts out tags"))
    try add("on an exchange unit", nil, "{")
    try add("in a matrix", nil, "{", "Enter")
    try add("changed", nil, "{", "f")
    try add("undone", nil, "{", "f", "u")
    try add("on the heading of a stage", nil, "{", "Up")
    try add("on the heading of the first stage", nil, "Home", "}", "}", "Up")
    try add("in the inspector", nil, "Left", "i")
    try add("in a sum", nil, "Left", "i", "Enter")
    try add("in a trace", nil, "t", "Down")
    try add("in the decoding microscope", nil, "d", "Enter")
    try add("in the geometry", nil, ":", "g", "e", "o", "m", "Enter")
    try add("in the costs", nil, ":", "c", "o", "s", "t", "Enter", "Enter", "Down")
    try add("in the confusion", nil, ":", "c", "o", "n", "f", "u", "Enter", "Down")
    try add("in the knowledge map", SyntheticSession(probes: .joints), "N", "{", "Up")
    try add("in what is known of the picture", SyntheticSession(probes: .jointsAndClasses), "N", "N", "1")
    try add("at V1 or V2", SyntheticSession(probes: .joints), ":", "v", "e", "r", "s", "i", "Enter")
    try add("under the lens", nil, "e", "{")
    try add("read by probes", SyntheticSession(probes: .joints), "e", "{")
    try add("comparing resolutions", SyntheticSession(probes: .joints), ":", "r", "e", "s", "o", "l", "u", "Enter")
    try add("in the box", nil, "b")
    try add("another person", nil, "P")
    try add("in the ablation", nil, "p", "p")
    try add("swept", nil, "S")
    try add("at the input", nil, "Home")
    try add("pinned", nil, "A", "1")
    try add("looking at A", nil, "A", "1", "A")
    try add("looking at the difference", nil, "A", "1", "A", "A", "A", "A")
    try add("two networks", SyntheticSession(architecture: backbone, pinned: SyntheticSession.architecture))
    try add("playing", nil, "Home", "Space")
    var waiting = try SyntheticSession()
    waiting.answers = false
    try add("sweeping", waiting, "S")
    try add("computing", waiting, "1")
    var narrow = try SyntheticSession(size: Size(width: 40, height: 12))
    narrow.perform(.resized(Size(width: 30, height: 5)))
    try add("on a small screen", narrow)
    return sessions
  }

  @Test("every command that cannot be done says why, does nothing else, and stands so in help and palette")
  func reasons() throws {
    var refused: Set<Command> = []
    for (name, before) in try Self.sessions() {
      for command in Command.allCases {
        guard let reason = before.model.unavailable(command) else { continue }
        refused.insert(command)
        #expect(!reason.isEmpty && !reason.contains("\n") && reason.count < 120, "\(name): \(command)")
        var session = before
        session.perform(.command(command))
        #expect(session.model.notice == reason, "\(name): \(command)")
        #expect(session.effects.count == before.effects.count, "\(name): \(command)")
        #expect(session.model.study.interventions == before.model.study.interventions, "\(name): \(command)")
        for list in [Command.help, .palette] {
          session = before
          session.perform(.command(list))
          let item = try #require(session.model.menu?.items.first { $0.choice == .command(command) })
          #expect(!item.isAvailable && item.text.contains("not now: \(reason) · "), "\(name): \(command) in \(list)")
        }
      }
    }
    // What can always be done with this network and picture; everything else has been refused somewhere.
    let always: Set<Command> = [
      .stepForward, .stepBack, .moduleForward, .moduleBack, .rewind, .finish, .grain, .play, .faster, .slower,
      .contribution, .preset, .mapMode, .previousMapMode, .nextChannel, .previousChannel, .inspect, .pictureLayer,
      .previousPictureLayer, .enter, .back, .focusNext, .focusPrevious, .zoom, .openPicture, .editBox, .write, .help,
      .palette, .mouse, .redraw, .suspend, .quit, .cutFinal, .cutAcross, .nextPerson, .lesson, .presenter,
      .newBox, .geometry, .cost,
    ]
    #expect(refused.isDisjoint(with: always))
    #expect(refused.union(always).count == Command.allCases.count)
  }

  @Test("everything available does something, or says something, or leaves all as it is: never a reason not to")
  func available() throws {
    for (name, before) in try Self.sessions() {
      for command in Command.allCases where before.model.unavailable(command) == nil {
        var session = before
        session.perform(.command(command))
        #expect(session.model.notice?.hasPrefix("nothing to") != true, "\(name): \(command)")
        let item = { (list: Command) in
          var session = before
          session.perform(.command(list))
          return session.model.menu?.items.first { $0.choice == .command(command) }
        }
        #expect(item(.help)?.isAvailable == true && item(.palette)?.isAvailable == true, "\(name): \(command)")
        #expect(item(.help)?.text.contains("not now") == false, "\(name): \(command)")
      }
    }
  }

  /// Where something is done is half of it; the other half is that a person sees it.
  @Test(
    "what can be done changes what is on the screen, or says why it changes nothing", arguments: [(120, 40), (80, 24)])
  func visible(width: Int, height: Int) throws {
    // The terminal itself, and what is told when a file has been written.
    let outside: Set<Command> = [.redraw, .suspend, .quit]
    for (name, before) in try Self.sessions() where name != "on a small screen" {
      var before = before
      before.perform(.resized(Size(width: width, height: height)))
      for command in Command.allCases where before.model.unavailable(command) == nil && !outside.contains(command) {
        var session = before
        session.perform(.command(command))
        // A word that goes away is no answer.
        var quiet = before.model
        quiet.notice = nil
        let isSaid = session.model.notice?.isEmpty == false
        #expect(isSaid || view(session.model) != view(quiet), "\(name), \(width)×\(height): \(command)")
      }
    }
  }

  @Test(
    "each reason in its own words",
    arguments: [
      (["u"], "nothing to undo"), (["U"], "nothing to redo"), (["r"], "no edge is changed"),
      (["f"], "edges are cut at an exchange unit ◆: { goes to the last one"),
      (["Home", "f"], "edges are cut at an exchange unit ◆: } goes to the next one"),
      (["["], "edges are cut at an exchange unit ◆"), (["X"], "streams are cut at an exchange unit ◆"),
      (["x"], "edges are chosen in an exchange unit ◆: {"),
      (["{", "x"], "first choose an edge: Enter goes into the exchange unit"),
      (["{", "o"], "first choose an edge: Enter goes into"), (["b", "Enter", "u"], "nothing to undo"),
      (["Home", "}", "}", "Up", "f"], "stage 1 is a single stream: there is no fusion to cut"),
    ])
  func words(keys: [String], words: String) throws {
    var session = try SyntheticSession()
    for key in keys { try session.press(key) }
    #expect(session.model.notice?.contains(words) == true, "\(session.model.notice ?? "")")
  }

  @Test(
    "without a head, what needs joints says that there are none", arguments: ["S", "e", "t", "B", "J", "K", "s", "d"])
  func headless(key: String) throws {
    let missing = key == "e" ? "there is nothing to read early with" : "there are no joints"
    var session = try SyntheticSession(architecture: Self.backbone)
    let effects = session.effects.count
    try session.press(key)
    #expect(session.model.notice == "this model has no pose head: \(missing)")
    #expect(session.effects.count == effects)
    session = try SyntheticSession(architecture: Self.backbone, headRefusal: "its head puts out tags")
    try session.press(key)
    #expect(session.model.notice == "this model's pose head is left out: its head puts out tags: \(missing)")
  }

  @Test("a dimmed item is told apart without colour, and choosing it says the reason")
  func dimmed() throws {
    var session = try SyntheticSession(appearance: .monochrome)
    try session.press(":", "u", "n", "d", "o")
    #expect(session.frame.text.contains("not now: nothing to undo · undo the last change"))
    try session.press("Enter")
    #expect(session.model.menu == nil && session.model.notice == "nothing to undo")
  }
}

@Suite("Keys that are shown are those that count")
struct ShownKeyTests {
  /// Every key another one.
  private static func session(_ bindings: [String: String], architecture: Architecture? = nil) throws
    -> SyntheticSession
  {
    var keys = KeyMap()
    for (name, key) in bindings { #expect(keys.bind(name, to: [key]) == nil) }
    return try SyntheticSession(architecture: architecture ?? SyntheticSession.architecture, keyMap: keys)
  }

  @Test("the hint line")
  func hints() throws {
    let session = try Self.session(["sweep": "F5", "map-mode": "F6", "help": "F7", "step-back": "h"])
    let line = try #require(session.frame.text.split(separator: "\n").last)
    #expect(
      line.contains("F5 sweep") && line.contains("F6 map") && line.contains("F7 help") && line.contains("h→ step"))
    // Names of keys stand apart, letters need not.
    let far = try Self.session(["step-back": "F2", "step-forward": "PageDown"])
    #expect(far.frame.text.contains(" F2/PageDown step"))
    // A command without a key is no hint.
    var keys = KeyMap()
    #expect(keys.bind("sweep", to: []) == nil)
    let other = try SyntheticSession(keyMap: keys)
    #expect(other.frame.text.split(separator: "\n").last?.contains("sweep") == false)
  }

  @Test("help, its legend, and the palette")
  func lists() throws {
    var session = try Self.session(["undo": "F5", "cut-final": "F6", "preset": "F8", "zoom": "F9"])
    session.perform(.command(.help))
    var items = try #require(session.model.menu?.items)
    #expect(items.first { $0.choice == .command(.undo) }?.label == "F5")
    #expect(items.contains { $0.label == "F6 2 3 F8" && $0.choice == .nothing })
    session.perform(.key(Key(.escape)))
    session.perform(.command(.palette))
    items = try #require(session.model.menu?.items)
    #expect(items.first { $0.label == "zoom" }?.text.hasPrefix("F9  give the panel") == true)
    #expect(items.first { $0.label == "undo" }?.text.hasPrefix("F5  not now") == true)
  }

  /// A message, the command it names, and how one comes to it; `KEY` is the command's key.
  private static let messages: [(command: String, usual: String, keys: [String], message: String)] = [
    ("mouse", "M", ["KEY"], "the mouse is the terminal's: select text, KEY takes it back"),
    ("enter", "Enter", ["{", "x"], "first choose an edge: KEY goes into the exchange unit"),
    ("module-forward", "}", ["Home", "f"], "edges are cut at an exchange unit ◆: KEY goes to the next one"),
    ("module-back", "{", ["f"], "edges are cut at an exchange unit ◆: KEY goes to the last one"),
    ("sweep", "S", ["KEY"], "matters most: KEY lists them"),
    ("cut", "f", ["R", "Enter"], "KEY cuts again: an edge then brings nothing"),
    ("cut", "f", ["R", "Down", "Enter"], "KEY and all that cuts now puts the mean"),
    ("occlude", "B", ["t"], "occlusion KEY blocks"),
    ("preset", "p", ["KEY"], "KEY next row · u undo · Escape close"),
    ("back", "Escape", ["p"], "p next row · u undo · KEY close"),
  ]

  @Test("messages and panels", arguments: messages.indices)
  func told(index: Int) throws {
    let (command, usual, keys, message) = Self.messages[index]
    for key in [usual, "F5", "Alt-x"] {
      var session = try Self.session([command: key])
      for pressed in keys { try session.press(pressed == "KEY" ? key : pressed) }
      let text = message.replacing("KEY", with: key)
      #expect(session.model.notice?.contains(text) == true || session.frame.text.contains(text), "\(text)")
    }
  }

  @Test("while work is under way the header names the key that stops it", arguments: ["Escape", "F5"])
  func waiting(key: String) throws {
    var session = try Self.session(["back": key])
    session.answers = false
    try session.press("1")
    session.perform(.waited(WorkProgress(what: .pass, completed: 3, total: 98)))
    #expect(session.frame.text.contains("computing nodes 3/98 · \(key == "Escape" ? "Esc" : key) stops"))
    try session.press(key)
    #expect(session.model.notice == "stopped: everything is as it was")
  }

  @Test("a command without a key is named as the palette has it")
  func unbound() throws {
    var keys = KeyMap()
    #expect(keys.bind("sweep", to: []) == nil)
    #expect(keys.text(of: .sweep) == ": sweep")
    var session = try SyntheticSession(keyMap: keys)
    session.perform(.command(.sweep))
    #expect(session.model.notice?.hasSuffix(": sweep lists them") == true)
    #expect(keys.bind("palette", to: ["Ctrl-p"]) == nil && keys.text(of: .sweep) == "Ctrl-p sweep")
    #expect(keys.bind("palette", to: []) == nil && keys.text(of: .sweep) == "sweep")
    session = try SyntheticSession(keyMap: keys)
    session.perform(.command(.help))
    #expect(session.model.menu?.items.first { $0.choice == .command(.sweep) }?.label == "sweep")
  }
}
