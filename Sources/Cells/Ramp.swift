/// Glyphs from empty to dense, for pictures without colours.
enum Ramp {
  private static let unicode: [Unicode.Scalar] = Array(" ░▒▓█".unicodeScalars)
  private static let ascii: [Unicode.Scalar] = Array(" .:-=+*#%@".unicodeScalars)

  /// The glyph for a value of 0…1, clamped; `?` for what is no number.
  static func glyph(_ value: Double, _ appearance: Appearance) -> Unicode.Scalar {
    if value.isNaN { return "?" }
    let ramp = appearance.unicode ? unicode : ascii
    return ramp[min(Int(min(max(value, 0), 1) * Double(ramp.count)), ramp.count - 1)]
  }
}
