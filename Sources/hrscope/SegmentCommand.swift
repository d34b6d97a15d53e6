import ArgumentParser
import Engine
import Experiments
import Files
import HRNet
import Pictures
import Platform
import Recognition

/// `hrscope segment IMAGE…`: the class of every pixel.
struct SegmentCommand: ParsableCommand, OpensNetwork {
  static let configuration = CommandConfiguration(
    commandName: "segment", abstract: "Print which classes pictures consist of, and write their class maps.",
    discussion: """
      The whole picture, or exactly what --box says, is resized to the network's input; logits go back to the picture's \
      pixels bilinearly, and the largest decides. Body parts that stand beside joints see the person's crop as 'pose' \
      does; outside of it is background.
      """)

  @Argument(help: ArgumentHelp("JPEG, PNG, WebP or HEIC files.", valueName: "IMAGE"))
  var images: [String]

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var classes: ClassOptions
  @OptionGroup var reading: ReadingOptions

  @Option(
    help: ArgumentHelp(
      "Write the class of every pixel as a PNG of 8-bit indices, 255 where nothing is said.", valueName: "LABELS.png"))
  var output: String?

  @Option(help: ArgumentHelp("Write the picture under the colours of its classes.", valueName: "OUT.png"))
  var overlay: String?

  @Flag(help: "One JSON document: an object, or a list for several pictures.")
  var json = false

  mutating func validate() throws {
    try PictureResults.refuse("--output", output, for: images)
    try PictureResults.refuse("--overlay", overlay, for: images)
  }

  func run() throws {
    let (opened, head) = try network.open(for: .classMap, "segment", named: reading.head)
    let inputs = InputFiles.ofPictures(images) + changes.files + classes.files
    for (option, path) in [("--output", output), ("--overlay", overlay)] {
      try opened.refuseOutput(path, among: inputs)
      try PictureResults.refuseOtherThanPNG(option, path)
    }
    let names = try classes.names(of: head, in: opened)
    guard output == nil || names.count <= ClassMap.ignoredInFiles else {
      throw CommandFailure(
        status: .usage, text: "--output: 8 bits do not tell \(names.count) classes apart (expected at most 255)")
    }
    let interventions = try changes.interventions(in: opened.network)
    let reader = PictureReader(
      opened.checkpoint, network: opened.network, output: head,
      framing: opened.checkpoint.framing(input: try inputSize.input()), threads: threads.count)
    defer { opened.warn(of: reader.notFinite) }
    try PictureResults.print(of: images, json: json) { image in
      try segment(image, reader, interventions, names)
    }
  }

  private func segment(
    _ image: String, _ reader: PictureReader, _ interventions: Interventions, _ names: ClassNames
  ) throws -> PictureReport<ClassShares> {
    let picture = try Picture(named: image)
    let part = try self.picture.part(of: picture, path: image, reader.network.parts(for: reader.output))
    return try PictureReport(
      image, picture, part: part, by: reader, interventions, "class map", read: reader.classMap
    ) { map in
      if let output, let png = map.pngData() { try ReplacedFile.write(png, to: output) }
      if let overlay { try ReplacedFile.write(picture.drawing(map, names: names).pngData(), to: overlay) }
      return ClassShares(of: map, names)
    }
  }
}

/// The classes that a picture consists of.
struct ClassShares: PictureAnswer {
  struct Class: Encodable {
    /// Counted from 0.
    let id: Int
    let name: String
    /// Of the pixels that something is said of, 0…1.
    let share: Double
  }

  /// All of them, in their order.
  let classes: [Class]

  init(of map: ClassMap, _ names: ClassNames) {
    let counts = map.counts
    let all = Double(max(counts.reduce(0, +), 1))
    classes = zip(names.names, counts).enumerated().map { id, pair in
      Class(id: id, name: pair.0, share: (Double(pair.1) / all).millionths)
    }
  }

  /// The classes that occur, the largest first.
  var lines: [String] {
    let found = classes.filter { $0.share > 0 }.sorted { ($1.share, $0.id) < ($0.share, $1.id) }
    let width = 2 + (found.map(\.name.count).max() ?? 0)
    return found.map {
      "\($0.name)".padded(toColumns: max(16, width))
        + formatted("%6.2f %%", 100 * $0.share)
    }
  }
}
