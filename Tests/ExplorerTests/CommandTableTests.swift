import Canvas
import Explorer
import Testing

@Suite("The table of commands")
struct CommandTableTests {
  @Test("every command stands in it once, with keys and one line of help")
  func complete() {
    #expect(
      Command.table.map(\.command).sorted { $0.rawValue < $1.rawValue }
        == Command.allCases.sorted { $0.rawValue < $1.rawValue })
    for entry in Command.table {
      #expect(!entry.keys.isEmpty, "\(entry.command)")
      #expect(entry.help.count < 80 && !entry.help.contains("\n"), "\(entry.command)")
    }
  }

  @Test("no key is bound twice, and each finds its command")
  func bindings() {
    let keys = Command.table.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    for entry in Command.table {
      for key in entry.keys { #expect(Command(key: key) == entry.command) }
    }
  }

  @Test("help opens, scrolls no further than its end, and closes on any other key")
  func help() throws {
    var session = try SyntheticSession(size: Size(width: 80, height: 24))
    try session.press("?")
    #expect(session.frame.text.contains("help"))
    for _ in 0..<100 { try session.press("Down") }
    #expect(session.frame.text.contains("ablation"))
    try session.press("x")
    #expect(session.model.helpScroll == nil)
    #expect(session.model.interventions.isEmpty)
  }
}
