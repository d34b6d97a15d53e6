import Capture
import Checkpoints
import Explorer
import HRNet

/// What stands behind a session's model: the worker that computes, the loader that reads and writes files, and the pipe
/// through which both answer.
final class Backstage {
  /// Readable while there are answers.
  var fileDescriptor: Int32 { answers.fileDescriptor }

  private let answers: WakePipe<Result<Action, CheckpointError>>
  private let worker: Worker
  private let loader: SceneLoader

  /// Begins to prepare the weights at once.
  init(_ subject: Subject, checkpoint: Checkpoint, threads: Int) throws(SystemError) {
    let answers = try WakePipe<Result<Action, CheckpointError>>()
    self.answers = answers
    worker = Worker(subject, checkpoint: checkpoint, threads: threads) { answers.send($0) }
    loader = SceneLoader { answers.send(.success($0)) }
  }

  /// Sees to an effect; false for those that concern the session itself and its terminal.
  func carryOut(_ effect: Effect) -> Bool {
    switch effect {
    case .compute(let request, let generation): worker.compute(request, generation: generation)
    case .summarise(let request, let generation): worker.summarise(request, generation: generation)
    case .readOut(let generation): worker.readOut(generation: generation)
    case .occlude(let centre, let generation): worker.occlude(nearestTo: centre, generation: generation)
    case .stopOccluding: worker.stopOccluding()
    case .flipTest(let generation): worker.flipTest(generation: generation)
    case .time(let generation): worker.time(generation: generation)
    case .list(let folder): loader.list(folder)
    case .open(let path, let generation):
      loader.open(
        path, opened: { .opened($0, generation: generation) }, failed: { .notOpened($0, generation: generation) })
    case .openBuiltIn(let generation):
      loader.openBuiltIn(
        opened: { .opened($0, generation: generation) }, failed: { .notOpened($0, generation: generation) })
    case .openDonor(let path): loader.open(path, opened: { .openedDonor($0) }, failed: { .told($0) })
    case .sweep(let request, let generation): worker.sweep(request, generation: generation)
    case .stopSweep: worker.stopSweep()
    case .stop: worker.stop()
    case .write, .captureMouse, .redraw, .suspend, .quit: return false
    }
    return true
  }

  /// How far the work is that has been asked for last.
  var progress: WorkProgress { worker.progress }

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

  /// Stops a running pass, so that the program need not wait for it to end.
  func stop() { worker.stop() }
}
