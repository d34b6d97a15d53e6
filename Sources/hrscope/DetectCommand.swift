import ArgumentParser
import Engine
import Experiments
import Files
import HRNet
import Pictures
import Platform
import Recognition

/// `hrscope detect IMAGE…`: things and the boxes around them.
struct DetectCommand: ParsableCommand, OpensNetwork {
  static let configuration = CommandConfiguration(
    commandName: "detect", abstract: "Print the boxes that a detector finds in pictures.",
    discussion: """
      The picture is resized with its ratio kept, within 800×1333 or --input, and filled up with zeros to multiples of 32. \
      Boxes are chosen by the rules of the detector's family, which --fcos names where its file does not.
      """)

  @Argument(help: ArgumentHelp("JPEG, PNG, WebP or HEIC files.", valueName: "IMAGE"))
  var images: [String]

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var head: HeadOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var classes: ClassOptions

  @Option(help: ArgumentHelp("The lowest score that is printed, 0 to 1.", valueName: "SCORE"))
  var threshold = FoundBox.usualThreshold

  @Option(help: ArgumentHelp("Write the picture with the boxes drawn on it.", valueName: "OUT.png"))
  var overlay: String?

  @Flag(help: "One JSON document: an object, or a list for several pictures.")
  var json = false

  mutating func validate() throws {
    try PictureResults.refuse("--overlay", overlay, for: images)
    guard (0...1).contains(threshold) else {
      throw ValidationError("--threshold must be from 0 to 1, found \(threshold)")
    }
  }

  func run() throws {
    let (opened, output) = try network.open(for: .boxes, "detect", head)
    try opened.refuseOutput(overlay, among: images + changes.files + classes.files)
    try PictureResults.refuseOtherThanPNG("--overlay", overlay)
    let names = try classes.names(of: output, in: opened)
    let interventions = try changes.interventions(in: opened.network)
    let framing = opened.checkpoint.framing(input: try inputSize.input(), detector: head.fcos)
    var rules = framing.detector.rules(for: opened.network.architecture)
    rules.threshold = min(rules.threshold, threshold)
    let reader = PictureReader(
      opened.checkpoint, network: opened.network, output: output, framing: framing, threads: threads.count)
    defer { opened.warn(of: reader.notFinite) }
    try PictureResults.print(of: images, json: json) { image in
      try detect(image, reader, rules, interventions, names)
    }
  }

  private func detect(
    _ image: String, _ reader: PictureReader, _ rules: BoxRules, _ interventions: Interventions, _ names: ClassNames
  ) throws -> PictureReport<FoundBoxes> {
    let picture = try Picture(named: image)
    return try PictureReport(
      image, picture, part: Box(whole: picture), by: reader, interventions, "boxes",
      read: { reader.boxes($0, rules: rules) }
    ) { all in
      let boxes = all.filter { $0.score >= threshold }
      if let overlay { try ReplacedFile.write(picture.drawing(boxes, names: names).pngData(), to: overlay) }
      return FoundBoxes(
        boxes: boxes.map {
          FoundBoxes.Found(
            class: names.names[$0.label], score: $0.score.millionths,
            box: [$0.left, $0.top, $0.width, $0.height].map(\.thousandths))
        })
    }
  }
}

/// The boxes that a detector finds.
struct FoundBoxes: PictureAnswer {
  struct Found: Encodable {
    let `class`: String
    /// 0…1.
    let score: Double
    /// Left, top, width, height, in picture pixels.
    let box: [Double]
  }

  /// The best first.
  let boxes: [Found]

  var lines: [String] {
    let width = 2 + (boxes.map(\.class.count).max() ?? 0)
    let lines = boxes.map { found in
      found.class.padded(toColumns: max(16, width)) + formatted("%5.2f", found.score)
        + found.box.map { formatted(" %8.1f", $0) }.joined()
    }
    return lines.isEmpty ? ["nothing found"] : lines
  }
}
