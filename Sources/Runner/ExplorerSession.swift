#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Canvas
import Checkpoints
import Explorer
import Network
import Terminal

/// One session of the explorer in a terminal: waits for keys, signals, answers and time; updates the model; draws.
public struct ExplorerSession {
  private let terminal: Terminal
  private let worker: Worker
  private let loader: SceneLoader
  private let answers: WakePipe<Result<Action, CheckpointError>>
  private var model: Model
  private var nextTick: ContinuousClock.Instant?

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
  ///   - keyMap: the person's keys.
  ///   - notice: something to tell the person at once.
  ///   - memory: the tastes of the last session.
  /// - Throws: `TerminalError` or `SystemError`; the terminal is then as it was.
  public init(
    _ subject: Subject, scene: Scene, checkpoint: Checkpoint, interventions: Interventions,
    donors: [Donor] = [], threads: Int, keyMap: KeyMap, notice: String?, memory: Memory?
  ) throws {
    let answers = try WakePipe<Result<Action, CheckpointError>>()
    self.answers = answers
    terminal = try Terminal()
    model = Model(
      subject, scene: scene, size: terminal.size, appearance: terminal.appearance, interventions: interventions,
      donors: donors, keyMap: keyMap, notice: notice)
    if let memory { model.recall(memory) }
    worker = Worker(subject, checkpoint: checkpoint, threads: threads) { answers.send($0) }
    loader = SceneLoader { answers.send(.success($0)) }
  }

  /// What the next session may want to know of this one.
  public var memory: Memory { model.memory }

  /// Runs until the person quits, a signal asks to end, or the weights turn out unusable. The terminal is given back.
  public mutating func run() -> End {
    defer {
      worker.stop()
      terminal.close()
    }
    if let end = carryOut(model.start()) { return end }
    while true {
      terminal.present(view(model))
      waitForEvents()
      if let end = react() { return end }
    }
  }

  /// Sleeps until there is something to do; without playing that may be forever, and costs nothing.
  private mutating func waitForEvents() {
    var timeout: Int32 = -1
    if model.isPlaying {
      let now = ContinuousClock.now
      let due = nextTick ?? now.advanced(by: .milliseconds(model.playInterval))
      nextTick = due
      let (seconds, attoseconds) = now.duration(to: due).components
      timeout = Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
    } else {
      nextTick = nil
    }
    var descriptors = (terminal.fileDescriptors + [answers.fileDescriptor]).map {
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
        if let end = carryOut(model.update(.key(key))) { return end }
      case .resized(let size):
        if let end = carryOut(model.update(.resized(size))) { return end }
      case .terminate(let signal): return .signal(signal)
      case .suspendRequested: suspend()
      case .mouse(let event):
        if let end = carryOut(model.update(.mouse(event))) { return end }
      case .resumed: break
      case .endOfInput: return .signal(SIGHUP)
      }
    }
    for answer in answers.receive() {
      switch answer {
      case .success(let action):
        if let end = carryOut(model.update(action)) { return end }
      case .failure(let error): return .failed(error)
      }
    }
    if model.isPlaying, let due = nextTick, ContinuousClock.now >= due {
      nextTick = nil
      return carryOut(model.update(.tick))
    }
    return nil
  }

  private mutating func carryOut(_ effects: [Effect]) -> End? {
    for effect in effects {
      switch effect {
      case .compute(let request, let generation): worker.compute(request, generation: generation)
      case .summarise(let request, let generation): worker.summarise(request, generation: generation)
      case .readOut(let generation): worker.readOut(generation: generation)
      case .occlude(let centre, let generation): worker.occlude(nearestTo: centre, generation: generation)
      case .stopOccluding: worker.stopOccluding()
      case .list(let folder): loader.list(folder)
      case .open(let path): loader.open(path) { .opened($0) }
      case .openDonor(let path): loader.open(path) { .openedDonor($0) }
      case .sweep(let request, let generation): worker.sweep(request, generation: generation)
      case .stopSweep: worker.stopSweep()
      case .captureMouse(let isWanted): terminal.isMouseCaptured = isWanted
      case .redraw: terminal.invalidate()
      case .suspend: suspend()
      case .quit: return .quit
      }
    }
    return nil
  }

  private mutating func suspend() {
    terminal.suspend()
    _ = carryOut(model.update(.resized(terminal.size)))
  }
}
