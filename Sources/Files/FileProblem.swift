/// Why a file of some kind could not be used: which one, and what is wrong with it. Every kind of file has its own reasons.
public struct FileProblem<Reason: FileProblemReason>: Error, Hashable, CustomStringConvertible {
  /// The file, as it was named.
  public let path: String
  /// What went wrong with it.
  public let reason: Reason

  /// A problem with the file at `path`.
  public init(path: String, reason: Reason) {
    (self.path, self.reason) = (path, reason)
  }

  /// True where the file could not be read at all (exit code 66); false where its content is at fault (65).
  public var isUnreadable: Bool { reason.isUnreadable }

  /// One line: the path, what went wrong, and what was expected and found.
  public var description: String { "\(printable(path)): \(reason)" }
}

/// What can be wrong with a kind of file. The description goes behind the file's name.
public protocol FileProblemReason: Hashable, Sendable, CustomStringConvertible {
  var isUnreadable: Bool { get }
}
