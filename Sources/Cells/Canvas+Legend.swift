extension Canvas {
  /// Draws the scale of a map in the first row of `rect`: the number at its low end, a bar of its colours, the
  /// number at its high end. The bar takes what the numbers leave; where that is under three columns only the
  /// numbers are drawn, truncated.
  ///
  /// - Parameters:
  ///   - low: What the map's 0 stands for.
  ///   - high: What the map's 1 stands for.
  ///   - style: Of the numbers.
  public mutating func legend(
    _ map: ColorMap, from low: Double, to high: Double, in rect: Rect, style: Style, appearance: Appearance
  ) {
    guard !rect.isEmpty else { return }
    let (left, right) = (Number.short(low), Number.short(high))
    let length = rect.width - Self.columns(of: left) - Self.columns(of: right) - 2
    guard length >= 3 else {
      put(left + "…" + right, x: rect.x, y: rect.y, style: style, limit: rect.width)
      return
    }
    let start = rect.x + put(left + " ", x: rect.x, y: rect.y, style: style)
    for i in 0..<length {
      let t = Double(i) / Double(length - 1)
      let cell =
        appearance.depth == .none
        ? Cell(scalar: Ramp.glyph(t, appearance))
        : Cell(scalar: appearance.unicode ? "█" : " ", style: Style(map.color(at: t), on: map.color(at: t)))
      self[x: start + i, y: rect.y] = cell
    }
    put(" " + right, x: start + length, y: rect.y, style: style)
  }
}
