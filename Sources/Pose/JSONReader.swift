/// Why JSON from outside cannot be used: what was found, and where.
struct JSONFault: Error, Hashable {
  let what: String
}

/// Reads JSON front to back, and holds nothing of it: what nobody asks for is passed over, so that memory is bounded by
/// what a reader keeps, and time by the length of the text.
///
/// It reads what Python writes too: a byte order mark is passed over, and `NaN` and `Infinity` where a number stands are
/// told apart from damage. Nested deeper than `mostNested`, or not in UTF-8, JSON is refused. Of two members with one
/// name a reader sees both, so that the last one counts, as in Python.
///
/// One grammar, whose functions share the place where the reader stands: the file is longer than most.
struct JSONReader {
  /// As deep as people nest; Python's own reader ends at a thousand.
  static let mostNested = 512

  /// What begins where the reader stands.
  enum Kind {
    case object, list, string, number, bool, null
  }

  private enum Step {
    case key(String)
    case index(Int)
  }

  private let bytes: [UInt8]
  private var position: Int
  /// Where the reader stands, for messages.
  private var steps: [Step] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// How many bytes have been read.
  var offset: Int { position }

  // MARK: Values

  /// What comes next.
  mutating func kind() throws(JSONFault) -> Kind {
    switch try next() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .list
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "N"), UInt8(ascii: "I"): return .number
    default: throw invalid()
    }
  }

  /// Each member of an object; `body` reads or skips the value.
  mutating func members(_ body: (inout JSONReader, String) throws(JSONFault) -> Void) throws(JSONFault) {
    try open(UInt8(ascii: "{"), "object")
    guard try next() != UInt8(ascii: "}") else { return position += 1 }
    while true {
      guard try next() == UInt8(ascii: "\"") else { throw invalid() }
      let key = try string()
      guard try next() == UInt8(ascii: ":") else { throw invalid() }
      position += 1
      steps.append(.key(key))
      try body(&self, key)
      steps.removeLast()
      guard try more(closing: UInt8(ascii: "}")) else { return }
    }
  }

  /// Each element of a list; `body` reads or skips it.
  mutating func elements(_ body: (inout JSONReader, Int) throws(JSONFault) -> Void) throws(JSONFault) {
    try open(UInt8(ascii: "["), "list")
    guard try next() != UInt8(ascii: "]") else { return position += 1 }
    steps.append(.index(0))
    var index = 0
    while true {
      steps[steps.count - 1] = .index(index)
      try body(&self, index)
      index += 1
      guard try more(closing: UInt8(ascii: "]")) else { break }
    }
    steps.removeLast()
  }

  /// True if a null stood here.
  mutating func null() throws(JSONFault) -> Bool {
    guard try next() == UInt8(ascii: "n") else { return false }
    try word("null")
    return true
  }

  /// A finite number.
  mutating func number() throws(JSONFault) -> Double {
    let value = try anyNumber()
    if value.isFinite { return value }
    throw JSONFault(what: "\(value.isNaN ? "NaN" : "an infinite number")\(place)")
  }

  /// A number, NaN or infinite ones included.
  mutating func anyNumber() throws(JSONFault) -> Double {
    guard try kind() == .number else { throw unexpected("number") }
    let sign = bytes[position] == UInt8(ascii: "-") ? -1.0 : 1.0
    if sign < 0 { position += 1 }
    switch peek {
    case UInt8(ascii: "N"):
      try word("NaN")
      return .nan
    case UInt8(ascii: "I"):
      try word("Infinity")
      return sign * .infinity
    default: return sign * (try digits().value)
    }
  }

  mutating func bool() throws(JSONFault) -> Bool {
    guard try kind() == .bool else { throw unexpected("true or false") }
    let value = bytes[position] == UInt8(ascii: "t")
    try word(value ? "true" : "false")
    return value
  }

  mutating func string() throws(JSONFault) -> String {
    guard try kind() == .string else { throw unexpected("text") }
    let start = position + 1
    let end = try passString()
    guard let text = String(validating: bytes[start..<end], as: UTF8.self) else {
      throw JSONFault(what: "text that is not UTF-8\(place)")
    }
    guard bytes[start..<end].contains(UInt8(ascii: "\\")) else { return text }
    guard let plain = JSONText.unescaped(text) else { throw JSONFault(what: "an escape that is none\(place)") }
    return plain
  }

  /// An identifier: text, or a number of any size.
  mutating func identifier() throws(JSONFault) -> JSONIdentifier {
    switch try kind() {
    case .string: return JSONIdentifier(text: try string())
    // In Python `True` is 1.
    case .bool: return JSONIdentifier(number: try bool() ? 1 : 0, digits: nil)
    case .number:
      let isNegative = bytes[position] == UInt8(ascii: "-")
      if isNegative { position += 1 }
      guard peek != UInt8(ascii: "N"), peek != UInt8(ascii: "I") else { throw unexpected("identifier") }
      let (value, whole) = try digits()
      guard value.isFinite || whole != nil else { throw unexpected("identifier") }
      return JSONIdentifier(number: isNegative ? -value : value, digits: whole.map { (isNegative ? "-" : "") + $0 })
    default: throw unexpected("identifier")
    }
  }

  /// Passes over a value of any shape.
  mutating func skip() throws(JSONFault) {
    /// Whether each open bracket is an object's.
    var open: [Bool] = []
    while true {
      switch try kind() {
      case .string: _ = try passString()
      case .number: _ = try anyNumber()
      case .bool: _ = try bool()
      case .null: try word("null")
      case .object, .list:
        let isObject = bytes[position] == UInt8(ascii: "{")
        position += 1
        guard open.count + steps.count < Self.mostNested else {
          throw JSONFault(what: "brackets nested more than \(Self.mostNested) deep\(place)")
        }
        let isEmpty = try next() == UInt8(ascii: isObject ? "}" : "]")
        if isEmpty {
          position += 1
        } else {
          open.append(isObject)
          if isObject { try passKey() }
          continue
        }
      }
      // Behind a value: close what ends here, and go on with the next.
      while let isObject = open.last {
        if try more(closing: UInt8(ascii: isObject ? "}" : "]")) {
          if isObject { try passKey() }
          break
        }
        open.removeLast()
      }
      if open.isEmpty { return }
    }
  }

  /// Throws unless nothing follows.
  mutating func end() throws(JSONFault) {
    passSpace()
    if position < bytes.count { throw invalid() }
  }

  // MARK: Faults

  /// A value is there, but of another kind.
  func unexpected(_ expected: String) -> JSONFault { JSONFault(what: "no \(expected)\(place)") }

  /// Where the reader stands, to follow what it found: " in annotations[3].bbox (line 1, byte 471)".
  var place: String {
    let path = steps.map { step in
      switch step {
      case .key(let key): ".\(key.prefix(60))"
      case .index(let index): "[\(index)]"
      }
    }.joined()
    let start = bytes[..<min(position, bytes.count)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let line = bytes[..<start].count { $0 == 0x0A } + 1
    let steps = path.isEmpty ? "" : " in \(path.drop { $0 == "." })"
    return "\(steps) (line \(line), byte \(min(position, bytes.count) - start + 1))"
  }

  private func invalid() -> JSONFault {
    JSONFault(what: position < bytes.count ? "no valid JSON\(place)" : "no valid JSON: it ends too early\(place)")
  }

  // MARK: Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func passSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  /// The next byte that is no space, which is not passed.
  private mutating func next() throws(JSONFault) -> UInt8 {
    passSpace()
    guard position < bytes.count else { throw invalid() }
    return bytes[position]
  }

  private mutating func open(_ bracket: UInt8, _ what: String) throws(JSONFault) {
    guard try next() == bracket else { throw unexpected(what) }
    guard steps.count < Self.mostNested else { throw invalid() }
    position += 1
  }

  /// Passes a comma, true, or the closing bracket, false.
  private mutating func more(closing bracket: UInt8) throws(JSONFault) -> Bool {
    switch try next() {
    case UInt8(ascii: ","):
      position += 1
      return true
    case bracket:
      position += 1
      return false
    default: throw invalid()
    }
  }

  private mutating func passKey() throws(JSONFault) {
    guard try next() == UInt8(ascii: "\"") else { throw invalid() }
    _ = try passString()
    guard try next() == UInt8(ascii: ":") else { throw invalid() }
    position += 1
  }

  /// Passes a string; where its closing quote stands.
  private mutating func passString() throws(JSONFault) -> Int {
    position += 1
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return position - 1
      case UInt8(ascii: "\\"): position += 2
      case 0..<0x20: throw invalid()
      default: position += 1
      }
    }
    throw invalid()
  }

  private mutating func word(_ word: StaticString) throws(JSONFault) {
    let isThere = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    guard isThere else { throw invalid() }
    position += word.utf8CodeUnitCount
  }

  /// A number without its sign; its digits too where it is whole.
  private mutating func digits() throws(JSONFault) -> (value: Double, whole: String?) {
    let start = position
    var (mantissa, places) = (UInt64(0), 0)
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    while isDigit(peek) {
      mantissa = mantissa < 1 << 53 ? mantissa * 10 + UInt64(bytes[position] - 0x30) : .max
      position += 1
    }
    guard position > start, bytes[start] != 0x30 || position == start + 1 else { throw invalid() }
    let whole = position
    if peek == UInt8(ascii: ".") {
      position += 1
      guard isDigit(peek) else { throw invalid() }
      while isDigit(peek) {
        mantissa = mantissa < 1 << 53 ? mantissa * 10 + UInt64(bytes[position] - 0x30) : .max
        places += 1
        position += 1
      }
    }
    var hasExponent = false
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      hasExponent = true
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      guard isDigit(peek) else { throw invalid() }
      while isDigit(peek) { position += 1 }
    }
    let isWhole = whole == position
    // Both exact, so that their quotient is rounded once, as it should be.
    let value =
      !hasExponent && mantissa < 1 << 53 && places < Self.powers.count
      ? Double(mantissa) / Self.powers[places]
      : Double(String(decoding: bytes[start..<position], as: UTF8.self)) ?? .infinity
    return (value, isWhole ? String(decoding: bytes[start..<position], as: UTF8.self) : nil)
  }

  private static let powers: [Double] = (0..<22).map { power in (0..<power).reduce(1) { product, _ in product * 10 } }
}
