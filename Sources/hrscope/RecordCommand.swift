import ArgumentParser
import Cells
import Console
import Explorer
import Files
import Runner

/// `hrscope record`: a lesson or a session as a recording that plays in a terminal, made without one.
struct RecordCommand: StudyCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record a lesson or a session as an asciicast, without a terminal.",
    discussion: """
      The file is an asciicast of version 2: 'asciinema play F.cast' shows it. Pages stay as long as it takes to read them. \
      A session at the keyboard is recorded by 'hrscope explore --cast F.cast'.
      """)

  @Option(help: ArgumentHelp("A built-in lesson or a lesson's file.", valueName: "NAME|FILE"), completion: .file())
  var lesson: String?

  @Option(help: ArgumentHelp("A session file.", valueName: "F"), completion: .file())
  var replay: String?

  @Option(help: ArgumentHelp("Where to write.", valueName: "F.cast"), completion: .file())
  var output: String

  @Option(help: ArgumentHelp("Columns and rows; by default the session's, or 120x40.", valueName: "COLUMNSxROWS"))
  var size: String?

  @Option(help: "Colours of the terminal that is drawn for: true, 256, 16, 8 or none; by default 256.")
  var colors: CaptureColors?

  @OptionGroup var drawing: CharacterOptions
  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var detector: HeadOptions
  @OptionGroup var probes: ProbeOptions

  /// Folders of the settings.
  var lessons: [Settings.Setting<String>] = []

  func validate() throws {
    guard (lesson == nil) != (replay == nil) else { throw ValidationError("either --lesson or --replay is needed") }
    try CaptureCommand.check(size: size)
  }

  func run() throws {
    let folder = LessonFolder(lesson == nil ? [] : lessons)
    for problem in folder.problems { Failure.report(problem) }
    let given = try lesson.map { try LessonCommand.lesson($0, folder.lessons) }
    var record = try given?.opening ?? SessionFile.read(replay ?? "")
    record.size = size.flatMap { Size($0) } ?? record.size
    record.appearance.depth = colors?.depth ?? (given == nil ? record.appearance.depth : .indexed256)
    if let characters = drawing.characters { record.appearance.unicode = characters == .utf8 }
    let begun = try begun(record, path: lesson ?? replay)
    let study = begun.study
    try study.refuseOutput(
      output,
      among: study.options.changes.files + InputFiles.ofPictures([record.picture]) + [lesson, replay].compactMap { $0 })
    let session = try begun.headless(record, size: record.size, appearance: record.appearance)
    let file = try CastFile(
      output, size: record.size, appearance: record.appearance,
      title: given.map { "hrscope: \($0.title)" } ?? "hrscope: \(begun.scene.name)")
    var recording = CastRecording(session, file: file)
    if let given { try recording.give(given) } else { try recording.replay(record) }
  }
}
