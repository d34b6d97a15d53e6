/// The words of a Python text: spaces and comments, names, numbers, text.
struct LiteralScanner {
  /// Brackets or quotes without an end.
  struct Unreadable: Error {}

  let bytes: [UInt8]
  var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  func isNext(_ character: Unicode.Scalar, ahead: Int = 0) -> Bool { peek(ahead) == UInt8(ascii: character) }

  /// Whether nothing of an expression follows: at depth 0 the line ends here, deeper a comma or bracket comes.
  func isAtEnd(depth: Int) -> Bool {
    guard let byte = peek() else { return true }
    return depth == 0 ? [0x0a, 0x0d, 0x3b, 0x23].contains(byte) : ",)]}:=".utf8.contains(byte)
  }

  /// Spaces, comments and lines that go on.
  mutating func skipSpace(newlines: Bool) {
    while let byte = peek() {
      switch byte {
      case 0x20, 0x09, 0x0c: position += 1
      case 0x0a, 0x0d:
        guard newlines else { return }
        position += 1
      case UInt8(ascii: "\\"):
        guard peek(1) == 0x0a || peek(1) == 0x0d else { return }
        position += 2
      case UInt8(ascii: "#"): while let byte = peek(), byte != 0x0a { position += 1 }
      default: return
      }
    }
  }

  /// Goes to the end of an expression or statement, over whole brackets and quotes.
  mutating func skip(depth: Int) throws(Unreadable) {
    var open = 0
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if open == 0, depth > 0 { return }
        open = max(0, open - 1)
      case UInt8(ascii: ","): if open == 0, depth > 0 { return }
      case 0x0a, 0x0d, UInt8(ascii: ";"): if open == 0, depth == 0 { return }
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        _ = try string(isRaw: false)
        continue
      case UInt8(ascii: "#"):
        while let byte = peek(), byte != 0x0a { position += 1 }
        continue
      default: break
      }
      position += 1
    }
    guard open == 0, depth == 0 else { throw Unreadable() }
  }

  mutating func identifier() -> String? {
    let start = position
    while let byte = peek() {
      let isLetter = byte == UInt8(ascii: "_") || byte >= 0x80 || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a)
      let isDigit = byte >= 0x30 && byte <= 0x39
      guard isLetter || (isDigit && position > start) else { break }
      position += 1
    }
    return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
  }

  mutating func number() -> Literal {
    let start = position
    var before: UInt8 = 0
    while let byte = peek() {
      let isPart = byte >= 0x30 && byte <= 0x39 || byte == 0x5f || byte == 0x2e
      let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a
      let isExponentsSign = (byte == 0x2b || byte == 0x2d) && before | 0x20 == 0x65
      guard isPart || isLetter || isExponentsSign else { break }
      before = byte
      position += 1
    }
    let text = String(decoding: bytes[start..<position].filter { $0 != 0x5f }, as: UTF8.self)
    // Octal, binary and hexadecimal numbers are in no configuration of an HRNet.
    let isDecimal = text.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) }
    guard isDecimal, let number = Double(text), number.isFinite else { return .other }
    return .number(number)
  }

  /// Text in quotes, single or triple.
  mutating func string(isRaw: Bool) throws(Unreadable) -> String {
    guard let quote = peek() else { throw Unreadable() }
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    var result: [UInt8] = []
    while let byte = peek() {
      if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
        position += isTriple ? 3 : 1
        return String(decoding: result, as: UTF8.self)
      }
      if byte == 0x0a, !isTriple { break }
      position += 1
      if byte == UInt8(ascii: "\\"), let next = peek() {
        position += 1
        if isRaw { result += [byte, next] } else { appendEscape(next, to: &result) }
      } else {
        result.append(byte)
      }
    }
    throw Unreadable()
  }

  private mutating func appendEscape(_ byte: UInt8, to result: inout [UInt8]) {
    let digits: [UInt8: Int] = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8]
    switch byte {
    case UInt8(ascii: "n"): result.append(0x0a)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "r"): result.append(0x0d)
    case 0x0a: break
    case _ where digits[byte] != nil:
      let count = digits[byte] ?? 0
      let end = min(position + count, bytes.count)
      let code = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16).flatMap {
        Unicode.Scalar($0)
      }
      guard end == position + count, let code else { return result.append(byte) }
      position = end
      result += Array(String(Character(code)).utf8)
    default: result.append(byte)
    }
  }
}
