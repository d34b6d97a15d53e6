import ArgumentParser
import Explorer
import Files
import HRNet
import Pictures
import Platform
import Pose
import Runner
import Console

struct ExploreCommand: StudyCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer in the terminal (the default).")

  @Argument(help: ArgumentHelp("A JPEG, PNG, WebP or HEIC; by default the built-in picture.", valueName: "IMAGE"))
  var image: String?

  @Option(
    help: ArgumentHelp(
      "Look at frames as they come: pictures in a folder, or JPEG or PNG one behind another in a pipe (-).",
      valueName: "DIR|-"),
    completion: .directory)
  var frames: String?

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
  @OptionGroup var colors: ColorOptions

  @OptionGroup var file: WeightsOptions
  @OptionGroup var published: ModelOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var detector: HeadOptions
  @OptionGroup var probes: ProbeOptions
  @OptionGroup var against: AgainstOptions

  /// Of the settings.
  var usualPicture: Settings.Setting<String>?
  var lessons: [Settings.Setting<String>] = []

  func validate() throws {
    try published.validate(beside: file)
    guard frames != nil else { return }
    if image != nil {
      throw ValidationError("--frames takes the place of a picture; only one of the two can be looked at")
    }
    if against.against != nil { throw ValidationError("--frames goes without --against: two states need one picture") }
    if record != nil || replay != nil {
      throw ValidationError(
        "a session with --frames cannot be done again: the frames are gone; --cast records what is shown")
    }
  }

  func run() throws {
    var record = try replay.map { path throws(SessionFileError) in try SessionFile.read(path) } ?? SessionRecord()
    let study = try openedStudy(record, path: replay)
    let options = study.options
    var environment: [String: String] = [:]
    for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] { environment[name] = FileName.environment(name) }
    let (memory, memoryNotice) = fresh || replay != nil ? (nil, nil) : MemoryFile.read(environment: environment)
    let source = try frameSource(options)
    let (scene, isRemembered) =
      try source == nil ? scene(memory, of: record, options) : (Scene.beforeFirstFrame, isRemembered: false)
    let inputs = options.changes.files + InputFiles.ofPictures([scene.path]) + [replay].compactMap { $0 }
    let own = KeyFile.paths(environment) + [MemoryFile.path(environment)].compactMap { $0 }
    try study.refuseOutput(self.record, among: inputs + own)
    try study.refuseOutput(cast, among: inputs + own + [self.record].compactMap { $0 })
    let ownLessons = LessonFolder(lessons)
    var notices = [memoryNotice, ownLessons.problems.first, settingsNotice(isShown: scene.path)]
    if replay == nil {
      let keys = KeyFile.read(environment: environment)
      record.keyMap = keys.keys
      notices.insert(keys.notice, at: 0)
    }
    let all = notices.compactMap(\.self)
    let notice = all.isEmpty ? nil : all.joined(separator: " · ")
    var remembered = memory
    if !isRemembered { remembered?.picture = nil }
    record.tastes = record.tastes ?? memory
    record.picture = scene.path
    record.options = options.recorded

    let begun = try study.begun(on: scene)
    let known = study.opened.files + (study.other?.files ?? []) + options.probes.probes + inputs
    var session = try ExplorerSession(
      begun.subject, scene: begun.scene, checkpoint: begun.checkpoint, interventions: begun.interventions,
      donors: begun.donors,
      threads: options.threads.count, notice: notice, record: record,
      remembered: remembered,
      forget: { MemoryFile.remove(environment: environment, sparing: known) }, frames: source,
      recordingPath: self.record, castPath: cast, characters: drawing.characters, colors: colors.depth,
      lessons: EmbeddedFiles.lessons(with: ownLessons.lessons), usualPicture: usualPicture?.value, pinned: begun.pinned)
    let end = session.run()
    if replay == nil {
      var tastes = session.memory
      // Neither a frame nor what it was compared with is what the person came for.
      if source != nil { tastes.picture = tastes.picture ?? memory?.picture }
      if case .picture(let other) = study.other, tastes.picture == other.path { tastes.picture = scene.path }
      // What everybody begins with may be another picture next week.
      if tastes.picture == usualPicture?.value { tastes.picture = nil }
      MemoryFile.write(
        tastes, environment: environment, sparing: known)
    }
    try Self.finish(end)
  }

  /// What the settings have chosen of what is seen, and where, in a line; nil where they have chosen nothing.
  private func settingsNotice(isShown picture: String?) -> String? {
    var words: [(String, SettingPlace)] = []
    if let place = file.place { words.append(("weights \(FileName.last(file.weights ?? ""))", place)) }
    if let usualPicture, usualPicture.value == picture {
      words.append(("picture \(FileName.last(usualPicture.value))", usualPicture.place))
    }
    if let place = colors.place { words.append(("colours", place)) }
    guard !words.isEmpty else { return nil }
    let files = words.map(\.1.file).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return printable("set: \(words.map(\.0).joined(separator: ", ")) (\(files.joined(separator: ", ")))")
  }

  /// Where frames come from, if they do. Standard input is the terminal behind this.
  private func frameSource(_ options: StudyOptions) throws -> FrameSource? {
    guard let frames else { return nil }
    let person = try options.picture.boxedPerson()
    if frames != "-" {
      // Its frames would be over before anybody saw them.
      if FileStatus(frames)?.kind == .regular {
        throw CommandFailure(
          status: .usage,
          text:
            "--frames '\(frames)' is a file (expected a folder, or - and ffmpeg -re -i \(frames) … in front of the pipe)"
        )
      }
      return try FrameSource(path: frames, person: person)
    }
    do throws(TerminalError) {
      return FrameSource(pipe: try StandardInput.replaceByTerminal(), name: "standard input", person: person)
    } catch {
      throw CommandFailure(
        status: .usage,
        text: "--frames -: \(error) (expected e.g. ffmpeg … -f image2pipe -c:v mjpeg - | hrscope --frames -)")
    }
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
    // The first built-in one was not chosen, but begun with.
    let last = usualPicture != nil && memory?.picture == EmbeddedFiles.pictures[0].path ? nil : memory?.picture
    let remembered = named == nil ? last.flatMap { try? Scene(contentsOf: $0) } : nil
    let scene =
      try named.map { try Scene(contentsOf: $0) } ?? remembered
      ?? usualPicture.map { picture in try picture.place.using { try Scene(contentsOf: picture.value) } }
      ?? EmbeddedFiles.scene()
    return (scene.asking(for: try options.picture.boxedPerson(in: scene.picture)), remembered != nil)
  }
}
