/// Why a file of some kind could not be used: which one, and what is wrong with it. Every kind of file has its own reasons.
public struct FileProblem<Cause: FileProblemReason>: FileFailure, Hashable {
  /// What can be wrong with this kind of file.
  public typealias Reason = Cause

  /// The file, as it was named.
  public let path: String
  /// What went wrong with it.
  public let reason: Cause

  /// A problem with the file at `path`.
  public init(path: String, reason: Cause) {
    (self.path, self.reason) = (path, reason)
  }

  public var fault: FileFault { reason.fault }

  /// One line: the path, what went wrong, and what was expected and found.
  public var description: String { "\(printable(path)): \(reason)" }
}

/// What can be wrong with a kind of file. The description goes behind the file's name.
public protocol FileProblemReason: Hashable, Sendable, CustomStringConvertible {
  var fault: FileFault { get }
}

/// An error about a file, whose description is the one line that a person sees of it.
public protocol FileFailure: Error, CustomStringConvertible {
  var fault: FileFault { get }
}

extension FileFailure {
  /// True where the file could not be read at all; false where its content is at fault.
  public var isUnreadable: Bool { fault == .unreadable }
}

/// Where the fault lies when a file could not be used; exit codes follow.
public enum FileFault: Hashable, Sendable {
  /// It could not be read at all (66).
  case unreadable
  /// It is one of ours, and could not be written (73).
  case unwritable
  /// What is in it is damaged, or not what is expected (65).
  case content
  /// Nothing is wrong with it, but the system has no memory for it (70).
  case memory
}
