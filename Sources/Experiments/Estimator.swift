import Checkpoints
import Engine
import HRNet
import Pictures
import Pose
import Recognition

/// A network with what stands before and behind it: picture and box in, a reading out.
///
/// ```swift
/// let pass = try estimator.executor.run(estimator.input(FramedPicture(picture, in: frame)))
/// estimator.read(pass, frame).items   // what the network says
/// ```
///
/// Not `Sendable`: one worker owns it, as it owns the executor.
public final class Estimator {
  public let network: Network
  public let executor: Executor
  /// Which of the network's outputs is read where nobody says which.
  public let output: HeadOutput
  /// How heat maps become joints; without a pose head, of a skeleton without joints.
  public let pose: PoseReader
  let preprocessing: Preprocessing
  /// How boxes are made of a detector's maps.
  let boxRules: BoxRules
  /// What the classes of each output are called.
  public let classNames: [HeadOutput: ClassNames]
  /// Why features are all that can be read, where they are.
  private let absence: ReadingAbsence
  /// Where weights, or what was looked at of passes, had numbers that are not finite; nil where all were finite.
  public internal(set) var notFinite: NotFinite?
  /// What the network computes with, as it is stored.
  let weights: any WeightSource
  /// Of the convolution that puts out heat maps, by its node.
  let headWeights: [Node.ID: ConvolutionWeights]
  /// The same as rows; none of more joints than are compared.
  let headRows: [Node.ID: HeadRows]

  /// - Parameters:
  ///   - decoding: from heat map to position.
  ///   - detector: whose boxes are made of its maps; by default by the names that the head has in the file.
  ///   - cacheBudget: bytes of activations to remember; by default a few passes, `Network.rememberedBytes`.
  ///   - progress: told of every node whose weights are prepared.
  /// - Throws: `CheckpointError` where a tensor the network needs is missing.
  public init(
    _ checkpoint: Checkpoint, network: Network, threads: Int, decoding: HeatMapDecoding = .quarter,
    detector: FCOSFamily? = nil, cacheBudget: Int? = nil, progress: Cancellation? = nil
  ) throws(CheckpointError) {
    (self.network, weights) = (network, checkpoint)
    executor = try Executor(
      network, weights: checkpoint, threads: threads, cacheBudget: cacheBudget, progress: progress)
    output = network.readOutput
    pose = PoseReader(checkpoint, network: network, decoding: decoding)
    classNames = checkpoint.classNames(of: network)
    absence = ReadingAbsence(refusal: checkpoint.headRefusal?.description)
    preprocessing = checkpoint.preprocessing
    boxRules = (detector ?? checkpoint.fcosFamily).rules(for: network.architecture)
    notFinite = executor.firstNotFiniteWeights
    let isComparable = pose.skeleton.jointNames.count <= JointLikeness.mostJoints
    var heads: [Node.ID: ConvolutionWeights] = [:]
    for case .heatMaps(let node) in network.outputs {
      if let head = network[node].operation.convolutions.last { heads[node] = try checkpoint.weights(of: head) }
    }
    headWeights = heads
    headRows = isComparable ? heads.mapValues { HeadRows($0) } : [:]
  }

  /// Looks for numbers in an output that are not finite.
  ///
  /// - Parameter whole: the pass with all of its activations, to see where they began.
  func look<Failure>(
    at output: HeadOutput, in pass: Pass, whole: () throws(Failure) -> Pass
  ) throws(Failure) {
    for node in output.nodes where notFinite == nil {
      guard let activation = pass[node], !activation.withValues({ $0.allSatisfy(\.isFinite) }) else { continue }
      notFinite = executor.firstNotFinite(in: try whole())
    }
  }

  /// The network's input for a crop of its size.
  public func input(_ crop: Picture) -> Activation { executor.input(preprocessing.tensor(crop)) }

  /// What the network says in a pass.
  ///
  /// Nothing is run: all outputs are computed in every pass, since no edge leads into them.
  ///
  /// - Parameters:
  ///   - frame: what the pass saw; takes places to the picture.
  ///   - output: one of the network's; by default the one that is read where nobody says which.
  public func read(_ pass: Pass, _ frame: PictureFrame, output: HeadOutput? = nil) -> Reading {
    let output = output ?? self.output
    switch output {
    case .heatMaps(let node):
      guard let activation = pass[node], let crop = frame.crop else { break }
      return .pose(pose.read(HeatMaps(activation), crop))
    case .classMap:
      guard let names = classNames[output], let map = classMap(output, in: pass, frame) else { break }
      return .classMap(ClassMapReading(map: map, names: names))
    case .classScores:
      guard let names = classNames[output], let scores = classScores(output, in: pass) else { break }
      return .classScores(ClassScoresReading(scores: scores, names: names))
    case .boxes(let levels):
      guard let names = classNames[output], let found = boxes(output, in: pass, frame) else { break }
      return .boxes(BoxReading(boxes: found, names: names, strides: levels.map(\.stride)))
    case .levels: break
    }
    return .features(features(of: output, in: pass))
  }

  /// Of an output that decides nothing, or whose decisions nobody reads yet.
  private func features(of output: HeadOutput, in pass: Pass) -> FeatureReading {
    let levels = output.nodes.compactMap { node in
      pass[node].map { FeatureReading.Level(name: network[node].address.description, $0) }
    }
    return FeatureReading(levels: levels, absence: absence)
  }
}

extension Network {
  /// The output that is read where nobody says which: the first from which items can be read, else the first.
  public var readOutput: HeadOutput { heatMaps.map { .heatMaps($0) } ?? outputs[0] }
}

extension Estimator {
  /// Where the network has numbers that are not finite, in words: the node, and whether they are its weights.
  public static func words(for found: NotFinite, in network: Network) -> String {
    let name = network[found.node].address.referenceName
    return switch found.cause {
    case .weights(let key): "\(name): weights of '\(key)' are not finite; nothing behind them means anything"
    case .activation: "\(name): its activation is not finite; nothing behind it means anything"
    }
  }
}
