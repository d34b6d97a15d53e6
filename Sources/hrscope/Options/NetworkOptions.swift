import Checkpoints
import HRNet

/// Which network runs: its weights, and the size of its input.
struct NetworkOptions {
  var file: WeightsOptions
  var inputSize: SizeOptions

  /// The network in the file of weights at the size asked for.
  ///
  /// - Parameters:
  ///   - head: what is chosen about the head.
  ///   - quietly: without a word about heads that were left out.
  func open(quietly: Bool = false, _ head: HeadOptions? = nil) throws -> OpenedNetwork {
    try open(quietly ? file.opened() : file.checkpoint(), head)
  }

  /// The same of a network that may be named instead, with random weights.
  func open(_ published: ModelOptions, _ head: HeadOptions) throws -> OpenedNetwork {
    try open(published.checkpoint(upsampling: file.upsampling) ?? file.checkpoint(), head)
  }

  /// The same without a choice of the head.
  func open(named published: ModelOptions, quietly: Bool) throws -> OpenedNetwork {
    let random = try published.checkpoint(upsampling: file.upsampling)
    return try open(random ?? (quietly ? file.opened() : file.checkpoint()))
  }

  /// The same, for commands that need joints.
  func openForJoints() throws -> OpenedNetwork { try open(file.poseCheckpoint()) }

  private func open(_ checkpoint: Checkpoint, _ head: HeadOptions? = nil) throws -> OpenedNetwork {
    var opened = try OpenedNetwork(checkpoint, head, input: inputSize.input(), files: file.files(of: checkpoint))
    opened.isAsMeasured =
      file.weights == nil && file.upsampling == nil && checkpoint.container != .random
      && opened.network.input == checkpoint.input
    return opened
  }
}

/// A command that opens a network.
///
/// Commands list groups of options themselves, never a group that holds groups: the parser's debug build checks each level
/// five times and all levels below it anew, so that each level makes every run of a test five times as slow.
protocol OpensNetwork {
  var file: WeightsOptions { get set }
  var inputSize: SizeOptions { get }
}

extension OpensNetwork {
  var network: NetworkOptions { NetworkOptions(file: file, inputSize: inputSize) }
}
