import Checkpoints
import Engine
import HRNet
import Pose

/// A network with what stands before and behind it: picture and box in, joints out.
///
/// Not `Sendable`: one worker owns it, as it owns the executor.
public final class PoseEstimator {
  public let network: Network
  public let skeleton: Skeleton
  public let executor: Executor
  private let preprocessing: Preprocessing
  /// Whether a mirrored picture's maps lie a pixel off, as they do where positions are not counted between centres.
  private let shiftsFlipped: Bool
  /// Where the passes of `joints(in:…)` had numbers that are not finite; nil where all were finite.
  public private(set) var notFinite: NotFinite?
  /// Of the pose head's convolution; nil for a backbone without one.
  let headWeights: ConvolutionWeights?

  /// - Parameters:
  ///   - cacheBudget: bytes of activations to remember; by default a few passes, `Network.rememberedBytes`.
  ///   - progress: told of every node whose weights are prepared.
  /// - Throws: `CheckpointError` where a tensor the network needs is missing.
  public init(
    _ checkpoint: Checkpoint, network: Network, threads: Int, cacheBudget: Int? = nil,
    progress: Cancellation? = nil
  ) throws(CheckpointError) {
    self.network = network
    executor = try Executor(
      network, weights: checkpoint, threads: threads, cacheBudget: cacheBudget, progress: progress)
    skeleton = checkpoint.jointSkeleton
    preprocessing = checkpoint.preprocessing
    shiftsFlipped = !checkpoint.preprocessing.isUnbiased
    notFinite = executor.firstNotFiniteWeights
    if let heatMaps = network.heatMaps, let head = network[heatMaps].operation.convolutions.first {
      headWeights = try checkpoint.weights(of: head)
    } else {
      headWeights = nil
    }
  }

  /// The network's input for a crop of its size.
  public func input(_ crop: Picture) -> Activation { executor.input(preprocessing.tensor(crop)) }

  /// The heat maps of a pass: what the head put out. It is computed in every pass, since no edge leads into it.
  /// A backbone without a pose head has none.
  public func heatMaps(_ pass: Pass) -> HeatMaps {
    guard let node = network.heatMaps else { return HeatMaps(joints: 0, height: 1, width: 1, values: []) }
    guard let activation = pass[node] else {
      let shape = network[node].shape
      return HeatMaps(
        joints: shape.channels, height: shape.height, width: shape.width,
        values: Array(repeating: 0, count: shape.count))
    }
    return HeatMaps(activation)
  }

  /// Width of the heat maps' peaks in the training of published networks: 2 for inputs of 256, 3 for those of 384
  /// (`Documentation/HRNet.md`).
  public var sigma: Double { network.input.height >= 384 ? 3 : 2 }

  /// The joints of one person.
  ///
  /// - Parameters:
  ///   - donors: crops of other pictures, of the network's input size, that patched edges take their terms from.
  ///   - flipTest: average with the run on the mirrored crop; donors are mirrored too.
  ///   - readOut: where to read the heat maps; nil for the network's own result.
  /// - Throws: `PassCancelled`; without a cancellation it never does.
  public func joints(
    in picture: Picture, crop: Crop, interventions: Interventions, donors: [Picture] = [], decoding: HeatMapDecoding,
    flipTest: Bool, readOut: ReadOut? = nil
  ) throws(PassCancelled) -> [Joint] {
    let sample = crop.sample(picture)
    // A read-out needs what an ordinary pass need not keep.
    let keepsActivations = readOut != nil
    func read(_ crop: Picture, _ donors: [Picture]) throws(PassCancelled) -> HeatMaps {
      let (input, donors) = (input(crop), donors.map(input))
      let pass = try executor.run(input, interventions, donors: donors, keepsActivations: keepsActivations)
      let maps = readOut.flatMap { executor.read($0, in: pass) }.map { HeatMaps($0) } ?? heatMaps(pass)
      if notFinite == nil, !maps.values.allSatisfy(\.isFinite) {
        // Once more, to see where it began.
        notFinite = executor.firstNotFinite(in: try executor.run(input, interventions, donors: donors))
      }
      return maps
    }
    var maps = try read(sample, donors)
    if flipTest {
      let flipped = try read(sample.mirrored(), donors.map { $0.mirrored() })
      maps = maps.averagedWithFlip(flipped, skeleton: skeleton, shifts: shiftsFlipped)
    }
    return maps.joints(decoding: decoding, crop: crop, skeleton: skeleton, sigma: sigma)
  }
}

extension HeatMaps {
  /// What a pose head put out.
  init(_ activation: Activation) {
    self.init(
      joints: activation.shape.channels, height: activation.shape.height, width: activation.shape.width,
      values: activation.channelMajor())
  }
}
