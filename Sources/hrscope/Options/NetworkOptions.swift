import ArgumentParser
import Checkpoints
import HRNet

/// Which network runs: its weights, and the size of its input.
struct NetworkOptions: ParsableArguments {
  @OptionGroup var file: WeightsOptions

  @Option(help: ArgumentHelp("Input size of the network; by default the model's own.", valueName: "HxW"))
  var input: String?

  /// The network in the file of weights at the size asked for.
  ///
  /// - Parameters:
  ///   - head: what is chosen about the head.
  ///   - quietly: without a word about heads that were left out.
  func open(quietly: Bool = false, _ head: HeadOptions? = nil) throws -> OpenedNetwork {
    try open(quietly ? file.opened() : file.checkpoint(), head)
  }

  /// The same, for commands that need joints.
  func openForJoints() throws -> OpenedNetwork { try open(file.poseCheckpoint()) }

  private func open(_ checkpoint: Checkpoint, _ head: HeadOptions? = nil) throws -> OpenedNetwork {
    let architecture = try head?.applied(to: checkpoint.architecture) ?? checkpoint.architecture
    let network = try Network(architecture, input: inputSize() ?? checkpoint.input)
    let prepared = (head?.fcos).map { checkpoint.preparing(as: $0.preprocessing) } ?? checkpoint
    return OpenedNetwork(checkpoint: prepared, network: network, files: file.files(of: checkpoint))
  }

  /// What `--input` says; nil where it is not given.
  func inputSize() throws -> InputSize? {
    guard let input else { return nil }
    guard let size = InputSize(input) else {
      throw CommandFailure(status: .usage, text: "--input '\(input)' is no size (expected HxW, e.g. 256x192)")
    }
    return size
  }
}
