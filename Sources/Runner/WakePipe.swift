import Platform
import Synchronization

/// Hands values from other threads to a loop that waits in `poll(2)`.
final class WakePipe<Value: Sendable>: Sendable {
  /// Readable while there are values.
  let fileDescriptor: Int32
  private let writeEnd: Int32
  private let values = Mutex<[Value]>([])

  /// - Throws: the system's error text where no pipe can be had.
  init() throws(SystemError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw SystemError(operation: "pipe") }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (fileDescriptor, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(fileDescriptor)
    close(writeEnd)
  }

  func send(_ value: Value) {
    values.withLock { $0.append(value) }
    // A full pipe wakes the loop as well as one byte more would.
    _ = write(writeEnd, [1], 1)
  }

  /// All values sent since the last call, in order.
  func receive() -> [Value] {
    var buffer = [UInt8](repeating: 0, count: 256)
    while read(fileDescriptor, &buffer, buffer.count) > 0 {}
    return values.withLock { values in
      defer { values = [] }
      return values
    }
  }
}

/// Something the operating system refused.
public struct SystemError: Error, Hashable, CustomStringConvertible {
  public let operation: String
  public let text: String

  init(operation: String) {
    self.operation = operation
    text = String(cString: strerror(errno))
  }

  public var description: String { "\(operation) failed (\(text))" }
}
