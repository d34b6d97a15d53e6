import CSignals
import Files
import Platform

/// The streams a program is born with.
enum StandardStreams {
  /// Makes sure of them, before any file is opened.
  static func prepare() {
    // Without this the first file we open would take the place of a stream that is closed, and what we print would go
    // into it. Input and output stay unusable; what is said on standard error is lost.
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
    }
    // Only who reads standard output may end us by going away; see `StandardOutput`. A file beyond the limit of its size
    // is an error like that of a full disk.
    _ = StandardOutput.endsWithItsReader
    hrs_signals_bear_writes()
  }
}

/// Standard output. Every byte that the program prints goes through here, and none is taken for written that is not.
enum StandardOutput {
  /// Prints a text, whose lines end in line feeds, and one more.
  ///
  /// - Throws: `FileError` where it is not all written.
  static func print(_ text: String) throws(FileError) { try write(printable(text, keepsLines: true) + "\n") }

  /// Writes a text that has nothing in it which a terminal would act upon.
  ///
  /// - Throws: `FileError` where it is not all written.
  static func write(_ text: String) throws(FileError) {
    let code = writeAll(Array(text.utf8), to: STDOUT_FILENO)
    if code == EPIPE, endsWithItsReader {
      // As any filter does: quietly, by the signal.
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    guard code == 0 else { throw FileError(name, .write, .system(code)) }
  }

  /// Refuses to go on where standard output is one of the files that are read.
  ///
  /// - Throws: `FileError`.
  static func refuse(among inputs: [String]) throws(FileError) {
    do throws(FileError) { try refuseOutput("/dev/stdout", among: inputs) } catch {
      throw FileError(name, .write, error.reason)
    }
  }

  private static let name = "standard output"

  /// Whether whoever started us wants a program to end when nobody reads what it prints: not where SIGPIPE is ignored.
  fileprivate static let endsWithItsReader: Bool = {
    var action = sigaction()
    sigaction(SIGPIPE, nil, &action)
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
  }()
}

/// Standard error. There is nowhere left to say that it cannot be written.
enum StandardError {
  static func write(_ text: String) { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }
}
