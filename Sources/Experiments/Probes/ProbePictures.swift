import Checkpoints
import Engine
import HRNet
import Pictures
import Pose
import Recognition

/// A picture as a network saw it, with what is known to be right: of pictures of people, one for each.
struct ProbeSample {
  let pass: Pass
  let frame: PictureFrame
  let truth: ProbeTruth
}

/// Runs a network on the pictures of a set.
///
/// Not `Sendable`: one worker owns it.
final class ProbePictures {
  private let set: EvaluationSet
  private let targets: ProbeTargets
  private let interventions: Interventions
  private let reader: PictureReader

  init(
    _ set: EvaluationSet, _ subject: ProbeSubject, interventions: Interventions, threads: Int
  ) {
    (self.set, targets, self.interventions) = (set, subject.targets, interventions)
    reader = PictureReader(
      subject.checkpoint, network: subject.network, output: subject.output, framing: subject.framing, threads: threads,
      cacheBudget: 0)
  }

  /// Where numbers were not finite; nil where all were finite.
  var notFinite: NotFinite? { reader.notFinite }

  /// The network of the last picture's size.
  var network: Network { reader.network }

  /// The executor of the last picture's pass.
  var executor: Executor? { reader.estimator?.executor }

  /// Runs the network on a picture, for each person in it.
  ///
  /// - Throws: where the picture or its labels cannot be read.
  func samples(ofPicture index: Int) throws -> [ProbeSample] {
    let entry = set.pictures[index]
    switch entry.truth {
    case .people:
      let people = entry.people.filter(\.isLookedFor)
      guard !people.isEmpty else { return [] }
      let picture = try LabelledPicture(contentsOf: entry.path, size: entry.size).picture
      return try people.map { person in
        try sample(of: picture, part: person.box, truth: .joints(person.joints))
      }
    case .labels(let file, let box):
      let labels = try ClassMap(labelsAt: file, classes: targets.count)
      let size = PictureSize(width: labels.width, height: labels.height)
      let picture = try LabelledPicture(contentsOf: entry.path, size: size).picture
      return [try sample(of: picture, part: box ?? Box(whole: picture), truth: .classes(labels))]
    case .label, .boxes: return []
    }
  }

  private func sample(of picture: Picture, part: Box, truth: ProbeTruth) throws -> ProbeSample {
    let frame = reader.framing.frame(
      for: reader.output, of: reader.network, picture: picture.size, part: part, reading: targets.kind)
    let run = try reader.run(picture, in: frame, interventions: interventions, keepsActivations: true)
    return ProbeSample(pass: run.pass, frame: frame, truth: truth)
  }
}

/// The network that read-outs are fitted to or measured on, and what they are to say.
public struct ProbeSubject: Sendable {
  public let checkpoint: Checkpoint
  public let network: Network
  public let framing: PictureFraming
  public let targets: ProbeTargets

  public init(_ checkpoint: Checkpoint, network: Network, framing: PictureFraming, targets: ProbeTargets) {
    (self.checkpoint, self.network, self.framing, self.targets) = (checkpoint, network, framing, targets)
  }

  /// What decides how a picture becomes an input.
  var output: HeadOutput { network.output(framing: targets.kind) }
}

extension Network {
  /// The output whose frame read-outs of a kind are given: where classes of pixels are read, a head's that reads such.
  public func output(framing kind: ProbeTargets.Kind) -> HeadOutput {
    let classMap = outputs.first { if case .classMap = $0 { true } else { false } }
    return kind == .classes ? classMap ?? readOutput : readOutput
  }
}
