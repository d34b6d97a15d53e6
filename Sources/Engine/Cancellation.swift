import Synchronization

/// Asks a running pass to stop. The executor looks at it between units.
public final class Cancellation: Sendable {
  private let flag = Atomic(false)

  public init() {}

  public func cancel() { flag.store(true, ordering: .relaxed) }

  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}

/// A pass that was asked to stop. What it had computed stays in the cache.
public struct PassCancelled: Error, Hashable {}
