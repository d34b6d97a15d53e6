/// One place of a canvas: a glyph and its style.
public struct Cell: Hashable, Sendable {
  /// The glyph. Always one that moves a terminal's cursor by `width` columns and does nothing else.
  public let scalar: Unicode.Scalar
  /// How it is painted.
  public var style: Style

  /// A cell. A scalar that has no column of its own (a control or combining character) becomes U+FFFD: whatever
  /// reaches a canvas, from a hostile file name too, cannot steer the terminal.
  public init(scalar: Unicode.Scalar = " ", style: Style = Style()) {
    self.scalar = scalar.columns > 0 ? scalar : .replacement
    self.style = style
  }

  private init(continuation: Void) {
    scalar = "\0"
    style = Style()
  }

  /// A blank in the terminal's own style.
  public static let blank = Cell()

  /// The right half of a glyph two columns wide: it stands after such a cell and nowhere else.
  public static let continuation = Cell(continuation: ())

  /// True for the right half of a glyph two columns wide.
  public var isContinuation: Bool { scalar == "\0" }

  /// Columns the glyph takes: 1 or 2, for a continuation 0.
  public var width: Int { isContinuation ? 0 : scalar.columns }
}
