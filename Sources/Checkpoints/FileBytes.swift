import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a file, read-only: mapped into memory, or inflated from a compressed entry of one.
///
/// `@unchecked Sendable`: the memory is never written after the initializer and lives as long as the object.
public final class FileBytes: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  private let origin: Origin

  private enum Origin {
    case mapped
    case allocated
    case borrowed
  }

  /// Maps a regular file.
  ///
  /// - Throws: `CheckpointError` with reason `unreadable` for anything that is no readable regular file.
  public init(mapping path: String) throws(CheckpointError) {
    // Without O_NONBLOCK opening a FIFO would wait for a writer.
    let descriptor = open(FileName.cString(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.systemError(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.systemError(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      if status.st_mode & S_IFMT == S_IFDIR {
        throw CheckpointError(path: path, reason: .unreadable(String(cString: strerror(EISDIR))))
      }
      throw CheckpointError(path: path, reason: .unreadable("not a regular file"))
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      origin = .borrowed
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED else {
      throw Self.systemError(path)
    }
    origin = .mapped
    bytes = UnsafeRawBufferPointer(start: memory, count: size)
  }

  /// Bytes that live as long as the program: the embedded model.
  public init(embedded bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    origin = .borrowed
  }

  /// Memory of its own, filled once by `fill`; nil where the system has not so much, or `fill` returns false.
  init?(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Bool) {
    guard let memory = malloc(max(count, 1)) else { return nil }
    guard fill(UnsafeMutableRawBufferPointer(start: memory, count: count)) else {
      free(memory)
      return nil
    }
    origin = .allocated
    bytes = UnsafeRawBufferPointer(start: memory, count: count)
  }

  deinit {
    guard let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress) else { return }
    switch origin {
    case .mapped: munmap(start, bytes.count)
    case .allocated: free(start)
    case .borrowed: break
    }
  }

  private static func systemError(_ path: String) -> CheckpointError {
    CheckpointError(path: path, reason: .unreadable(String(cString: strerror(errno))))
  }
}

extension FileBytes {
  var count: Int { bytes.count }

  /// A little-endian number at a position, or nil where the file ends before it does.
  func integer<Number: FixedWidthInteger>(_ type: Number.Type, at position: Int) -> Number? {
    guard position >= 0, position <= count - MemoryLayout<Number>.size else { return nil }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Number.self))
  }

  /// Whether these bytes stand at a position.
  func starts(with expected: [UInt8], at position: Int = 0) -> Bool {
    position >= 0 && position <= count - expected.count
      && bytes[position..<position + expected.count].elementsEqual(expected)
  }

  /// UTF-8 text; what is none is replaced. For names and messages.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
