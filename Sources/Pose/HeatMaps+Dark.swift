import Platform

/// DARK's step from a peak, with what it is computed from.
public struct DarkStep: Hashable, Sendable {
  /// The second-order Taylor expansion of the smoothed map's logarithm at the peak; units are heat-map pixels.
  public struct Expansion: Hashable, Sendable {
    public let gradientX: Double
    public let gradientY: Double
    public let curvatureXX: Double
    public let curvatureXY: Double
    public let curvatureYY: Double

    /// −H⁻¹D; not finite where the Hessian has no inverse.
    public var step: (x: Double, y: Double) {
      let determinant = curvatureXX * curvatureYY - curvatureXY * curvatureXY
      return (
        -(curvatureYY * gradientX - curvatureXY * gradientY) / determinant,
        -(curvatureXX * gradientY - curvatureXY * gradientX) / determinant
      )
    }
  }

  /// Why the peak stays where it is.
  public enum Refusal: Hashable, Sendable {
    /// It lies within two pixels of an edge, where differences have no room.
    case nearEdge
    /// Nothing positive is left of the map once it is smoothed.
    case flat
    /// The step would leave the map, which only a map with no real peak gives.
    case leavesMap
  }

  /// Nil where it was not computed.
  public let expansion: Expansion?
  /// Nil where the step is taken.
  public let refusal: Refusal?

  /// What is added to the peak, in heat-map pixels.
  public var x: Double { refusal == nil ? expansion?.step.x ?? 0 : 0 }
  public var y: Double { refusal == nil ? expansion?.step.y ?? 0 : 0 }
}

extension HeatMaps {
  /// DARK, section 3.2: smooth the map, take its logarithm – a Gaussian becomes a paraboloid – and step to the
  /// paraboloid's top, −H⁻¹D from the peak.
  ///
  /// Differences span two pixels, as in the published code, so that a peak within two pixels of an edge stays where
  /// it is. A step that leaves the map, which only a map with no real peak gives, is not taken.
  public func darkStep(joint: Int, x: Int, y: Int, sigma: Double) -> DarkStep {
    guard x > 1, x < width - 2, y > 1, y < height - 2 else { return DarkStep(expansion: nil, refusal: .nearEdge) }

    let smooth = smoothed(joint: joint, sigma: sigma)
    let smoothMaximum = smooth.max() ?? 0
    guard smoothMaximum > 0 else { return DarkStep(expansion: nil, refusal: .flat) }
    let rescale = Double(peak(of: joint).value) / smoothMaximum
    func logarithm(_ dx: Int, _ dy: Int) -> Double {
      // The floor keeps the logarithm of empty places finite.
      log(max(smooth[(y + dy) * width + x + dx] * rescale, 1e-10))
    }

    let centre = logarithm(0, 0)
    let expansion = DarkStep.Expansion(
      gradientX: 0.5 * (logarithm(1, 0) - logarithm(-1, 0)), gradientY: 0.5 * (logarithm(0, 1) - logarithm(0, -1)),
      curvatureXX: 0.25 * (logarithm(2, 0) - 2 * centre + logarithm(-2, 0)),
      curvatureXY: 0.25 * (logarithm(1, 1) - logarithm(1, -1) - logarithm(-1, 1) + logarithm(-1, -1)),
      curvatureYY: 0.25 * (logarithm(0, 2) - 2 * centre + logarithm(0, -2)))
    let (u, v) = (Double(x) + expansion.step.x, Double(y) + expansion.step.y)
    // False for NaN and infinity, which a determinant of 0 gives.
    let isInside = u >= 0 && u <= Double(width - 1) && v >= 0 && v <= Double(height - 1)
    return DarkStep(expansion: expansion, refusal: isInside ? nil : .leavesMap)
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
