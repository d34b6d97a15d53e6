import HRNet

extension Activation {
  /// The three directions in channel space along which positions differ most, as three maps: what is coloured alike
  /// holds alike features (principal component analysis over positions).
  ///
  /// They are the covariance's eigenvectors; each direction's sign is such that its largest weight is positive, so that
  /// colours do not flip between steps. A direction along which nothing differs gives zeros.
  ///
  /// - Throws: `BLASError` where nothing can be factorised.
  /// - Complexity: O(positions · channels² + channels³).
  public func principalComponents() throws(BLASError) -> [FeatureMap] {
    let (blas, channels, positions) = (try BLAS(), shape.channels, shape.height * shape.width)
    var centred = withValues { $0.map(Double.init) }
    let scale = Self.centre(&centred, channels: channels)
    guard scale.isFinite, scale > 0 else { return (0..<3).map { _ in zeros } }
    var covariance = [Double](repeating: 0, count: channels * channels)
    blas.addGram(of: centred, rows: positions, columns: channels, to: &covariance)
    let found = blas.largestEigenvectors(of: covariance.map { Float($0) }, size: channels, count: 3) ?? []
    // Below lies what rounding leaves of a direction along which nothing differs.
    let least = (found.first?.value ?? 0) * 1e-6
    var maps = found.map { value, direction in
      value > least ? map(of: centred, scale: scale, along: direction) : zeros
    }
    while maps.count < 3 { maps.append(zeros) }
    return maps
  }

  private var zeros: FeatureMap {
    FeatureMap(
      height: shape.height, width: shape.width, values: Array(repeating: 0, count: shape.height * shape.width))
  }

  /// Takes each channel's mean away and divides by the largest value that is left, so that squares are ordinary numbers.
  ///
  /// - Returns: that value; not finite where any was not.
  private static func centre(_ values: inout [Double], channels: Int) -> Double {
    let positions = values.count / channels
    var largest = 0.0
    values.withUnsafeMutableBufferPointer { values in
      for channel in 0..<channels {
        var sum = 0.0
        for position in 0..<positions { sum += values[position * channels + channel] }
        let mean = sum / Double(positions)
        for place in stride(from: channel, to: positions * channels, by: channels) {
          let value = values[place] - mean
          // A constant's mean is a rounding off.
          values[place] = abs(value) < 1e-12 * abs(mean) ? 0 : value
          // A NaN stays one.
          largest = abs(values[place]) <= largest ? largest : abs(values[place])
        }
      }
      guard largest.isFinite, largest > 0 else { return }
      for place in values.indices { values[place] /= largest }
    }
    return largest
  }

  private func map(of centred: [Double], scale: Double, along direction: [Float]) -> FeatureMap {
    let channels = direction.count
    let largest = direction.max { abs($0) < abs($1) } ?? 0
    let direction = direction.map { Double($0) * (largest < 0 ? -scale : scale) }
    let values = centred.withUnsafeBufferPointer { centred in
      (0..<shape.height * shape.width).map { position in
        var sum = 0.0
        for channel in 0..<channels { sum += centred[position * channels + channel] * direction[channel] }
        return Float(sum)
      }
    }
    return FeatureMap(height: shape.height, width: shape.width, values: values)
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
