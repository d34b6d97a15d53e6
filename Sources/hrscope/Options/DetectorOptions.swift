import ArgumentParser
import Checkpoints
import Experiments
import Files
import HRNet
import Pictures
import Recognition

/// Who finds the people that joints are looked for in.
struct DetectorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Look for people with the detector in this file of weights (V2p with FCOS): a pose for each box, best first.",
      valueName: "FILE"))
  var detector: String?

  @Option(help: ArgumentHelp("With --detector: the lowest score of a box, 0 to 1; by default 0.3.", valueName: "SCORE"))
  var threshold: Double?

  /// - Parameter head: what is chosen of the detector's head.
  /// - Throws: `ValidationError` where something is said of a detector that is not asked for.
  func validate(_ head: HeadOptions) throws {
    guard detector == nil else { return }
    if threshold != nil { throw ValidationError("--threshold needs --detector") }
    if head.fcos != nil { throw ValidationError("--fcos needs --detector") }
    if head.pyramidStride != nil { throw ValidationError("--pyramid-stride needs --detector") }
  }

  mutating func validate() throws {
    guard let threshold else { return }
    guard (0...1).contains(threshold) else {
      throw ValidationError("--threshold must be from 0 to 1, found \(threshold)")
    }
  }

  /// The detector; nil where none is asked for.
  ///
  /// - Parameter head: what is chosen of its head.
  /// - Throws: `CheckpointError`; `CommandFailure` where the file is no detector's.
  func finder(_ head: HeadOptions, _ threads: ThreadOptions) throws -> PersonFinder? {
    guard let detector else { return nil }
    let checkpoint = try Checkpoint(contentsOf: detector)
    let opened = try OpenedNetwork(checkpoint, head, files: checkpoint.files(at: detector))
    return try PersonFinder(opened, head.fcos, threshold: threshold ?? 0.3, threads: threads.count)
  }
}

/// Finds the people in pictures.
struct PersonFinder {
  private let opened: OpenedNetwork
  private let reader: PictureReader
  private let rules: BoxRules
  private let threshold: Double
  /// The class of people.
  private let label: Int

  /// - Parameter fcos: whose boxes; by default those that the head's names tell.
  init(_ opened: OpenedNetwork, _ fcos: FCOSFamily?, threshold: Double, threads: Int) throws {
    let output = try HeadChoice.boxes.output(of: opened, for: "pose --detector")
    let framing = opened.checkpoint.framing(detector: fcos)
    var rules = framing.detector.rules(for: opened.network.architecture)
    rules.threshold = min(rules.threshold, threshold)
    (self.opened, self.rules, self.threshold) = (opened, rules, threshold)
    // People are COCO's first class, by whatever name.
    let names = opened.checkpoint.classNames(of: opened.network)[output]?.names ?? []
    label = names.firstIndex { $0.lowercased() == "person" } ?? 0
    reader = PictureReader(
      opened.checkpoint, network: opened.network, output: output, framing: framing, threads: threads)
  }

  /// The files that the detector was read from.
  var files: [String] { opened.files }

  /// Boxes of people that enclose anything, the best first.
  func people(in picture: Picture) throws -> [FoundBox] {
    let run = try reader.run(picture, part: Box(whole: picture), interventions: Interventions())
    return (reader.boxes(run, rules: rules) ?? []).filter {
      $0.label == label && $0.score >= threshold && $0.box.isUsable
    }
  }

  /// Says on standard error that the detector has numbers that are not finite.
  func warn() { opened.warn(of: reader.notFinite) }
}
