extension Canvas {
  /// Draws a picture from the top left corner of `rect`, clipped to it, two rows of values in a row of cells.
  ///
  /// Transparent values leave what is below: the half of an earlier picture, or the background of a text, and where
  /// both halves are transparent the text itself. Without colours a cell shows one glyph, as dense as the mean of
  /// its two values is high.
  ///
  /// Of the two half blocks that say the same the denser half is drawn in the foreground, and two equal dark values
  /// are a blank, so that the glyphs alone resemble the picture too.
  public mutating func draw(_ pixels: PixelGrid, at rect: Rect, appearance: Appearance) {
    let extent = Rect(x: rect.x, y: rect.y, width: pixels.width, height: (pixels.height + 1) / 2)
    let visible = extent.intersection(rect).intersection(bounds)
    for y in visible.y..<visible.maxY {
      for x in visible.x..<visible.maxX {
        let (column, row) = (x - rect.x, 2 * (y - rect.y))
        let cell =
          appearance.depth == .none
          ? Self.cell(
            top: pixels.brightness(x: column, y: row), bottom: pixels.brightness(x: column, y: row + 1), appearance)
          : Self.cell(
            top: pixels[x: column, y: row], bottom: pixels[x: column, y: row + 1], over: self[x: x, y: y])
        if let cell { self[x: x, y: y] = cell }
      }
    }
  }

  /// A cell of two brightnesses of 0…1; `nil` if both are transparent.
  private static func cell(top: Double?, bottom: Double?, _ appearance: Appearance) -> Cell? {
    guard let one = top ?? bottom else { return nil }
    return Cell(scalar: Ramp.glyph((one + (bottom ?? one)) / 2, appearance))
  }

  /// A cell of two colours; `nil` if both are transparent.
  private static func cell(top: Color?, bottom: Color?, over below: Cell) -> Cell? {
    if top == nil, bottom == nil { return nil }
    switch (top ?? below.halves.top, bottom ?? below.halves.bottom) {
    case (let top?, let bottom?) where top == bottom:
      let isDark = top.luminance < 0.05
      return Cell(scalar: isDark ? " " : "█", style: Style(isDark ? nil : top, on: top))
    case (let top?, let bottom?):
      let topIsBrighter = top.luminance >= bottom.luminance
      return Cell(
        scalar: topIsBrighter ? "▀" : "▄", style: topIsBrighter ? Style(top, on: bottom) : Style(bottom, on: top))
    case (let top?, nil): return Cell(scalar: "▀", style: Style(top))
    case (nil, let bottom?): return Cell(scalar: "▄", style: Style(bottom))
    case (nil, nil): return nil
    }
  }
}

extension Cell {
  /// What the upper and the lower half of the cell show, a glyph that is no block counting as nothing.
  fileprivate var halves: (top: Color?, bottom: Color?) {
    switch scalar {
    case "█": (style.foreground, style.foreground)
    case "▀": (style.foreground, style.background)
    case "▄": (style.background, style.foreground)
    default: (style.background, style.background)
    }
  }
}
