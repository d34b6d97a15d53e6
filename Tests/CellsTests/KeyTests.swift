import Testing

@testable import Cells

@Suite struct KeyNames {
  @Test(arguments: [
    ("f", Key("f")), ("G", Key("G")), ("Space", Key(" ")), ("Ctrl-r", Key("r", .control)), ("-", Key("-")),
    ("Ctrl--", Key("-", .control)), ("Shift-Right", Key(.right, .shift)), ("Shift-Tab", Key(.backTab)),
    ("Ctrl-Alt-Shift-PageUp", Key(.pageUp, [.control, .alt, .shift])), ("F12", Key(.function(12))),
    ("Alt-x", Key("x", .alt)), ("Ctrl-Space", Key(" ", .control)), ("é", Key("é")), ("U+200D", Key("\u{200D}")),
    ("Escape", Key(.escape)), ("Enter", Key(.enter)), ("Delete", Key(.delete)), ("?", Key("?")),
  ])
  func readAndWriteTheSame(name: String, key: Key) {
    #expect(Key(name: name) == key)
    #expect(key.name == name)
  }

  @Test(arguments: [
    ("ctrl-R", Key("r", .control)), ("shift-a", Key("A")), ("esc", Key(.escape)), ("pgdn", Key(.pageDown)),
    ("Shift-Ctrl-up", Key(.up, [.control, .shift])), ("f1", Key(.function(1))),
  ])
  func areReadLeniently(name: String, key: Key) {
    #expect(Key(name: name) == key)
  }

  @Test(arguments: ["", "Ctrl-", "F0", "F64", "Bogus", "ab", "U+110000", "U+", "\u{1B}"])
  func nonsenseIsNoKey(name: String) {
    #expect(Key(name: name) == nil)
  }
}
