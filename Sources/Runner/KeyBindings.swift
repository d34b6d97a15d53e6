/// The text of a file of keys: names of actions with lists of keys, in the part of TOML that this takes.
///
/// ```toml
/// step-forward = ["Right", "l", 'n']   # several keys
/// quit = "Q"                           # one
/// zoom = [                             # none, over two lines
/// ]
/// ```
///
/// Strings are basic or literal, on one line (TOML 1.0, "String"). There are no tables, numbers or dates: what is no list
/// of strings would be no list of keys.
struct KeyBindings {
  /// In the order of the file.
  private(set) var entries: [(line: Int, action: String, keys: [String])] = []

  struct SyntaxError: Error, Hashable, CustomStringConvertible {
    let line: Int
    let expected: String

    var description: String { "line \(line): expected \(expected)" }
  }

  /// - Throws: `SyntaxError` at the first place that is none of the above.
  init(_ text: String) throws(SyntaxError) {
    var reader = Reader(text)
    while reader.skipBlank(acrossLines: true) {
      let line = reader.line
      let name = reader.takeWhile { $0 == "-" || $0 == "_" || $0.isASCII && ($0.properties.isAlphabetic || $0.isDigit) }
      guard !name.isEmpty else { throw reader.error("the name of an action") }
      try reader.expect("=", "= after the name of an action")
      entries.append((line, name, try reader.keys()))
      if reader.skipBlank(acrossLines: false), reader.next != "\n" { throw reader.error("the end of the line") }
    }
  }
}

extension KeyBindings {
  /// A place in the text.
  private struct Reader {
    private let scalars: String.UnicodeScalarView
    private var index: String.UnicodeScalarView.Index
    private(set) var line = 1

    init(_ text: String) {
      // As everywhere in TOML: a line ends in LF or CR LF.
      scalars = text.replacing("\r\n", with: "\n").unicodeScalars
      index = scalars.startIndex
      if scalars.first == "\u{FEFF}" { index = scalars.index(after: index) }
    }

    /// Nil at the end.
    var next: Unicode.Scalar? { index < scalars.endIndex ? scalars[index] : nil }

    func error(_ expected: String) -> SyntaxError { SyntaxError(line: line, expected: expected) }

    mutating func take() -> Unicode.Scalar? {
      guard let scalar = next else { return nil }
      if scalar == "\n" { line += 1 }
      index = scalars.index(after: index)
      return scalar
    }

    mutating func takeWhile(_ isWanted: (Unicode.Scalar) -> Bool) -> String {
      var text = String.UnicodeScalarView()
      while let scalar = next, isWanted(scalar) {
        text.append(scalar)
        index = scalars.index(after: index)
      }
      return String(text)
    }

    /// Goes on to what is neither blank nor comment; false at the end of the text.
    mutating func skipBlank(acrossLines: Bool) -> Bool {
      while let scalar = next {
        if scalar == "#" {
          _ = takeWhile { $0 != "\n" }
        } else if scalar == " " || scalar == "\t" || acrossLines && scalar == "\n" {
          _ = take()
        } else {
          return true
        }
      }
      return false
    }

    mutating func expect(_ scalar: Unicode.Scalar, _ what: String) throws(SyntaxError) {
      guard skipBlank(acrossLines: false), next == scalar else { throw error(what) }
      _ = take()
    }

    /// A string, or a list of strings.
    mutating func keys() throws(SyntaxError) -> [String] {
      guard skipBlank(acrossLines: false), next == "[" else { return [try string()] }
      _ = take()
      var keys: [String] = []
      while skipBlank(acrossLines: true), next != "]" {
        if !keys.isEmpty {
          guard next == "," else { throw error(", or ] after a key") }
          _ = take()
          // A comma may stand behind the last.
          guard skipBlank(acrossLines: true), next != "]" else { break }
        }
        keys.append(try string())
      }
      guard take() == "]" else { throw error("] behind the last key") }
      return keys
    }

    private mutating func string() throws(SyntaxError) -> String {
      guard let quote = next, quote == "\"" || quote == "'" else { throw error("a key in quotation marks") }
      let start = line
      _ = take()
      var text = String.UnicodeScalarView()
      while let scalar = take(), scalar != "\n" {
        if scalar == quote { return String(text) }
        guard scalar.value >= 0x20 || scalar == "\t" else { break }
        if scalar == "\\", quote == "\"" {
          guard let escaped = take(), escaped == "\\" || escaped == "\"" else {
            throw SyntaxError(line: start, expected: "\\\\ or \\\" (or 'single' quotation marks)")
          }
          text.append(escaped)
        } else {
          text.append(scalar)
        }
      }
      throw SyntaxError(line: start, expected: "a key that ends on its line")
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
