extension Canvas {
  /// Writes one line of text from column `x` of row `y` to the right and clips it at the edges.
  ///
  /// Glyphs two columns wide take two; combining and invisible characters are dropped; control characters, bytes
  /// that were no text and the like become U+FFFD, so text may come from anywhere.
  ///
  /// - Parameters:
  ///   - limit: Columns the text may take; a longer one ends in `…` within them. Without it only the edge clips.
  /// - Returns: Columns from `x` to the end of what was written, the clipped part before column 0 included. Text
  ///   that reaches the right edge ends there.
  @discardableResult
  public mutating func put(_ text: String, x: Int, y: Int, style: Style, limit: Int? = nil) -> Int {
    let space = limit ?? .max
    guard space > 0, x < size.width else { return 0 }
    let truncates = limit != nil && Self.columns(of: text, upTo: space) > space
    let room = truncates ? space - 1 : space
    var column = 0
    for scalar in text.unicodeScalars {
      let width = abs(scalar.columns)
      if width == 0 { continue }
      if column + width > room || column >= size.width - x { break }
      write(scalar, width: width, x: x + column, y: y, style: style)
      column += width
    }
    column = min(column, size.width - x)
    if truncates, column < size.width - x {
      self[x: x + column, y: y] = Cell(scalar: "…", style: style)
      column += 1
    }
    return column
  }

  /// Writes one glyph, a blank for the half of a wide one that shows at the left edge.
  private mutating func write(_ scalar: Unicode.Scalar, width: Int, x: Int, y: Int, style: Style) {
    if width == 2, x == -1 {
      self[x: 0, y: y] = Cell(style: style)
    } else {
      self[x: x, y: y] = Cell(scalar: scalar, style: style)
    }
  }

  /// Columns that ``put(_:x:y:style:limit:)`` needs for `text`.
  public static func columns(of text: String) -> Int {
    columns(of: text, upTo: .max)
  }

  /// Columns of `text`; counts no further than just beyond `bound`, for texts of any length.
  private static func columns(of text: String, upTo bound: Int) -> Int {
    var columns = 0
    for scalar in text.unicodeScalars {
      columns += abs(scalar.columns)
      if columns > bound { break }
    }
    return columns
  }

  /// The glyphs, a line a row, without styles and trailing blanks.
  public var text: String {
    (0..<size.height).map { row(y: $0, trimmed: true) }.joined(separator: "\n")
  }

  /// The glyphs of one row.
  func row(y: Int, trimmed: Bool) -> String {
    let start = y * size.width
    var end = start + size.width
    while trimmed, end > start, cells[end - 1].scalar == " " { end -= 1 }
    var line = String.UnicodeScalarView()
    for cell in cells[start..<end] where !cell.isContinuation { line.append(cell.scalar) }
    return String(line)
  }
}
