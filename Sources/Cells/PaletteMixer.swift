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

  /// One for everybody: what it knows of the palette never changes.
  static let shared = PaletteMixer()

  private let palette = Palette.entries(.indexed256).map { (lab: Palette.colors[$0].oklab, color: Palette.colors[$0]) }
  /// The palette's places, sixteen at once.
  private let lanes: [(x: SIMD16<Float>, y: SIMD16<Float>, z: SIMD16<Float>)]

  private init() {
    let places = palette.map(\.lab)
    lanes = stride(from: 0, to: places.count, by: 16).map { start in
      var lanes = (x: SIMD16<Float>(repeating: .infinity), y: SIMD16<Float>.zero, z: SIMD16<Float>.zero)
      for (lane, place) in places[start..<min(start + 16, places.count)].enumerated() {
        (lanes.x[lane], lanes.y[lane], lanes.z[lane]) = (place.x, place.y, place.z)
      }
      return lanes
    }
  }

  /// The pair for a cell, and which quarters have its first colour.
  ///
  /// - Parameter photograph: the quarters' places in Oklab, in the order of a block's mask.
  func block(_ photograph: [SIMD3<Float>]) -> QuarterBlocks.Block {
    let quarters = photograph.map(Self.lifted)
    let aim = quarters.reduce(.zero, +) / 4
    let candidates = candidates(quarters + [aim])
    let places = candidates.map { palette[$0].lab }
    // The squared distances from each candidate to the four quarters.
    let distances = places.map { place in
      SIMD4<Float>(
        Self.square(quarters[0] - place), Self.square(quarters[1] - place), Self.square(quarters[2] - place),
        Self.square(quarters[3] - place))
    }
    var best = (error: Float.infinity, mask: 0, first: 0, second: 0)
    for first in candidates.indices {
      for second in first..<candidates.count {
        // Each quarter with the better of the two: no mask does better, and most pairs need no further look.
        let least = pointwiseMin(distances[first], distances[second])
        if least[0] + least[1] + least[2] + least[3] >= best.error { continue }
        let errors = Self.errors(
          (places[first], places[second]), (distances[first], distances[second]), aim: aim, isOne: first == second)
        let error = errors.min()
        guard error < best.error, let mask = (0..<16).first(where: { errors[$0] == error }) else { continue }
        best = (error, mask, first, second)
      }
    }
    return QuarterBlocks.Block(
      mask: best.mask, foreground: palette[candidates[best.first]].color,
      background: palette[candidates[best.second]].color)
  }

  /// How far each of the sixteen masks is from the cell: every quarter from its colour, and the mean from the aim.
  ///
  /// - Parameter isOne: whether the two are one colour, which needs no mask.
  private static func errors(
    _ colors: (SIMD3<Float>, SIMD3<Float>), _ distances: (SIMD4<Float>, SIMD4<Float>), aim: SIMD3<Float>, isOne: Bool
  ) -> SIMD16<Float> {
    var errors = SIMD16<Float>.zero
    for quarter in 0..<4 {
      errors += SIMD16(repeating: distances.1[quarter])
        .replacing(with: distances.0[quarter], where: hasQuarter[quarter])
    }
    for count in isOne ? 0...0 : 1...3 {
      let mean = colors.1 + (colors.0 - colors.1) * Float(count) / 4
      let further = errors + 4 * mixing * square(aim - mean)
      errors.replace(with: further, where: hasCount[count])
    }
    // One colour is a pair of its own.
    errors.replace(with: .infinity, where: isOne ? .!hasCount[0] : hasCount[0] .| hasCount[4])
    return errors
  }

  /// The masks that give a quarter the first colour.
  private static let hasQuarter = (0..<4).map { quarter in
    masks { $0 >> quarter & 1 == 1 }
  }

  /// The masks that give so many quarters the first colour.
  private static let hasCount = (0...4).map { count in
    masks { $0.nonzeroBitCount == count }
  }

  private static func masks(where isMeant: (Int) -> Bool) -> SIMDMask<SIMD16<Int32>> {
    var result = SIMDMask<SIMD16<Int32>>()
    for mask in 0..<16 { result[mask] = isMeant(mask) }
    return result
  }

  /// A place in Oklab as it is aimed at.
  static func lifted(_ lab: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(powf(max(lab.x, 0), lift), lab.y * saturation, lab.z * saturation)
  }

  /// The places in the palette nearest to each of the colours, without repetition.
  private func candidates(_ colors: [SIMD3<Float>]) -> [Int] {
    var result: [Int] = []
    for color in colors {
      for index in nearest(to: color) where !result.contains(index) { result.append(index) }
    }
    return result
  }

  /// The nearest ``choices`` entries, nearest first; of equals the one with the lower number.
  private func nearest(to color: SIMD3<Float>) -> [Int] {
    var nearest: [(distance: Float, index: Int)] = []
    nearest.reserveCapacity(Self.choices + 1)
    for (group, lanes) in lanes.enumerated() {
      let (x, y, z) = (lanes.x - color.x, lanes.y - color.y, lanes.z - color.z)
      let distances = x * x + y * y + z * z
      let bound = nearest.count < Self.choices ? .infinity : nearest[Self.choices - 1].distance
      guard any(distances .< bound) else { continue }
      for lane in 0..<16 {
        let distance = distances[lane]
        if distance == .infinity || nearest.count == Self.choices && distance >= nearest[Self.choices - 1].distance {
          continue
        }
        nearest.insert(
          (distance, 16 * group + lane), at: nearest.firstIndex { distance < $0.distance } ?? nearest.count)
        if nearest.count > Self.choices { nearest.removeLast() }
      }
    }
    return nearest.map(\.index)
  }

  private static func square(_ difference: SIMD3<Float>) -> Float { (difference * difference).sum() }
}
