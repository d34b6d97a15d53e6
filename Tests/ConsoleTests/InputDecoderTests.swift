import Cells
import TestSupport
import Testing

@testable import Console

extension InputDecoder {
  /// The keys alone.
  mutating func keys(from input: [Input]) -> [Key] {
    events(from: input).compactMap { if case .key(let key) = $0 { key } else { nil } }
  }
}

@Suite struct KeyDecoding {
  private func keys(_ text: String, isUTF8: Bool = true) -> [String] {
    var decoder = InputDecoder(codes: [:], isUTF8: isUTF8)
    return decoder.keys(from: text.utf8.map { .byte($0) }).map(\.name)
  }

  @Test(arguments: [
    ("fG ?", ["f", "G", "Space", "?"]), ("\u{12}\u{3}\u{1A}\0", ["Ctrl-r", "Ctrl-c", "Ctrl-z", "Ctrl-Space"]),
    ("\t\r\n\u{7F}\u{1C}", ["Tab", "Enter", "Enter", "Backspace", "Ctrl-\\"]),
    ("é日😀", ["é", "日", "😀"]), ("\u{1B}", ["Escape"]), ("\u{1B}\u{1B}", ["Escape", "Escape"]),
    ("\u{1B}x\u{1B}é\u{1B}\r", ["Alt-x", "Alt-é", "Alt-Enter"]), ("\u{1B}[\u{1B}O", ["Alt-[", "Alt-O"]),
  ])
  func charactersAndModifiers(bytes: String, names: [String]) {
    #expect(keys(bytes) == names)
  }

  @Test(arguments: [
    ("[A", "Up"), ("OB", "Down"), ("[1;2C", "Shift-Right"), ("[1;5D", "Ctrl-Left"), ("[1;8H", "Ctrl-Alt-Shift-Home"),
    ("[Z", "Shift-Tab"), ("[3~", "Delete"), ("[5;3~", "Alt-PageUp"), ("OP", "F1"), ("O5P", "Ctrl-F1"),
    ("[24;2~", "Shift-F12"), ("[97;5u", "Ctrl-a"), ("[27;6;9~", "Ctrl-Shift-Tab"), ("[13;2u", "Shift-Enter"),
    ("\u{1B}[A", "Alt-Up"), ("[97:65;2:1u", "A"),
  ])
  func sequences(tail: String, name: String) {
    let name = name == "Ctrl-Shift-Tab" ? Key(.tab, [.control, .shift]).name : name
    #expect(keys("\u{1B}" + tail + "q") == [name, "q"])
  }

  /// None of these is a key, and none may be read as the letters it holds.
  @Test(arguments: [
    "[I", "[O", "[99~", "[1;99999999999999999999A", "[?1;2c", "[200~", "[<0;3;4M", "[5n", "[;;;;u", "[1114112u",
    "[55296;5u", "]11;rgb:0000/0000/0000\u{7}", "]0;title\u{1B}\\", "P1$r0m\u{1B}\\", "_Gi=1;OK\u{1B}\\", "[ q",
  ])
  func unknownSequencesAreIgnored(tail: String) {
    #expect(keys("\u{1B}" + tail + "q") == ["q"])
  }

  @Test func aSequenceMayComeInPieces() {
    let bytes = Array("\u{1B}[1;2C日q".utf8)
    for cut in 3..<bytes.count {
      var decoder = InputDecoder(codes: [:], isUTF8: true)
      let first = decoder.keys(from: bytes[..<cut].map { .byte($0) })
      let second = decoder.keys(from: bytes[cut...].map { .byte($0) })
      #expect((first + second).map(\.name) == ["Shift-Right", "日", "q"], "cut at \(cut)")
    }
  }

  @Test func bytesThatAreNoTextAreDropped() {
    var decoder = InputDecoder(codes: [:], isUTF8: true)
    let bytes: [UInt8] = [0x80, 0xFF, 0xC3, 0x28, 0xE6, 0x97, 0x71, 0xED, 0xA0, 0x80, 0xC0, 0xAF, 0x71]
    #expect(decoder.keys(from: bytes.map { .byte($0) }).map(\.name) == ["(", "q", "q"])
    #expect(keys("éq", isUTF8: false) == ["q"])
  }

  @Test func cursesKeysMixWithBytes() {
    var decoder = InputDecoder(codes: [259: Key(.up)], isUTF8: true)
    let input: [InputDecoder.Input] = [.byte(0x71), .code(259), .code(9999), .byte(0x1B), .code(259), .byte(0x1B)]
    #expect(decoder.keys(from: input).map(\.name) == ["q", "Up", "Alt-Up", "Escape"])
  }

  /// Whatever arrives, all of it is used up, cut wherever it may be.
  @Test func noiseNeverSticks() {
    var generator = SplitMix64(state: 8)
    let likely = Array("\u{1B}[O;<0123456789~ABumM]P\\é日\u{7}".utf8)
    for _ in 0..<2000 {
      var decoder = InputDecoder(codes: [:], isUTF8: true)
      let bytes = (0..<40).map { _ in
        Bool.random(using: &generator) ? likely.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255)
      }
      let cut = Int.random(in: 0...40, using: &generator)
      _ = decoder.keys(from: bytes[..<cut].map { .byte($0) })
      _ = decoder.keys(from: bytes[cut...].map { .byte($0) })
      let last = decoder.keys(from: [.byte(0x20), .byte(0x71), .byte(0x71), .byte(0x71)])
      #expect(last.last?.name.hasSuffix("q") == true, "\(bytes) cut at \(cut)")
    }
  }
}

@Suite struct Restoring {
  @Test func pausesAreNotPrinted() {
    #expect(SavedTerminal.withoutPadding("\u{1B}[m\u{F}$<2>x$<10/>$<") == Array("\u{1B}[m\u{F}x$<".utf8))
  }
}
