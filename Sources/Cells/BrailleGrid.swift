/// Dots of an eighth of a cell, two columns and four rows of them in each: for drawings too small for half-cells. Dots
/// are square, a cell being twice as high as wide.
public struct BrailleGrid: Hashable, Sendable {
  /// Extent in cells; never negative.
  public let size: Size
  private var masks: [UInt32]
  private var styles: [Style]

  /// A blank grid.
  public init(size: Size) {
    self.size = Size(width: max(0, size.width), height: max(0, size.height))
    masks = Array(repeating: 0, count: self.size.width * self.size.height)
    styles = Array(repeating: Style(), count: masks.count)
  }

  /// Extent in dots.
  public var dots: Size { Size(width: 2 * size.width, height: 4 * size.height) }

  /// Draws a straight line between two dots, both ends included; what lies outside is clipped. A cell has one style, that
  /// of the last line through it.
  ///
  /// - Parameter dash: how many dots are drawn and how many left out, in turn; nil for a whole line.
  public mutating func line(from start: Point, to end: Point, style: Style, dash: (on: Int, off: Int)? = nil) {
    for (place, point) in Line.points(from: start, to: end, in: dots).enumerated() {
      if let dash, place % max(dash.on + dash.off, 1) >= dash.on { continue }
      let index = point.y / 4 * size.width + point.x / 2
      masks[index] |= Self.bits[point.y % 4][point.x % 2]
      styles[index] = style
    }
  }

  /// The glyph of a cell, nil where it has no dot.
  func cell(x: Int, y: Int) -> Cell? {
    let index = y * size.width + x
    guard masks[index] != 0, let scalar = Unicode.Scalar(0x2800 + masks[index]) else { return nil }
    return Cell(scalar: scalar, style: styles[index])
  }

  /// Unicode numbers the dots of the first three rows by column, and those of the fourth, added later, behind them.
  static let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}

extension Canvas {
  /// Draws dots from the top left corner of `rect`, clipped to it; cells without dots stay as they are.
  public mutating func draw(_ grid: BrailleGrid, at rect: Rect) {
    for y in 0..<min(grid.size.height, rect.height) {
      for x in 0..<min(grid.size.width, rect.width) {
        if let cell = grid.cell(x: x, y: y) { self[x: rect.x + x, y: rect.y + y] = cell }
      }
    }
  }
}
