import Cells

/// A report of the mouse, in one of the two forms in which terminals send it ("XTerm Control Sequences", Mouse
/// Tracking): `ESC [ < code ; column ; row M` (or `m` for a release), which was asked for, or the older `ESC [ M` and
/// three bytes, which is all that some know.
struct MouseReport: Hashable {
  /// Asks for reports of buttons, of motion while one is held, and for the form that knows columns beyond 223. A
  /// terminal that has only the first of these modes still reports clicks.
  static let start = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
  static let stop = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"

  /// No screen is larger; what claims to be is garbage.
  private static let largest = 1 << 15

  private var code: Int
  private var column: Int
  private var row: Int
  private var isRelease: Bool

  /// The report of a control sequence; `nil` if it is none.
  init?(_ sequence: ControlSequence) {
    guard sequence.parameters.first == UInt8(ascii: "<"),
      [UInt8(ascii: "M"), UInt8(ascii: "m")].contains(sequence.final)
    else { return nil }
    let fields = sequence.parameters.dropFirst().split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    // Digits only: Int would read a sign too.
    let numbers = fields.compactMap { field in
      field.allSatisfy { (0x30...0x39).contains($0) } ? Int(String(decoding: field, as: UTF8.self)) : nil
    }
    guard fields.count == 3, numbers.count == 3 else { return nil }
    (code, column, row) = (numbers[0], numbers[1], numbers[2])
    isRelease = sequence.final == UInt8(ascii: "m")
  }

  /// The report whose three bytes follow `ESC [ M`; `nil` if they are none.
  init?(oldForm bytes: [UInt8]) {
    guard bytes.count == 3, bytes.allSatisfy({ $0 >= 32 }) else { return nil }
    (code, column, row) = (Int(bytes[0]) - 32, Int(bytes[1]) - 32, Int(bytes[2]) - 32)
    // Which button was let go is not told.
    isRelease = code & 0b1110_0011 == 3
  }

  /// What was done; `nil` for what is none of it, such as motion without a button.
  ///
  /// - Parameter held: The button that was pressed last, kept from report to report.
  func event(held: inout MouseEvent.Button?) -> MouseEvent? {
    guard (1...Self.largest).contains(column), (1...Self.largest).contains(row), code < 256 else { return nil }
    var modifiers: Key.Modifiers = []
    if code & 4 != 0 { modifiers.insert(.shift) }
    if code & 8 != 0 { modifiers.insert(.alt) }
    if code & 16 != 0 { modifiers.insert(.control) }
    guard let kind = kind(held: &held) else { return nil }
    return MouseEvent(kind, at: Point(x: column - 1, y: row - 1), modifiers)
  }

  private func kind(held: inout MouseEvent.Button?) -> MouseEvent.Kind? {
    let number = code & 3
    switch code & 0b1110_0000 {
    case 0 where isRelease:
      let button = Self.button(number) ?? held
      held = nil
      return button.map { .release($0) }
    case 0:
      held = Self.button(number)
      return held.map { .press($0) }
    case 32:
      return Self.button(number).map { .drag($0) }
    case 64:
      let directions: [MouseEvent.Direction] = [.up, .down, .left, .right]
      return isRelease ? nil : .wheel(directions[number])
    default:
      // Buttons to go back and forward, which a browser has a use for.
      return nil
    }
  }

  private static func button(_ number: Int) -> MouseEvent.Button? {
    switch number {
    case 0: .left
    case 1: .middle
    case 2: .right
    default: nil
    }
  }
}
