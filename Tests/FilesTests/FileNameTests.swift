import Files
import Foundation
import TestSupport
import Testing

@Suite("Names are bytes")
struct FileNameTests {
  @Test(
    "any bytes come back from the text they are",
    arguments: [
      "caf\u{E9}", "", "a b/c.jpg", "人.png", "e\u{301}", "\u{1F469}\u{200D}\u{1F4BB}", "\u{10FF80}",
      "\u{10FFFF}\u{10FFE9}",
      "\u{FFFD}", "\u{10FF7F}",
    ].map { Array($0.utf8) } + [
      [0x63, 0xE9], [0xC4, 0xE3, 0xBA, 0xC3], [0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      [0xE4, 0xBA], [0xE4, 0xBA, 0x41], [0xF4, 0x8F, 0xBF], [0xF8, 0x88, 0x80, 0x80, 0x80],
      [0x41, 0xF4, 0x8F, 0xBE, 0x80, 0x42],
    ])
  func roundTrip(bytes: [UInt8]) { #expect(FileName.bytes(FileName.text(bytes)) == bytes) }

  @Test("also of bytes at random, and two names are never one")
  func random() {
    var generator = SystemRandomNumberGenerator()
    let leads: [UInt8] = [0x2F, 0x41, 0x80, 0xBE, 0xBF, 0x8F, 0xC3, 0xE4, 0xED, 0xF0, 0xF4, 0xFF]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
        Bool.random(using: &generator) ? leads.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255)
      }
      let text = FileName.text(bytes)
      #expect(FileName.bytes(text) == bytes)
      // What is text stays that text.
      if let whole = String(validating: bytes, as: UTF8.self),
        !whole.unicodeScalars.contains(where: { $0.value > 0x10FF7F })
      {
        #expect(Array(text.utf8) == Array(whole.utf8))
      }
    }
  }

  @Test("a name with a NUL opens nothing, rather than the file in front of it")
  func noNUL() throws {
    try withTemporaryFolder { folder in
      try Data().write(to: URL(filePath: folder + "a"))
      #expect(throws: FileError(folder + "a\0b", .read, .system(ENOENT))) {
        try readRegularFile(folder + "a\0b", limit: 1)
      }
      #expect(throws: FileError.self) { try ReplacedFile.write([1], to: folder + "a\0b") }
    }
  }

  @Test("parts of paths, whatever letters a name begins with")
  func parts() {
    #expect(FileName.last("a/b.jpg") == "b.jpg" && FileName.last("b") == "b" && FileName.last("/a/b/") == "b")
    #expect(FileName.folder("a/b.jpg") == "a/" && FileName.folder("b") == "" && FileName.folder("/b") == "/")
    #expect(FileName.last("a/\u{301}b") == "\u{301}b" && Array(FileName.folder("a/\u{301}b").utf8) == Array("a/".utf8))
    #expect(FileName.absolute("/a/./b/../c//d") == "/a/c/d" && FileName.absolute("/..") == "/")
    #expect(FileName.absolute("x") == FileManager.default.currentDirectoryPath + "/x")
    #expect(FileName.descriptor("/dev/fd/12") == 12 && FileName.descriptor("/dev/fd/x") == nil)
  }
}

@Suite("What reaches a terminal")
struct PrintableTests {
  @Test(
    "controls, separators and marks of direction do not; letters do",
    arguments: [
      ("plain", "plain"), ("a\u{1B}[2Jb", "a?[2Jb"), ("a\nb\r\tc", "a?b??c"), ("\u{7F}\u{9B}31m", "??31m"),
      ("x\u{202E}gpj.exe", "x?gpj.exe"), ("\u{2066}a\u{2069}\u{200F}", "?a??"), ("\u{2028}\u{2029}\u{85}", "???"),
      ("\u{FEFF}a\u{E0041}", "?a?"), ("人é\u{1F469}\u{200D}\u{1F4BB}", "人é\u{1F469}\u{200D}\u{1F4BB}"), ("\0", "?"),
      (FileName.text([0x63, 0xE9, 0x1B]), "c\\xE9?"),
    ])
  func line(text: String, expected: String) {
    #expect(printable(text) == expected)
    #expect(printable(expected) == expected)
  }

  @Test("lines of a whole text stay, and no more of a name is shown than asked for")
  func options() {
    #expect(printable("a\n\u{1B}b\r\n", keepsLines: true) == "a\n?b?\n")
    #expect(printable(String(repeating: "é", count: 100), limit: 80).count == 80)
  }

  @Test("a JSON document is the same document, in characters that a terminal does not act upon")
  func json() throws {
    let values = ["a\u{1B}b", "\u{7F}", "\u{9B}2J", "\u{202E}x", "\u{2028}", "\u{E0041}", "人 \\ \" é", "\u{F8FF}"]
    let encoder = JSONEncoder()
    encoder.outputFormatting = .prettyPrinted
    let document = printable(json: String(decoding: try encoder.encode(values), as: UTF8.self))
    #expect(printable(document, keepsLines: true) == document)
    #expect(try JSONDecoder().decode([String].self, from: Data(document.utf8)) == values)
    let name = printable(json: "[\"\(FileName.text([0x63, 0xE9]))\"]")
    #expect(try JSONDecoder().decode([String].self, from: Data(name.utf8)) == ["c\\xE9"])
  }
}
