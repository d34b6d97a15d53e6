extension Canvas {
  /// Draws a frame along the edge of `rect`, its inside left alone. A rectangle less than two cells wide or high
  /// has no frame.
  ///
  /// - Parameters:
  ///   - title: Stands in the upper edge, truncated to it; `nil` or empty for none.
  ///   - appearance: Light lines where there is Unicode, otherwise `+`, `-` and `|`.
  public mutating func box(
    _ rect: Rect, title: String?, style: Style, titleStyle: Style, appearance: Appearance
  ) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let lines: [Unicode.Scalar] =
      appearance.unicode ? ["┌", "┐", "└", "┘", "─", "│"] : ["+", "+", "+", "+", "-", "|"]
    let right = rect.maxX - 1
    let bottom = rect.maxY - 1
    for y in [rect.y, bottom] {
      fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), Cell(scalar: lines[4], style: style))
    }
    for x in [rect.x, right] {
      fill(Rect(x: x, y: rect.y, width: 1, height: rect.height), Cell(scalar: lines[5], style: style))
    }
    self[x: rect.x, y: rect.y] = Cell(scalar: lines[0], style: style)
    self[x: right, y: rect.y] = Cell(scalar: lines[1], style: style)
    self[x: rect.x, y: bottom] = Cell(scalar: lines[2], style: style)
    self[x: right, y: bottom] = Cell(scalar: lines[3], style: style)

    // Two corners and a blank on either side of the title; one column of line after it, so that it looks inset.
    guard let title, !title.isEmpty, rect.width >= 6 else { return }
    put(" ", x: rect.x + 1, y: rect.y, style: titleStyle)
    let used = put(title, x: rect.x + 2, y: rect.y, style: titleStyle, limit: rect.width - 5)
    put(" ", x: rect.x + 2 + used, y: rect.y, style: titleStyle)
  }
}
