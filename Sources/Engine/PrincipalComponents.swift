import HRNet

extension Activation {
  /// The three directions in channel space along which positions differ most, as three maps: what is coloured alike
  /// holds alike features (principal component analysis over positions).
  ///
  /// Found one after another by power iteration on the centred values; each direction's sign is such that its largest
  /// weight is positive, so that colours do not flip between steps. A direction along which nothing differs gives zeros.
  ///
  /// - Complexity: O(positions · channels) per iteration, at most `iterations` for each component.
  public func principalComponents(iterations: Int = 200) -> [FeatureMap] {
    let (positions, channels) = (shape.height * shape.width, shape.channels)
    var centred = withValues { Array($0) }
    guard centred.allSatisfy(\.isFinite) else { return (0..<3).map { _ in zeros } }
    Self.centre(&centred, channels: channels)

    var maps: [FeatureMap] = []
    for component in 0..<3 {
      // Any start with a share of every channel will do; it differs between components.
      var direction = (0..<channels).map { 1 + Float(($0 * 7 + component * 3) % 11) / 11 }
      var scores = [Float](repeating: 0, count: positions)
      var isFlat = !Self.normalize(&direction)
      for _ in 0..<iterations where !isFlat {
        let last = direction
        Self.project(centred, onto: direction, into: &scores)
        Self.weigh(centred, by: scores, into: &direction)
        isFlat = !Self.normalize(&direction)
        // Two nearly equal variances take many steps to be told apart, most layers few.
        if zip(last, direction).reduce(0, { $0 + $1.0 * $1.1 }) > 1 - 1e-6 { break }
      }
      guard !isFlat else {
        maps.append(zeros)
        continue
      }
      if let largest = direction.max(by: { abs($0) < abs($1) }), largest < 0 { direction = direction.map { -$0 } }
      Self.project(centred, onto: direction, into: &scores)
      Self.remove(direction, times: scores, from: &centred)
      maps.append(FeatureMap(height: shape.height, width: shape.width, values: scores))
    }
    return maps
  }

  private var zeros: FeatureMap {
    FeatureMap(
      height: shape.height, width: shape.width, values: Array(repeating: 0, count: shape.height * shape.width))
  }

  private static func centre(_ values: inout [Float], channels: Int) {
    var means = [Float](repeating: 0, count: channels)
    let positions = values.count / channels
    values.withUnsafeMutableBufferPointer { values in
      means.withUnsafeMutableBufferPointer { means in
        for position in 0..<positions {
          for channel in 0..<channels { means[channel] += values[position * channels + channel] }
        }
        for channel in 0..<channels { means[channel] /= Float(positions) }
        for position in 0..<positions {
          for channel in 0..<channels { values[position * channels + channel] -= means[channel] }
        }
      }
    }
  }

  /// False where there is nothing to normalize.
  private static func normalize(_ direction: inout [Float]) -> Bool {
    let norm = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 1e-12, norm.isFinite else { return false }
    direction = direction.map { $0 / norm }
    return true
  }

  private static func project(_ values: [Float], onto direction: [Float], into scores: inout [Float]) {
    let channels = direction.count
    values.withUnsafeBufferPointer { values in
      direction.withUnsafeBufferPointer { direction in
        for position in 0..<scores.count {
          var sum: Float = 0
          for channel in 0..<channels { sum += values[position * channels + channel] * direction[channel] }
          scores[position] = sum
        }
      }
    }
  }

  private static func weigh(_ values: [Float], by scores: [Float], into direction: inout [Float]) {
    let channels = direction.count
    values.withUnsafeBufferPointer { values in
      direction.withUnsafeMutableBufferPointer { direction in
        for channel in 0..<channels { direction[channel] = 0 }
        for position in 0..<scores.count {
          let score = scores[position]
          for channel in 0..<channels { direction[channel] += values[position * channels + channel] * score }
        }
      }
    }
  }

  private static func remove(_ direction: [Float], times scores: [Float], from values: inout [Float]) {
    let channels = direction.count
    values.withUnsafeMutableBufferPointer { values in
      for position in 0..<scores.count {
        for channel in 0..<channels { values[position * channels + channel] -= scores[position] * direction[channel] }
      }
    }
  }
}

extension Activation {
  /// The values of every channel at one position.
  ///
  /// - Precondition: the position lies within the stored shape.
  public func values(x: Int, y: Int) -> [Float] {
    precondition((0..<shape.width).contains(x) && (0..<shape.height).contains(y))
    return withValues { values in
      Array(values[(y * shape.width + x) * shape.channels..<(y * shape.width + x + 1) * shape.channels])
    }
  }
}
