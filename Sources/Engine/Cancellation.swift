import Synchronization

/// Asks a running pass to stop, and tells how far it is. The executor looks at it between nodes.
public final class Cancellation: Sendable {
  private let flag = Atomic(false)
  private let count = Atomic(0)

  public init() {}

  public func cancel() { flag.store(true, ordering: .relaxed) }

  public var isCancelled: Bool { flag.load(ordering: .relaxed) }

  /// Nodes done until now, in all work that was given this.
  public var completed: Int { count.load(ordering: .relaxed) }

  func advance() { count.add(1, ordering: .relaxed) }
}

/// A pass that was asked to stop. What it had computed stays in the cache.
public struct PassCancelled: Error, Hashable {
  public init() {}
}
