import Platform

extension HeatMaps {
  /// DARK, section 3.2: smooth the map, take its logarithm – a Gaussian becomes a paraboloid – and step to the
  /// paraboloid's top, −H⁻¹D from the peak.
  ///
  /// Differences span two pixels, as in the published code, so that a peak within two pixels of an edge stays where
  /// it is. A step that leaves the map, which only a map with no real peak gives, is not taken.
  func darkRefined(joint: Int, x: Int, y: Int, sigma: Double) -> (u: Double, v: Double) {
    let unrefined = (u: Double(x), v: Double(y))
    guard x > 1, x < width - 2, y > 1, y < height - 2 else { return unrefined }

    let smooth = smoothed(joint: joint, sigma: sigma)
    let smoothMaximum = smooth.max() ?? 0
    guard smoothMaximum > 0 else { return unrefined }
    let rescale = Double(peak(of: joint).value) / smoothMaximum
    func logarithm(_ dx: Int, _ dy: Int) -> Double {
      // The floor keeps the logarithm of empty places finite.
      log(max(smooth[(y + dy) * width + x + dx] * rescale, 1e-10))
    }

    let centre = logarithm(0, 0)
    let gradientX = 0.5 * (logarithm(1, 0) - logarithm(-1, 0))
    let gradientY = 0.5 * (logarithm(0, 1) - logarithm(0, -1))
    let curvatureXX = 0.25 * (logarithm(2, 0) - 2 * centre + logarithm(-2, 0))
    let curvatureYY = 0.25 * (logarithm(0, 2) - 2 * centre + logarithm(0, -2))
    let curvatureXY = 0.25 * (logarithm(1, 1) - logarithm(1, -1) - logarithm(-1, 1) + logarithm(-1, -1))
    let determinant = curvatureXX * curvatureYY - curvatureXY * curvatureXY

    let u = unrefined.u - (curvatureYY * gradientX - curvatureXY * gradientY) / determinant
    let v = unrefined.v - (curvatureXX * gradientY - curvatureXY * gradientX) / determinant
    // False for NaN and infinity, which a determinant of 0 gives.
    guard u >= 0, u <= Double(width - 1), v >= 0, v <= Double(height - 1) else { return unrefined }
    return (u, v)
  }

  /// One map after a Gaussian blur that sees zeros outside the map.
  private func smoothed(joint: Int, sigma: Double) -> [Double] {
    let kernel = Self.gaussian(sigma: sigma)
    let map = map(of: joint).map(Double.init)
    let rows = Self.smoothed(map, by: kernel, lines: (height, width), places: (width, 1))
    return Self.smoothed(rows, by: kernel, lines: (width, 1), places: (height, width))
  }

  /// Lines of values smoothed along themselves; what would lie beyond their ends is nothing.
  private static func smoothed(
    _ values: [Double], by kernel: [Double], lines: (count: Int, step: Int), places: (count: Int, step: Int)
  ) -> [Double] {
    let radius = kernel.count / 2
    var result = values
    for line in 0..<lines.count {
      for place in 0..<places.count {
        var sum = 0.0
        for source in max(place - radius, 0)...min(place + radius, places.count - 1) {
          sum += kernel[source - place + radius] * values[line * lines.step + source * places.step]
        }
        result[line * lines.step + place * places.step] = sum
      }
    }
    return result
  }

  /// The kernel for networks trained with `sigma`: 6σ − 1 wide, that is 11 for 2 and 17 for 3. Its own deviation
  /// follows from its width by OpenCV's rule, which the published code relies on: 2.0 for 11 but 2.9 for 17.
  private static func gaussian(sigma: Double) -> [Double] {
    // A sigma from a damaged file must not ask for endless work; 16 is beyond any published network's.
    let sane = sigma.isFinite ? min(max(sigma, 0.5), 16) : 2
    let radius = max(Int((3 * sane - 1).rounded()), 1)
    let deviation = 0.3 * Double(radius - 1) + 0.8
    let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * deviation * deviation)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
