import Files

/// Why the description beside a picture, or a labelled set, could not be used.
public struct SideCarError: Error, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Reason: Hashable, Sendable {
    /// The file cannot be opened or read; the system's own words.
    case cannotRead(String)
    /// Not JSON, or not of the expected shape; where and why.
    case damaged(String)
    /// Joints that the network does not find; which, and which it does.
    case otherJoints(String)
    /// More bytes than are read.
    case fileTooLarge(limit: Int)
  }

  /// The JSON file.
  public let path: String
  /// What went wrong with it.
  public let reason: Reason

  /// An error about the file at `path`.
  public init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// True where the file could not be read at all (exit code 66); false where its content is at fault (65).
  public var isUnreadable: Bool {
    if case .cannotRead = reason { true } else { false }
  }

  /// One line: the path, what went wrong, and what was expected and found.
  public var description: String {
    switch reason {
    case .cannotRead(let why):
      "\(printable(path)): cannot be read (expected a JSON file of people, found: \(printable(why)))"
    case .damaged(let why):
      "\(printable(path)): damaged description of people (expected boxes and joints, found: \(printable(why)))"
    case .otherJoints(let what): "\(printable(path)): \(printable(what))"
    case .fileTooLarge(let limit):
      "\(printable(path)): file too large (expected up to \(limit >> 20) MB)"
    }
  }
}
