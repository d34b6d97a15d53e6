import ArgumentParser
import HRNet

/// The size of the network's input.
struct SizeOptions: ParsableArguments {
  @Option(
    name: .customLong("input"),
    help: ArgumentHelp("Input size of the network; by default the model's own.", valueName: "HxW"))
  var text: String?

  /// What `--input` says; nil where it is not given.
  func input() throws -> InputSize? {
    guard let text else { return nil }
    guard let size = InputSize(text) else {
      throw CommandFailure(status: .usage, text: "--input '\(text)' is no size (expected HxW, e.g. 256x192)")
    }
    return size
  }
}
