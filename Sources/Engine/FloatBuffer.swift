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

  fileprivate func take(back pointer: UnsafeMutablePointer<Float>, count: Int) {
    let block = Block(pointer: pointer)
    free.withLock { $0[count, default: []].append(block) }
  }
}
