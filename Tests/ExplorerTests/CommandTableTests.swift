import Cells
import Explorer
import Testing

@Suite("The table of commands")
struct CommandTableTests {
  @Test("every command stands in it once, with keys, unless it is for the palette, and one line of help")
  func complete() {
    #expect(
      Command.table.map(\.command).sorted { $0.rawValue < $1.rawValue }
        == Command.allCases.sorted { $0.rawValue < $1.rawValue })
    // Found by their names, in the palette and in menus.
    let keyless: Set<Command> = [.saveBoxes, .geometry, .cost, .confusion, .resolutions, .versions]
    for entry in Command.table {
      #expect(entry.keys.isEmpty == keyless.contains(entry.command), "\(entry.command)")
      #expect(entry.help.count < 80 && !entry.help.contains("\n"), "\(entry.command)")
    }
  }

  @Test("no key is bound twice, and each finds its command")
  func bindings() {
    let keys = Command.table.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    for entry in Command.table {
      for key in entry.keys { #expect(KeyMap()[key] == entry.command) }
      #expect(Command(name: entry.command.name) == entry.command)
    }
  }
}
