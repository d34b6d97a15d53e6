/// Turns colours into the nearest ones of a palette, by distance in Oklab, and remembers what it found. Among few
/// colours a grey stays grey: the nearest to a medium one would be red.
///
/// A frame asks for thousands of colours, most of them the same ones as the frame before: whoever draws frames
/// keeps one quantizer. A direct-mapped table remembers; a collision costs a search, never a wrong colour.
public struct ColorQuantizer: Sendable {
  /// The colours it chooses from.
  public let depth: ColorDepth

  /// Entries of the palette by lightness: a search that starts beside the sought lightness ends early.
  private let candidates: [(lab: SIMD3<Float>, index: Int)]
  /// Slots of `1 << 32 | RGB << 8 | index`; 0 is free.
  private var memory: [UInt64]
  private static let slotBits = 16

  /// A quantizer that remembers nothing yet.
  public init(_ depth: ColorDepth) {
    self.depth = depth
    candidates = Self.sortedCandidates(depth)
    memory = depth == .none || depth == .trueColor ? [] : Array(repeating: 0, count: 1 << Self.slotBits)
  }

  /// The colour of the palette nearest to `color`; `nil`, the terminal's own, where there are none.
  public mutating func color(nearest color: Color) -> Color? {
    switch depth {
    case .none: nil
    case .trueColor: color
    case .eight, .sixteen, .indexed256: Palette.colors[index(nearest: color)]
    }
  }

  /// As ``color(nearest:)`` for letters and lines, whose colour says what they are: of sixteen colours only greys become
  /// greys, though to the eye a medium grey may be nearer.
  public mutating func color(ofText color: Color) -> Color? {
    guard depth == .sixteen, !Self.isGrey(color.oklab) else { return self.color(nearest: color) }
    return Palette.colors[Self.search(color.oklab, Self.chromatic)]
  }

  private static let chromatic = sortedCandidates(.sixteen).filter { !isGrey($0.lab) }

  /// The number of the palette's colour nearest to `color`.
  private mutating func index(nearest color: Color) -> Int {
    let hex = color.hex
    let slot = Int((hex &* 0x9E37_79B1) >> UInt32(32 - Self.slotBits))
    let known = memory[slot]
    if known >> 8 == UInt64(hex) | 1 << 24 { return Int(known & 0xFF) }
    let index = Self.search(color.oklab, candidates)
    memory[slot] = (UInt64(hex) | 1 << 24) << 8 | UInt64(index)
    return index
  }

  /// The nearest candidate's index. Walks away from the sought lightness on both sides until lightness alone is
  /// farther than the best distance so far.
  static func search(_ lab: SIMD3<Float>, _ candidates: [(lab: SIMD3<Float>, index: Int)]) -> Int {
    var low = 0
    var high = candidates.count
    while low < high {
      let middle = (low + high) / 2
      if candidates[middle].lab.x < lab.x { low = middle + 1 } else { high = middle }
    }
    var best = (distance: Float.infinity, index: 0)
    let isGreyOnly = candidates.count <= ColorDepth.sixteen.rawValue && isGrey(lab)
    func visit(_ position: Int) -> Bool {
      let difference = candidates[position].lab - lab
      if difference.x * difference.x > best.distance { return false }
      if isGreyOnly && !isGrey(candidates[position].lab) { return true }
      let distance = (difference * difference).sum()
      if distance < best.distance { best = (distance, candidates[position].index) }
      return true
    }
    var up = low
    var down = low - 1
    while up < candidates.count || down >= 0 {
      if up < candidates.count { up = visit(up) ? up + 1 : candidates.count }
      if down >= 0 { down = visit(down) ? down - 1 : -1 }
    }
    return best.index
  }

  /// True for a place that the eye takes for grey, black or white.
  static func isGrey(_ lab: SIMD3<Float>) -> Bool { lab.y * lab.y + lab.z * lab.z < 0.03 * 0.03 }

  /// The palette's entries with their places in Oklab, by lightness.
  static func sortedCandidates(_ depth: ColorDepth) -> [(lab: SIMD3<Float>, index: Int)] {
    depth == .trueColor ? [] : byLightness[depth] ?? []
  }

  private static let byLightness: [ColorDepth: [(lab: SIMD3<Float>, index: Int)]] = {
    let depths: [ColorDepth] = [.eight, .sixteen, .indexed256]
    return Dictionary(
      uniqueKeysWithValues: depths.map { depth in
        let entries = Palette.entries(depth).map { (lab: Palette.colors[$0].oklab, index: $0) }
        return (depth, entries.sorted { ($0.lab.x, $0.index) < ($1.lab.x, $1.index) })
      })
  }()
}

extension ColorDepth {
  /// The number by which a terminal of this depth knows the colour nearest to `color`: 0…7, 0…15, 16…255 or
  /// `0xRRGGBB`; `nil` without colours. Complexity: O(1) for colours that have been quantized.
  public func index(of color: Color) -> Int? {
    switch self {
    case .none: return nil
    case .trueColor: return Int(color.hex)
    case .eight, .sixteen, .indexed256:
      return Palette.exactIndex(of: color, self)
        ?? ColorQuantizer.search(color.oklab, ColorQuantizer.sortedCandidates(self))
    }
  }
}
