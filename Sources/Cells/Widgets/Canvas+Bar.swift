extension Canvas {
  /// Draws a share as a bar of whole cells in the first row of `rect`; the rest of the row is dotted. A negative share is
  /// drawn with another glyph, so that it can be told without colour.
  ///
  /// - Parameters:
  ///   - share: 0…1 fills the row from nothing to all of it, and beyond is all of it; what is not a number fills nothing.
  ///   - style: Of the filled part; the dots are the same, dimmed.
  public mutating func bar(_ share: Double, in rect: Rect, style: Style) {
    guard !rect.isEmpty else { return }
    let filled = share.isNaN ? 0 : Int((min(abs(share), 1) * Double(rect.width)).rounded())
    let glyph = share < 0 ? "‹" : "▬"
    put(String(repeating: glyph, count: filled), x: rect.x, y: rect.y, style: style)
    put(
      String(repeating: "·", count: rect.width - filled), x: rect.x + filled, y: rect.y, style: style.adding(.dim))
  }
}
