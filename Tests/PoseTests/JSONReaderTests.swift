import Testing

@testable import Pose

@Suite("JSON from outside")
struct JSONReaderTests {
  private func number(_ text: String) throws -> Double {
    var reader = JSONReader(Array(text.utf8))
    let value = try reader.number()
    try reader.end()
    return value
  }

  @Test("numbers are rounded as Swift rounds them")
  func numbers() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let bits = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
      let texts = [
        "\(Double.random(in: -1e4...1e4))", "\(Int.random(in: -1_000_000...1_000_000))",
        "0.\(UInt64.random(in: 0...UInt64.max))", "\(UInt64.random(in: 0...UInt64.max)).\(UInt16.random(in: 0...9999))",
        bits.isFinite ? "\(bits)" : "0",
      ]
      for text in texts { #expect(try number(text) == Double(text), "\(text)") }
    }
  }

  @Test(
    "what is no number, or none that can be used",
    arguments: [
      "01", "1.", ".5", "-", "+1", "1e", "1e+", "0x10", "NaN", "-Infinity", "1e999", "--1", "1 2", "Nan", "\"1\"",
    ])
  func noNumbers(text: String) { #expect(throws: JSONFault.self) { try number(text) } }

  @Test(
    "text with escapes",
    arguments: [
      (#""a\n\t\"\\\/b""#, "a\n\t\"\\/b"), (#""\u00e9\ud83d\ude00""#, "é😀"), (#""\ud83dx""#, "\u{FFFD}x"),
      ("\"é😀\"", "é😀"),
    ])
  func strings(text: String, value: String) throws {
    var reader = JSONReader(Array(text.utf8))
    #expect(try reader.string() == value)
  }

  @Test(
    "bytes that are no text are refused",
    arguments: [[0x22, 0xE9, 0x22], [0x22, 0x5C, 0x75, 0x31, 0x22], [0x22, 0x5C]])
  func noText(bytes: [UInt8]) {
    #expect(throws: JSONFault.self) {
      var reader = JSONReader(bytes)
      _ = try reader.string()
    }
  }

  @Test("whatever nobody asks for is passed over, to the byte behind it")
  func skipping() throws {
    let text = #" {"a": [1, {"b": [[], {}, null, true]}, "]}"], "c": NaN, "d": {}} 7"#
    var reader = JSONReader([0xEF, 0xBB, 0xBF] + Array(text.utf8))
    try reader.skip()
    #expect(try reader.number() == 7)
    try reader.end()
  }
}
