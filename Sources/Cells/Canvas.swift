/// A grid of styled glyphs: one frame of a screen, composed before any terminal hears of it.
///
/// A canvas is composed with the full means — Unicode and 24-bit colours — and made poorer once, by
/// ``degraded(for:)``. Reads outside give a blank and writes outside are clipped, so a view that is squeezed into
/// a small terminal needs no checks of its own.
///
/// Invariant: a glyph two columns wide is always followed by ``Cell/continuation``, which stands nowhere else.
public struct Canvas: Hashable, Sendable {
  /// Extent in cells; never negative.
  public let size: Size
  /// Row by row, `size.width` cells each.
  private(set) var cells: [Cell]

  /// A blank canvas in one style; a negative extent becomes zero.
  public init(size: Size, style: Style = Style()) {
    self.size = Size(width: max(0, size.width), height: max(0, size.height))
    cells = Array(repeating: Cell(style: style), count: self.size.width * self.size.height)
  }

  /// A canvas of ready cells, `cells.count == size.width * size.height`, that keep the invariant.
  init(size: Size, cells: [Cell]) {
    self.size = size
    self.cells = cells
  }

  /// The whole canvas.
  public var bounds: Rect { Rect(size) }

  /// The cell in column `x` of row `y`.
  ///
  /// Writing one half of a wide glyph blanks its other half; a wide glyph takes the next column too, and becomes a
  /// blank where there is none. Writing a continuation where it does not belong writes a blank.
  public subscript(x x: Int, y y: Int) -> Cell {
    get {
      guard x >= 0, x < size.width, y >= 0, y < size.height else { return .blank }
      return cells[y * size.width + x]
    }
    set {
      guard x >= 0, x < size.width, y >= 0, y < size.height else { return }
      write(newValue, x: x, at: y * size.width + x)
    }
  }

  /// Writes a cell in column `x`, which is `index` of `cells`, and mends wide glyphs that this cuts in half.
  private mutating func write(_ cell: Cell, x: Int, at index: Int) {
    let isLast = x + 1 == size.width
    if cell.isContinuation {
      if !cells[index].isContinuation { cells[index] = Cell(style: cells[index].style) }
      return
    }
    if cells[index].isContinuation { cells[index - 1] = Cell(style: cells[index - 1].style) }
    if !isLast, cells[index + 1].isContinuation { cells[index + 1] = Cell(style: cells[index].style) }
    guard cell.width == 2 else {
      cells[index] = cell
      return
    }
    guard !isLast else {
      cells[index] = Cell(style: cell.style)
      return
    }
    if x + 2 < size.width, cells[index + 2].isContinuation {
      cells[index + 2] = Cell(style: cells[index + 1].style)
    }
    cells[index] = cell
    cells[index + 1] = .continuation
  }

  /// Writes `cell` everywhere in `rect`; a wide glyph as often as it fits, then a blank.
  public mutating func fill(_ rect: Rect, _ cell: Cell) {
    let rect = rect.intersection(bounds)
    for y in rect.y..<rect.maxY {
      var x = rect.x
      while x < rect.maxX {
        let fits = x + cell.width <= rect.maxX
        self[x: x, y: y] = fits ? cell : Cell(style: cell.style)
        x += max(1, cell.width)
      }
    }
  }

  /// Replaces the style of every cell in `rect`, leaving the glyphs. A wide glyph belongs to the cell it starts in.
  public mutating func restyle(_ rect: Rect, _ transform: (Style) -> Style) {
    let rect = rect.intersection(bounds)
    for y in rect.y..<rect.maxY {
      for index in (y * size.width + rect.x)..<(y * size.width + rect.maxX) where !cells[index].isContinuation {
        cells[index].style = transform(cells[index].style)
      }
    }
  }

  /// Copies all of `other`, its top left corner at `point`, clipped.
  public mutating func draw(_ other: Canvas, at point: Point) {
    let target = Rect(x: point.x, y: point.y, width: other.size.width, height: other.size.height)
    let visible = target.intersection(bounds)
    for y in visible.y..<visible.maxY {
      for x in visible.x..<visible.maxX {
        let cell = other[x: x - point.x, y: y - point.y]
        // A glyph cut by the edge of this canvas leaves its right half alone.
        self[x: x, y: y] = cell.isContinuation && x == visible.x ? .blank : cell
      }
    }
  }
}
