#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file being written under another name, which takes the place of an older one when it is complete.
struct ReplacedFile {
  private let descriptor: Int32
  /// Bytes written so far.
  private(set) var count = 0

  /// Writes a file. What goes wrong leaves nothing behind, and an older file as it was.
  static func write(
    to path: String, _ body: (inout ReplacedFile) throws(CheckpointError.Reason) -> Void
  ) throws(CheckpointError.Reason) {
    let temporary = "\(path).\(getpid()).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw systemError() }
    var file = ReplacedFile(descriptor: descriptor)
    do throws(CheckpointError.Reason) { try body(&file) } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else {
      let error = systemError()
      unlink(temporary)
      throw error
    }
  }

  mutating func write(_ bytes: [UInt8]) throws(CheckpointError.Reason) {
    var position = 0
    while position < bytes.count {
      let written = bytes.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(descriptor, bytes.baseAddress?.advanced(by: position), bytes.count - position)
        #else
          Darwin.write(descriptor, bytes.baseAddress?.advanced(by: position), bytes.count - position)
        #endif
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw Self.systemError() }
      position += written
    }
    count += bytes.count
  }

  private static func systemError() -> CheckpointError.Reason { .unwritable(String(cString: strerror(errno))) }
}

/// Numbers as files hold them.
func littleEndianBytes<Pattern: FixedWidthInteger>(_ patterns: [Pattern]) -> [UInt8] {
  patterns.map(\.littleEndian).withUnsafeBytes { Array($0) }
}
