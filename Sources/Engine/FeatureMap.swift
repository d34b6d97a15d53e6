import HRNet

/// A picture of an activation: one number per position.
public struct FeatureMap: Hashable, Sendable {
  public let height: Int
  public let width: Int
  /// Row by row.
  public let values: [Float]

  public init(height: Int, width: Int, values: [Float]) {
    precondition(values.count == height * width)
    self.height = height
    self.width = width
    self.values = values
  }

  public subscript(x x: Int, y y: Int) -> Float { values[y * width + x] }

  /// Smallest and largest finite value; nil where there is none.
  public var range: ClosedRange<Float>? {
    var result: ClosedRange<Float>?
    for value in values where value.isFinite {
      result = result.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
    }
    return result
  }
}

extension Activation {
  /// Mean over channels of |x|.
  public func meanAbsolute() -> FeatureMap {
    map { channels in channels.reduce(0) { $0 + abs($1) } / Float(channels.count) }
  }

  /// Euclidean norm over channels.
  public func channelNorm() -> FeatureMap {
    map { channels in channels.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  }

  /// Largest channel at each position.
  public func maximum() -> FeatureMap {
    map { channels in channels.reduce(-Float.infinity) { Swift.max($0, $1) } }
  }

  /// One channel, counted from 0.
  public func channel(_ index: Int) -> FeatureMap {
    precondition((0..<shape.channels).contains(index))
    return map { $0[index] }
  }

  /// Mean over channels of `x − baseline`. After a ReLU, as everywhere but in a fusion edge's term, this is also the
  /// change of the mean of |x|.
  ///
  /// - Precondition: both have the same shape.
  public func difference(from baseline: Activation) -> FeatureMap {
    precondition(shape == baseline.shape)
    if baseline === self {
      return FeatureMap(
        height: shape.height, width: shape.width, values: Array(repeating: 0, count: shape.height * shape.width))
    }
    return withValues { values in
      baseline.withValues { others in
        let values = (0..<shape.height * shape.width).map { pixel in
          var sum: Float = 0
          for index in pixel * shape.channels..<(pixel + 1) * shape.channels { sum += values[index] - others[index] }
          return sum / Float(shape.channels)
        }
        return FeatureMap(height: shape.height, width: shape.width, values: values)
      }
    }
  }

  /// The channels with the largest mean |x|, strongest first.
  public func strongestChannels(_ count: Int) -> [Int] {
    var sums = [Float](repeating: 0, count: shape.channels)
    withValues { values in
      sums.withUnsafeMutableBufferPointer { sums in
        for pixel in 0..<shape.height * shape.width {
          for channel in 0..<shape.channels { sums[channel] += abs(values[pixel * shape.channels + channel]) }
        }
      }
    }
    // A NaN would make the order of `sorted` meaningless.
    let order = sums.indices.sorted { (sums[$0].isNaN ? -1 : sums[$0], $1) > (sums[$1].isNaN ? -1 : sums[$1], $0) }
    return Array(order.prefix(count))
  }

  /// Euclidean norm over all values at the node's shape: an upsampled value counts as often as it is repeated.
  public func norm() -> Double {
    withValues { values in
      var sum = 0.0
      for value in values { sum += Double(value) * Double(value) }
      return (sum * Double(1 << (2 * upsampling))).squareRoot()
    }
  }

  private func map(_ reduce: (UnsafeBufferPointer<Float>) -> Float) -> FeatureMap {
    withValues { values in
      let values = (0..<shape.height * shape.width).map { pixel in
        reduce(UnsafeBufferPointer(rebasing: values[pixel * shape.channels..<(pixel + 1) * shape.channels]))
      }
      return FeatureMap(height: shape.height, width: shape.width, values: values)
    }
  }
}
