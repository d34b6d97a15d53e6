import Cells

/// Turns what curses reads into keys and reports of the mouse: bytes of UTF-8, and the sequences that its terminfo
/// entry does not name.
///
/// Curses recognises only sequences of the terminal's terminfo entry; everything else arrives as an Escape followed by
/// letters, which would be read as commands. Here such a sequence is one key, if it follows ECMA-48 and xterm's way of
/// adding modifiers, and otherwise nothing.
struct InputDecoder {
  /// What curses read.
  enum Input: Hashable {
    case byte(UInt8)
    /// A key that curses knows, by its number there.
    case code(Int32)
  }

  /// Curses' numbers for keys.
  let codes: [Int32: Key]
  /// True if bytes beyond ASCII are UTF-8; otherwise they mean nothing.
  let isUTF8: Bool
  /// A key or sequence that was cut off at the end of the last input.
  private var pending: [Input] = []
  /// The button that the mouse last reported pressed.
  private var heldButton: MouseEvent.Button?

  private static let escape: UInt8 = 0x1B
  /// Longer sequences are none, but somebody's paste.
  private static let longestSequence = 64

  init(codes: [Int32: Key], isUTF8: Bool) {
    self.codes = codes
    self.isUTF8 = isUTF8
  }

  /// The keys and the mouse's doings in `input`, which is all that could be read without waiting.
  ///
  /// An Escape that nothing follows is the key; one that something follows is Alt or begins a sequence.
  mutating func events(from input: [Input]) -> [Event] {
    let input = pending + input
    pending = []
    var rest = input[...]
    var events: [Event] = []
    while !rest.isEmpty {
      switch Self.next(&rest, codes: codes, isUTF8: isUTF8) {
      case .key(let key): events.append(.key(key))
      case .mouse(let report): report.event(held: &heldButton).map { events.append(.mouse($0)) }
      case .nothing: break
      case .incomplete:
        pending = Array(rest)
        rest = []
      }
    }
    return events
  }

  private enum Result {
    case key(Key)
    case mouse(MouseReport)
    case nothing
    case incomplete
  }

  /// Takes one key off `input`, which is not empty; what is incomplete is left in it.
  private static func next(_ input: inout ArraySlice<Input>, codes: [Int32: Key], isUTF8: Bool) -> Result {
    switch input[input.startIndex] {
    case .code(let code):
      input.removeFirst()
      return codes[code].map { .key($0) } ?? .nothing
    case .byte(escape):
      return afterEscape(&input, codes: codes, isUTF8: isUTF8)
    case .byte(let byte):
      return character(byte, &input, isUTF8: isUTF8)
    }
  }

  /// Takes the key that begins with an Escape.
  private static func afterEscape(
    _ input: inout ArraySlice<Input>, codes: [Int32: Key], isUTF8: Bool
  ) -> Result {
    let tail = input.dropFirst()
    guard let second = tail.first else {
      input.removeFirst()
      return .key(Key(.escape))
    }
    if case .byte(let byte) = second {
      switch byte {
      case UInt8(ascii: "["):
        if let result = controlSequence(&input) { return result }
      case UInt8(ascii: "O"):
        if let result = singleShift(&input) { return result }
      case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
        if takeString(&input) { return .nothing }
      case escape where tail.count == 1:
        input.removeFirst()
        return .key(Key(.escape))
      default: break
      }
    }
    var following = tail
    switch next(&following, codes: codes, isUTF8: isUTF8) {
    case .key(let key):
      input = following
      return .key(Key(key.code, key.modifiers.union(.alt)))
    case .incomplete: return .incomplete
    case let other:
      input = following
      return other
    }
  }

  /// Takes `ESC [ parameters final`; `nil` if nothing but `ESC [` is there, or no such sequence.
  private static func controlSequence(_ input: inout ArraySlice<Input>) -> Result? {
    var parameters: [UInt8] = []
    for (offset, item) in input.enumerated().dropFirst(2) {
      guard case .byte(let byte) = item, parameters.count <= longestSequence else { return nil }
      switch byte {
      case 0x20...0x3F: parameters.append(byte)
      case 0x40...0x7E:
        let sequence = ControlSequence(parameters: parameters, final: byte)
        if sequence.startsOldMouseReport { return oldMouseReport(&input) }
        input = input.dropFirst(offset + 1)
        if let report = MouseReport(sequence) { return .mouse(report) }
        return sequence.key.map { .key($0) } ?? .nothing
      default: return nil
      }
    }
    return parameters.isEmpty ? nil : .incomplete
  }

  /// Takes `ESC [ M` and the three bytes after it, or only `ESC [ M` if those are no report.
  private static func oldMouseReport(_ input: inout ArraySlice<Input>) -> Result {
    var bytes: [UInt8] = []
    for case .byte(let byte) in input.dropFirst(3).prefix(3) { bytes.append(byte) }
    if bytes.count < 3, bytes.count == input.count - 3 { return .incomplete }
    let report = MouseReport(oldForm: bytes)
    input = input.dropFirst(report == nil ? 3 : 6)
    return report.map { .mouse($0) } ?? .nothing
  }

  /// Takes `ESC O final`, with xterm's old way of a modifier before the final; `nil` if it is none.
  private static func singleShift(_ input: inout ArraySlice<Input>) -> Result? {
    var modifier: [UInt8] = []
    for (offset, item) in input.enumerated().dropFirst(2).prefix(2) {
      guard case .byte(let byte) = item else { return nil }
      if (0x31...0x38).contains(byte), modifier.isEmpty {
        modifier = [UInt8(ascii: "1"), UInt8(ascii: ";"), byte]
      } else if (0x41...0x7A).contains(byte) {
        input = input.dropFirst(offset + 1)
        return ControlSequence(parameters: modifier, final: byte).key.map { .key($0) } ?? .nothing
      } else {
        return nil
      }
    }
    return nil
  }

  /// Takes a string that answers a question nobody asked: up to BEL or `ESC \`. False if it has no end.
  private static func takeString(_ input: inout ArraySlice<Input>) -> Bool {
    var wasEscape = false
    for (offset, item) in input.enumerated().dropFirst(2) {
      guard case .byte(let byte) = item else { return false }
      if byte == 0x07 || (wasEscape && byte == UInt8(ascii: "\\")) {
        input = input.dropFirst(offset + 1)
        return true
      }
      wasEscape = byte == escape
    }
    return false
  }

  /// Takes a control character or one character of UTF-8.
  private static func character(_ byte: UInt8, _ input: inout ArraySlice<Input>, isUTF8: Bool) -> Result {
    let length =
      switch byte {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    if byte < 0x80 || length == 1 || !isUTF8 {
      input.removeFirst()
      return byte < 0x80 ? .key(Self.key(ascii: byte)) : .nothing
    }
    var bytes = [byte]
    for case .byte(let next) in input.dropFirst().prefix(length - 1) where (0x80...0xBF).contains(next) {
      bytes.append(next)
    }
    if bytes.count < length, bytes.count == input.count { return .incomplete }
    let text = String(validating: bytes, as: UTF8.self)
    input = input.dropFirst(text == nil ? 1 : length)
    return text?.unicodeScalars.first.map { .key(Key($0)) } ?? .nothing
  }

  /// The key of an ASCII character, control characters included.
  static func key(ascii byte: UInt8) -> Key {
    switch byte {
    case 0x00: Key(" ", .control)
    case 0x09: Key(.tab)
    // A pasted line ends in a line feed, a typed one in a carriage return.
    case 0x0A, 0x0D: Key(.enter)
    case 0x1B: Key(.escape)
    case 0x7F: Key(.backspace)
    case 0x01...0x1A: Key(Unicode.Scalar(byte + 0x60), .control)
    case 0x1C...0x1F: Key(Unicode.Scalar(byte + 0x40), .control)
    default: Key(Unicode.Scalar(byte))
    }
  }
}
