import Cells

/// A sequence `ESC [ parameters final` (ECMA-48, 5.4) that a terminal sends for a key.
///
/// Numbers are those of xterm ("XTerm Control Sequences", PC-Style Function Keys), which nearly all terminals follow.
struct ControlSequence {
  /// Bytes 0x20…0x3F.
  var parameters: [UInt8]
  /// A byte 0x40…0x7E.
  var final: UInt8

  /// True for `ESC [ M`, which three bytes without a form of their own follow.
  var startsOldMouseReport: Bool { parameters.isEmpty && final == UInt8(ascii: "M") }

  /// The key; `nil` for a sequence that stands for none, such as a report of the focus.
  var key: Key? {
    // Reports of other kinds begin with one of <=>? (5.4.1 there).
    if let kind = parameters.first, (0x3C...0x3F).contains(kind) { return nil }
    let fields = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    // What is left out counts as 1; sub-parameters after a colon tell more about the same key.
    var numbers: [Int] = []
    for field in fields {
      let digits = field.prefix { $0 != UInt8(ascii: ":") }
      guard let number = digits.isEmpty ? 1 : Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      numbers.append(number)
    }
    let first = numbers.first ?? 1
    let second = numbers.count > 1 ? numbers[1] : 1
    let third = numbers.count > 2 ? numbers[2] : nil
    switch final {
    case UInt8(ascii: "u"): return Self.character(first, second)
    case UInt8(ascii: "~") where first == 27: return third.flatMap { Self.character($0, second) }
    case UInt8(ascii: "~"): return Self.numbered[first].flatMap { Self.key($0, second) }
    default: return Self.lettered[final].flatMap { Self.key($0, second) }
    }
  }

  /// A key with xterm's number for its modifiers, one more than the sum of Shift 1, Alt 2, Control 4, Meta 8.
  private static func key(_ code: Key.Code, _ modifiers: Int) -> Key? {
    guard (1...256).contains(modifiers) else { return nil }
    let bits = modifiers - 1
    var set: Key.Modifiers = []
    if bits & 1 != 0 { set.insert(.shift) }
    if bits & 2 != 0 { set.insert(.alt) }
    if bits & 4 != 0 { set.insert(.control) }
    return Key(code, set)
  }

  /// A key that writes a character, reported by its number.
  private static func character(_ number: Int, _ modifiers: Int) -> Key? {
    guard let value = UInt32(exactly: number), let scalar = Unicode.Scalar(value) else { return nil }
    let plain = value < 0x80 ? InputDecoder.key(ascii: UInt8(value)) : Key(scalar)
    return plain.modifiers.isEmpty ? key(plain.code, modifiers) : nil
  }

  private static let lettered: [UInt8: Key.Code] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
    UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "Z"): .backTab, UInt8(ascii: "M"): .enter,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2), UInt8(ascii: "R"): .function(3),
    UInt8(ascii: "S"): .function(4),
  ]

  private static let numbered: [Int: Key.Code] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6),
    18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
  ]
}
