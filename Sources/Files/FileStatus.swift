import Platform

/// What stands at a path, links followed.
public struct FileStatus: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case regular, folder
    /// A device, a pipe or a socket.
    case other
  }

  public let kind: Kind
  /// In bytes.
  public let size: Int
  /// Permissions and owner.
  let mode: mode_t
  let owner: uid_t
  let group: gid_t
  /// What makes two names the same file.
  private let device: UInt64
  private let number: UInt64

  /// Nil where nothing can be found at the path; `errno` says why.
  public init?(_ path: String) {
    var status = stat()
    guard stat(FileName.cString(path), &status) == 0 else { return nil }
    self.init(status)
  }

  /// Nil for a descriptor that is not open.
  public init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .folder
    default: kind = .other
    }
    size = Int(status.st_size)
    (mode, owner, group) = (status.st_mode & 0o7777, status.st_uid, status.st_gid)
    (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }

  /// Whether both are one regular file, under whatever names: links, other spellings, descriptors.
  public func isSameFile(as other: FileStatus) -> Bool {
    kind == .regular && (device, number) == (other.device, other.number)
  }
}

/// Whether anything stands at the path, readable or not, even a link to nowhere.
public func somethingExists(at path: String) -> Bool {
  var status = stat()
  return lstat(FileName.cString(path), &status) == 0
}

/// Refuses to write to a file that is read too, under whatever name it goes.
///
/// - Throws: `FileError` with reason `isInput`.
public func refuseOutput(_ path: String, among inputs: [String]) throws(FileError) {
  guard let output = FileStatus(path), output.kind == .regular else { return }
  for input in inputs {
    if let status = FileStatus(input), status.isSameFile(as: output) { throw FileError(path, .write, .isInput(input)) }
  }
}
