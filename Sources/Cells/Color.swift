/// A colour in sRGB, 8 bits a channel.
public struct Color: Hashable, Sendable {
  /// Red.
  public var r: UInt8
  /// Green.
  public var g: UInt8
  /// Blue.
  public var b: UInt8

  /// A colour from its channels.
  public init(_ r: UInt8, _ g: UInt8, _ b: UInt8) {
    self.r = r
    self.g = g
    self.b = b
  }

  /// A colour from `0xRRGGBB`; higher bits are ignored.
  public init(hex: UInt32) {
    self.init(UInt8(hex >> 16 & 0xFF), UInt8(hex >> 8 & 0xFF), UInt8(hex & 0xFF))
  }

  /// Black.
  public static let black = Color(0, 0, 0)
  /// White.
  public static let white = Color(255, 255, 255)

  /// `0xRRGGBB`.
  public var hex: UInt32 { UInt32(r) << 16 | UInt32(g) << 8 | UInt32(b) }

  /// The colour `t` of the way to `other`, `t` clamped to 0…1; linear in the sRGB channels.
  public func mixed(with other: Color, _ t: Double) -> Color {
    let t = t.isNaN ? 0 : min(max(t, 0), 1)
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + (Double(b) - Double(a)) * t).rounded())
    }
    return Color(mix(r, other.r), mix(g, other.g), mix(b, other.b))
  }

  /// Relative luminance, 0 (black) … 1 (white), as WCAG 2 defines it: the share of a white surface's light.
  ///
  /// Text reads well on a surface if their luminances plus 0.05 differ by a factor of 4.5.
  public var luminance: Double {
    let linear = linearRGB
    return Double(0.2126 * linear.x + 0.7152 * linear.y + 0.0722 * linear.z)
  }

  /// Black or white, whichever reads better on this colour.
  public var readableText: Color { luminance > 0.179 ? .black : .white }

  /// `#rrggbb`.
  public var cssName: String {
    let digits = String(hex, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
