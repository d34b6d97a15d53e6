import Platform

/// Why a file could not be read or written. Its description is the one line a user sees, without the program's name.
public struct FileError: FileFailure, Hashable {
  public enum Operation: Hashable, Sendable {
    case read, write
  }

  public enum Reason: Hashable, Sendable {
    /// By its `errno`.
    case system(Int32)
    case isFolder
    /// A device, a pipe or a socket stands in the place of a file.
    case notRegular
    /// More bytes than are read.
    case tooLong(limit: Int)
    /// What was to be written is what is read, under this name.
    case isInput(String)
    /// Something stands there that nobody said may be replaced.
    case exists
  }

  public let path: String
  public let operation: Operation
  public let reason: Reason

  public init(_ path: String, _ operation: Operation, _ reason: Reason) {
    (self.path, self.operation, self.reason) = (path, operation, reason)
  }

  /// What the system has just said.
  init(errnoOf path: String, _ operation: Operation) {
    self.init(path, operation, .system(errno))
  }

  public var fault: FileFault { operation == .read ? .unreadable : .unwritable }

  public var description: String {
    "\(printable(path)): cannot be \(operation == .read ? "read" : "written") (\(reason))"
  }
}

extension FileError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .system(let code): String(cString: strerror(code))
    case .isFolder: "a directory"
    case .notRegular: "not a regular file"
    case .tooLong(let limit): "more than \(limit >> 20) MB"
    case .isInput(let name): "it is the input \(printable(name))"
    case .exists: "there is such a file already"
    }
  }
}
