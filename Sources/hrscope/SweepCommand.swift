import ArgumentParser
import Experiments
import Files
import Foundation
import HRNet
import Pictures
import Pose

struct SweepCommand: StudyCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract:
      "Cut every fusion edge in turn, every exchange unit and every kind, and rank them by what it does to the pose.",
    discussion: """
      A cut that loses joints comes before one that only moves them; then the mean distance by which joints moved decides. \
      OKS compares with the pose before, not with the truth. --cut, --gain and --replace hold for every pass. 'hrscope pose --cut' \
      gives the same joints for each cut.
      """)

  @Argument(help: ArgumentHelp("A JPEG or PNG.", valueName: "IMAGE"))
  var image: String

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions

  @Option(help: "From heat map to position: argmax, quarter (a quarter pixel towards the larger neighbour) or dark.")
  var decode = HeatMapDecoding.quarter

  @Option(
    help: ArgumentHelp(
      "What a cut edge brings instead of nothing: the mean of each channel, or what it brings on another picture.",
      valueName: "mean|IMAGE"))
  var with: String?

  @Flag(help: "Cut identity edges too, by which a stream passes an exchange unit to itself.")
  var identities = false

  @Flag(help: "One JSON document.")
  var json = false

  @Flag(help: "A line of comma-separated values per cut.")
  var csv = false

  mutating func validate() throws {
    if json, csv { throw ValidationError("--json and --csv exclude each other") }
  }

  func run() throws {
    let opened = try options.network.openForJoints()
    let (checkpoint, network) = (opened.checkpoint, opened.network)
    var (base, donors) = try options.changes.changes(in: opened)
    let contribution = try with.map { try donors.contribution($0) } ?? .nothing
    let picture = try Picture(contentsOf: image)
    let donor = with.flatMap { $0 == "mean" ? nil : $0 }
    try opened.refuseOutput(nil, among: InputFiles.ofPictures([image, donor]) + options.changes.files)
    let person = try options.picture.person(in: picture, path: image)
    let estimator = try opened.estimator(options.threads, decoding: decode)
    let crop = opened.crop(person)

    var sweep = Sweep(
      SweepPlan(network, includesIdentities: identities), input: estimator.input(crop.sample(picture)), crop: crop,
      base: base, contribution: contribution, donors: donors.all.map { estimator.input($0.sample) })
    var line = ProgressLine()
    while try sweep.advance(estimator) { line.show("sweep", sweep.progress) }
    line.end()
    guard let result = sweep.result else { return }
    let pass = try estimator.executor.run(
      estimator.input(crop.sample(picture)), base, donors: donors.all.map { estimator.input($0.sample) })
    opened.warn(of: estimator.executor.firstNotFinite(in: pass))
    let report = SweepReport(
      result, image: image, model: checkpoint.modelName, input: network.input, box: person.box, with: with,
      assumptions: checkpoint.assumptions)
    if json {
      try JSONOutput.print(report)
    } else {
      try StandardOutput.write(printable(csv ? report.csv : report.text, keepsLines: true))
    }
  }
}
