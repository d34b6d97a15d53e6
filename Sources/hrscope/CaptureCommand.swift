import ArgumentParser
import Cells
import Capture
import Explorer
import Files
import HRNet
import Pictures
import Pose
import Runner
import Console

/// `hrscope capture IMAGE --output F`: a frame of the explorer without a terminal.
struct CaptureCommand: StudyCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Write a frame of the explorer to a file, without a terminal.",
    discussion: """
      The explorer opens, keys are pressed one after another, each when everything that follows from the one before has \
      been computed, and the frame is written: as text, as text with control sequences for colours, as SVG or as PNG. \
      Keys are called as in help: letters by themselves, Right, Enter, Space, Escape, Ctrl-r, F1. Nothing is read of the \
      last session or of keys of one's own (of settings weights and picture are), and times are left out, so that the same command always writes the same file.
      """)

  @Argument(
    help: ArgumentHelp(
      "A JPEG, PNG, WebP or HEIC; by default the session's, or the built-in picture.", valueName: "IMAGE"),
    completion: .file())
  var image: String?

  @Option(
    help: ArgumentHelp("Where to write; the ending says the format.", valueName: "F.txt|F.ans|F.svg|F.png"),
    completion: .file())
  var output: String

  @Option(help: ArgumentHelp("Columns and rows; by default the session's, or 120x40.", valueName: "COLUMNSxROWS"))
  var size: String?

  @Option(help: ArgumentHelp("Keys to press, by name, separated by blanks.", valueName: "KEYS"))
  var keys = ""

  @Option(help: ArgumentHelp("Do first what a session file says.", valueName: "F"), completion: .file())
  var replay: String?

  @Option(help: "Colours of the terminal that is drawn for: true, 256, 16, 8 or none; by default 24-bit ones.")
  var colors: CaptureColors?

  @OptionGroup var drawing: CharacterOptions

  @OptionGroup var file: WeightsOptions
  @OptionGroup var published: ModelOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var detector: HeadOptions
  @OptionGroup var probes: ProbeOptions

  /// Of the settings.
  var usualPicture: Settings.Setting<String>?

  func validate() throws {
    try published.validate(beside: file)
    try Self.check(size: size)
    _ = try events()
  }

  /// - Throws: where a size is none of a screen.
  static func check(size: String?) throws {
    if let size {
      guard let given = Size(size), given.width >= Model.smallestSize.width, given.height >= Model.smallestSize.height
      else {
        throw ValidationError(
          "--size '\(size)' is no size of a screen (expected COLUMNSxROWS from \(Model.smallestSize) to 1000x1000, e.g. 120x40)"
        )
      }
    }
  }

  func run() throws {
    var record = try replay.map { path throws(SessionFileError) in try SessionFile.read(path) } ?? SessionRecord()
    let study = try openedStudy(record, path: replay)
    let options = study.options
    record.size = size.flatMap { Size($0) } ?? record.size
    record.appearance.depth = colors?.depth ?? record.appearance.depth
    if let characters = drawing.characters { record.appearance.unicode = characters == .utf8 }
    let usual = usualPicture?.value ?? EmbeddedFiles.pictures[0].path
    record.picture = image ?? (replay == nil ? usual : record.beginning)
    record.events += try events()

    try study.refuseOutput(
      output,
      among: options.changes.files + InputFiles.ofPictures([record.picture]) + [replay].compactMap { $0 })
    guard let format = CaptureFormat(path: output) else {
      throw CommandFailure(
        status: .usage, text: "--output '\(output)' has no known ending (expected .txt, .ans, .svg or .png)")
    }
    let beginning = record.beginning
    func open() throws -> Scene { try Scene(contentsOf: beginning) }
    var scene = try image == nil ? usualPicture?.place.using(open) ?? open() : open()
    if options.picture.box == nil, let note = scene.note { Failure.report(note) }
    scene = scene.asking(for: try options.picture.boxedPerson(in: scene.picture))
    var session = try study.begun(on: scene).headless(record, size: record.size, appearance: record.appearance)
    for event in record.events {
      guard try session.take(event) else { break }
    }

    let bytes = try format.encode(
      session.frame, appearance: record.appearance, title: "hrscope: \(session.model.study.scene.name)")
    try ReplacedFile.write(bytes, to: output)
  }

  private func events() throws -> [SessionRecord.Event] {
    try keys.words.map { name in
      guard let key = Key(name: name) else {
        throw ValidationError("--keys: '\(name)' is no key (expected e.g. Right, f, Enter, Ctrl-r, Space)")
      }
      return .key(key)
    }
  }
}

/// How many colours a capture has.
enum CaptureColors: String, ExpressibleByArgument, CaseIterable {
  case direct = "true"
  case indexed = "256"
  case sixteen = "16"
  case eight = "8"
  case none

  var depth: ColorDepth {
    switch self {
    case .direct: .trueColor
    case .indexed: .indexed256
    case .sixteen: .sixteen
    case .eight: .eight
    case .none: .none
    }
  }
}
