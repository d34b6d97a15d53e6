/// A picture for half blocks: a value a half-cell, which is about square, since a cell is twice as high as wide.
public struct PixelGrid: Hashable, Sendable {
  /// Values in a row, zero or more.
  public let width: Int
  /// Rows, zero or more.
  public let height: Int
  /// `height × width` colours, row by row; `nil` is transparent.
  public private(set) var values: [Color?]
  /// `height × width` numbers of 0…1, row by row, from which a terminal without colours draws. Maps whose colour
  /// means a number give it here; without it the lightness of the colours is drawn.
  public private(set) var scalars: [Float]?

  /// A grid of ready values.
  ///
  /// - Precondition: `values` and `scalars` hold `width * height` elements, and neither extent is negative.
  public init(width: Int, height: Int, values: [Color?], scalars: [Float]? = nil) {
    precondition(width >= 0 && height >= 0 && values.count == width * height)
    precondition(scalars.map { $0.count == values.count } ?? true)
    self.width = width
    self.height = height
    self.values = values
    self.scalars = scalars
  }

  /// A grid of one colour, transparent by default; a negative extent becomes zero.
  public init(width: Int, height: Int, filledWith color: Color? = nil) {
    let (width, height) = (max(0, width), max(0, height))
    self.init(width: width, height: height, values: Array(repeating: color, count: width * height))
  }

  /// A map of numbers: `scalars` are 0…1 each, `height × width` of them, coloured by `map`.
  ///
  /// - Precondition: There are `width * height` scalars, and neither extent is negative.
  public init(width: Int, height: Int, scalars: [Float], map: ColorMap) {
    self.init(width: width, height: height, values: scalars.map { map.color(at: Double($0)) }, scalars: scalars)
  }

  /// The colour in column `x` of row `y`; reads outside give `nil` and writes outside are dropped.
  public subscript(x x: Int, y y: Int) -> Color? {
    get { contains(x, y) ? values[y * width + x] : nil }
    set { if contains(x, y) { values[y * width + x] = newValue } }
  }

  /// What a terminal without colours draws in column `x` of row `y`, 0…1; `nil` where transparent or outside.
  public func brightness(x: Int, y: Int) -> Double? {
    guard let color = self[x: x, y: y] else { return nil }
    return scalars.map { Double($0[y * width + x]) } ?? color.lightness
  }

  /// Draws a straight line between two places in half-cells, both ends included; what lies outside is clipped.
  ///
  /// - Parameters:
  ///   - scalar: What the line leaves in `scalars`, where the grid has them.
  ///   - dash: That many places are drawn, and as many left out, in turn; nil for a whole line.
  public mutating func line(from start: Point, to end: Point, color: Color, scalar: Float = 1, dash: Int? = nil) {
    let points = Line.points(from: start, to: end, in: Size(width: width, height: height))
    for (index, point) in points.enumerated() where dash.map({ index / max($0, 1) % 2 == 0 }) ?? true {
      values[point.y * width + point.x] = color
      scalars?[point.y * width + point.x] = scalar
    }
  }

  private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && x < width && y >= 0 && y < height }
}
