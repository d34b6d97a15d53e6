import Checkpoints
import HRNet
import Pictures
import Pose

/// How a pose head's heat maps become joints: everything that is special to poses.
public struct PoseReader: Sendable {
  public private(set) var skeleton: Skeleton
  public let decoding: HeatMapDecoding
  /// Width of the heat maps' peaks in training, in values.
  public private(set) var sigma: Double
  /// Whether a mirrored picture's maps lie a pixel off, as they do where positions are not counted between centres.
  private let shiftsFlipped: Bool

  public init(_ checkpoint: Checkpoint, network: Network, decoding: HeatMapDecoding = .quarter) {
    skeleton = checkpoint.jointSkeleton
    self.decoding = decoding
    sigma = network.heatMapSigma
    shiftsFlipped = !checkpoint.preprocessing.isUnbiased
  }

  /// - Parameter crop: what the network saw; takes positions to the picture.
  public func read(_ maps: HeatMaps, _ crop: Crop) -> PoseReading {
    PoseReading(
      joints: maps.joints(decoding: decoding, crop: crop, skeleton: skeleton, sigma: sigma), heatMaps: maps,
      skeleton: skeleton, box: crop.person)
  }

  /// The same for maps of other joints, with peaks of another width.
  func reading(_ skeleton: Skeleton, sigma: Double) -> PoseReader {
    var result = self
    (result.skeleton, result.sigma) = (skeleton, sigma)
    return result
  }

  /// The mean of heat maps and those of the mirrored picture.
  func averaged(_ maps: HeatMaps, withFlip flipped: HeatMaps) -> HeatMaps {
    maps.averagedWithFlip(flipped, skeleton: skeleton, shifts: shiftsFlipped)
  }
}

extension Network {
  /// Width of the heat maps' peaks in the training of published networks: 2 for inputs of 256, 3 for those of 384
  /// (`Documentation/HRNet.md`).
  public var heatMapSigma: Double { input.height >= 384 ? 3 : 2 }
}
