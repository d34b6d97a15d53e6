import Checkpoints
import Engine
import HRNet
import Pictures
import Recognition

/// Runs a network on whole pictures, each in the frame that its head wants. Where that depends on the picture, the network
/// is built anew for another size.
///
/// Not `Sendable`: one worker owns it, as it owns its estimator.
public final class PictureReader {
  /// What was computed of a picture.
  public struct Run {
    public let pass: Pass
    public let frame: PictureFrame
    public let picture: PictureSize
  }

  public let checkpoint: Checkpoint
  /// What is read.
  public let output: HeadOutput
  /// Of the last picture's size.
  public private(set) var network: Network
  /// Where numbers were not finite; nil where all were finite.
  public private(set) var notFinite: NotFinite?
  /// Of the network; made for the first picture, since the frame decides how large it is.
  private var estimator: Estimator?
  private let input: InputSize?
  private let rounding: DetectorInput.Rounding
  private let threads: Int
  private let cacheBudget: Int?

  /// - Parameters:
  ///   - network: of the file of weights, at any size.
  ///   - output: one of the network's.
  ///   - input: the size that is asked for; nil where the frame decides.
  ///   - rounding: whose detectors resize.
  public init(
    _ checkpoint: Checkpoint, network: Network, output: HeadOutput, input: InputSize?,
    rounding: DetectorInput.Rounding = .mmdet, threads: Int, cacheBudget: Int? = nil
  ) {
    (self.checkpoint, self.output, self.input, self.rounding) = (checkpoint, output, input, rounding)
    (self.threads, self.cacheBudget) = (threads, cacheBudget)
    self.network = network
  }

  /// The frame of a picture, and the network of its size.
  private func prepare(_ picture: Picture, _ part: Box) throws -> (PictureFrame, Estimator) {
    let frame = checkpoint.frame(
      for: output, of: network, picture: picture.size, part: part, input: input, rounding: rounding)
    if frame.input != network.input {
      network = try Network(network.architecture, input: frame.input)
      estimator = nil
    }
    let ready = try estimator ?? Estimator(checkpoint, network: network, threads: threads, cacheBudget: cacheBudget)
    estimator = ready
    notFinite = notFinite ?? ready.notFinite
    return (frame, ready)
  }

  /// Runs the network.
  ///
  /// - Parameters:
  ///   - part: what is looked at, in picture pixels.
  ///   - interventions: what is changed in the network.
  /// - Throws: `NetworkError` where no network can be given the frame's input; `CheckpointError` where a tensor is missing.
  public func run(_ picture: Picture, part: Box, interventions: Interventions) throws -> Run {
    let (frame, estimator) = try prepare(picture, part)
    let input = estimator.input(picture, in: frame)
    let pass = try estimator.executor.run(input, interventions, keepsActivations: false)
    for node in output.nodes where notFinite == nil {
      guard let activation = pass[node], !activation.withValues({ $0.allSatisfy(\.isFinite) }) else { continue }
      // Once more, to see where it began.
      notFinite = estimator.executor.firstNotFinite(in: try estimator.executor.run(input, interventions))
    }
    return Run(pass: pass, frame: frame, picture: picture.size)
  }

  /// Runs the network under several changes; what they have in common is computed once.
  ///
  /// - Parameters:
  ///   - part: what is looked at, in picture pixels.
  ///   - changes: what is changed in the network, one set at a time.
  /// - Returns: a run for each.
  /// - Throws: `NetworkError` where no network can be given the frame's input.
  public func run(_ picture: Picture, part: Box, under changes: [Interventions]) throws -> [Run] {
    if changes.count == 1 { return [try run(picture, part: part, interventions: changes[0])] }
    let (frame, estimator) = try prepare(picture, part)
    let input = estimator.input(picture, in: frame)
    return try changes.map { Run(pass: try estimator.executor.run(input, $0), frame: frame, picture: picture.size) }
  }

  /// The class of every pixel; nil where the output says no such thing.
  public func classMap(_ run: Run) -> ClassMap? {
    estimator?.classMap(output, in: run.pass, frame: run.frame, of: run.picture)
  }

  /// The probabilities of a picture's classes; nil where the output says no such thing.
  public func classScores(_ run: Run) -> ClassScores? { estimator?.classScores(output, in: run.pass) }

  /// The boxes in a picture, best first; nil where the output says no such thing.
  public func boxes(_ run: Run, rules: BoxRules) -> [FoundBox]? {
    estimator?.boxes(output, in: run.pass, frame: run.frame, rules: rules)
  }
}
