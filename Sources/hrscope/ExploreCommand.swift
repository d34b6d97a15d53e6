import ArgumentParser
import Explorer
import Files
import Foundation
import HRNet
import Pictures
import Pose
import Runner
import Console

struct ExploreCommand: StudyCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer in the terminal (the default).")

  @Argument(help: ArgumentHelp("A JPEG or PNG; by default the built-in picture.", valueName: "IMAGE"))
  var image: String?

  @Flag(help: "Forget what the last session left: its picture and the way maps were drawn.")
  var fresh = false

  @Option(
    help: ArgumentHelp("Do again what a session file says, step by step; any key ends it.", valueName: "F"),
    completion: .file())
  var replay: String?

  @Option(
    help: ArgumentHelp("Write down everything that is done in a session file.", valueName: "F"), completion: .file())
  var record: String?

  @Option(
    help: ArgumentHelp("Record what is shown as an asciicast, which asciinema plays.", valueName: "F.cast"),
    completion: .file())
  var cast: String?

  @OptionGroup var drawing: CharacterOptions

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var detector: HeadOptions

  func run() throws {
    var record = try replay.map { path throws(SessionFileError) in try SessionFile.read(path) } ?? SessionRecord()
    let study = try openedStudy(record, path: replay)
    let (options, opened) = (study.options, study.opened)
    var environment: [String: String] = [:]
    for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] { environment[name] = FileName.environment(name) }
    let memory = fresh || replay != nil ? nil : MemoryFile.read(environment: environment)
    let (scene, isRemembered) = try scene(memory, of: record, options)
    let inputs = options.changes.files + InputFiles.ofPictures([scene.path]) + [replay].compactMap { $0 }
    let own = KeyFile.paths(environment) + [MemoryFile.path(environment)].compactMap { $0 }
    try opened.refuseOutput(self.record, among: inputs + own)
    try opened.refuseOutput(cast, among: inputs + own + [self.record].compactMap { $0 })
    var notice: String?
    if replay == nil { (record.keyMap, notice) = KeyFile.read(environment: environment) }
    var remembered = memory
    if !isRemembered { remembered?.picture = nil }
    record.tastes = record.tastes ?? memory
    record.picture = scene.path
    record.options = options.recorded

    var session = try ExplorerSession(
      study.subject(of: scene), scene: scene, checkpoint: opened.checkpoint, interventions: study.interventions,
      donors: study.donors,
      threads: options.threads.count, notice: notice, record: record, remembered: remembered,
      forget: { MemoryFile.remove(environment: environment, sparing: opened.files + inputs) },
      recordingPath: self.record, castPath: cast, characters: drawing.characters)
    let end = session.run()
    if replay == nil {
      MemoryFile.write(session.memory, environment: environment, sparing: opened.files + inputs)
    }
    try Self.finish(end)
  }

  /// Ends the program as its session has ended.
  static func finish(_ end: ExplorerSession.End) throws {
    switch end {
    case .quit: return
    // An interactive shell forgets the rest of a line whose program an interrupt has ended.
    case .signal(SIGINT): throw ExitCode(128 + SIGINT)
    case .signal(let signal): Terminal.endProgram(by: signal)
    case .failed(let error): throw error
    }
  }

  /// The picture asked for, or the replayed session's, or the last session's if it still opens, or the built-in one, with
  /// the people in it. A box on the command line comes first.
  ///
  /// - Returns: whether it is the last session's.
  private func scene(
    _ memory: Tastes?, of record: SessionRecord, _ options: StudyOptions
  ) throws -> (Scene, isRemembered: Bool) {
    let named = image ?? (replay == nil ? nil : record.beginning)
    let remembered = named == nil ? memory?.picture.flatMap { try? Scene(contentsOf: $0) } : nil
    let scene = try named.map { try Scene(contentsOf: $0) } ?? remembered ?? EmbeddedFiles.scene()
    return (scene.asking(for: try options.picture.boxedPerson(in: scene.picture)), remembered != nil)
  }
}
