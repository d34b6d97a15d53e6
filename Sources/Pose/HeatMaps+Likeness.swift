extension HeatMaps {
  /// How alike the maps of two joints are, for every pair in the order of ``JointPair/all(of:)``: Pearson's correlation of
  /// their values, −1 to 1; nil where one of the two is the same everywhere, or not finite.
  ///
  /// - Complexity: O(joints² · height · width).
  public func correlations() -> [Double?] {
    let count = height * width
    let unit = (0..<joints).map { Self.unitVector(map(of: $0)) }
    return JointPair.all(of: joints).map { pair in
      guard let one = unit[pair.first], let other = unit[pair.second] else { return nil }
      let product = one.withUnsafeBufferPointer { one in
        other.withUnsafeBufferPointer { other in Self.product(one, other, count: count) }
      }
      return min(max(product, -1), 1)
    }
  }

  /// A map's values without their mean, of length 1; nil where there is no such thing.
  private static func unitVector(_ map: ArraySlice<Float>) -> [Double]? {
    var (lowest, highest, sum) = (Float.infinity, -Float.infinity, 0.0)
    for value in map {
      guard value.isFinite else { return nil }
      (lowest, highest, sum) = (min(lowest, value), max(highest, value), sum + Double(value))
    }
    // Told by its values: what rounding leaves of a constant map's variance need not be zero.
    guard lowest < highest else { return nil }
    let mean = sum / Double(map.count)
    let centred = map.map { Double($0) - mean }
    let length = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? centred.map { $0 / length } : nil
  }

  /// Four sums, since each addition waits for the one before it.
  private static func product(
    _ one: UnsafeBufferPointer<Double>, _ other: UnsafeBufferPointer<Double>, count: Int
  ) -> Double {
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var index = 0
    while index + 4 <= count {
      a += one[index] * other[index]
      b += one[index + 1] * other[index + 1]
      c += one[index + 2] * other[index + 2]
      d += one[index + 3] * other[index + 3]
      index += 4
    }
    while index < count {
      a += one[index] * other[index]
      index += 1
    }
    return (a + b) + (c + d)
  }

  /// Where each joint's map has its peak, counted row by row; nil for one that is not found.
  public func peakPlaces() -> [Int?] {
    (0..<joints).map { joint in
      let peak = peak(of: joint)
      return peak.value > 0 ? peak.y * width + peak.x : nil
    }
  }
}
