import Cells
import Checkpoints
import Console
import Explorer
import Files
import HRNet
import Platform

/// One session of the explorer in a terminal: waits for keys, signals, answers and time; updates the model; draws.
public struct ExplorerSession {
  private let terminal: Terminal
  private let backstage: Backstage
  private var recorder: SessionRecorder
  private var model: Model
  /// What a lesson wants before anything else.
  private var opening: [Effect] = []
  private var cast: CastFile?
  private let forget: () -> Void
  /// How much was written down when each stop of a replay was made.
  private var recordedAtStop: [Int] = []
  private let start = ContinuousClock.now
  private var nextTick: ContinuousClock.Instant?
  /// When the other of two states has its turn.
  private var nextTurn: ContinuousClock.Instant?
  /// When to look again at work that takes its time.
  private var nextLook: ContinuousClock.Instant?

  /// How a session ended.
  public enum End: Hashable, Sendable {
    case quit
    case signal(Int32)
    case failed(CheckpointError)
  }

  /// Takes the terminal over.
  ///
  /// - Parameters:
  ///   - interventions: in force from the start.
  ///   - donors: the pictures that patches among the interventions name.
  ///   - notice: something to tell the person at once.
  ///   - record: what the session begins with: tastes and keys; its events are replayed, size and appearance not used.
  ///   - remembered: what is taken up of an earlier session and to be said; its picture only where that was opened.
  ///   - forget: forgets it.
  ///   - lesson: to be given from the start.
  ///   - frames: what is looked at in the place of the scene.
  ///   - recordingPath: where to write down what is done; by default it is only remembered.
  ///   - castPath: where to record what is shown, as an asciicast.
  ///   - characters: what the terminal shows, instead of what the environment says.
  ///   - colors: what the terminal shows, likewise.
  ///   - lessons: what there is to choose from; by default those that are built in.
  ///   - usualPicture: what is looked at where nothing else is asked for or remembered.
  ///   - pinned: state A, to be shown beside this one.
  /// - Throws: `TerminalError`, `SystemError` or `SessionFileError`; the terminal is then as it was.
  public init(
    _ subject: Subject, scene: Scene, checkpoint: Checkpoint, interventions: Interventions,
    donors: [Donor] = [], threads: Int, notice: String?, record: SessionRecord,
    remembered: Tastes? = nil, forget: @escaping () -> Void = {}, lesson: Lesson? = nil, frames: FrameSource? = nil,
    recordingPath: String? = nil, castPath: String? = nil, characters: CharacterSet? = nil, colors: ColorDepth? = nil,
    lessons: [NamedLesson]? = nil, usualPicture: String? = nil, pinned: PinnedBeginning? = nil
  ) throws {
    terminal = try Terminal(characters: characters, colors: colors)
    var record = record
    let earlier = record
    record = record.beginningOnly
    (record.size, record.appearance) = (terminal.size, terminal.appearance)
    model = Model(
      subject, scene: scene, size: terminal.size, appearance: terminal.appearance, interventions: interventions,
      donors: donors, keyMap: record.keyMap, notice: notice, replaying: earlier,
      lessons: { lessons ?? EmbeddedFiles.lessons }, pictures: EmbeddedFiles.pictures, usualPicture: usualPicture,
      pinned: pinned?.study, live: frames.map { LiveFrames(source: $0.name) })
    self.forget = forget
    if let remembered { model.remember(remembered) } else if let tastes = record.tastes { model.recall(tastes) }
    if let lesson { opening = model.begin(lesson) }
    recorder = try SessionRecorder(record, path: recordingPath)
    let (size, appearance) = (terminal.size, terminal.appearance)
    cast = try castPath.map { path throws(FileError) in
      try CastFile(path, size: size, appearance: appearance, title: "hrscope: \(scene.name)")
    }
    backstage = try Backstage(subject, checkpoint: checkpoint, threads: threads, pinned: pinned, frames: frames)
  }

  /// What the next session may want to know of this one.
  public var memory: Tastes { model.memory }

  /// Runs until the person quits, a signal asks to end, or the weights turn out unusable. The terminal is given back.
  public mutating func run() -> End {
    defer {
      try? cast?.end(at: seconds)
      backstage.stop()
      terminal.close()
    }
    if let end = carryOut(model.start() + opening) { return end }
    while true {
      let frame = view(model)
      terminal.present(frame)
      // A full disk ends the recording, not the session.
      let now = seconds
      do { try cast?.add(frame, at: now) } catch { cast = nil }
      waitForEvents()
      if let end = react() { return end }
    }
  }

  /// Since the session began.
  private var seconds: Double {
    let (seconds, attoseconds) = start.duration(to: .now).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  /// Sleeps until there is something to do; without playing or work under way that may be forever, and costs nothing.
  private mutating func waitForEvents() {
    let now = ContinuousClock.now
    let interval =
      model.isAtRemark
      ? nil : model.isReplaying ? Model.replayInterval : model.playing.isOn ? model.playing.interval : nil
    nextTick = interval.map { nextTick ?? now.advanced(by: .milliseconds($0)) }
    nextLook = model.isWaiting ? nextLook ?? now.advanced(by: .milliseconds(Waiting.interval)) : nil
    nextTurn = model.isAlternating ? nextTurn ?? now.advanced(by: .milliseconds(Model.alternationInterval)) : nil
    var timeout: Int32 = -1
    if let due = [nextTick, nextLook, nextTurn].compactMap({ $0 }).min() {
      let (seconds, attoseconds) = now.duration(to: due).components
      timeout = Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
    }
    var descriptors = (terminal.fileDescriptors + [backstage.fileDescriptor]).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    // Interrupted by a signal, poll returns; the signal is in the terminal's pipe.
    _ = poll(&descriptors, nfds_t(descriptors.count), timeout)
  }

  /// Takes in everything that has happened before the next frame is drawn, so that a held key never queues up frames.
  private mutating func react() -> End? {
    for event in terminal.readEvents() {
      switch event {
      case .key(let key):
        if let end = carryOut(model.hurryLesson()) { return end }
        if model.isAtRemark {
          if let end = carryOut(model.takeAtRemark(key)) { return end }
          noteStops()
          continue
        }
        if model.stopReplay() {
          nextTick = nil
          continue
        }
        if let end = take(.key(key)) { return end }
      case .resized(let size):
        if let end = take(.resized(size)) { return end }
      case .terminate(let signal): return .signal(signal)
      case .suspendRequested: suspend()
      case .mouse(let event):
        if let end = carryOut(model.hurryLesson()) { return end }
        if model.isReplaying { continue }
        if let end = take(.mouse(event)) { return end }
      case .resumed: break
      case .endOfInput: return .signal(SIGHUP)
      }
    }
    for answer in backstage.receive() {
      switch answer {
      case .success(let action):
        if let end = carryOut(model.update(action)) { return end }
      case .failure(let error): return .failed(error)
      }
    }
    if model.isWaiting, let due = nextLook, ContinuousClock.now >= due {
      nextLook = nil
      if let end = carryOut(model.update(.waited(backstage.progress))) { return end }
    }
    if model.isAlternating, let due = nextTurn, ContinuousClock.now >= due {
      nextTurn = nil
      if let end = carryOut(model.update(.alternated)) { return end }
    }
    guard let due = nextTick, ContinuousClock.now >= due else { return nil }
    if model.isReplaying {
      guard model.isReplayDue else { return nil }
      nextTick = nil
      let (event, effects) = model.replayNext()
      if let event { recorder.add(event) }
      noteStops()
      return carryOut(effects)
    }
    guard model.playing.isOn else { return nil }
    nextTick = nil
    return take(.tick)
  }

  /// Keeps what is written down in step with a replay's stops: who goes back has not done what came behind.
  private mutating func noteStops() {
    let count = model.replayStops
    if count > recordedAtStop.count, let remark = model.replayRemark {
      recordedAtStop.append(recorder.record.events.count)
      recorder.add(remark)
    } else if count < recordedAtStop.count, let last = recordedAtStop.prefix(count).last {
      recordedAtStop.removeLast(recordedAtStop.count - count)
      recorder.goBack(to: last)
    }
  }

  private mutating func take(_ event: SessionRecord.Event) -> End? {
    recorder.add(event)
    return carryOut(model.update(event.action))
  }

  private mutating func carryOut(_ effects: [Effect]) -> End? {
    for effect in effects where !backstage.carryOut(effect) {
      switch effect {
      case .write(let output): write(output)
      case .captureMouse(let isWanted): terminal.isMouseCaptured = isWanted
      case .redraw: terminal.invalidate()
      case .forget: forget()
      case .suspend: suspend()
      case .quit: return .quit
      case .compute, .summarise, .readOut, .occlude, .stopOccluding, .sweep, .stopSweep, .list, .open,
        .openDonor, .stop, .nextFrame, .holdFrames, .pin, .pinned, .compare, .letGo, .flipTest, .time,
        .probe:
        break
      }
    }
    return nil
  }

  private func write(_ output: Output) {
    let picture = model.study.scene.name
    switch output {
    case .screen(let format):
      let (frame, appearance) = (view(model), model.screen.appearance)
      let title = "hrscope: \(picture)"
      backstage.write(OutputName(picture: picture, what: "screen", ending: format.rawValue)) {
        try format.encode(frame, appearance: appearance, title: title)
      }
    case .tensor(let node):
      let name = model.study.subject.network[node].address.referenceName
      backstage.writeTensor(node, OutputName(picture: picture, what: name, ending: "npy"))
    case .boxes(let mayChange):
      let scene = model.study.scene
      guard let path = scene.path else { return }
      backstage.keep(
        model.study.boxed.map(\.box), besidePicture: path, size: scene.picture.size, mayChange: mayChange)
    case .session:
      let text = recorder.record.text
      backstage.write(OutputName(picture: picture, what: "session", ending: "txt")) { Array(text.utf8) }
    }
  }

  private mutating func suspend() {
    terminal.suspend()
    _ = carryOut(model.update(.resized(terminal.size)))
  }
}
