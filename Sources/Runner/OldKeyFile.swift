import Explorer

/// The text of a `keys.toml` of older versions: names of actions with a key or a list of keys in quotation marks.
///
/// ```toml
/// step-forward = ["Right", "l", 'n']   # several keys
/// quit = "Q"                           # one
/// ```
struct OldKeyFile {
  /// In the order of the file.
  private(set) var bindings: [KeyMap.Binding] = []

  private enum Token: Equatable {
    case word(String)
    /// Without its quotation marks.
    case key(String)
    case mark(Unicode.Scalar)
    case lineEnd, end
  }

  /// What is still to be read, in order from the end. `end` is always left.
  private var tokens: [(token: Token, line: Int)]

  /// - Throws: `SessionRecordError` at the first place that is none of the above.
  init(_ text: String) throws(SessionRecordError) {
    tokens = try Self.tokens(text).reversed()
    while next != .end {
      if take(.lineEnd) { continue }
      let line = line
      guard case .word(let action) = next else { throw error("the name of an action") }
      tokens.removeLast()
      guard take(.mark("=")) else { throw error("= after the name of an action") }
      bindings.append(KeyMap.Binding(line: line, action: action, keys: try keys()))
      guard next == .lineEnd || next == .end else { throw error("the end of the line") }
    }
  }

  private var next: Token { tokens.last?.token ?? .end }
  private var line: Int { tokens.last?.line ?? 0 }

  private func error(_ expected: String) -> SessionRecordError {
    SessionRecordError(line: line, problem: "expected \(expected)")
  }

  private mutating func take(_ token: Token) -> Bool {
    guard next == token else { return false }
    tokens.removeLast()
    return true
  }

  /// Takes a key, or a list of keys, which may go over several lines and have a comma behind the last.
  private mutating func keys() throws(SessionRecordError) -> [String] {
    guard take(.mark("[")) else { return [try key()] }
    var keys: [String] = []
    while true {
      while take(.lineEnd) {}
      if next == .end || next == .mark("]") { break }
      keys.append(try key())
      while take(.lineEnd) {}
      if next == .end || next == .mark("]") { break }
      guard take(.mark(",")) else { throw error(", or ] after a key") }
    }
    guard take(.mark("]")) else { throw error("] behind the last key") }
    return keys
  }

  private mutating func key() throws(SessionRecordError) -> String {
    guard case .key(let name) = next else { throw error("a key in quotation marks") }
    tokens.removeLast()
    return name
  }
}

extension OldKeyFile {
  private static func tokens(_ text: String) throws(SessionRecordError) -> [(token: Token, line: Int)] {
    var tokens: [(token: Token, line: Int)] = []
    var line = 1
    var rest = text.replacing("\r\n", with: "\n").unicodeScalars[...]
    if rest.first == "\u{FEFF}" { rest.removeFirst() }
    while let scalar = rest.first {
      switch scalar {
      case " ", "\t": rest.removeFirst()
      case "#": rest = rest.drop { $0 != "\n" }
      case "\n":
        tokens.append((.lineEnd, line))
        rest.removeFirst()
        line += 1
      case "\"", "'": tokens.append((.key(try quoted(&rest, line: line)), line))
      case _ where isBare(scalar):
        tokens.append((.word(String(rest.prefix(while: isBare))), line))
        rest = rest.drop(while: isBare)
      default:
        tokens.append((.mark(scalar), line))
        rest.removeFirst()
      }
    }
    return tokens + [(.end, line)]
  }

  private static func isBare(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
    default: false
    }
  }

  /// Takes a key in quotation marks. Within double ones a backslash stands before a backslash or a mark.
  private static func quoted(
    _ rest: inout Substring.UnicodeScalarView, line: Int
  ) throws(SessionRecordError) -> String {
    let mark = rest.removeFirst()
    var name = String.UnicodeScalarView()
    while let scalar = rest.popFirst(), scalar.value >= 0x20 || scalar == "\t" {
      if scalar == mark { return String(name) }
      guard scalar == "\\", mark == "\"" else {
        name.append(scalar)
        continue
      }
      guard let escaped = rest.popFirst(), escaped == "\\" || escaped == "\"" else {
        throw SessionRecordError(line: line, problem: "expected \\\\ or \\\" (or 'single' quotation marks)")
      }
      name.append(escaped)
    }
    throw SessionRecordError(line: line, problem: "expected a key that ends on its line")
  }
}
