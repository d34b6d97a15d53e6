import Canvas

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
    case "step": try taste(rest, Grain.self, fail) { $0.grain = $1 }
    case "panel": try taste(rest, Panel.self, fail) { $0.focus = $1 }
    case "zoom" where rest.isEmpty: changeTastes { $0.isZoomed = true }
    case "maps": try taste(rest, MapMode.self, fail) { $0.mapMode = $1 }
    case "layer": try taste(rest, PictureLayer.self, fail) { $0.layer = $1 }
    case "joints": try taste(rest, JointOrder.self, fail) { $0.jointOrder = $1 }
    case "truth" where rest.isEmpty: changeTastes { $0.showsTruth = true }
    case "bind":
      let names = rest.split(separator: " ").map(String.init)
      guard let command = names.first, keyMap.bind(command, to: Array(names.dropFirst())) == nil else {
        throw fail("bind ACTION KEY…")
      }
    default:
      throw fail(
        "picture, option, size, colors, ascii, maps, layer, joints, truth, step, panel, zoom, bind, key, mouse, resize or tick"
      )
    }
  }

  private mutating func taste<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String, _: Value.Type, _ fail: (String) -> SessionRecordError, _ change: (inout Memory, Value) -> Void
  ) throws(SessionRecordError) {
    guard let value = Value(rawValue: text) else { throw fail(Value.allCases.map(\.rawValue).joined(separator: ", ")) }
    changeTastes { change(&$0, value) }
  }

  private mutating func changeTastes(_ change: (inout Memory) -> Void) {
    var changed = tastes ?? Memory()
    change(&changed)
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
