import Files
import Platform

/// The bytes of a file, read-only: read from it where they are asked for, or in memory.
///
/// A file is never mapped into memory. Whoever cuts off a mapped file ends the programs that look at it with SIGBUS, and
/// `torch.save` writes over a file in place. Here what cannot be read any more is zeros, which readers of damaged files bear
/// anyway, and ``check()`` tells the truth: everybody who hands on what was read asks it first.
///
/// `@unchecked Sendable`: memory is never written after the initializer and lives as long as the object; the file is
/// synchronized.
public final class FileBytes: @unchecked Sendable {
  let count: Int
  /// Where the bytes are in memory; nil where they are in a file.
  private let memory: UnsafeRawBufferPointer?
  private let file: OpenFile?
  /// True for memory that `malloc` gave; other memory lives as long as the program.
  private let ownsMemory: Bool

  /// Opens a regular file. Its descriptor is kept until nobody holds the object or a tensor of it.
  ///
  /// - Throws: `CheckpointError` with reason `unreadable` for anything that is no readable regular file.
  public init(opening path: String) throws(CheckpointError) {
    do throws(CheckpointError.Reason) {
      let file = try OpenFile(path)
      (self.file, memory, ownsMemory, count) = (file, nil, false, file.count)
    } catch {
      throw CheckpointError(path: path, reason: error)
    }
  }

  /// Bytes that live as long as the program: the embedded model.
  public init(embedded bytes: UnsafeRawBufferPointer) {
    (file, memory, ownsMemory, count) = (nil, bytes, false, bytes.count)
  }

  /// Memory of its own, filled once by `fill`; nil where the system has not so much, or `fill` returns false.
  init?(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Bool) {
    guard let memory = malloc(max(count, 1)) else { return nil }
    guard fill(UnsafeMutableRawBufferPointer(start: memory, count: count)) else {
      free(memory)
      return nil
    }
    (file, self.memory, ownsMemory) = (nil, UnsafeRawBufferPointer(start: memory, count: count), true)
    self.count = count
  }

  deinit {
    if ownsMemory { free(UnsafeMutableRawPointer(mutating: memory?.baseAddress)) }
  }

  /// Asks whether all that was read until now is what the file held when it was opened.
  ///
  /// - Throws: `changedWhileOpen`, or `unreadable` where the system did not let us read on.
  func check() throws(CheckpointError.Reason) {
    try file?.check()
  }

  /// What to say where reading has failed: what looks like damage may be that somebody has changed the file.
  func error(_ reason: CheckpointError.Reason, path: String) -> CheckpointError {
    do { try check() } catch { return CheckpointError(path: path, reason: error) }
    return CheckpointError(path: path, reason: reason)
  }

  /// Hands the bytes of a range out, for the time of the call.
  ///
  /// - Precondition: the range lies within the file as it was opened.
  /// - Complexity: of a file, a copy of the range is read. Ask for large ranges piece by piece.
  func withBytes<Result>(of range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    defer { withExtendedLifetime(self) {} }
    if let memory { return body(UnsafeRawBufferPointer(rebasing: memory[range])) }
    return withUnsafeTemporaryAllocation(byteCount: range.count, alignment: 16) { buffer in
      file?.read(at: range.lowerBound, into: buffer)
      return body(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Bytes of a piece in which large ranges are read.
  static let pieceSize = 1 << 20

  /// Hands a range out piece by piece, in order; each but the last has ``pieceSize`` bytes.
  func forEachPiece(of range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.pieceSize) {
      withBytes(of: start..<min(start + Self.pieceSize, range.upperBound), body)
    }
  }

  /// - Precondition: the position lies within the file as it was opened.
  subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count)
    if let memory { return memory[position] }
    var byte: UInt8 = 0
    withUnsafeMutableBytes(of: &byte) { file?.copy(at: position, into: $0) }
    return byte
  }

  /// - Precondition: the range lies within the file as it was opened.
  subscript(range: Range<Int>) -> [UInt8] { withBytes(of: range) { Array($0) } }
}

extension FileBytes {
  /// A little-endian number at a position, or nil where the file ends before it does.
  func integer<Number: FixedWidthInteger>(_ type: Number.Type, at position: Int) -> Number? {
    guard position >= 0, position <= count - MemoryLayout<Number>.size else { return nil }
    if let memory { return Number(littleEndian: memory.loadUnaligned(fromByteOffset: position, as: Number.self)) }
    var number: Number = 0
    withUnsafeMutableBytes(of: &number) { file?.copy(at: position, into: $0) }
    return Number(littleEndian: number)
  }

  /// Whether these bytes stand at a position.
  func starts(with expected: [UInt8], at position: Int = 0) -> Bool {
    position >= 0 && position <= count - expected.count
      && withBytes(of: position..<position + expected.count) { $0.elementsEqual(expected) }
  }

  /// Where a byte stands first in a range.
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    if let memory { return memory[range].firstIndex(of: byte) }
    return range.first { self[$0] == byte }
  }

  /// UTF-8 text; what is none is replaced. For names and messages.
  func text(_ range: Range<Int>) -> String { withBytes(of: range) { String(decoding: $0, as: UTF8.self) } }
}
