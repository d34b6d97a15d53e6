import Cells

/// A style as a terminal is told of it: colours are the numbers that it knows them by.
struct Ink: Hashable {
  /// The terminal's own colour.
  static let ownColor: Int32 = -1
  /// Whatever colour is at hand: it cannot be seen in this cell.
  static let anyColor: Int32 = -2

  var attributes: Attributes = []
  var foreground: Int32 = ownColor
  var background: Int32 = ownColor

  /// How a terminal paints when it has forgotten all styles.
  static let plain = Ink()

  /// This ink where `current` settles what cannot be seen.
  func settled(by current: Ink) -> Ink {
    guard foreground == Self.anyColor else { return self }
    var ink = self
    ink.foreground = current.foreground
    // A blank on the terminal's own surface looks the same in bold; a colour might not go together with that.
    let isBare = background == Self.ownColor && current.attributes.isDisjoint(with: [.reverse, .underline])
    if isBare { ink.attributes = current.attributes }
    return ink
  }
}
