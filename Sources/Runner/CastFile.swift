import Capture
import Cells
import Explorer
import Files

/// A recording of frames in a file, a line as soon as there is one, so that what was shown until a crash is there.
public struct CastFile {
  private var cast: Asciicast
  private let file: ReplacedFile

  /// - Parameter path: where to write; an older file is replaced as soon as the new one has its head.
  /// - Throws: `FileError` where it cannot be written.
  public init(_ path: String, size: Size, appearance: Appearance, title: String) throws(FileError) {
    cast = Asciicast(size: size, appearance: appearance, title: title)
    file = try ReplacedFile(path)
    try file.write(FileName.bytes(cast.header + "\n"))
    try file.commit()
  }

  /// Adds a frame, where it differs from the one before.
  ///
  /// - Parameter seconds: since the beginning.
  public mutating func add(_ frame: Canvas, at seconds: Double) throws(FileError) {
    for line in cast.events(frame, at: seconds) { try file.write(FileName.bytes(line + "\n")) }
  }

  /// Ends the recording.
  public func end(at seconds: Double) throws(FileError) {
    try file.write(FileName.bytes(Asciicast.end(at: seconds) + "\n"))
  }
}
