import ArgumentParser
import Checkpoints
import Experiments
import Explorer
import HRNet
import Runner

/// The file of weights, and what it may not say about itself.
struct WeightsOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A checkpoint; by default the built-in model.", valueName: "FILE"))
  var weights: String?

  @Option(
    help: ArgumentHelp(
      "How coarser streams are brought up, instead of what the file says or its family does: \(Upsampling.choices).",
      valueName: "MODE"))
  var upsampling: Upsampling?

  /// Where settings name the file; nil where the command line does.
  var place: SettingPlace?

  /// Opens the file, or the built-in model. What in it could not be used is said on standard error.
  ///
  /// - Throws: `CheckpointError`; `FileError` where standard output would go into it.
  func checkpoint() throws -> Checkpoint {
    let checkpoint = try opened()
    checkpoint.warnAboutHeads()
    return checkpoint
  }

  /// The same, for commands that need joints.
  func poseCheckpoint() throws -> Checkpoint {
    let checkpoint = try opened()
    if let absence = checkpoint.jointAbsence {
      let reason =
        switch absence {
        case .leftOut(let why): "no joints can be computed: \(why)"
        case .noHead:
          "has no pose head, so there are no joints to find (expected heat maps, found \(checkpoint.headSummary)"
            + "\(HRScope.readers(of: checkpoint)))"
        }
      throw CommandFailure(status: .damaged, text: "\(checkpoint.name): \(reason)")
    }
    checkpoint.warnAboutLeftOvers()
    return checkpoint
  }

  /// The files that the checkpoint was read from; none for the built-in model.
  func files(of checkpoint: Checkpoint) -> [String] { weights.map(checkpoint.files(at:)) ?? [] }

  /// The same, and nothing said: for commands that refuse in words of their own what has no head for them.
  func opened() throws -> Checkpoint {
    guard let weights else { return try EmbeddedFiles.model(upsampling: upsampling) }
    func open() throws -> Checkpoint { try Checkpoint(contentsOf: weights, upsampling: upsampling) }
    let checkpoint = try place?.using(open) ?? open()
    if let place { Failure.report("weights \(weights), as set in \(place)") }
    try StandardOutput.refuse(among: files(of: checkpoint))
    for note in checkpoint.facts.notes { Failure.report("\(checkpoint.name): \(note)") }
    return checkpoint
  }
}

extension Checkpoint {
  /// Says on standard error which heads of the file were left out, and why.
  func warnAboutHeads() {
    if let refusal = headRefusal { Failure.report("\(name): opened without joints: \(refusal)") }
    if let obstacle = headObstacle { Failure.report("\(name): opened without a head of it: \(obstacle)") }
  }
}

extension Upsampling: ExpressibleByArgument {
  /// For help.
  static var choices: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
