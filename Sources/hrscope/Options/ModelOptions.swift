import ArgumentParser
import Checkpoints
import Engine
import Experiments
import HRNet

/// A network that need not have a file of weights: for commands about its structure or its speed.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A published network, with random weights: \(Architecture.presetNames.joined(separator: ", ")), alone or with a head, \
      such as w48-ocr-cityscapes; or what the paper compares them with, such as simple-baseline-50 and hourglass-8.
      """, valueName: "NAME"))
  var model: String?

  /// Those of COCO.
  static let usualJoints = 17

  func validate(beside file: WeightsOptions) throws {
    if model != nil, file.weights != nil {
      throw ValidationError("--model and --weights exclude each other")
    }
  }

  /// For commands that take none.
  static var none: ModelOptions {
    var options = ModelOptions()
    options.model = nil
    return options
  }

  /// The network that is named, as a file of weights would be; nil where none is named.
  ///
  /// - Throws: `CommandFailure` for an unknown name.
  func checkpoint(upsampling: Upsampling?) throws -> Checkpoint? {
    try model.map { try PublishedModel.named($0).checkpoint(upsampling: upsampling) }
  }

  /// The network and its weights; what was opened is nil for random ones.
  ///
  /// - Parameters:
  ///   - options: the file of weights, where no model is named, and what holds for both.
  ///   - joints: of a published pose network's head.
  ///   - head: what is chosen about the head.
  func open(
    _ options: NetworkOptions, joints: Int? = nil, _ head: HeadOptions? = nil
  ) throws -> (network: Network, weights: any WeightSource, opened: OpenedNetwork?) {
    guard let model else {
      let opened = try options.open(head)
      return (opened.network, opened.checkpoint, opened)
    }
    let published = try PublishedModel.named(model)
    var architecture = try head?.applied(to: published.architecture) ?? published.architecture
    if let joints { architecture = architecture.with(joints: joints) ?? architecture }
    architecture.upsampling = options.file.upsampling ?? architecture.upsampling
    let size = try options.inputSize.input() ?? published.input
    return (try Network(architecture, input: size), RandomWeights(), nil)
  }
}

extension PublishedModel {
  /// The network with random weights.
  func checkpoint(upsampling: Upsampling?) -> Checkpoint {
    var architecture = architecture
    architecture.upsampling = upsampling ?? architecture.upsampling
    return Checkpoint(random: architecture, name: name)
  }
}
