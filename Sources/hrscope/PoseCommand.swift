import ArgumentParser
import Cells
import Checkpoints
import Engine
import Experiments
import Files
import HRNet
import Pictures
import Platform
import Pose
import Runner

extension HeatMapDecoding: ExpressibleByArgument {}

struct PoseCommand: ParsableCommand, OpensNetwork {
  static let configuration = CommandConfiguration(commandName: "pose", abstract: "Print the joints found in pictures.")

  @Argument(help: ArgumentHelp("JPEG, PNG, WebP or HEIC files.", valueName: "IMAGE"))
  var images: [String]

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions

  @OptionGroup var detector: DetectorOptions
  @OptionGroup var head: HeadOptions

  @Option(help: "From heat map to position: argmax, quarter (a quarter pixel towards the larger neighbour) or dark.")
  var decode = HeatMapDecoding.quarter

  @Flag(help: "Average with the run on the mirrored picture.")
  var flipTest = false

  @Option(
    help: ArgumentHelp(
      "Read the joints out early: what the head, trained for the end, makes of stream 1/4 after a unit (s3.m2, s3.m2.1/4.u1), or what a probe of any node says.",
      valueName: "UNIT|probe:NODE"))
  var readOut: String?

  @OptionGroup var probes: ProbeOptions

  @Option(help: ArgumentHelp("Write the picture with the skeleton drawn on it.", valueName: "OUT.png"))
  var overlay: String?

  @Flag(help: "One JSON document: an object, or a list for several pictures.")
  var json = false

  mutating func validate() throws {
    try detector.validate(head)
    try PictureResults.refuse("--overlay", overlay, for: images)
    if reading.head != nil, readsProbe { throw ValidationError("--head means nothing to --read-out probe:NODE") }
    if detector.detector != nil, picture.box != nil { throw ValidationError("--detector and --box exclude each other") }
  }

  private var readsProbe: Bool { readOut.map { ProbeOptions.node($0) != nil } ?? false }

  func run() throws {
    // Through a probe, a network without a pose head finds joints.
    let opened = try readsProbe ? self.network.open(quietly: true) : self.network.openForJoints()
    let network = opened.network
    let output =
      try readsProbe ? network.readOutput : HeadChoice.joints.output(of: opened, for: "pose", named: reading.head)
    let finder = try detector.finder(head, threads)
    try opened.refuseOutput(
      overlay,
      among: InputFiles.ofPictures(images) + changes.files + probes.probes + (finder?.files ?? []))
    try PictureResults.refuseOtherThanPNG("--overlay", overlay)
    let place = try probes.place(readOut, of: .joints, in: opened)
    if flipTest, !(place?.skeleton ?? opened.checkpoint.jointSkeleton).knowsPairs {
      throw CommandFailure(
        status: .damaged,
        text:
          "\(opened.checkpoint.name): does not say which of its joints are left and right, so that they cannot be exchanged "
          + "for --flip-test")
    }
    let changed = try changes.changes(in: opened, reading: output)
    let estimator = try opened.estimator(threads, decoding: decode)

    defer { opened.warn(of: estimator.notFinite) }
    defer { finder?.warn() }
    var hasSpokenOfBoxes = finder != nil || picture.box != nil
    try PictureResults.print(of: images, json: json, isList: images.count > 1 || finder != nil) { image in
      let picture = try Picture(named: image)
      let people: [(person: Person, score: Double?)] =
        try finder?.people(in: picture).map { (Person(box: $0.box), $0.score) }
        ?? [(try self.picture.person(in: picture, path: image), nil)]
      if !hasSpokenOfBoxes, people.contains(where: { $0.person.box == Box(whole: picture) }) {
        hasSpokenOfBoxes = opened.speaksOfBoxes(forPicture: image)
      }
      var drawn = picture
      let results = try people.map { person, score in
        try pose(
          of: person, boxScore: score, in: picture, path: image, estimator: estimator, changes: changed,
          at: place, output, model: opened, drawnOn: &drawn)
      }
      if let overlay { try ReplacedFile.write(drawn.pngData(), to: overlay) }
      if results.isEmpty { Failure.report("\(image): nobody found") }
      return results
    }
  }

  private func pose(
    of person: Person, boxScore: Double?, in picture: Picture, path image: String, estimator: Estimator,
    changes: (interventions: Interventions, donors: Donors), at place: ReadingPlace?, _ output: HeadOutput,
    model: OpenedNetwork, drawnOn drawn: inout Picture
  ) throws -> PoseResult {
    let clock = ContinuousClock()
    let start = clock.now
    let crop = model.crop(person)
    let donors = changes.donors.framed(like: PictureFrame(crop, of: picture.size), model.checkpoint.framing())
    let pose = try estimator.pose(
      in: picture, crop: crop, interventions: changes.interventions, donors: donors.map(\.sample), flipTest: flipTest,
      at: place, output: output)
    let time = clock.now - start
    if overlay != nil { drawn = drawn.drawing(pose?.joints ?? [], skeleton: pose?.skeleton ?? estimator.pose.skeleton) }
    let comparison = pose.flatMap { pose in pose.truth(of: person).flatMap { pose.comparison(with: $0) } }
    return PoseResult(
      image: image, model: model.checkpoint.modelName, input: [model.network.input.height, model.network.input.width],
      box: [person.box.x, person.box.y, person.box.width, person.box.height].map(\.thousandths),
      boxScore: boxScore.map(\.millionths),
      joints: (pose?.items ?? []).map { ItemResult($0, saysLost: true) },
      milliseconds: (time / .milliseconds(1)).thousandths,
      correct: (comparison?.count).map { PoseResult.Correct(correct: $0.right, total: $0.total) },
      readOut: self.readOut, assumptions: model.checkpoint.assumptions.isEmpty ? nil : model.checkpoint.assumptions)
  }
}

/// What `pose` prints of a picture (`Documentation/CommandLine.md`), with PCK where the truth is known.
struct PoseResult: PictureResult {
  let image: String
  let model: String
  let input: [Int]
  let box: [Double]
  /// Of a detector's box; nil for one that was given.
  let boxScore: Double?
  let joints: [ItemResult]
  let milliseconds: Double
  let correct: Correct?
  /// The unit after which the joints were read; nil for the network's own result.
  let readOut: String?
  /// What the file of weights does not say and is assumed; nil where it says everything.
  let assumptions: [String]?

  enum CodingKeys: String, CodingKey {
    case image, model, input, box, boxScore, joints, milliseconds, readOut, assumptions
    case correct = "pck"
  }

  /// PCK@0.2: joints within 0.2 torsos of the truth.
  struct Correct: Encodable {
    let correct: Int
    let total: Int
  }

  private static let columns: [TextTable.Column] = [
    .init("x", width: 8), .init("y", width: 9), .init("score", width: 7),
  ]

  func text(isOnly: Bool) -> String {
    var lines = isOnly ? [] : ["\(printable(image)):"]
    let names = joints.map { printable($0.name) }
    let table = TextTable("joint", Self.columns, names: names)
    for (joint, name) in zip(joints, names) {
      let place = [joint.x, joint.y].map { $0.map { formatted(" %.1f", $0) } ?? "–" }
      lines.append(table.line(name, place + [formatted("  %.2f", joint.score ?? .nan)]))
    }
    if let correct, correct.total > 0 { lines.append("PCK@0.2 \(correct.correct)/\(correct.total)") }
    return lines.joined(separator: "\n")
  }
}
