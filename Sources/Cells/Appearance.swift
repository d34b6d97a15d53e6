/// How many colours a terminal shows; the raw value is their number.
public enum ColorDepth: Int, Comparable, CaseIterable, Sendable {
  /// Attributes only.
  case none = 0
  /// The eight colours of ECMA-48.
  case eight = 8
  /// Those and their bright variants.
  case sixteen = 16
  /// xterm's 256: sixteen, a 6×6×6 cube, 24 greys.
  case indexed256 = 256
  /// 24 bits a colour.
  case trueColor = 16_777_216

  public static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
}

/// What a terminal can show.
public struct Appearance: Hashable, Sendable {
  /// Its colours.
  public var depth: ColorDepth
  /// True if it shows Unicode, false if only ASCII.
  public var unicode: Bool
  /// True if its font has few glyphs, those of the first PCs, as on the Linux console.
  public var hasConsoleFont: Bool

  /// An appearance.
  public init(depth: ColorDepth, unicode: Bool = true, hasConsoleFont: Bool = false) {
    self.depth = depth
    self.unicode = unicode
    self.hasConsoleFont = hasConsoleFont
  }

  /// Everything: a canvas is composed for this one.
  public static let trueColor = Appearance(depth: .trueColor)
  /// 256 colours and Unicode.
  public static let indexed256 = Appearance(depth: .indexed256)
  /// Unicode without colours.
  public static let monochrome = Appearance(depth: .none)
  /// Neither colours nor Unicode.
  public static let ascii = Appearance(depth: .none, unicode: false)
}
