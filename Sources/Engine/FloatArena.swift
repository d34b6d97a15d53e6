import CMemory
import Platform
import Synchronization

/// Memory for floats, cut from large pieces and given back all at once, when nobody holds the arena any more.
///
/// A pass walks through hundreds of megabytes of weights. In pages of 4 KB the processor would look up tens of thousands
/// of addresses for that; where the system has huge pages, it is asked for them.
///
/// `@unchecked Sendable` pieces: only addresses are kept here, and only under the lock.
final class FloatArena: Sendable {
  private struct State: @unchecked Sendable {
    var pieces: [UnsafeMutablePointer<Float>] = []
    var next: UnsafeMutablePointer<Float>?
    var remaining = 0
  }
  private let state = Mutex(State())

  /// Floats of an ordinary piece: 32 MB, of which the system provides what is touched.
  private static let pieceCount = 8 << 20
  private static let hugePage = 2 << 20

  /// Uninitialised floats on a 64-byte boundary, the width of the widest vector load.
  func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    let rounded = max(16, (count + 15) / 16 * 16)
    return state.withLock { state in
      if let next = state.next, state.remaining >= rounded {
        state.next = next + rounded
        state.remaining -= rounded
        return next
      }
      let pieceCount = max(Self.pieceCount, rounded)
      let piece = Self.allocate(pieceCount)
      state.pieces.append(piece)
      (state.next, state.remaining) = (piece + rounded, pieceCount - rounded)
      return piece
    }
  }

  deinit { state.withLock { for piece in $0.pieces { free(piece) } } }

  /// Ends the program where the system has not so much memory; sizes are bounded where architectures and inputs are checked.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let byteCount = count * MemoryLayout<Float>.stride
    var memory: UnsafeMutableRawPointer?
    let status = posix_memalign(&memory, hugePage, byteCount)
    guard status == 0, let memory else { hrs_out_of_memory(byteCount) }
    #if os(Linux)
      // A wish: without huge pages everything works as well, a little slower.
      _ = madvise(memory, byteCount, MADV_HUGEPAGE)
    #endif
    return memory.bindMemory(to: Float.self, capacity: count)
  }
}
