import Cells

extension SessionRecord {
  /// Reads the text of a session.
  ///
  /// - Throws: `SessionRecordError` for the first line that is none of the format.
  public init(_ text: String) throws(SessionRecordError) {
    var bindings: [KeyMap.Binding] = []
    var hasTitle = false
    for line in SessionLine.all(of: text) {
      if let comment = line.comment {
        add(remark: [comment])
        continue
      }
      guard hasTitle else {
        try Self.checkTitle(line)
        hasTitle = true
        continue
      }
      if let event = try Event(line) {
        events.append(event)
      } else {
        // What a session begins with cannot change when it has begun.
        guard events.isEmpty else { throw line.error(expected: "key, mouse, resize or tick") }
        if let binding = try KeyMap.Binding(line) { bindings.append(binding) } else { try read(line) }
      }
    }
    guard hasTitle else { throw SessionRecordError(untitled: "", format: Self.format) }
    if let problem = keyMap.bind(bindings) { throw problem }
  }

  /// Reads what a session begins with.
  ///
  /// - Throws: `SessionRecordError` for the first line that a session cannot begin with.
  init(head: [SessionLine]) throws(SessionRecordError) {
    var bindings: [KeyMap.Binding] = []
    for line in head {
      if let binding = try KeyMap.Binding(line) { bindings.append(binding) } else { try read(line) }
    }
    if let problem = keyMap.bind(bindings) { throw problem }
  }

  /// - Throws: `SessionRecordError` where a file's first line that says something does not name this format and version.
  static func checkTitle(_ line: SessionLine) throws(SessionRecordError) {
    let found = line.number == 1 ? line.text : ""
    guard found != format.title else { return }
    throw SessionRecordError(untitled: found, format: format)
  }

  private mutating func read(_ line: SessionLine) throws(SessionRecordError) {
    switch line.word {
    case "picture" where !line.rest.isEmpty: picture = SessionName.read(line.rest)
    case "option":
      let (name, value) = SessionName.split(line.rest[...])
      guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0 == "-" }), name.first != "-", !value.isEmpty else {
        throw line.error(expected: "option NAME VALUE")
      }
      options.append(Option(name: name, value: SessionName.read(value)))
    case "size":
      guard let size = Size(line.rest) else { throw line.error(expected: "size COLUMNSxROWS") }
      self.size = size
    case "colors":
      guard let depth = Int(line.rest).flatMap(ColorDepth.init) else {
        throw line.error(expected: "colors 0, 8, 16, 256 or 16777216")
      }
      appearance.depth = depth
    case "ascii" where line.rest.isEmpty: appearance.unicode = false
    default: try readTaste(line)
    }
  }

  private mutating func readTaste(_ line: SessionLine) throws(SessionRecordError) {
    let taste = Tastes.table.first { $0.word == line.word }
    guard let taste, !taste.choices.isEmpty || line.rest.isEmpty else {
      let words = Tastes.table.map(\.word).joined(separator: ", ")
      throw line.error(expected: "picture, option, size, colors, ascii, \(words), bind, key, mouse, resize or tick")
    }
    var changed = tastes ?? Tastes()
    guard taste.set(&changed, taste.choices.isEmpty ? .flag(true) : .word(line.rest)) else {
      throw line.error(expected: taste.choices.joined(separator: ", "))
    }
    tastes = changed
  }
}

extension SessionRecord.Event {
  /// Nil for words that are no events.
  fileprivate init?(_ line: SessionLine) throws(SessionRecordError) {
    switch line.word {
    case "key":
      guard let key = Key(name: line.rest) else { throw line.error(expected: "key NAME") }
      self = .key(key)
    case "mouse":
      guard let event = MouseEvent(line.rest) else {
        throw line.error(expected: "mouse press|release|drag|wheel WHAT X,Y")
      }
      self = .mouse(event)
    case "resize":
      guard let size = Size(line.rest) else { throw line.error(expected: "resize COLUMNSxROWS") }
      self = .resized(size)
    case "tick" where line.rest.isEmpty: self = .tick
    default: return nil
    }
  }
}
