import Files
import Platform
import Synchronization

/// A regular file that is read here and there, in parts, for as long as it is open.
///
/// Reading does not throw: what cannot be read is zeros, and the reason is kept for ``check()``.
final class OpenFile: Sendable {
  /// Bytes when it was opened.
  let count: Int
  private let descriptor: Int32
  private let state: State
  private let window = Mutex(Window())
  private let failure = Mutex<CheckpointError.Reason?>(nil)

  /// What another writer would change.
  private struct State: Equatable {
    let count: Int
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
      #if os(Linux)
        let time = status.st_mtim
      #else
        let time = status.st_mtimespec
      #endif
      (count, seconds, nanoseconds) = (Int(status.st_size), time.tv_sec, time.tv_nsec)
    }
  }

  /// The piece that was read last, for readers that go byte by byte. Pieces begin at multiples of their size, so that
  /// going backwards is as cheap as going forwards.
  private struct Window {
    static let size = 1 << 14
    var start = -1
    var bytes = [UInt8](repeating: 0, count: size)
  }

  /// - Throws: `unreadable` for anything that is no readable regular file.
  init(_ path: String) throws(CheckpointError.Reason) {
    // Without O_NONBLOCK opening a FIFO would wait for a writer.
    descriptor = open(FileName.cString(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.systemError(errno) }
    var status = stat()
    let result = fstat(descriptor, &status)
    state = State(status)
    count = state.count
    // From here on the file is closed with the object.
    guard result == 0 else { throw Self.systemError(errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw Self.systemError(EISDIR)
    default: throw .unreadable("not a regular file")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Fills a buffer with what stands at a position.
  func read(at position: Int, into target: UnsafeMutableRawBufferPointer) {
    var done = 0
    while done < target.count {
      let count = pread(
        descriptor, target.baseAddress?.advanced(by: done), target.count - done, off_t(position + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        note(count == 0 ? nil : Self.systemError(errno))
        UnsafeMutableRawBufferPointer(rebasing: target[done...]).initializeMemory(as: UInt8.self, repeating: 0)
        return
      }
      done += count
    }
  }

  /// The same for a few bytes near those of the last call.
  func copy(at position: Int, into target: UnsafeMutableRawBufferPointer) {
    let isCopied = window.withLock { window in
      let start = position & ~(Window.size - 1)
      guard position + target.count <= start + Window.size else { return false }
      if window.start != start {
        window.start = start
        let length = min(Window.size, count - start)
        window.bytes.withUnsafeMutableBytes {
          read(at: start, into: UnsafeMutableRawBufferPointer(rebasing: $0[..<length]))
        }
      }
      window.bytes.withUnsafeBytes {
        target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: $0[position - start..<position - start + target.count]))
      }
      return true
    }
    if !isCopied { read(at: position, into: target) }
  }

  /// - Throws: the reason why something was not read, or `changedWhileOpen`.
  func check() throws(CheckpointError.Reason) {
    if let failure = failure.withLock({ $0 }) { throw failure }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.systemError(errno) }
    guard State(status) == state else { throw changed(status) }
  }

  /// Keeps the first reason; nil stands for an end that came too early.
  private func note(_ reason: CheckpointError.Reason?) {
    var status = stat()
    fstat(descriptor, &status)
    let reason = reason ?? changed(status)
    failure.withLock { $0 = $0 ?? reason }
  }

  private func changed(_ status: stat) -> CheckpointError.Reason {
    .changedWhileOpen(expected: count, found: Int(status.st_size))
  }

  private static func systemError(_ code: Int32) -> CheckpointError.Reason {
    .unreadable(String(cString: strerror(code)))
  }
}
