import ArgumentParser
import Engine
import Experiments
import Files
import HRNet
import Pictures
import Platform
import Recognition

/// `hrscope classify IMAGE…`: what pictures show.
struct ClassifyCommand: ParsableCommand, OpensNetwork {
  static let configuration = CommandConfiguration(
    commandName: "classify", abstract: "Print the most probable classes of pictures.",
    discussion: """
      As the published networks were measured: short side 256 by a filter that averages, then the middle 224×224; of \
      other inputs in the same proportion.
      """)

  @Argument(help: ArgumentHelp("JPEG, PNG, WebP or HEIC files.", valueName: "IMAGE"))
  var images: [String]

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var classes: ClassOptions

  @Option(help: ArgumentHelp("How many classes are printed.", valueName: "N"))
  var top = 5

  @Flag(help: "One JSON document: an object, or a list for several pictures.")
  var json = false

  mutating func validate() throws {
    if top < 1 { throw ValidationError("--top must be at least 1, found \(top)") }
  }

  func run() throws {
    let (opened, head) = try network.open(for: .classScores, "classify")
    try opened.refuseOutput(nil, among: images + changes.files + classes.files)
    let names = try classes.names(of: head, in: opened)
    let interventions = try changes.interventions(in: opened.network)
    let reader = PictureReader(
      opened.checkpoint, network: opened.network, output: head,
      framing: opened.checkpoint.framing(input: try inputSize.input()), threads: threads.count)
    defer { opened.warn(of: reader.notFinite) }
    try PictureResults.print(of: images, json: json) { image in
      let picture = try Picture(named: image)
      return try PictureReport(
        image, picture, part: Box(whole: picture), by: reader, interventions, "class scores",
        read: reader.classScores
      ) { scores in
        FoundClasses(
          classes: scores.top(top).map {
            FoundClasses.Class(id: $0.index, name: names.names[$0.index], probability: $0.probability.millionths)
          })
      }
    }
  }
}

/// The most probable classes of a picture.
struct FoundClasses: PictureAnswer {
  struct Class: Encodable {
    /// Counted from 0.
    let id: Int
    let name: String
    /// 0…1.
    let probability: Double
  }

  /// The most probable first.
  let classes: [Class]

  var lines: [String] { classes.map { formatted("%6.2f %%  %5d  ", 100 * $0.probability, $0.id) + $0.name } }
}
