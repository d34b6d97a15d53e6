import Files
import Platform

/// Why a terminal cannot be taken over.
public enum TerminalError: Error, Hashable, Sendable {
  /// What is wrong with `TERM`.
  public struct Problem: Hashable, Sendable {
    /// Its value; `nil` if unset or empty.
    public var type: String?
    public var defect: Defect
    /// An installed type that would do, and most likely fits.
    public var alternative: String?
  }

  public enum Defect: Hashable, Sendable {
    /// The environment does not say what kind of terminal it is.
    case notSet
    /// The terminfo database has no entry of this name.
    case noEntry
    /// A terminal of this type cannot do what a screen needs, such as moving the cursor (`cup`).
    case lacks(capability: String)
  }

  /// A standard stream, `"input"` or `"output"`, is a file or a pipe.
  case notATerminal(stream: String)
  /// Standard input should be a pipe, and is the terminal, or closed.
  case noPipe
  /// Standard input is a pipe, and the program was started from no terminal that keys could come from.
  case noTerminalForKeys
  /// `TERM` names no terminal that can show a screen.
  case unusableType(Problem)
  /// Another `Terminal` has not been closed yet.
  case alreadyOpen
  /// The system refused an operation, with this `errno`.
  case system(operation: String, code: Int32)
}

extension TerminalError: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    switch self {
    case .notATerminal(let stream):
      "standard \(stream) is not a terminal"
    case .noPipe: "nothing is piped into standard input"
    case .noTerminalForKeys: "standard input is a pipe, and there is no terminal for keys (/dev/tty)"
    case .unusableType(let problem): problem.description
    case .alreadyOpen:
      "the terminal is already in use by this program"
    case .system(let operation, let code):
      "\(operation) failed: \(strerror(code).map { String(cString: $0) } ?? "errno \(code)")"
    }
  }
}

extension TerminalError.Problem: CustomStringConvertible {
  /// What is wrong, and what to say instead.
  public var description: String {
    let type = printable(type ?? "", limit: 60)
    let text =
      switch defect {
      case .notSet: "the type of the terminal is unknown: the environment variable TERM is not set"
      case .noEntry: "the type of the terminal, TERM=\(type), is not in the terminfo database"
      case .lacks(let capability):
        "a terminal of type TERM=\(type) cannot show a screen: it lacks the capability “\(capability)”"
      }
    return text
      + (alternative.map { " (try TERM=\($0))" } ?? " (and no type that can is installed: ncurses-base is missing)")
  }
}
