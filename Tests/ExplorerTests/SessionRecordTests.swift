import Cells
import Explorer
import TestSupport
import Testing

@Suite("Sessions as text")
struct SessionRecordTests {
  private static let text = """
    hrscope session 1
    picture /home/me/my runner.jpg
    option weights /models/w32.safetensors
    option cut s4.m2:32>4
    size 100x30
    colors 256
    ascii
    maps difference
    layer heatMap
    joints shift
    truth
    bind cut x
    bind cut-row
    key Home
    key Ctrl-r
    key Space
    key Shift-Right
    mouse press left 12,3
    mouse Ctrl-wheel down 0,0
    resize 80x24
    tick

    """

  @Test("is read and written, and both agree")
  func roundTrip() throws {
    let record = try SessionRecord(Self.text)
    #expect(record.picture == "/home/me/my runner.jpg")
    #expect(record.options.map(\.name) == ["weights", "cut"])
    #expect(record.options.last?.value == "s4.m2:32>4")
    #expect(record.size == Size(width: 100, height: 30))
    #expect(record.appearance == Appearance(depth: .indexed256, unicode: false))
    #expect(record.tastes?.mapMode == .difference && record.tastes?.showsTruth == true)
    #expect(record.keyMap[Key("x")] == .cut)
    #expect(record.events.count == 8)
    #expect(record.events[3] == .key(Key(.right, .shift)))
    #expect(record.events[5] == .mouse(MouseEvent(.wheel(.down), at: Point(x: 0, y: 0), .control)))
    #expect(record.text == Self.text)
    #expect(try SessionRecord(record.text) == record)
  }

  @Test("comments, empty lines and the lines of other systems are fine")
  func comments() throws {
    let record = try SessionRecord("hrscope session 1\r\n# begin\r\n\r\nkey f\r\n# end")
    #expect(record.events == [.key(Key("f"))])
    #expect(try SessionRecord("hrscope session 1").events.isEmpty)
  }

  @Test("comments are kept where they stand, and read back as they were written")
  func remarks() throws {
    let text = "hrscope session 1\n#one\n#  two \nsize 80x24\n# three\nkey f\n#\n# four\nkey g\n# five\n# six\n"
    let record = try SessionRecord(text)
    #expect(record.events.count == 2)
    #expect(record.remarks.map(\.position) == [0, 1, 2])
    #expect(record.remarks.map(\.lines) == [["one", "  two ", " three"], ["", " four"], [" five", " six"]])
    #expect(try SessionRecord(record.text) == record)
    #expect(record.text.hasSuffix("# three\nkey f\n#\n# four\nkey g\n# five\n# six\n"))
    #expect(record.beginningOnly.remarks.isEmpty && record.beginningOnly.size == Size(width: 80, height: 24))
    var shorter = record
    shorter.keep(events: 1)
    #expect(shorter.events.count == 1 && shorter.remarks.map(\.position) == [0, 1])
  }

  @Test("every key and every mouse event has a line that is read back")
  func events() throws {
    var record = SessionRecord()
    record.events = Command.table.flatMap(\.keys).map { .key($0) }
    record.events += "#é日\u{301}".unicodeScalars.map { .key(Key($0)) }
    for button in [MouseEvent.Button.left, .middle, .right] {
      record.events += [.press(button), .release(button), .drag(button)].map {
        .mouse(MouseEvent($0, at: Point(x: 3, y: 40), [.shift, .alt]))
      }
    }
    for direction in [MouseEvent.Direction.up, .down, .left, .right] {
      record.events.append(.mouse(MouseEvent(.wheel(direction), at: Point(x: 0, y: 0))))
    }
    #expect(try SessionRecord(record.text).events == record.events)
  }

  @Test(
    "damaged text is refused with its line",
    arguments: [
      ("", 1), ("hrscope session 2\n", 1), ("key f\n", 1), ("hrscope session 1\nkey\n", 2),
      ("hrscope session 1\nkey Nonsense\n", 2), ("hrscope session 1\n\nsize 0x10\n", 3),
      ("hrscope session 1\nsize 10x1001\n", 2), ("hrscope session 1\nmouse press left 1\n", 2),
      ("hrscope session 1\nmouse press left -1,2\n", 2), ("hrscope session 1\nmouse jump left 1,2\n", 2),
      ("hrscope session 1\nkey f\nsize 80x24\n", 3), ("hrscope session 1\noption cut\n", 2),
      ("hrscope session 1\noption --cut all\n", 2), ("hrscope session 1\nmaps upside down\n", 2),
      ("hrscope session 1\nbind nothing x\n", 2), ("hrscope session 1\nbind quit\n", 2),
      ("hrscope session 1\ncolors 7\n", 2), ("hrscope session 1\ntick tock\n", 2), ("hrscope session 1\n\u{0}\n", 2),
    ])
  func damaged(text: String, line: Int) {
    #expect { try SessionRecord(text) } throws: { ($0 as? SessionRecordError)?.line == line }
  }
}

extension SessionRecordTests {
  @Test(
    "a newer version is called so; no version, and what is none, is something else",
    arguments: [
      ("hrscope session 2", "written for a newer hrscope (expected version 1 of this format, found 2)"),
      ("\u{FEFF}hrscope session 30", "written for a newer hrscope (expected version 1 of this format, found 30)"),
      ("hrscope session 99999999999999999999", "written for a newer hrscope"),
      ("hrscope session", "expected 'hrscope session 1', found 'hrscope session'"),
      ("hrscope session ", "expected 'hrscope session 1'"), ("hrscope session one", "found 'hrscope session one'"),
      ("hrscope session 0", "found 'hrscope session 0'"), ("hrscope session 01", "found 'hrscope session 01'"),
      ("hrscope session -2", "found 'hrscope session -2'"), ("hrscope session 2.0", "found 'hrscope session 2.0'"),
      ("hrscope session 2 key f", "expected 'hrscope session 1'"), ("hrscope session \u{FF12}", "expected"),
      ("hrscope session 2\u{301}", "expected 'hrscope session 1'"), ("hrscope keys 1", "found 'hrscope keys 1'"),
    ])
  func versions(line: String, problem: String) {
    for rest in ["", "\nlesson A\npage B", "\r\nkey f\r\n"] {
      for read in [{ _ = try SessionRecord($0) }, { _ = try Lesson($0) }] as [(String) throws -> Void] {
        #expect { try read(line + rest) } throws: { error in
          guard let error = error as? SessionRecordError else { return false }
          let isNewer = problem.hasPrefix("written")
          return error.line == 1 && error.problem.contains(problem) && (error.version != nil) == isNewer
        }
      }
    }
  }

  @Test("quitting keeps a key, whoever takes the others, and the session reads the same")
  func quitting() throws {
    var keys = KeyMap()
    #expect(keys.bind("cut", to: ["q"]) == nil && keys[Key("q")] == .cut)
    #expect(keys.bind("undo", to: ["Ctrl-c", "y"]) == "quit needs a key" && keys[Key("y")] == nil)
    #expect(keys.bind("quit", to: ["Q"]) == nil)
    #expect(keys.bind("undo", to: ["Ctrl-c", "y"]) == nil)
    var record = SessionRecord()
    record.keyMap = keys
    #expect(try SessionRecord(record.text).keyMap == keys)
  }

  @Test("keys stand in a session as in a key file: what the one writes the other reads, in any order")
  func sharedGrammar() throws {
    var random = SplitMix64(state: 4)
    let names =
      Command.table.flatMap { $0.keys.map(\.name) } + ["F7", "Alt-x", "#", "\u{301}", "U+1B", "Ctrl-Shift-Left"]
    for _ in 0..<50 {
      var keys = KeyMap()
      for _ in 0..<Int.random(in: 1...9, using: &random) {
        let command = Command.allCases.randomElement(using: &random) ?? .cut
        _ = keys.bind(
          command.name,
          to: (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in names.randomElement(using: &random) })
      }
      var record = SessionRecord()
      record.keyMap = keys
      #expect(try SessionRecord(record.text).keyMap == keys)
      var read = KeyMap()
      #expect(read.read(keys.lines.shuffled(using: &random).joined(separator: "\n")) == nil)
      #expect(read == keys, "\(keys.lines)")
    }
  }

  @Test(
    "a wrong line of keys says what is wrong in it",
    arguments: [
      ("bind fly x", "no action is called 'fly'"), ("bind cut Hyper-x", "'Hyper-x' is no key (for cut)"),
      ("bind quit", "quit needs a key"), ("bind", "expected bind ACTION KEY…, found 'bind'"),
    ])
  func wrongKeys(line: String, problem: String) {
    #expect(throws: SessionRecordError(line: 3, problem: problem)) {
      try SessionRecord("hrscope session 1\nbind undo q\n\(line)\nkey f\n")
    }
  }

  @Test("no damage to a byte or two ends in more than an error")
  func mutations() {
    var random = SplitMix64(state: 9)
    for _ in 0..<2000 {
      var bytes = Array(Self.text.utf8)
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0..<20, using: &random))
      if let record = try? SessionRecord(String(decoding: bytes, as: UTF8.self)) {
        // What is read can be written and read again.
        #expect((try? SessionRecord(record.text)) == record)
      }
    }
  }
}

@Suite("Writing to files")
struct WritingTests {
  @Test("w offers screens, the tensor under the cursor and the session; Enter asks for the choice")
  func outputs() throws {
    var session = try SyntheticSession()
    try session.press("w")
    let menu = try #require(session.model.menu)
    #expect(
      menu.items.map(\.label) == [
        "screen .png", "screen .svg", "screen .ans", "screen .txt", "tensor .npy", "boxes .json", "session .txt",
      ])
    try session.press("Down", "Enter")
    #expect(session.model.menu == nil)
    #expect(session.effects.contains(.write(.screen(.svg))))
    try session.press("Home", "w", "n", "p", "y", "Enter")
    #expect(session.effects.last == .write(.tensor(0)))
    try session.press("w", "End", "Enter")
    #expect(session.effects.last == .write(.session))
  }
}
