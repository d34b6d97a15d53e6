import ArgumentParser
import HRNet

/// Which head is read.
struct ReadingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which of several heads is read: joints, parts (any class head), or its name, such as v2-classes.",
      valueName: "NAME"))
  var head: String?
}

extension NetworkOptions {
  /// The network in the file of weights, and what of it is read: joints, classes or boxes.
  ///
  /// - Parameters:
  ///   - reading: the head that is asked for.
  ///   - hasLabels: whether labels of classes are given, which no joints have.
  /// - Throws: `CommandFailure` where there is no such head, or nothing is decided.
  func openForItems(
    _ reading: ReadingOptions, _ detector: HeadOptions, hasLabels: Bool = false, _ command: String
  ) throws -> (opened: OpenedNetwork, output: HeadOutput) {
    let opened = try open(quietly: true, detector)
    // Nothing at all is decided: that is said as elsewhere.
    if reading.head == nil, case .levels = opened.network.readOutput { _ = try openForJoints() }
    let output = try HeadSelection(reading.head, hasLabels: hasLabels).output(of: opened, for: command)
    return (opened, output)
  }

  /// The same for commands that show whatever there is, features too.
  func openForAll(
    named published: ModelOptions = .none, _ reading: ReadingOptions, _ detector: HeadOptions, _ command: String
  ) throws -> (opened: OpenedNetwork, output: HeadOutput) {
    let opened = try open(published, detector)
    guard reading.head != nil else { return (opened, opened.network.readOutput) }
    return (opened, try HeadSelection(reading.head).output(of: opened, for: command))
  }
}

extension ReadingOptions {
  /// What is read of a network that stands beside the one the options are of: the head of the same name, where it has one.
  func output(of other: OpenedNetwork) -> HeadOutput {
    head.flatMap { try? HeadSelection($0).output(of: other, for: "") } ?? other.network.readOutput
  }
}
