import Pictures

/// How a joint's position is read from its heat map.
public enum HeatMapDecoding: String, Hashable, Sendable, CaseIterable {
  /// The pixel of the maximum.
  case argmax
  /// A quarter of a pixel from there towards the larger neighbour on each axis: the published default.
  case quarter
  /// The maximum of a Gaussian fitted at the peak: DARK (F. Zhang et al., CVPR 2020).
  case dark
}

/// A joint found in a picture.
public struct Joint: Hashable, Sendable {
  /// As in `Skeleton.jointNames`.
  public var name: String
  /// In picture pixels. Where the joint was not found, the picture position of the heat map's first pixel, which is
  /// where the published code leaves it when it counts scores.
  public var position: PicturePoint
  /// The maximum of the heat map, about 1 where the network is sure; always finite.
  public var score: Double
  /// False where no value of the map is greater than 0, or the map is not finite.
  public var isFound: Bool

  /// Below this score a joint counts as lost. Targets peak at 1. On 24 pictures of `lsp-100` 99 % of the built-in model's
  /// right joints are above 0.18, and 90 % of all joints below 0.1 where every exchange unit is cut.
  public static let lostBelow = 0.1

  /// Whether the heat map says too little for its peak to mean a place: for drawing, ranks and totals. Positions, and what
  /// is measured of them, are what they are.
  public var isLost: Bool { !isFound || !(score >= Self.lostBelow) }

  /// A joint of the given name, place and score.
  public init(name: String, position: PicturePoint, score: Double, isFound: Bool) {
    self.name = name
    self.position = position
    self.score = score
    self.isFound = isFound
  }
}

extension Joint {
  /// How strongly it is drawn, from 0.3 for one that is all but lost to 1 from a score of 0.8 on; 0 for a lost one.
  public var visibility: Double {
    isLost ? 0 : 0.3 + 0.7 * min((score - Self.lostBelow) / (0.8 - Self.lostBelow), 1)
  }
}

extension HeatMaps {
  /// Reads the joints' positions from the maps.
  ///
  /// - Parameters:
  ///   - decoding: how to place a joint between pixels.
  ///   - crop: the crop that the network saw; takes positions to the picture.
  ///   - skeleton: names the joints. Joints beyond its names are called "joint 14" and so on.
  ///   - sigma: the standard deviation of the Gaussians the network was trained to draw, in heat-map pixels: 2 for
  ///     256×192, 3 for 384×288. Used by `dark` only.
  /// - Returns: as many joints as maps.
  /// - Complexity: O(values), times `sigma` for `dark`.
  public func joints(
    decoding: HeatMapDecoding, crop: Crop, skeleton: Skeleton, sigma: Double = 2
  ) -> [Joint] {
    (0..<joints).map { joint in
      let peak = peak(of: joint)
      // False for NaN as well.
      let isFound = peak.value > 0
      let (u, v) = isFound ? position(of: joint, from: peak, decoding: decoding, sigma: sigma) : (0, 0)
      return Joint(
        name: skeleton.jointName(joint),
        position: crop.picturePoint(heatMapX: u, heatMapY: v, heatMapWidth: width, heatMapHeight: height),
        score: peak.value.isNaN ? 0 : Double(peak.value),
        isFound: isFound)
    }
  }

  /// Where a joint is read in its map, in heat-map pixels; nil where it was not found.
  public func position(of joint: Int, decoding: HeatMapDecoding, sigma: Double = 2) -> (u: Double, v: Double)? {
    let peak = peak(of: joint)
    return peak.value > 0 ? position(of: joint, from: peak, decoding: decoding, sigma: sigma) : nil
  }

  private func position(
    of joint: Int, from peak: (x: Int, y: Int, value: Float), decoding: HeatMapDecoding, sigma: Double
  ) -> (u: Double, v: Double) {
    let (x, y) = (Double(peak.x), Double(peak.y))
    switch decoding {
    case .argmax: return (x, y)
    case .quarter:
      let shift = quarterShift(joint: joint, x: peak.x, y: peak.y)
      return (x + shift.x, y + shift.y)
    case .dark:
      let step = darkStep(joint: joint, x: peak.x, y: peak.y, sigma: sigma)
      return (x + step.x, y + step.y)
    }
  }

  /// How far the quarter shift moves a peak.
  ///
  /// The published rule moves a peak only where it lies strictly inside (1, W − 1) × (1, H − 1): neither axis moves
  /// where the peak is near any edge.
  public func quarterShift(joint: Int, x: Int, y: Int) -> QuarterShift {
    guard x > 1, x < width - 1, y > 1, y < height - 1 else { return QuarterShift(x: 0, y: 0, isNearEdge: true) }
    let index = (joint * height + y) * width + x
    func step(_ before: Float, _ after: Float) -> Double {
      after > before ? 0.25 : after < before ? -0.25 : 0
    }
    return QuarterShift(
      x: step(values[index - 1], values[index + 1]), y: step(values[index - width], values[index + width]),
      isNearEdge: false)
  }
}

/// How far the quarter shift moves a peak, in heat-map pixels.
public struct QuarterShift: Hashable, Sendable {
  public let x: Double
  public let y: Double
  /// Whether the peak lies too near an edge of the map to be moved.
  public let isNearEdge: Bool
}
