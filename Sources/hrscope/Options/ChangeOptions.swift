import ArgumentParser
import Experiments
import HRNet

/// What is changed in the network before it runs. Later options win over earlier ones, `--replace` over `--gain` and that
/// over `--cut`.
struct ChangeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Remove fusion: an edge s4.m2:32>4, an exchange unit s4.m2, a stage s4, a kind (final, across, within), or all.",
      valueName: "SPEC"))
  var cut: [String] = []

  @Option(
    help: ArgumentHelp(
      "Weight of a fusion edge, identity edges included: s4.m1:8>8=0.5.", valueName: "SPEC=G"))
  var gain: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Put something else in the place of what edges bring: with SPEC=mean the mean of each channel over the picture, \
      with SPEC=IMAGE what they bring on another picture. A SPEC s4.m1>8 is the whole stream, its identity edge included.
      """, valueName: "SPEC=mean|IMAGE"))
  var replace: [String] = []

  /// The changes, with the pictures that patches come from.
  ///
  /// - Parameter output: what is read; it says which parts of pictures are looked at.
  func changes(
    in opened: OpenedNetwork, reading output: HeadOutput
  ) throws -> (interventions: Interventions, donors: Donors) {
    var interventions = try gains(in: opened.network)
    var donors = Donors(opened.parts(for: output))
    for (edges, text) in try replacements(in: opened.network) {
      interventions.set(try donors.contribution(text), for: edges)
    }
    return (interventions, donors)
  }

  /// The same for commands that take nothing from other pictures.
  func interventions(in network: Network) throws -> Interventions {
    var interventions = try gains(in: network)
    for (edges, text) in try replacements(in: network) {
      guard text == "mean" else {
        throw CommandFailure(status: .usage, text: "--replace: here only SPEC=mean is possible, found '\(text)'")
      }
      interventions.set(.mean, for: edges)
    }
    return interventions
  }

  /// The pictures that patches come from, with what stands beside them.
  var files: [String] {
    InputFiles.ofPictures(replace.compactMap { $0.split(separator: "=", maxSplits: 1).last.map(String.init) })
  }

  /// What `--replace` names, and what is to stand there: `mean` or a path.
  private func replacements(in network: Network) throws -> [(edges: [EdgeAddress], text: String)] {
    try replace.map { option in
      // A path may have an equals sign in it, a SPEC has none.
      guard let equals = option.firstIndex(of: "="), !option[equals...].dropFirst().isEmpty else {
        throw CommandFailure(
          status: .usage, text: "--replace '\(option)' is no SPEC=mean or SPEC=IMAGE (e.g. s4.m1:8>4=mean)")
      }
      let edges = try EdgeSelection(String(option[..<equals]), in: network).edges
      return (edges, String(option[equals...].dropFirst()))
    }
  }

  private func gains(in network: Network) throws -> Interventions {
    var result = Interventions()
    for spec in cut { result.set(0, for: try EdgeSelection(spec, in: network).edges) }
    for option in gain {
      guard let equals = option.lastIndex(of: "="), let value = Float(option[option.index(after: equals)...]),
        abs(value) <= 1000
      else {
        throw CommandFailure(
          status: .usage,
          text: "--gain '\(option)' is no SPEC=NUMBER with a number from -1000 to 1000 (e.g. s4.m1:8>8=0.5)")
      }
      result.set(value, for: try EdgeSelection(String(option[..<equals]), in: network).edges)
    }
    return result
  }
}
