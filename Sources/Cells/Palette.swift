/// The colours that terminals know by number: xterm's defaults.
enum Palette {
  /// All 256: sixteen basic colours, a 6×6×6 cube, 24 greys.
  static let colors: [Color] = basic + cube + greys

  private static let basic: [Color] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ].map(Color.init(hex:))

  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static let cube: [Color] = (0..<216).map { i in
    Color(levels[i / 36], levels[i / 6 % 6], levels[i % 6])
  }

  private static let greys: [Color] = (0..<24).map { i in
    let level = UInt8(8 + 10 * i)
    return Color(level, level, level)
  }

  /// The entries that a colour may become at a depth.
  ///
  /// With 256 colours the first sixteen are left out: people give those colours of their own, so nobody knows how
  /// they look, while the cube and the greys can be relied on.
  static func entries(_ depth: ColorDepth) -> Range<Int> {
    switch depth {
    case .none: 0..<0
    case .eight: 0..<8
    case .sixteen: 0..<16
    case .indexed256, .trueColor: 16..<256
    }
  }

  /// The number of a colour that is itself an entry, found by arithmetic. Complexity: O(1).
  static func exactIndex(of color: Color, _ depth: ColorDepth) -> Int? {
    guard depth == .indexed256 else { return entries(depth).first { colors[$0] == color } }
    if let r = level(color.r), let g = level(color.g), let b = level(color.b) { return 16 + 36 * r + 6 * g + b }
    guard color.r == color.g, color.g == color.b, color.r >= 8, color.r <= 238, (color.r - 8) % 10 == 0 else {
      return nil
    }
    return 232 + Int(color.r - 8) / 10
  }

  private static func level(_ channel: UInt8) -> Int? {
    if channel == 0 { return 0 }
    guard channel >= 95, (channel - 95) % 40 == 0 else { return nil }
    return 1 + Int(channel - 95) / 40
  }
}
