/// How names stand in a session file. A name may have anything in it, a line of the file ends somewhere: control
/// characters and what else ends a line are written `\u{A}`, and the backslash twice. Other backslashes are themselves, so
/// that people may write them.
enum SessionName {
  static func written(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator:
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: text.unicodeScalars.append(contentsOf: scalar == "\\" ? [scalar, scalar] : [scalar])
      }
    }
    return text
  }

  /// A line's first word, and what follows the blank behind it. By scalars: a mark that begins a name would make one
  /// character of itself and the blank.
  static func split(_ line: Substring) -> (word: String, rest: String) {
    let scalars = line.unicodeScalars
    let end = scalars.firstIndex(of: " ") ?? scalars.endIndex
    return (String(scalars[..<end]), String(scalars[end...].dropFirst()))
  }

  static func read(_ text: String) -> String {
    text.replacing(#/\\(?:\\|u\{([0-9A-Fa-f]{1,6})\})/#.matchingSemantics(.unicodeScalar)) { match in
      guard let digits = match.1 else { return "\\" }
      return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? String(match.0)
    }
  }
}
