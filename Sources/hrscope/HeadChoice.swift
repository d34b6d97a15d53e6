import Checkpoints
import Experiments
import HRNet

/// What a command reads of a network.
enum HeadChoice {
  case classMap, classScores, boxes

  private var words: String {
    switch self {
    case .classMap: "a class map"
    case .classScores: "class scores"
    case .boxes: "boxes"
    }
  }

  private func isOf(_ output: HeadOutput) -> Bool {
    switch (self, output) {
    case (.classMap, .classMap), (.classScores, .classScores), (.boxes, .boxes): true
    default: false
    }
  }

  /// The output that is read.
  ///
  /// - Throws: `CommandFailure` that says which head is there, and what reads it.
  func output(of opened: OpenedNetwork, for command: String) throws -> HeadOutput {
    if let output = opened.network.outputs.first(where: isOf) { return output }
    throw opened.hasNothing(for: command, expected: words, status: .damaged)
  }
}

extension OpenedNetwork {
  /// No head is one that a command reads: which there is, and what reads that.
  func hasNothing(for command: String, expected: String, status: Status) -> CommandFailure {
    CommandFailure(
      status: status,
      text: "\(checkpoint.name): nothing that '\(command)' could read (expected \(expected), found "
        + "\(checkpoint.headSummary)\(HRScope.readers(of: network.outputs)))")
  }
}

extension HRScope {
  /// The commands that read what a network puts out, for the end of a sentence: `; for pose, sweep`.
  static func readers(of outputs: [HeadOutput]) -> String {
    "; for " + commands(for: outputs).joined(separator: ", ")
  }

  /// The same of a file, whose outputs do not depend on the size.
  static func readers(of checkpoint: Checkpoint) -> String {
    let architecture = checkpoint.architecture
    let network = try? Network(architecture, input: InputSize.smallest(for: architecture))
    return network.map { readers(of: $0.outputs) } ?? ""
  }
}

extension NetworkOptions {
  /// The network in the file of weights, and what of it a command reads.
  ///
  /// - Throws: `CommandFailure` where it is not there.
  func open(
    for choice: HeadChoice, _ command: String, _ head: HeadOptions? = nil
  ) throws -> (opened: OpenedNetwork, output: HeadOutput) {
    let opened = try open(quietly: true, head)
    let output = try choice.output(of: opened, for: command)
    opened.checkpoint.warnAboutLeftOvers()
    return (opened, output)
  }
}
