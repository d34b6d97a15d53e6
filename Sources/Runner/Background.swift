import Engine
import Synchronization

/// Work that goes on while the person does other things: which one is wanted, and a way to interrupt its present step.
final class Background: Sendable {
  private let wanted = Mutex<(generation: Int?, cancellation: Cancellation)>((nil, Cancellation()))

  /// Wants this work and none before it; nil for none at all.
  func begin(_ generation: Int?) {
    wanted.withLock {
      $0.cancellation.cancel()
      $0 = (generation, Cancellation())
    }
  }

  /// Interrupts the step that runs, if one does: something else is to be done at once. The work itself goes on later.
  func makeWay() { wanted.withLock { $0.cancellation.cancel() } }

  /// What interrupts the next step of some work; nil where it is not wanted any more.
  func cancellation(of generation: Int) -> Cancellation? {
    wanted.withLock { wanted in
      guard wanted.generation == generation else { return nil }
      if wanted.cancellation.isCancelled { wanted.cancellation = Cancellation() }
      return wanted.cancellation
    }
  }
}
