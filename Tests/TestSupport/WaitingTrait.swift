import Foundation
import Testing

/// Tests that wait for other programs, on threads of their own.
///
/// Tests run on as many threads as there are cores. One that sleeps until a program has ended would keep a core idle.
///
/// Not together with a limit of time, which would count how long a test waits for its turn: every program that is run has a
/// limit of its own.
public struct WaitingTrait: SuiteTrait, TestTrait, TestScoping {
  public var isRecursive: Bool { true }

  public func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
  }
}

extension Trait where Self == WaitingTrait {
  /// A test that waits for other programs.
  public static var waitsForPrograms: Self { WaitingTrait() }
}

/// A few threads more than there are cores: all are busy when one waits, and none of the programs is starved by others.
private final class WaitingThreads: TaskExecutor {
  static let shared = WaitingThreads()

  private let queue: OperationQueue = {
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = ProcessInfo.processInfo.activeProcessorCount + 2
    return queue
  }()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
