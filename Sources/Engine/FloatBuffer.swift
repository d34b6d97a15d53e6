#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization

/// Floats on a 64-byte boundary, the width of the widest vector load.
///
/// `@unchecked Sendable`: written by the executor that made it before anyone else sees it, only read afterwards.
final class FloatBuffer: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  private let pool: FloatBufferPool?

  fileprivate init(pointer: UnsafeMutablePointer<Float>, count: Int, pool: FloatBufferPool) {
    self.pointer = pointer
    self.count = count
    self.pool = pool
  }

  /// Memory of its own, uninitialised.
  init(count: Int) {
    pointer = Self.allocate(count)
    self.count = count
    pool = nil
  }

  deinit {
    if let pool { pool.take(back: pointer, count: count) } else { free(pointer) }
  }

  /// - Precondition: the system has the memory; sizes are bounded where architectures and inputs are checked.
  fileprivate static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    var memory: UnsafeMutableRawPointer?
    let status = posix_memalign(&memory, 64, max(count, 1) * MemoryLayout<Float>.stride)
    guard status == 0, let memory else { preconditionFailure("out of memory") }
    return memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }
}

/// Keeps the memory of dropped activations for the next ones of the same size: fresh pages from the system cost
/// more than computing into them.
///
/// `@unchecked Sendable`: the lists are only touched under the lock.
final class FloatBufferPool: Sendable {
  private struct Block: @unchecked Sendable { let pointer: UnsafeMutablePointer<Float> }
  private let free: Mutex<[Int: [Block]]> = Mutex([:])

  func buffer(count: Int) -> FloatBuffer {
    let block = free.withLock { $0[count]?.popLast() }
    return FloatBuffer(pointer: block?.pointer ?? FloatBuffer.allocate(count), count: count, pool: self)
  }

  fileprivate func take(back pointer: UnsafeMutablePointer<Float>, count: Int) {
    let block = Block(pointer: pointer)
    self.free.withLock { $0[count, default: []].append(block) }
  }

  deinit {
    let blocks = free.withLock { $0.values.joined().map { $0 } }
    for block in blocks { Self.release(block.pointer) }
  }

  private static func release(_ pointer: UnsafeMutablePointer<Float>) {
    #if canImport(Glibc)
      Glibc.free(pointer)
    #else
      Darwin.free(pointer)
    #endif
  }
}
