#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why `readRegularFile` gave nothing.
public enum FileFault: Error {
  /// The system's words, or what stands at the path instead of a file.
  case cannotRead(String)
  /// More bytes than asked for.
  case tooLong(limit: Int)
}

/// The bytes of a regular file.
///
/// Only regular files: a directory has no bytes, a FIFO would wait for a writer, and `/dev/zero` never ends.
///
/// - Parameter limit: the most bytes to read. The file is refused by its size before memory is taken.
public func readRegularFile(_ path: String, limit: Int) throws(FileFault) -> [UInt8] {
  // Not blocking: opening a FIFO would otherwise wait before we can see that it is one.
  let file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
  guard file >= 0 else { throw .cannotRead(systemError()) }
  defer { close(file) }

  var status = stat()
  guard fstat(file, &status) == 0 else { throw .cannotRead(systemError()) }
  switch status.st_mode & S_IFMT {
  case S_IFREG: break
  case S_IFDIR: throw .cannotRead("a directory")
  default: throw .cannotRead("not a regular file")
  }
  guard Int(status.st_size) <= limit else { throw .tooLong(limit: limit) }

  var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
  var filled = 0
  while filled < bytes.count {
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress?.advanced(by: filled), $0.count - filled) }
    if count < 0 {
      if errno == EINTR { continue }
      throw .cannotRead(systemError())
    }
    // Cut short by someone while we read: what is there is judged as it stands.
    if count == 0 { break }
    filled += count
  }
  bytes.removeLast(bytes.count - filled)
  return bytes
}

/// Whether anything stands at the path, readable or not.
public func somethingExists(at path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0
}

private func systemError() -> String {
  String(cString: strerror(errno))
}
