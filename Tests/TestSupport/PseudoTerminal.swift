import Foundation

/// A program in a pseudo-terminal of its own, with nobody between it and the test: what the program sends is only kept, and
/// only read when a test asks for it.
public final class PseudoTerminal {
  /// Path of the program's side.
  public let path: String
  public let process: pid_t
  /// The modes before the program was started.
  public let firstModes: String
  /// All that was read of what the program sent.
  public private(set) var output: [UInt8] = []

  private let master: Int32
  /// Held open, so that modes can be asked for when the program has ended.
  private let slave: Int32
  private var status: Int32?

  /// Starts a program.
  ///
  /// - Parameter environment: all of it.
  public init(
    _ command: [String], environment: [String: String], columns: UInt16 = 120, rows: UInt16 = 40
  ) throws {
    var (ends, name): ((Int32, Int32), [CChar]) = ((-1, -1), Array(repeating: 0, count: 64))
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&ends.0, &ends.1, &name, nil, &size) == 0 else {
      throw SubprocessError(command: command, reason: "no pseudo-terminal")
    }
    (master, slave) = ends
    path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    firstModes = try Self.modes(path)
    process = try Subprocess.start(command, environment: environment, terminal: path)
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(slave)
    close(master)
  }

  /// What the program has sent until now, as text.
  public var text: String { String(decoding: output, as: UTF8.self) }

  /// The modes as `stty` tells them.
  public func modes() throws -> String { try Self.modes(path) }

  private static func modes(_ path: String) throws -> String {
    try Subprocess.run("/bin/stty", ["-F", path, "-a"]).outputText
  }

  public func send(_ text: String) { _ = write(master, text, text.utf8.count) }

  /// Reads what there is.
  public func read() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = Foundation.read(master, &buffer, buffer.count), count > 0 { output += buffer.prefix(count) }
  }

  /// Reads until what was sent satisfies a predicate; false if that takes too long.
  public func read(timeout: Double = 20, until isEnough: (PseudoTerminal) -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: timeout)
    while true {
      read()
      if isEnough(self) { return true }
      guard Date.now < deadline else { return false }
      usleep(10_000)
    }
  }

  /// Waits for the program's end, as ``Finished/status`` has it; nil where it takes too long.
  ///
  /// - Parameter isReading: whether somebody reads meanwhile what it sends.
  public func end(timeout: Double = 20, isReading: Bool = true) -> Int32? {
    let deadline = Date(timeIntervalSinceNow: timeout)
    var packed: Int32 = 0
    while status == nil {
      if isReading { read() }
      if waitpid(process, &packed, WNOHANG) != 0 {
        status = Subprocess.unpacked(packed)
      } else if Date.now >= deadline {
        return nil
      } else {
        usleep(5000)
      }
    }
    read()
    return status
  }

  /// Whether the last of two sequences that was sent is the second; true where neither was.
  public func ends(_ start: String, with end: String) -> Bool {
    guard let opened = text.range(of: start, options: .backwards) else { return true }
    return text.range(of: end, options: .backwards).map { $0.lowerBound > opened.lowerBound } ?? false
  }
}
