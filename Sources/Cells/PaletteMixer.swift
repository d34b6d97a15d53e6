import Platform

/// Chooses pairs of xterm's 240 fixed colours for the cells of a photograph.
///
/// The cube is coarse where photographs live: its darkest step goes from 0 to 95, so that a dark colour's nearest
/// entry is a grey. Hence the three liberties here, found by looking at many pictures: a little more lightness and
/// saturation, and two colours in a cell that together come near what neither is.
struct PaletteMixer {
  /// How much the mean of a cell counts against its quarters. At 0 a cell is drab, from 2 on it is speckled.
  private static let mixing: Float = 1
  private static let saturation: Float = 1.2
  /// The power of lightness: below 1 it lifts what is dark.
  private static let lift: Float = 0.85
  /// Colours tried for each quarter and for the mean.
  private static let choices = 4

  private let palette = Palette.entries(.indexed256).map { (lab: Palette.colors[$0].oklab, color: Palette.colors[$0]) }

  /// The pair for a cell, and which quarters have its first colour.
  func block(_ photograph: [SIMD3<Float>]) -> QuarterBlocks.Block {
    let quarters = photograph.map(Self.lifted)
    let aim = quarters.reduce(.zero, +) / 4
    let candidates = candidates(quarters + [aim])
    // distances[4 * candidate + quarter]
    let distances = candidates.flatMap { candidate in quarters.map { Self.square($0 - palette[candidate].lab) } }
    var best = (error: Float.infinity, mask: 0, first: 0, second: 0)
    for first in candidates.indices {
      for second in first..<candidates.count {
        let (a, b) = (palette[candidates[first]].lab, palette[candidates[second]].lab)
        for mask in first == second ? 0..<1 : 1..<15 {
          var error: Float = 0
          for i in 0..<4 { error += distances[4 * (mask >> i & 1 == 1 ? first : second) + i] }
          let mean = b + (a - b) * Float(mask.nonzeroBitCount) / 4
          error += 4 * Self.mixing * Self.square(aim - mean)
          if error < best.error { best = (error, mask, first, second) }
        }
      }
    }
    return QuarterBlocks.Block(
      mask: best.mask, foreground: palette[candidates[best.first]].color,
      background: palette[candidates[best.second]].color)
  }

  /// A place in Oklab as it is aimed at.
  static func lifted(_ lab: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(powf(max(lab.x, 0), lift), lab.y * saturation, lab.z * saturation)
  }

  /// The places in the palette nearest to each of the colours, without repetition.
  private func candidates(_ colors: [SIMD3<Float>]) -> [Int] {
    var result: [Int] = []
    for color in colors {
      var nearest: [(distance: Float, index: Int)] = []
      for (index, entry) in palette.enumerated() {
        let distance = Self.square(entry.lab - color)
        if nearest.count == Self.choices, let last = nearest.last, distance >= last.distance { continue }
        let place = nearest.firstIndex { distance < $0.distance } ?? nearest.count
        nearest.insert((distance, index), at: place)
        if nearest.count > Self.choices { nearest.removeLast() }
      }
      for entry in nearest where !result.contains(entry.index) { result.append(entry.index) }
    }
    return result
  }

  private static func square(_ difference: SIMD3<Float>) -> Float { (difference * difference).sum() }
}
