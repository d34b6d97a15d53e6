import Dispatch
import Engine
import Explorer
import Synchronization

/// Runs one job at a time on the worker's queue: the newest that was begun.
///
/// `@unchecked Sendable`: `running` is touched on the queue only; everything else is immutable or synchronized.
final class JobRunner: @unchecked Sendable {
  private let queue: DispatchQueue
  private let answer: @Sendable (Action) -> Void
  /// Which job is wanted, and what interrupts its present step.
  private let wanted = Mutex<(generation: Int?, cancellation: Cancellation)>((nil, Cancellation()))
  private var running: (generation: Int, job: any Job, lastReport: ContinuousClock.Instant)?

  /// - Parameter answer: called on the queue.
  init(on queue: DispatchQueue, answer: @escaping @Sendable (Action) -> Void) {
    (self.queue, self.answer) = (queue, answer)
  }

  /// Whether there is nothing to go on with; to be asked on the queue.
  var isIdle: Bool { running == nil }

  /// Wants this job and none before it.
  ///
  /// - Parameter make: called on the queue, when what was asked for before has been done; nil where the job cannot be done.
  func begin(_ generation: Int, _ make: @escaping @Sendable () -> (any Job)?) {
    want(generation)
    queue.async { [self] in
      running = make().map { (generation, $0, .now) }
      go(on: generation)
    }
  }

  /// Ends the job that runs, if one does.
  func stop() { want(nil) }

  /// Interrupts the step that runs, if one does: something else is to be done at once. The job itself goes on later.
  func makeWay() { wanted.withLock { $0.cancellation.cancel() } }

  private func want(_ generation: Int?) {
    wanted.withLock {
      $0.cancellation.cancel()
      $0 = (generation, Cancellation())
    }
  }

  /// What interrupts the next step of a job; nil where it is not wanted any more.
  private func cancellation(of generation: Int) -> Cancellation? {
    wanted.withLock { wanted in
      guard wanted.generation == generation else { return nil }
      if wanted.cancellation.isCancelled { wanted.cancellation = Cancellation() }
      return wanted.cancellation
    }
  }

  /// One step; on the queue.
  private func go(on generation: Int) {
    // A newer job may stand there already.
    guard running?.generation == generation else { return }
    guard let cancellation = cancellation(of: generation) else {
      running = nil
      return
    }
    do throws(PassCancelled) {
      // In its place, so that what it has found is not copied at every step.
      try running?.job.advance(cancellation: cancellation)
      report(generation)
    } catch {
      // What the step had computed until it was stopped is in the cache.
    }
    if running?.job.isComplete == true {
      running = nil
    } else {
      queue.async { [self] in go(on: generation) }
    }
  }

  private func report(_ generation: Int) {
    guard let (_, job, lastReport) = running else { return }
    let now = ContinuousClock.now
    guard job.isComplete || now - lastReport >= job.reportInterval, self.cancellation(of: generation) != nil,
      let report = job.report(generation: generation)
    else { return }
    running?.lastReport = now
    answer(report)
  }
}
