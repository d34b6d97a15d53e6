#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a terminal cannot be taken over.
public enum TerminalError: Error, Hashable, Sendable {
  /// A standard stream, `"input"` or `"output"`, is a file or a pipe.
  case notATerminal(stream: String)
  /// The environment does not say what kind of terminal it is: `TERM` is unset or empty.
  case typeNotSet
  /// The terminfo database has no entry for this value of `TERM`.
  case unknownType(String)
  /// A terminal of this type cannot do what a screen needs, such as moving the cursor (`cup`).
  case missingCapability(type: String, capability: String)
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
    case .typeNotSet:
      "the type of the terminal is unknown: the environment variable TERM is not set"
    case .unknownType(let type):
      "the type of the terminal, TERM=\(printable(type)), is not in the terminfo database"
    case .missingCapability(let type, let capability):
      "a terminal of type TERM=\(printable(type)) cannot show a screen: it lacks the capability “\(capability)”"
    case .alreadyOpen:
      "the terminal is already in use by this program"
    case .system(let operation, let code):
      "\(operation) failed: \(strerror(code).map { String(cString: $0) } ?? "errno \(code)")"
    }
  }

  /// The text without characters that would steer the terminal it is printed on.
  private func printable(_ text: String) -> String {
    String(text.unicodeScalars.prefix(60).map { (0x20..<0x7F).contains($0.value) ? Character($0) : "?" })
  }
}
