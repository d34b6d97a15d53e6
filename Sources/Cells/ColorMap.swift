/// A scale of colours for numbers of 0…1.
///
/// All of them can be read with colour-blind eyes, and equal steps of the number look like equal steps.
public struct ColorMap: Hashable, Sendable {
  /// What the scale is called, for legends and options.
  public let name: String
  private let table: [Color]
  /// Neighbours of the table are as far apart in Oklab as the eye can just tell, 0.02 at most: more of them would only
  /// cost bytes, since cells of one colour are written in one run. An odd number, so that 0.5 is in the middle.
  private static let steps = 65

  /// The colour for what is no number: one that no scale here contains.
  public static let notANumber = Color(255, 0, 255)

  /// A scale through evenly spaced colours, linear in sRGB between them.
  ///
  /// - Precondition: There are two colours or more.
  public init(name: String, stops: [Color]) {
    precondition(stops.count >= 2)
    self.name = name
    table = (0..<Self.steps).map { step in
      let place = Double(step * (stops.count - 1)) / Double(Self.steps - 1)
      let below = min(Int(place), stops.count - 2)
      return stops[below].mixed(with: stops[below + 1], place - Double(below))
    }
  }

  /// The colour for `t`, clamped to 0…1; ``notANumber`` for NaN.
  public func color(at t: Double) -> Color {
    t.isNaN ? Self.notANumber : table[Int((min(max(t, 0), 1) * Double(Self.steps - 1)).rounded())]
  }

  // `Tests/CellsTests/reference/colormaps.py` fits the stops of the following to the published scale.

  /// Dark blue, green, yellow: the usual one. S. van der Walt and N. Smith, 2015.
  public static let viridis = ColorMap(
    name: "viridis",
    stops: [
      0x440154, 0x470D60, 0x48186A, 0x482374, 0x472D7B, 0x453681, 0x424086, 0x3F4989, 0x3B528B, 0x375A8D, 0x33638D,
      0x2F6A8E, 0x2C728E, 0x297A8E, 0x26818E, 0x23898E, 0x21908D, 0x1F988B, 0x1E9F88, 0x21A685, 0x27AE80, 0x31B57B,
      0x3DBC74, 0x4CC26C, 0x5CC963, 0x6ECE58, 0x81D44C, 0x96D840, 0xABDC32, 0xC0DF24, 0xD5E219, 0xEAE519, 0xFDE724,
    ].map(Color.init(hex:)))

  /// Blue, neutral at 0.5, red: for differences. Both arms fall in Oklab from lightness 0.94 to 0.38 in equal steps,
  /// at hues of 255° and 35°, with the chroma that sRGB affords.
  public static let diverging = ColorMap(
    name: "diverging",
    stops: [
      0x174276, 0x1C5598, 0x2268BA, 0x357ED4, 0x5394E5, 0x74AAF0, 0x98C1F5, 0xC0D6F4, 0xEBEBEB,
      0xF2CABF, 0xF0AA98, 0xE78C75, 0xD96F55, 0xC65539, 0xAC4127, 0x8C3620, 0x6E2A19,
    ].map(Color.init(hex:)))
}
