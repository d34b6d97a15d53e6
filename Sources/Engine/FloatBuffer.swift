import Synchronization

/// The memory of one activation, from a pool to which it returns.
///
/// `@unchecked Sendable`: written by the executor that made it before anyone else sees it, only read afterwards.
final class FloatBuffer: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  private let pool: FloatBufferPool

  fileprivate init(pointer: UnsafeMutablePointer<Float>, count: Int, pool: FloatBufferPool) {
    self.pointer = pointer
    self.count = count
    self.pool = pool
  }

  deinit { pool.take(back: pointer, count: count) }
}

/// Keeps the memory of dropped activations for the next ones of the same size: fresh pages from the system cost
/// more than computing into them.
///
/// `@unchecked Sendable` blocks: the lists are only touched under the lock.
final class FloatBufferPool: Sendable {
  private struct Block: @unchecked Sendable { let pointer: UnsafeMutablePointer<Float> }
  private let arena = FloatArena()
  private let free: Mutex<[Int: [Block]]> = Mutex([:])

  func buffer(count: Int) -> FloatBuffer {
    let block = free.withLock { $0[count]?.popLast() }
    return FloatBuffer(pointer: block?.pointer ?? arena.floats(count), count: count, pool: self)
  }

  /// Has the system provide memory now that would have to be waited for later.
  ///
  /// - Parameter wanted: how many buffers of each count are to be at hand.
  func reserve(_ wanted: [Int: Int]) {
    let floatsOfPage = 4096 / MemoryLayout<Float>.stride
    for (count, number) in wanted {
      let missing = number - free.withLock { $0[count]?.count ?? 0 }
      for _ in 0..<max(0, missing) {
        let pointer = arena.floats(count)
        for index in stride(from: 0, to: count, by: floatsOfPage) { pointer[index] = 0 }
        take(back: pointer, count: count)
      }
    }
  }

  fileprivate func take(back pointer: UnsafeMutablePointer<Float>, count: Int) {
    let block = Block(pointer: pointer)
    free.withLock { $0[count, default: []].append(block) }
  }
}
