import ArgumentParser
import HRNet
import Recognition

/// What a file of weights does not say about its head, and would otherwise be assumed by its family.
struct HeadOptions: ParsableArguments {
  @Option(
    name: .customLong("pyramid-stride"),
    help: ArgumentHelp(
      "Stride of the convolutions of a pyramid's levels, 1 or 2; by default 2 for detectors of five levels, else 1.",
      valueName: "1|2"))
  var pyramidStride: Int?

  @Option(
    help: ArgumentHelp(
      "Whose FCOS a detector is, in its boxes and its colours: \(FCOSFamily.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "NAME"))
  var fcos: FCOSFamily?

  mutating func validate() throws {
    if let pyramidStride, ![1, 2].contains(pyramidStride) {
      throw ValidationError("--pyramid-stride must be 1 or 2, found \(pyramidStride)")
    }
  }

  /// An architecture as the options say.
  ///
  /// - Throws: `CommandFailure` where the head has nothing that an option speaks of.
  func applied(to architecture: Architecture) throws -> Architecture {
    var result = architecture
    if let pyramidStride {
      guard let changed = result.with(pyramidStride: pyramidStride) else {
        throw CommandFailure(status: .usage, text: "--pyramid-stride: this network has no pyramid")
      }
      result = changed
    }
    if let fcos {
      guard let changed = result.with(detector: fcos.variant) else {
        throw CommandFailure(status: .usage, text: "--fcos: this network has no FCOS head")
      }
      result = changed
    }
    return result
  }
}

extension HeadOptions {
  /// What was chosen, as plans of evaluations hold it.
  var recorded: [String] {
    (pyramidStride.map { ["pyramid-stride \($0)"] } ?? []) + (fcos.map { ["fcos \($0.rawValue)"] } ?? [])
  }
}

extension FCOSFamily: ExpressibleByArgument {}

extension PublishedModel {
  /// The network `--model` names.
  ///
  /// - Throws: `CommandFailure` for an unknown name.
  static func named(_ name: String) throws -> PublishedModel {
    guard let model = PublishedModel(name) else {
      let bodies = Architecture.presetNames.joined(separator: ", ")
      throw CommandFailure(
        status: .usage,
        text: "--model '\(name)' is unknown (expected \(bodies), or one with a head: 'hrscope network --list')")
    }
    return model
  }
}
