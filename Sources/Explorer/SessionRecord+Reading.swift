import Cells

/// What is wrong with the text of a session.
public struct SessionRecordError: Error, Hashable {
  /// Counted from 1.
  public let line: Int
  public let expected: String
  public let found: String
}

extension SessionRecord {
  /// Reads the text of a session. Empty lines and lines that begin with `#` say nothing.
  ///
  /// - Throws: `SessionRecordError` for the first line that is none of the format.
  public init(_ text: String) throws(SessionRecordError) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.first.map(String.init) == "\(Self.title) \(Self.version)" else {
      throw SessionRecordError(
        line: 1, expected: "'\(Self.title) \(Self.version)'", found: "'\(lines.first?.prefix(40) ?? "")'")
    }
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && !line.hasPrefix("#") {
      let (word, rest) = SessionName.split(line)
      func fail(_ expected: String) -> SessionRecordError {
        SessionRecordError(line: index + 1, expected: expected, found: "'\(line.prefix(60))'")
      }
      if let event = try Event(word, rest, fail) {
        events.append(event)
      } else {
        // What a session begins with cannot change when it has begun.
        guard events.isEmpty else { throw fail("key, mouse, resize or tick") }
        try read(word, rest, fail)
      }
    }
  }

  private mutating func read(
    _ word: String, _ rest: String, _ fail: (String) -> SessionRecordError
  ) throws(SessionRecordError) {
    switch word {
    case "picture" where !rest.isEmpty: picture = SessionName.read(rest)
    case "option":
      let (name, value) = SessionName.split(rest[...])
      guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0 == "-" }), name.first != "-", !value.isEmpty else {
        throw fail("option NAME VALUE")
      }
      options.append(Option(name: name, value: SessionName.read(value)))
    case "size":
      guard let size = Size(rest) else { throw fail("size COLUMNSxROWS") }
      self.size = size
    case "colors":
      guard let depth = Int(rest).flatMap(ColorDepth.init) else { throw fail("colors 0, 8, 16, 256 or 16777216") }
      appearance.depth = depth
    case "ascii" where rest.isEmpty: appearance.unicode = false
    case "bind":
      let names = rest.split(separator: " ").map(String.init)
      guard let command = names.first, keyMap.bind(command, to: Array(names.dropFirst())) == nil else {
        throw fail("bind ACTION KEY…")
      }
    default: try readTaste(word, rest, fail)
    }
  }

  private mutating func readTaste(
    _ word: String, _ rest: String, _ fail: (String) -> SessionRecordError
  ) throws(SessionRecordError) {
    let taste = Tastes.table.first { $0.word == word }
    guard let taste, !taste.choices.isEmpty || rest.isEmpty else {
      let words = Tastes.table.map(\.word).joined(separator: ", ")
      throw fail("picture, option, size, colors, ascii, \(words), bind, key, mouse, resize or tick")
    }
    var changed = tastes ?? Tastes()
    guard taste.set(&changed, taste.choices.isEmpty ? .flag(true) : .word(rest)) else {
      throw fail(taste.choices.joined(separator: ", "))
    }
    tastes = changed
  }
}

extension SessionRecord.Event {
  /// Nil for words that are no events.
  fileprivate init?(
    _ word: String, _ rest: String, _ fail: (String) -> SessionRecordError
  ) throws(SessionRecordError) {
    switch word {
    case "key":
      guard let key = Key(name: rest) else { throw fail("key NAME") }
      self = .key(key)
    case "mouse":
      guard let event = MouseEvent(rest) else { throw fail("mouse press|release|drag|wheel WHAT X,Y") }
      self = .mouse(event)
    case "resize":
      guard let size = Size(rest) else { throw fail("resize COLUMNSxROWS") }
      self = .resized(size)
    case "tick" where rest.isEmpty: self = .tick
    default: return nil
    }
  }
}
