#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a file, mapped into memory and read-only.
///
/// `@unchecked Sendable`: the memory is never written and lives as long as the object.
public final class FileBytes: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// Maps a regular file.
  ///
  /// - Throws: `CheckpointError` with reason `unreadable` for anything that is no readable regular file.
  public init(mapping path: String) throws(CheckpointError) {
    // Without O_NONBLOCK opening a FIFO would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.systemError(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.systemError(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CheckpointError(path: path, reason: .unreadable("not a regular file"))
    }
    let size = Int(status.st_size)
    isMapped = size > 0
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED else {
      throw Self.systemError(path)
    }
    bytes = UnsafeRawBufferPointer(start: memory, count: size)
  }

  /// Bytes that live as long as the program: the embedded model.
  public init(embedded bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    isMapped = false
  }

  deinit {
    if isMapped, let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  private static func systemError(_ path: String) -> CheckpointError {
    CheckpointError(path: path, reason: .unreadable(String(cString: strerror(errno))))
  }
}
