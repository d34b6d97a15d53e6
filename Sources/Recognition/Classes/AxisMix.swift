/// The values along one axis of a class map that one pixel mixes: up to four, since it mixes two input pixels, each of
/// which mixes two of the map's.
struct AxisMix: Hashable {
  /// Where the values stand, in ascending order; `count` of them mean something.
  private(set) var indices = SIMD4<Int32>(repeating: 0)
  /// Their weights, above 0, which sum to 1.
  private(set) var weights = SIMD4<Float>(repeating: 0)
  /// 0 where the pixel is outside.
  private(set) var count = 0

  private mutating func add(_ index: Int, _ weight: Double) {
    guard weight > 0 else { return }
    for slot in 0..<count where indices[slot] == Int32(index) {
      weights[slot] += Float(weight)
      return
    }
    (indices[count], weights[count]) = (Int32(index), Float(weight))
    count += 1
  }

  /// Whether another pixel mixes the same values, with whatever weights.
  func mixesSame(as other: AxisMix) -> Bool { count == other.count && indices == other.indices }

  /// Mixes runs of values, of which one stands for each value of the axis.
  ///
  /// - Parameters:
  ///   - start: of the run of the axis's first value.
  ///   - step: from one run to the next.
  ///   - target: where the mixture goes.
  ///   - count: values in a run.
  func mix(
    _ source: UnsafeBufferPointer<Float>, from start: Int, step: Int, into result: UnsafeMutableBufferPointer<Float>,
    at target: Int, count: Int
  ) {
    for slot in 0..<self.count {
      let (run, weight) = (start + Int(indices[slot]) * step, weights[slot])
      if slot == 0 {
        for index in 0..<count { result[target + index] = source[run + index] * weight }
      } else {
        for index in 0..<count { result[target + index] += source[run + index] * weight }
      }
    }
  }

  /// The two neighbours of a position among `count` values; beyond the outermost it is the outermost.
  private static func neighbours(_ position: Double, _ count: Int) -> (first: Int, fraction: Double) {
    let inside = min(max(position, 0), Double(count - 1))
    let first = min(Int(inside), max(count - 2, 0))
    return (first, inside - Double(first))
  }

  /// Adds what a value of an axis of `size` values mixes of the map's.
  private mutating func add(_ index: Int, of size: Int, map: Int, alignsCorners: Bool, weight: Double) {
    let position =
      alignsCorners
      ? (size > 1 ? Double(index) * Double(map - 1) / Double(size - 1) : 0)
      : (Double(index) + 0.5) * Double(map) / Double(size) - 0.5
    let (first, fraction) = Self.neighbours(position, map)
    add(first, weight * (1 - fraction))
    add(min(first + 1, map - 1), weight * fraction)
  }

  /// Of every pixel of an axis of `input` pixels that a map of `map` values was brought to.
  static func ofInput(_ input: Int, map: Int, alignsCorners: Bool) -> [AxisMix] {
    (0..<input).map { index in
      var mix = AxisMix()
      mix.add(index, of: input, map: map, alignsCorners: alignsCorners, weight: 1)
      return mix
    }
  }

  /// Of every picture pixel: two input pixels, and what they mix.
  static func ofPicture(_ axis: ClassPlacement.Axis, input: Int, map: Int, alignsCorners: Bool) -> [AxisMix] {
    (0..<axis.count).map { pixel in
      var mix = AxisMix()
      let position = axis.position(of: pixel)
      // False for what is no number as well.
      guard position >= -axis.margin, position <= Double(input - 1) + axis.margin else { return mix }
      let (first, fraction) = Self.neighbours(position, input)
      mix.add(first, of: input, map: map, alignsCorners: alignsCorners, weight: 1 - fraction)
      mix.add(min(first + 1, input - 1), of: input, map: map, alignsCorners: alignsCorners, weight: fraction)
      return mix
    }
  }
}
