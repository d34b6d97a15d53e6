import ArgumentParser
import Checkpoints
import Engine
import Experiments
import Network

/// A network that need not have a file of weights: for commands about its structure or its speed.
struct ModelOptions: ParsableArguments {
  @OptionGroup var options: NetworkOptions

  @Option(
    help: ArgumentHelp(
      "A published variant, with random weights: \(Architecture.presetNames.joined(separator: ", ")).",
      valueName: "NAME"))
  var model: String?

  /// Those of COCO.
  static let usualJoints = 17

  mutating func validate() throws {
    if model != nil, options.file.weights != nil {
      throw ValidationError("--model and --weights exclude each other")
    }
  }

  /// The network, its weights, and what the file of weights does not say and is assumed.
  ///
  /// - Parameter joints: of a published variant's head.
  func open(joints: Int? = nil) throws -> (network: Network, weights: any WeightSource, assumptions: [String]) {
    guard let model else {
      let opened = try options.open()
      return (opened.network, opened.checkpoint, opened.checkpoint.assumptions)
    }
    guard var architecture = Architecture.preset(model, head: PoseHead(joints: joints ?? Self.usualJoints)) else {
      let known = Architecture.presetNames.joined(separator: ", ")
      throw CommandFailure(status: .usage, text: "--model '\(model)' is unknown (expected \(known))")
    }
    architecture.upsampling = options.file.upsampling ?? architecture.upsampling
    let size = try options.inputSize() ?? InputSize(height: 256, width: 192)
    return (try Network(architecture, input: size), RandomWeights(), [])
  }
}
