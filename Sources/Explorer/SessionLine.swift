import Files

/// A line of a session file or of a key file that says something. Empty lines and lines that begin with `#` don't.
struct SessionLine {
  /// Counted from 1.
  let number: Int
  let text: Substring
  /// The first word, and what follows the blank behind it.
  let word: String
  let rest: String

  /// The lines of a file, one after another, without comments.
  static func lines(of text: String) -> some Sequence<SessionLine> { all(of: text).filter { $0.comment == nil } }

  /// The same with comments.
  static func all(of text: String) -> some Sequence<SessionLine> {
    // Editors of other systems put a byte order mark in front.
    let scalars = text.unicodeScalars
    let body = scalars.first == "\u{FEFF}" ? text[scalars.index(after: scalars.startIndex)...] : text[...]
    return body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().lazy
      .filter { !$0.element.isEmpty }
      .map { SessionLine(number: $0.offset + 1, text: $0.element) }
  }

  /// What a comment says, from behind its mark; nil for lines that are none.
  var comment: String? { text.unicodeScalars.first == "#" ? String(text.unicodeScalars.dropFirst()) : nil }

  private init(number: Int, text: Substring) {
    (self.number, self.text) = (number, text)
    (word, rest) = SessionName.split(text)
  }

  /// Whether the line names a format of ours, as a first line may.
  var isTitle: Bool { number == 1 && word == "hrscope" }

  /// What is wrong with the line where something else was expected.
  func error(expected: String) -> SessionRecordError {
    SessionRecordError(line: number, problem: "expected \(expected), found '\(shortened(text))'")
  }
}

/// What is wrong with a line of a session file or a key file.
public struct SessionRecordError: Error, Hashable, CustomStringConvertible {
  /// Counted from 1.
  public let line: Int
  /// In a few words, with what was found, which may be anything.
  public let problem: String
  /// Where the file is of another version of its format.
  public private(set) var version: FileFormat.Problem?

  public init(line: Int, problem: String) { (self.line, self.problem) = (line, problem) }

  /// Of a first line that does not name what it should.
  init(untitled found: Substring, format: FileFormat) {
    let problem = format.problem(title: found) ?? .other
    (line, version) = (1, problem == .other ? nil : problem)
    self.problem = version?.description ?? "expected '\(format.title)', found '\(shortened(found))'"
  }

  public var description: String { "line \(line): \(problem)" }
}

/// As much of a text from outside as an error repeats. By scalars: a character may be of any length.
func shortened(_ text: some StringProtocol) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.prefix(60)))
}
