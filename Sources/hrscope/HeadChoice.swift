import Checkpoints
import Experiments
import HRNet

/// What a command reads of a network.
enum HeadChoice {
  case joints, classMap, classScores, boxes

  private var words: String {
    switch self {
    case .joints: "joints"
    case .classMap: "a class map"
    case .classScores: "class scores"
    case .boxes: "boxes"
    }
  }

  private func isOf(_ output: HeadOutput) -> Bool {
    switch (self, output) {
    case (.joints, .heatMaps), (.classMap, .classMap), (.classScores, .classScores), (.boxes, .boxes): true
    default: false
    }
  }

  /// The output that is read.
  ///
  /// - Parameter name: of the head that is asked for; nil for the first that fits.
  /// - Throws: `CommandFailure` that says which head is there, and what reads it.
  func output(of opened: OpenedNetwork, for command: String, named name: String? = nil) throws -> HeadOutput {
    if let name {
      let output = try HeadSelection(name).output(of: opened, for: command)
      guard !isOf(output) else { return output }
      throw CommandFailure(status: .usage, text: "--head \(name): '\(command)' reads \(words), and that is none")
    }
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
    for choice: HeadChoice, _ command: String, _ head: HeadOptions? = nil, named name: String? = nil
  ) throws -> (opened: OpenedNetwork, output: HeadOutput) {
    let opened = try open(quietly: true, head)
    let output = try choice.output(of: opened, for: command, named: name)
    opened.checkpoint.warnAboutLeftOvers()
    return (opened, output)
  }
}
