/// The escapes in JSON's text.
enum JSONText {
  /// What a text with escapes says; nil where one of them is none. Half of a surrogate pair is an unknown character.
  static func unescaped(_ text: String) -> String? {
    var result = String.UnicodeScalarView()
    var units: [UInt16] = []
    func flush() {
      result.append(contentsOf: String(decoding: units, as: UTF16.self).unicodeScalars)
      units = []
    }
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        flush()
        result.append(scalar)
        continue
      }
      guard let escape = rest.popFirst() else { return nil }
      if escape == "u" {
        let digits = rest.prefix(4)
        guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit),
          let unit = UInt16(String(String.UnicodeScalarView(digits)), radix: 16)
        else { return nil }
        rest = rest.dropFirst(4)
        units.append(unit)
        continue
      }
      flush()
      guard let plain = escapes[escape] else { return nil }
      result.append(plain)
    }
    flush()
    return String(result)
  }

  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
  ]
}
