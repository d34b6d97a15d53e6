import Dispatch
import Synchronization

/// Work that several workers do side by side, each with tools of its own, so that none waits for another.
struct WorkShare: Sendable {
  /// Workers, and threads for each.
  let workers: Int
  let threadsPerWorker: Int

  /// - Parameters:
  ///   - threads: all together.
  ///   - workers: by default as many as threads, but no more than a gigabyte of prepared weights allows; each is
  ///     prepared for every worker, and takes up to 16 bytes a parameter.
  ///   - parameters: of the network.
  init(threads: Int, workers: Int? = nil, parameters: Int) {
    let affordable = max(1, (1 << 30) / (16 * max(parameters, 1)))
    self.workers = workers ?? min(threads, affordable)
    threadsPerWorker = max(1, threads / self.workers)
  }

  /// Does all of it.
  ///
  /// - Parameters:
  ///   - prepare: makes a worker's tools; `end` has them when nothing is left to do.
  ///   - receive: takes what was done; called by one worker at a time.
  /// - Throws: the first error of any; work under way is dropped.
  func run<Item: Sendable, Tools, Result>(
    _ work: [Item], prepare: @Sendable () throws -> Tools, do body: @Sendable (Tools, Item) throws -> Result,
    receive: @Sendable (Result) throws -> Void, end: @Sendable (Tools) -> Void
  ) throws {
    let progress = Mutex<(next: Int, error: (any Error)?)>((0, nil))
    let receiving = Mutex(())
    DispatchQueue.concurrentPerform(iterations: max(1, min(workers, work.count))) { _ in
      do {
        let tools = try prepare()
        defer { end(tools) }
        while true {
          let index = progress.withLock { progress -> Int? in
            guard progress.error == nil, progress.next < work.count else { return nil }
            progress.next += 1
            return progress.next - 1
          }
          guard let index else { return }
          let result = try body(tools, work[index])
          try receiving.withLock { _ in try receive(result) }
        }
      } catch {
        progress.withLock { $0.error = $0.error ?? error }
      }
    }
    if let error = progress.withLock({ $0.error }) { throw error }
  }
}
