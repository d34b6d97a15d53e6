import ArgumentParser
import Experiments
import Files
import HRNet
import Pictures
import Pose

struct SweepCommand: StudyCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract:
      "Cut every fusion edge in turn, every exchange unit and every kind, and rank them by what it does to the answer.",
    discussion: """
      Of joints, a cut that loses some comes before one that only moves them; then the mean distance by which they moved \
      decides. OKS compares with the pose before, not with the truth. Class maps rank by the share of pixels that change \
      class, class scores by another first class and then by how much probability moves, boxes by those lost and then by what \
      moves of them. --cut, --gain and --replace hold for every pass. 'hrscope pose --cut', 'segment --cut' and their like \
      give the same for each cut.
      """)

  @Argument(help: ArgumentHelp("A JPEG, PNG, WebP or HEIC.", valueName: "IMAGE"))
  var image: String

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var detector: HeadOptions

  @Option(help: "From heat map to position: argmax, quarter (a quarter pixel towards the larger neighbour) or dark.")
  var decode: HeatMapDecoding?

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
    let (opened, output) = try options.network.openForItems(reading, detector, "sweep")
    opened.checkpoint.warnAboutLeftOvers()
    if decode != nil, output.nodes.first != opened.network.heatMaps {
      throw CommandFailure(status: .usage, text: "--decode means nothing to the head that is read (see --head)")
    }
    let parts = opened.network.parts(for: output)
    var (base, donors) = try options.changes.changes(in: opened, reading: output)
    let contribution = try with.map { try donors.contribution($0) } ?? .nothing
    let picture = try Picture(named: image)
    let donor = with.flatMap { $0 == "mean" ? nil : $0 }
    try opened.refuseOutput(nil, among: InputFiles.ofPictures([image, donor]) + options.changes.files)
    let part = try options.picture.part(of: picture, path: image, parts)
    let reader = PictureReader(
      opened.checkpoint, network: opened.network, output: output, framing: try options.framing(of: opened),
      decoding: decode ?? .quarter, threads: options.threads.count)
    let (frame, estimator) = try reader.prepare(picture.size, part: part)
    let input = estimator.input(FramedPicture(picture, in: frame))
    let donorInputs = donors.framed(like: frame, reader.framing).map { estimator.input($0) }

    var sweep = Sweep(
      SweepPlan(estimator.network, includesIdentities: identities), input: input, frame: frame, base: base,
      contribution: contribution, donors: donorInputs, output: output)
    var line = ProgressLine()
    while try sweep.advance(estimator) { line.show("sweep", sweep.progress) }
    line.end()
    guard let result = sweep.result else { return }
    let pass = try estimator.executor.run(input, base, donors: donorInputs)
    opened.warn(of: estimator.executor.firstNotFinite(in: pass))
    let report = SweepReport(
      result, image: image, model: opened.checkpoint.modelName, input: frame.input, box: part, with: with,
      assumptions: opened.checkpoint.assumptions)
    if json {
      try JSONOutput.print(report)
    } else {
      try StandardOutput.write(printable(csv ? report.csv : report.text, keepsLines: true))
    }
  }
}
