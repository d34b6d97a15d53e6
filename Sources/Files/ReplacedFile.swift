import Platform

/// A file being written, which takes its place, or that of an older one, when it is complete. Until then the older file
/// is as it was, and what goes wrong leaves nothing behind.
///
/// The bytes go to a file without a name, which the system forgets with us whatever ends the program; where the file
/// system knows no such files, to one beside the target. An older file's owner and permissions stay, a link stays a link.
/// Pipes, devices and open descriptors (`/dev/stdout`) have no place to take and are written to at once.
///
/// A class: it owns a descriptor.
public final class ReplacedFile {
  /// For messages: as it was asked for.
  private let path: String
  private let target: Target
  private let mayReplace: Bool
  private let descriptor: Int32
  /// The name of the unfinished file, where it has one.
  private var temporary: String?
  private var isInPlace = false
  /// Bytes written so far.
  public private(set) var count = 0

  /// Where bytes go in the end.
  private enum Target {
    /// To the file of this name, links followed, which may be there already.
    case file(String, older: FileStatus?)
    /// To what stands there.
    case stream(String)
    /// To what we have been given open.
    case descriptor(Int32)
  }

  /// Begins a file.
  ///
  /// - Parameter mayReplace: whether an older file may be replaced; if not, one that is there, or comes to be there while we
  ///   write, is an error with reason `exists`.
  /// - Throws: `FileError` where it is clear already that nothing can be written there.
  public init(_ path: String, mayReplace: Bool = true) throws(FileError) {
    self.path = path
    self.mayReplace = mayReplace
    func check(_ descriptor: Int32) throws(FileError) -> Int32 {
      guard descriptor >= 0 else { throw FileError(errnoOf: path, .write) }
      return descriptor
    }
    target = try Self.target(path)
    switch target {
    case .descriptor(let number): descriptor = try check(fcntl(number, F_DUPFD_CLOEXEC, 3))
    case .stream(let place): descriptor = try check(open(FileName.cString(place), O_WRONLY | O_CLOEXEC | O_NOCTTY))
    case .file(let place, let older):
      if older != nil {
        guard mayReplace else { throw FileError(path, .write, .exists) }
        // Renaming asks for no leave of the file itself.
        _ = try check(access(FileName.cString(place), W_OK))
      }
      if let nameless = Self.openNameless(beside: place) {
        descriptor = nameless
      } else {
        let name = Self.temporaryName(beside: place)
        descriptor = try check(open(FileName.cString(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666))
        temporary = name
      }
      if let older {
        // Only root gives files away; for others this is theirs already, or stays so.
        _ = fchown(descriptor, older.owner, older.group)
        _ = fchmod(descriptor, older.mode)
      }
    }
  }

  deinit {
    close(descriptor)
    if let temporary { unlink(FileName.cString(temporary)) }
  }

  public func write(_ bytes: [UInt8]) throws(FileError) {
    let code = writeAll(bytes, to: descriptor)
    guard code == 0 else { throw FileError(path, .write, .system(code)) }
    count += bytes.count
  }

  /// Puts the file in its place, with its bytes on the disk. What is written afterwards is appended to it.
  public func commit() throws(FileError) {
    guard case .file(let place, _) = target, !isInPlace else { return }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError(errnoOf: path, .write) }
    if temporary == nil {
      // Where nothing is in the way, no other name is needed.
      if link(to: place) == 0 {
        isInPlace = true
        return
      }
      guard errno == EEXIST else { throw FileError(errnoOf: path, .write) }
      guard mayReplace else { throw FileError(path, .write, .exists) }
      let name = Self.temporaryName(beside: place)
      guard link(to: name) == 0 else { throw FileError(errnoOf: path, .write) }
      temporary = name
    }
    guard let name = temporary else { return }
    if mayReplace {
      guard rename(FileName.cString(name), FileName.cString(place)) == 0 else { throw FileError(errnoOf: path, .write) }
      temporary = nil
    } else {
      // Unlike rename, this fails where a file is.
      guard linkat(AT_FDCWD, FileName.cString(name), AT_FDCWD, FileName.cString(place), 0) == 0 else {
        throw errno == EEXIST ? FileError(path, .write, .exists) : FileError(errnoOf: path, .write)
      }
    }
    isInPlace = true
  }

  /// Writes a whole file.
  public static func write(_ bytes: [UInt8], to path: String, mayReplace: Bool = true) throws(FileError) {
    let file = try ReplacedFile(path, mayReplace: mayReplace)
    try file.write(bytes)
    try file.commit()
  }
}

// Where bytes go.
extension ReplacedFile {
  private static func target(_ path: String) throws(FileError) -> Target {
    var place = path
    // As many links as Linux follows.
    for _ in 0..<40 {
      if let number = FileName.descriptor(place) { return .descriptor(number) }
      guard let link = linkText(place) else {
        let status = FileStatus(place)
        switch status?.kind {
        case .regular: return .file(place, older: status)
        case .folder: throw FileError(path, .write, .isFolder)
        case .other: return .stream(place)
        case nil:
          // Only what is not there can be made; behind a file there is nothing, in a closed folder we see nothing.
          guard errno == ENOENT, !FileName.bytes(place).contains(0), !place.isEmpty else {
            throw errno == ENOENT ? FileError(path, .write, .system(ENOENT)) : FileError(errnoOf: path, .write)
          }
          return .file(place, older: nil)
        }
      }
      place = FileName.isAbsolute(link) ? link : FileName.folder(place) + link
    }
    throw FileError(path, .write, .system(ELOOP))
  }

  private static func linkText(_ path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = readlink(FileName.cString(path), &bytes, bytes.count)
    return count > 0 ? FileName.text(bytes[..<count].map(UInt8.init(bitPattern:))) : nil
  }

  /// Short, so that the longest name a file may have can be replaced too.
  private static func temporaryName(beside place: String) -> String {
    FileName.folder(place) + ".hrscope-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).partial"
  }

  /// A file that has no name until it is linked, in the folder of `place`.
  private static func openNameless(beside place: String) -> Int32? {
    #if os(Linux)
      let folder = FileName.folder(place)
      // O_TMPFILE, which is a macro that Swift does not see.
      let flags = O_WRONLY | O_CLOEXEC | O_DIRECTORY | 0o20000000
      let descriptor = open(FileName.cString(folder.isEmpty ? "." : folder), flags, 0o666)
      guard descriptor >= 0 else { return nil }
      if access("/proc/self/fd/\(descriptor)", F_OK) == 0 { return descriptor }
      close(descriptor)
    #endif
    return nil
  }

  private func link(to name: String) -> Int32 {
    linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, FileName.cString(name), AT_SYMLINK_FOLLOW)
  }
}
