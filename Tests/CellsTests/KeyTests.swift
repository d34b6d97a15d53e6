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

  /// Marks that join what stands before or behind them among them: a name is written into a line and read from it.
  @Test(arguments: [
    0..<0x3200, 0xA000..<0xAC00, 0xD7B0..<0xD800, 0xF900..<0x12000, 0x1D100..<0x1D200, 0x1F000..<0x1FB00,
    0xE0000..<0xE0200,
  ])
  func everyCharacterReadsBack(values: Range<UInt32>) {
    for scalar in values.lazy.compactMap(Unicode.Scalar.init) {
      for key in [Key(scalar), Key(scalar, .alt), Key(scalar, [.control, .shift])] {
        let words = "x \(key.name) y".words
        #expect(words.count == 3 && words[0] == "x" && words[2] == "y" && Key(name: words[1]) == key, "\(scalar.value)")
      }
    }
  }

  /// As a keyboard of their script writes them into a file, and as older versions wrote them.
  @Test(arguments: ["\u{903}", "\u{93F}", "\u{1F3FB}", "\u{D4E}", "\u{0E33}", "\u{FF9E}"])
  func marksAreReadAsTheyAre(name: String) {
    let scalar = name.unicodeScalars.first!
    #expect("bind \(name) q".words == ["bind", name, "q"])
    #expect(Key(name: name) == Key(scalar))
    #expect(Key(name: "Alt-" + name) == Key(scalar, .alt))
  }

  @Test(arguments: ["", "Ctrl-", "F0", "F64", "Bogus", "ab", "U+110000", "U+", "\u{1B}"])
  func nonsenseIsNoKey(name: String) {
    #expect(Key(name: name) == nil)
  }
}
