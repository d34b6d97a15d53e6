import Platform

/// The bytes of a regular file.
///
/// Only regular files: a directory has no bytes, a FIFO would wait for a writer, and `/dev/zero` never ends.
///
/// - Parameter limit: the most bytes to read. The file is refused by its size before memory is taken.
public func readRegularFile(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
  // Not blocking: opening a FIFO would otherwise wait before we can see that it is one.
  let file = open(FileName.cString(path), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
  guard file >= 0 else { throw FileError(errnoOf: path, .read) }
  defer { close(file) }

  guard let status = FileStatus(descriptor: file) else { throw FileError(errnoOf: path, .read) }
  switch status.kind {
  case .regular: break
  case .folder: throw FileError(path, .read, .isFolder)
  case .other: throw FileError(path, .read, .notRegular)
  }
  guard status.size <= limit else { throw FileError(path, .read, .tooLong(limit: limit)) }

  var bytes = [UInt8](repeating: 0, count: status.size)
  var filled = 0
  while filled < bytes.count {
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress?.advanced(by: filled), $0.count - filled) }
    if count < 0 {
      if errno == EINTR { continue }
      throw FileError(errnoOf: path, .read)
    }
    // Cut short by someone while we read: what is there is judged as it stands.
    if count == 0 { break }
    filled += count
  }
  bytes.removeLast(bytes.count - filled)
  return bytes
}

/// Writes all of some bytes to a descriptor, which waits where it is slow.
///
/// - Returns: 0, or the `errno` of what went wrong.
public func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  var position = 0
  while position < bytes.count {
    let written = bytes.withUnsafeBytes {
      write(descriptor, $0.baseAddress?.advanced(by: position), $0.count - position)
    }
    if written > 0 {
      position += written
    } else if written < 0, errno == EAGAIN {
      // Somebody has set the pipe that we inherited not to block.
      var waited = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&waited, 1, -1)
    } else if written == 0 || errno != EINTR {
      return written == 0 ? EIO : errno
    }
  }
  return 0
}
