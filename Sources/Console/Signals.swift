import CSignals
import Platform

/// The signals of the program while it owns a terminal; there is one at a time.
struct Signals {
  /// Becomes readable when a signal has arrived.
  let fileDescriptor: Int32

  /// Begins to watch for signals.
  init() throws(TerminalError) {
    let result = hrs_signals_open()
    if result == -EBUSY { throw .alreadyOpen }
    if result < 0 { throw .system(operation: "opening a pipe for signals", code: -result) }
    fileDescriptor = result
  }

  /// Ends the program by a signal, as if nobody had handled it: whoever started it sees which.
  static func end(by signal: Int32) -> Never { hrs_signals_end(signal) }

  /// The signals that have arrived, each once, in order of first arrival.
  func arrived() -> [Int32] {
    var signals: [Int32] = []
    var bytes = [UInt8](repeating: 0, count: 64)
    while case let count = read(fileDescriptor, &bytes, bytes.count), count > 0 {
      for byte in bytes.prefix(count) where !signals.contains(Int32(byte)) { signals.append(Int32(byte)) }
    }
    return signals
  }
}
