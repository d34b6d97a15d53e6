import CNcurses
import CSignals
import Platform

/// How a terminal was found, and how to get back there without curses.
struct SavedTerminal {
  private let modes: termios

  /// Asks the terminal at standard input for its modes.
  init() throws(TerminalError) {
    var modes = termios()
    guard tcgetattr(STDIN_FILENO, &modes) == 0 else {
      throw .system(operation: "reading the terminal's modes", code: errno)
    }
    self.modes = modes
  }

  /// Sets the modes as they were.
  func restoreModes() {
    var modes = modes
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
  }

  /// Has a crash or an `exit` leave the screen, show the cursor and set the modes as they were. Asks terminfo, so a
  /// screen must be open.
  ///
  /// - Parameter privateModes: What ends modes that curses does not know of.
  func armForCrash(rows: Int, leaving privateModes: String) {
    var bytes = Array(privateModes.utf8)
    // Attributes and colours off, arrow keys and cursor as usual, then back to the main screen.
    for name in ["sgr0", "op", "rmkx", "cnorm", "rmcup"] {
      if let sequence = hrs_capability(name) { bytes += Self.withoutPadding(String(cString: sequence)) }
    }
    // A terminal with one screen only is left below what was drawn, as curses does it.
    if hrs_capability("rmcup") == nil, let sequence = hrs_sequence("cup", Int32(rows - 1), 0) {
      bytes += Self.withoutPadding(String(cString: sequence)) + Array("\r\n".utf8)
    }
    var modes = modes
    hrs_signals_arm(STDOUT_FILENO, bytes, min(bytes.count, hrs_signals_capacity()), &modes)
  }

  /// A capability without its `$<5>`, the pauses that terminals of the seventies needed.
  static func withoutPadding(_ sequence: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(sequence.utf8)[...]
    while let byte = rest.first {
      if rest.starts(with: "$<".utf8), let end = rest.firstIndex(of: UInt8(ascii: ">")) {
        rest = rest[(end + 1)...]
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    return bytes
  }
}
