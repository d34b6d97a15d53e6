/// Reads the literals of a Python text: those that assignments give names to, or a single one. JSON is among them.
///
/// Tolerant: what is no literal becomes `other`, and reading goes on behind it. `dict(…)` is a literal too, a name stands
/// for what was assigned to it before, `a['b']` for a part of that, and numbers may be added and multiplied. Time is
/// proportional to the text's length; nesting and values are bounded.
///
/// One grammar, whose functions call each other and share what is left to be looked at: the file is longer than most.
struct LiteralReader {
  /// A configuration of MMPose, written out, has 20 kB.
  static let longest = 4 << 20
  static let mostValues = 1 << 17
  static let deepest = 48
  private static let mostLooks = 1 << 21

  private typealias Unreadable = LiteralScanner.Unreadable

  private var scanner: LiteralScanner
  private var values = 0
  /// Entries of dictionaries that were looked through for a key.
  private var looks = 0
  /// How deep the value being read is nested, with the names in it; and so for each name. Otherwise a chain of names
  /// would make a value that no stack can take apart.
  private var reached = 0
  private var names: [String: (value: Literal, depth: Int)] = [:]
  private var order: [String] = []

  private init(_ text: String) { scanner = LiteralScanner(text) }

  /// What a text assigns to names.
  ///
  /// - Returns: a dictionary of names, and whether the text could be read to its end.
  static func assignments(in text: String) -> (values: Literal, isComplete: Bool) {
    guard text.utf8.count <= longest else { return (.dictionary([]), false) }
    var reader = LiteralReader(text)
    var isComplete = true
    do { try reader.readStatements() } catch { isComplete = false }
    let entries = reader.order.map { Literal.Entry(key: $0, value: reader.names[$0]?.value ?? .other) }
    return (.dictionary(entries), isComplete)
  }

  /// The one literal that a text is; nil where it is none, or where something follows it.
  static func value(of text: String) -> Literal? {
    guard text.utf8.count <= longest else { return nil }
    var reader = LiteralReader(text)
    reader.scanner.skipSpace(newlines: true)
    guard let value = try? reader.expression(depth: 1), value != .other else { return nil }
    reader.scanner.skipSpace(newlines: true)
    return reader.scanner.peek() == nil ? value : nil
  }

  // MARK: Statements

  private mutating func readStatements() throws(Unreadable) {
    while true {
      scanner.skipSpace(newlines: true)
      guard let byte = scanner.peek() else { return }
      if byte == UInt8(ascii: ";") {
        scanner.position += 1
        continue
      }
      let start = scanner.position
      if let name = scanner.identifier() {
        scanner.skipSpace(newlines: false)
        if scanner.isNext("="), !scanner.isNext("=", ahead: 1) {
          scanner.position += 1
          scanner.skipSpace(newlines: false)
          reached = 0
          let value = try expression(depth: 0)
          if names.updateValue((value, reached), forKey: name) == nil { order.append(name) }
          continue
        }
      }
      scanner.position = start
      try scanner.skip(depth: 0)
      // A closing bracket too many would stop the way on.
      if scanner.position == start { scanner.position += 1 }
    }
  }

  // MARK: Expressions

  /// - Parameter depth: of brackets around the expression; at 0 a line's end ends it.
  private mutating func expression(depth: Int) throws(Unreadable) -> Literal {
    var value = try product(depth: depth)
    while true {
      scanner.skipSpace(newlines: depth > 0)
      guard let sign = scanner.peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { break }
      scanner.position += 1
      scanner.skipSpace(newlines: depth > 0)
      let next = try product(depth: depth)
      value = Self.combined(value, next) { sign == UInt8(ascii: "+") ? $0 + $1 : $0 - $1 }
    }
    guard !scanner.isAtEnd(depth: depth) else { return value }
    // A comparison, a comprehension, a condition.
    try scanner.skip(depth: depth)
    return .other
  }

  private mutating func product(depth: Int) throws(Unreadable) -> Literal {
    var value = try primary(depth: depth)
    while true {
      scanner.skipSpace(newlines: depth > 0)
      guard let sign = scanner.peek(), sign == UInt8(ascii: "*") || sign == UInt8(ascii: "/"), scanner.peek(1) != sign
      else { break }
      scanner.position += 1
      scanner.skipSpace(newlines: depth > 0)
      let next = try primary(depth: depth)
      value = Self.combined(value, next) { sign == UInt8(ascii: "*") ? $0 * $1 : $0 / $1 }
    }
    return value
  }

  private static func combined(_ a: Literal, _ b: Literal, by operation: (Double, Double) -> Double) -> Literal {
    guard let a = a.number, let b = b.number else { return .other }
    let result = operation(a, b)
    return result.isFinite ? .number(result) : .other
  }

  private mutating func primary(depth: Int) throws(Unreadable) -> Literal {
    values += 1
    reached = max(reached, depth)
    guard values <= Self.mostValues, depth <= Self.deepest, let byte = scanner.peek() else { throw Unreadable() }
    let value: Literal
    switch byte {
    case UInt8(ascii: "["): value = .list(try elements(until: UInt8(ascii: "]"), depth: depth).values)
    case UInt8(ascii: "("):
      let (values, hasComma) = try elements(until: UInt8(ascii: ")"), depth: depth)
      value = values.count == 1 && !hasComma ? values[0] : .list(values)
    case UInt8(ascii: "{"): value = try braces(depth: depth)
    case UInt8(ascii: "'"), UInt8(ascii: "\""): value = .text(try strings(depth: depth, isRaw: false))
    case UInt8(ascii: "-"), UInt8(ascii: "+"):
      scanner.position += 1
      scanner.skipSpace(newlines: depth > 0)
      // A sign is a bracket as far as nesting is concerned: a megabyte of them must not exhaust the stack.
      let operand = try primary(depth: depth + 1)
      value = byte == UInt8(ascii: "+") ? operand : operand.number.map { .number(-$0) } ?? .other
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): value = scanner.number()
    default: value = try named(depth: depth)
    }
    return try trailers(of: value, depth: depth)
  }

  /// What stands behind a value: an index, a call, an attribute.
  private mutating func trailers(of value: Literal, depth: Int) throws(Unreadable) -> Literal {
    var value = value
    while let byte = scanner.peek() {
      switch byte {
      case UInt8(ascii: "["):
        let index = try elements(until: UInt8(ascii: "]"), depth: depth).values
        guard index.count == 1 else {
          value = .other
          continue
        }
        looks += value.entries?.count ?? 0
        guard looks <= Self.mostLooks else { throw Unreadable() }
        if let key = Self.key(index[0]), let found = value[key] {
          value = found
        } else if let place = index[0].integer, let list = value.elements {
          value = list.indices.contains(place) ? list[place] : .other
        } else {
          value = .other
        }
      case UInt8(ascii: "("):
        _ = try elements(until: UInt8(ascii: ")"), depth: depth)
        value = .other
      case UInt8(ascii: "."):
        scanner.position += 1
        guard scanner.identifier() != nil else { throw Unreadable() }
        value = .other
      default: return value
      }
    }
    return value
  }

  /// A name, or a call of a type whose values are literals.
  private mutating func named(depth: Int) throws(Unreadable) -> Literal {
    guard let name = scanner.identifier() else {
      try scanner.skip(depth: depth)
      return .other
    }
    switch name {
    case "None", "null": return .none
    case "True", "true": return .boolean(true)
    case "False", "false": return .boolean(false)
    case "dict", "OrderedDict", "ConfigDict", "Config":
      guard scanner.isNext("(") else { return .other }
      return try keywords(depth: depth)
    case "list", "tuple":
      guard scanner.isNext("(") else { return .other }
      let values = try elements(until: UInt8(ascii: ")"), depth: depth).values
      return values.count == 1 && values[0].elements != nil ? values[0] : values.isEmpty ? .list([]) : .other
    default:
      if let quote = scanner.peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""), name.utf8.count <= 2 {
        let text = try strings(depth: depth, isRaw: name.lowercased().contains("r"))
        // Formatted text is an expression.
        return name.lowercased().contains("f") ? .other : .text(text)
      }
      guard let known = names[name] else { return .other }
      reached = max(reached, depth + known.depth)
      guard reached <= Self.deepest else { throw Unreadable() }
      return known.value
    }
  }

  /// `dict(a=1, **b)`, from its bracket on.
  private mutating func keywords(depth: Int) throws(Unreadable) -> Literal {
    scanner.position += 1
    var entries: [Literal.Entry] = []
    while try !closes(UInt8(ascii: ")"), depth: depth) {
      if scanner.isNext("*"), scanner.isNext("*", ahead: 1) {
        scanner.position += 2
        entries += try merged(depth: depth)
      } else {
        let start = scanner.position
        let name = scanner.identifier()
        scanner.skipSpace(newlines: true)
        if let name, scanner.isNext("="), !scanner.isNext("=", ahead: 1) {
          scanner.position += 1
          scanner.skipSpace(newlines: true)
          entries.append(Literal.Entry(key: name, value: try expression(depth: depth + 1)))
        } else {
          scanner.position = start
          entries += try merged(depth: depth)
        }
      }
      try comma(before: UInt8(ascii: ")"))
    }
    return .dictionary(entries)
  }

  /// The entries of a dictionary, or of a list of pairs, that becomes part of another one.
  private mutating func merged(depth: Int) throws(Unreadable) -> [Literal.Entry] {
    let value = try expression(depth: depth + 1)
    let pairs = value.elements?.compactMap { pair -> Literal.Entry? in
      guard let pair = pair.elements, pair.count == 2, let key = Self.key(pair[0]) else { return nil }
      return Literal.Entry(key: key, value: pair[1])
    }
    let entries = value.entries ?? pairs ?? []
    values += entries.count
    guard values <= Self.mostValues else { throw Unreadable() }
    return entries
  }

  /// A dictionary or a set, from its bracket on.
  private mutating func braces(depth: Int) throws(Unreadable) -> Literal {
    scanner.position += 1
    var entries: [Literal.Entry] = []
    var elements: [Literal] = []
    while try !closes(UInt8(ascii: "}"), depth: depth) {
      if scanner.isNext("*"), scanner.isNext("*", ahead: 1) {
        scanner.position += 2
        entries += try merged(depth: depth)
      } else {
        // A colon ends the key's expression.
        let key = try expression(depth: depth + 1)
        if scanner.isNext(":") {
          scanner.position += 1
          scanner.skipSpace(newlines: true)
          let value = try expression(depth: depth + 1)
          if let key = Self.key(key) { entries.append(Literal.Entry(key: key, value: value)) }
        } else {
          elements.append(key)
        }
      }
      try comma(before: UInt8(ascii: "}"))
    }
    return elements.isEmpty ? .dictionary(entries) : entries.isEmpty ? .list(elements) : .other
  }

  /// What stands between brackets, from the opening one on.
  private mutating func elements(
    until end: UInt8, depth: Int
  ) throws(Unreadable) -> (values: [Literal], hasComma: Bool) {
    scanner.position += 1
    var result: [Literal] = []
    var hasComma = false
    while try !closes(end, depth: depth) {
      result.append(try expression(depth: depth + 1))
      // Keywords of a call, slices: no elements, but no reason to stop.
      while let byte = scanner.peek(), byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") {
        scanner.position += 1
        scanner.skipSpace(newlines: true)
        result[result.count - 1] = .other
        if scanner.peek() != end, scanner.peek() != UInt8(ascii: ",") { _ = try expression(depth: depth + 1) }
      }
      if scanner.isNext(",") { hasComma = true }
      try comma(before: end)
    }
    return (result, hasComma)
  }

  /// Takes the closing bracket, where it stands next.
  private mutating func closes(_ end: UInt8, depth: Int) throws(Unreadable) -> Bool {
    scanner.skipSpace(newlines: true)
    guard let byte = scanner.peek(), depth < Self.deepest else { throw Unreadable() }
    if byte == end { scanner.position += 1 }
    return byte == end
  }

  private mutating func comma(before end: UInt8) throws(Unreadable) {
    scanner.skipSpace(newlines: true)
    if scanner.isNext(",") {
      scanner.position += 1
    } else if scanner.peek() != end {
      throw Unreadable()
    }
  }

  /// Pieces of text side by side are one.
  private mutating func strings(depth: Int, isRaw: Bool) throws(Unreadable) -> String {
    var result = try scanner.string(isRaw: isRaw)
    while true {
      let end = scanner.position
      scanner.skipSpace(newlines: depth > 0)
      guard let quote = scanner.peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
        scanner.position = end
        return result
      }
      result += try scanner.string(isRaw: false)
    }
  }

  private static func key(_ value: Literal) -> String? {
    value.text ?? value.integer.map(String.init)
  }
}
