import Files

/// What people number things with: 7, 7.0, "7" or "000007". Numbers are equal if they are in Python; text equals text.
public struct JSONIdentifier: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Of a number: itself, nearly; zero for text.
  private let number: Double
  private let isText: Bool
  /// The text; of numbers, the digits that tell them apart.
  private let text: String

  init(text: String) {
    (number, isText, self.text) = (0, true, text)
  }

  /// - Parameter digits: of a whole number, which may be too large for a Double to hold exactly.
  init(number: Double, digits: String?) {
    self.number = number == 0 ? 0 : number
    isText = false
    if let digits, digits != "-0" {
      text = digits
    } else {
      text = Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }
  }

  /// Python sorts numbers by value, and text by its characters; numbers come first here.
  public static func < (a: JSONIdentifier, b: JSONIdentifier) -> Bool {
    if a.isText != b.isText { return b.isText }
    if a.isText { return a.text.unicodeScalars.lexicographicallyPrecedes(b.text.unicodeScalars) }
    return (a.number, a.text.count, a.text) < (b.number, b.text.count, b.text)
  }

  public var description: String { isText ? "'\(printable(String(text.prefix(60))))'" : String(text.prefix(60)) }
}
