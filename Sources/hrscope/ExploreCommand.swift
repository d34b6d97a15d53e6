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
  @OptionGroup var published: ModelOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var detector: HeadOptions
  @OptionGroup var against: AgainstOptions

  func validate() throws { try published.validate(beside: file) }

  func run() throws {
    var record = try replay.map { path throws(SessionFileError) in try SessionFile.read(path) } ?? SessionRecord()
    let study = try openedStudy(record, path: replay)
    let options = study.options
    var environment: [String: String] = [:]
    for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] { environment[name] = FileName.environment(name) }
    let memory = fresh || replay != nil ? nil : MemoryFile.read(environment: environment)
    let scene = try scene(memory, of: record, options)
    let inputs = options.changes.files + InputFiles.ofPictures([scene.path]) + [replay].compactMap { $0 }
    let own = KeyFile.paths(environment) + [MemoryFile.path(environment)].compactMap { $0 }
    try study.refuseOutput(self.record, among: inputs + own)
    try study.refuseOutput(cast, among: inputs + own + [self.record].compactMap { $0 })
    var notice: String?
    if replay == nil { (record.keyMap, notice) = KeyFile.read(environment: environment) }
    record.tastes = record.tastes ?? memory
    record.picture = scene.path
    record.options = options.recorded

    let begun = try study.begun(on: scene)
    var session = try ExplorerSession(
      begun.subject, scene: begun.scene, checkpoint: begun.checkpoint, interventions: begun.interventions,
      donors: begun.donors,
      threads: options.threads.count, notice: notice, record: record, recordingPath: self.record, castPath: cast,
      characters: drawing.characters, pinned: begun.pinned)
    let end = session.run()
    if replay == nil {
      var left = session.memory
      // What it was compared with is not what the person came for.
      if case .picture(let other) = study.other, left.picture == other.path { left.picture = scene.path }
      MemoryFile.write(
        left, environment: environment, sparing: study.opened.files + (study.other?.files ?? []) + inputs)
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
  private func scene(_ memory: Tastes?, of record: SessionRecord, _ options: StudyOptions) throws -> Scene {
    let scene: Scene
    if let path = image ?? record.picture {
      scene = try Scene(contentsOf: path)
    } else {
      scene = try memory?.picture.flatMap { try? Scene(contentsOf: $0) } ?? EmbeddedFiles.scene()
    }
    return scene.asking(for: try options.picture.boxedPerson(in: scene.picture))
  }
}
