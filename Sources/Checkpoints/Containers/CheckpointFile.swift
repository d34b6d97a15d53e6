import Files

/// A file of tensors being written, whose failures are those of checkpoints.
struct CheckpointFile {
  private let file: ReplacedFile

  /// Bytes written so far.
  var count: Int { file.count }

  /// Writes a file. What goes wrong leaves nothing behind, and an older file as it was.
  static func write(
    to path: String, mayReplace: Bool = true, _ body: (CheckpointFile) throws(CheckpointError.Reason) -> Void
  ) throws(CheckpointError.Reason) {
    let file = try checked { () throws(FileError) in try ReplacedFile(path, mayReplace: mayReplace) }
    try body(CheckpointFile(file: file))
    try checked { () throws(FileError) in try file.commit() }
  }

  func write(_ bytes: [UInt8]) throws(CheckpointError.Reason) {
    try Self.checked { () throws(FileError) in try file.write(bytes) }
  }

  private static func checked<Result>(
    _ body: () throws(FileError) -> Result
  ) throws(CheckpointError.Reason) -> Result {
    do throws(FileError) { return try body() } catch { throw .unwritable("\(error.reason)") }
  }
}

/// Numbers as files hold them.
func littleEndianBytes<Pattern: FixedWidthInteger>(_ patterns: [Pattern]) -> [UInt8] {
  #if _endian(little)
    patterns.withUnsafeBytes { Array($0) }
  #else
    patterns.map(\.littleEndian).withUnsafeBytes { Array($0) }
  #endif
}
