import Checkpoints
import Engine
import HRNet
import Pictures
import Pose
import Recognition

/// Runs a network on pictures, each in the frame that its head wants. Where that depends on the picture, the network is
/// built anew for another size.
///
/// Not `Sendable`: one worker owns it, as it owns its estimator.
public final class PictureReader {
  /// What was computed of a picture.
  public struct Run {
    public let pass: Pass
    public let frame: PictureFrame
  }

  public let checkpoint: Checkpoint
  /// What is read.
  public let output: HeadOutput
  public let framing: PictureFraming
  /// Of the last picture's size.
  public private(set) var network: Network
  /// Where numbers were not finite; nil where all were finite.
  public private(set) var notFinite: NotFinite?
  /// Of the network; made for the first picture, since the frame decides how large it is.
  private(set) var estimator: Estimator?
  private let decoding: HeatMapDecoding
  private let threads: Int
  private let cacheBudget: Int?

  /// - Parameters:
  ///   - network: of the file of weights, at any size.
  ///   - output: one of the network's.
  ///   - framing: what the frames go by.
  ///   - decoding: from heat map to position.
  public init(
    _ checkpoint: Checkpoint, network: Network, output: HeadOutput, framing: PictureFraming,
    decoding: HeatMapDecoding = .quarter, threads: Int, cacheBudget: Int? = nil
  ) {
    (self.checkpoint, self.output, self.framing) = (checkpoint, output, framing)
    (self.decoding, self.threads, self.cacheBudget) = (decoding, threads, cacheBudget)
    self.network = network
  }

  /// The frame of a picture, and the network of its size made ready.
  ///
  /// - Parameter part: what is looked at, in picture pixels.
  /// - Throws: `NetworkError` where no network can be given the frame's input; `CheckpointError` where a tensor is missing.
  public func prepare(_ picture: PictureSize, part: Box) throws -> (frame: PictureFrame, estimator: Estimator) {
    let frame = framing.frame(for: output, of: network, picture: picture, part: part)
    return (frame, try prepare(frame))
  }

  private func prepare(_ frame: PictureFrame) throws -> Estimator {
    if frame.input != network.input {
      network = try Network(network.architecture, input: frame.input)
      estimator = nil
    }
    let ready =
      try estimator
      ?? Estimator(
        checkpoint, network: network, threads: threads, decoding: decoding, detector: framing.detector,
        cacheBudget: cacheBudget)
    estimator = ready
    notFinite = notFinite ?? ready.notFinite
    return ready
  }

  /// Runs the network.
  ///
  /// - Parameters:
  ///   - part: what is looked at, in picture pixels.
  ///   - interventions: what is changed in the network.
  ///   - keepsActivations: whether every activation is wanted, and not the outputs alone.
  /// - Throws: as `prepare`.
  public func run(
    _ picture: Picture, part: Box, interventions: Interventions, keepsActivations: Bool = false
  ) throws -> Run {
    let frame = framing.frame(for: output, of: network, picture: picture.size, part: part)
    return try run(picture, in: frame, interventions: interventions, keepsActivations: keepsActivations)
  }

  /// The same in a frame that somebody else has chosen.
  func run(
    _ picture: Picture, in frame: PictureFrame, interventions: Interventions, keepsActivations: Bool
  ) throws -> Run {
    let estimator = try prepare(frame)
    let input = estimator.input(FramedPicture(picture, in: frame))
    let pass = try estimator.executor.run(input, interventions, keepsActivations: keepsActivations)
    // Once more, to see where it began.
    try look(at: pass) { () throws(PassCancelled) in try estimator.executor.run(input, interventions) }
    return Run(pass: pass, frame: frame)
  }

  /// Runs the network under several changes; what they have in common is computed once.
  ///
  /// - Parameters:
  ///   - part: what is looked at, in picture pixels.
  ///   - changes: what is changed in the network, one set at a time.
  /// - Returns: a run for each.
  /// - Throws: as `prepare`.
  public func run(_ picture: Picture, part: Box, under changes: [Interventions]) throws -> [Run] {
    if changes.count == 1 { return [try run(picture, part: part, interventions: changes[0])] }
    let (frame, estimator) = try prepare(picture.size, part: part)
    let input = estimator.input(FramedPicture(picture, in: frame))
    return try changes.map { interventions in
      let pass = try estimator.executor.run(input, interventions)
      look(at: pass) { pass }
      return Run(pass: pass, frame: frame)
    }
  }

  private func look<Failure>(at pass: Pass, whole: () throws(Failure) -> Pass) throws(Failure) {
    try estimator?.look(at: output, in: pass, whole: whole)
    notFinite = notFinite ?? estimator?.notFinite
  }

  /// Where any number of a pass is not finite; nil where all are.
  ///
  /// - Parameter pass: of the last picture, with all of its activations.
  public func firstNotFinite(in pass: Pass) -> NotFinite? { estimator?.executor.firstNotFinite(in: pass) }

  /// What the network says in a run.
  public func read(_ run: Run) -> Reading? { estimator?.read(run.pass, run.frame, output: output) }

  /// The class of every pixel; nil where the output says no such thing.
  public func classMap(_ run: Run) -> ClassMap? { estimator?.classMap(output, in: run.pass, run.frame) }

  /// The probabilities of a picture's classes; nil where the output says no such thing.
  public func classScores(_ run: Run) -> ClassScores? { estimator?.classScores(output, in: run.pass) }

  /// The boxes in a picture, best first; nil where the output says no such thing.
  public func boxes(_ run: Run, rules: BoxRules) -> [FoundBox]? {
    estimator?.boxes(output, in: run.pass, run.frame, rules: rules)
  }
}
