import Capture
import Checkpoints
import Explorer
import HRNet
import Pictures

/// What stands behind a session's model: the worker that computes, the loader that reads and writes files, and the pipe
/// through which both answer.
final class Backstage {
  /// Readable while there are answers.
  var fileDescriptor: Int32 { answers.fileDescriptor }

  private let answers: WakePipe<Result<Action, CheckpointError>>
  private let worker: Worker
  /// State A's.
  private var pinned: Worker?
  private let loader: SceneLoader
  private let frames: FrameFeed?

  /// Begins to prepare the weights at once, and to read frames, where some come.
  ///
  /// - Parameter pinned: state A, if there is one from the start.
  init(
    _ subject: Subject, checkpoint: Checkpoint, threads: Int, pinned: PinnedBeginning? = nil,
    frames: FrameSource? = nil
  ) throws(SystemError) {
    let answers = try WakePipe<Result<Action, CheckpointError>>()
    self.answers = answers
    worker = Worker(subject, checkpoint: checkpoint, threads: threads) { answers.send($0) }
    loader = SceneLoader { answers.send(.success($0)) }
    if let frames {
      self.frames = try FrameFeed(frames) { answers.send(.success($0)) }
    } else {
      self.frames = nil
    }
    guard let pinned else { return }
    let answer: @Sendable (Worker.Answer) -> Void = { answers.send($0.map { .pinned($0, pin: 1) }) }
    if let other = pinned.checkpoint {
      // Its network is never changed, so that beside its pass nothing needs to be remembered.
      self.pinned = Worker(
        pinned.study.subject, checkpoint: other, threads: threads, on: worker.queue, cacheBudget: 0, answer: answer)
    } else {
      self.pinned = worker.copy(answer: answer)
    }
  }

  /// Sees to an effect; false for those that concern the session itself and its terminal.
  func carryOut(_ effect: Effect) -> Bool {
    switch effect {
    case .pin(let number):
      pinned?.stop()
      pinned = worker.copy { [answers] in answers.send($0.map { .pinned($0, pin: number) }) }
      return true
    case .letGo:
      pinned?.stop()
      pinned = nil
      return true
    case .pinned(.compare(let request, let cursor, let generation)):
      pinned?.compare(request, at: cursor, with: worker, generation: generation)
      return true
    case .pinned(let effect): return pinned.map { carryOut(effect, by: $0) } ?? true
    default: return carryOut(effect, by: worker)
    }
  }

  private func carryOut(_ effect: Effect, by worker: Worker) -> Bool {
    switch effect {
    case .compute(let request, let generation): worker.compute(request, generation: generation)
    case .summarise(let request, let generation): worker.summarise(request, generation: generation)
    case .readOut(let generation): worker.readOut(generation: generation)
    case .occlude(let centre, let generation): worker.occlude(nearestTo: centre, generation: generation)
    case .stopOccluding: worker.stopOccluding()
    case .flipTest(let generation): worker.flipTest(generation: generation)
    case .time(let generation): worker.time(generation: generation)
    case .probe(let question, let generation): worker.probe(question, generation: generation)
    case .list(let folder, let includesHidden): loader.list(folder, includesHidden: includesHidden)
    case .open(let path, let generation):
      loader.open(
        path, opened: { .opened($0, generation: generation) }, failed: { .notOpened($0, generation: generation) })
    case .openDonor(let path): loader.open(path, opened: { .openedDonor($0) }, failed: { .told($0) })
    case .sweep(let request, let generation): worker.sweep(request, generation: generation)
    case .stopSweep: worker.stopSweep()
    case .nextFrame(let number, let generation): frames?.request(after: number, generation: generation)
    case .holdFrames(let isHeld): frames?.hold(isHeld)
    case .stop: worker.stop()
    case .write, .captureMouse, .redraw, .forget, .suspend, .quit, .pin, .pinned, .compare, .letGo: return false
    }
    return true
  }

  /// How far the work is that has been asked for last.
  var progress: WorkProgress {
    if !worker.isBusy, let pinned, pinned.isBusy { return pinned.progress }
    return worker.progress
  }

  /// All answers that have come since the last call, in order.
  func receive() -> [Result<Action, CheckpointError>] { answers.receive() }

  /// Waits until everything asked for until now has been answered.
  func waitUntilIdle() {
    worker.waitUntilIdle()
    loader.waitUntilIdle()
  }

  /// Writes a file away from the thread that draws, and tells where or why not.
  ///
  /// - Parameters:
  ///   - name: what the file is, for its name.
  ///   - content: makes its bytes, on the loader's queue.
  func write(_ name: OutputName, _ content: @escaping @Sendable () throws -> [UInt8]) {
    loader.write(name, content)
  }

  /// Writes the activation of a node in the last pass.
  func writeTensor(_ node: Node.ID, _ name: OutputName) {
    worker.takeTensor(node) { [loader, answers] file in
      if let file {
        loader.write(name) { file }
      } else {
        answers.send(.success(.told("there is no such tensor: its edge is cut, and so not computed")))
      }
    }
  }

  /// Keeps the boxes made by hand beside the picture, and tells where or why not, or asks first.
  func keep(_ boxes: [Box], besidePicture path: String, size: PictureSize, mayChange: Bool) {
    loader.keep(boxes, besidePicture: path, size: size, mayChange: mayChange)
  }

  /// Stops a running pass and the reading of frames, so that the program need not wait for it to end.
  func stop() {
    worker.stop()
    pinned?.stop()
    frames?.stop()
  }
}

/// State A, where a session begins with two.
public struct PinnedBeginning: Sendable {
  let study: StudyBeginning
  /// Nil where its network is that of the other state.
  let checkpoint: Checkpoint?

  public init(_ study: StudyBeginning, checkpoint: Checkpoint?) { (self.study, self.checkpoint) = (study, checkpoint) }
}

extension Action {
  /// The same without the time that a pass took.
  var untimed: Action {
    switch self {
    case .passed(let current, let baseline, let generation):
      .passed(current.untimed, baseline: baseline.untimed, generation: generation)
    case .timed(let times, let generation): .timed(times.untimed, generation: generation)
    case .pinned(let action, let pin): .pinned(action.untimed, pin: pin)
    default: self
    }
  }
}
