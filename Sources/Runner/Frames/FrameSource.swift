import Files
import Platform
import Pose

/// Where frames come from while a session runs.
public struct FrameSource: Sendable {
  enum Place: Sendable {
    case pipe(descriptor: Int32)
    case folder(String)
  }

  let place: Place
  /// What the person knows it as.
  public let name: String
  /// The part of each frame that is looked at at first; nil for all of it.
  let person: Person?

  /// Frames one behind another from an open descriptor.
  public init(pipe descriptor: Int32, name: String, person: Person?) {
    (place, self.name, self.person) = (.pipe(descriptor: descriptor), name, person)
  }

  /// Frames in a folder, or from a named pipe or another descriptor's name.
  ///
  /// - Throws: `FileError` where there is nothing to read at the path.
  public init(path: String, person: Person?) throws(FileError) {
    guard let status = FileStatus(path) else { throw FileError(path, .read, .system(errno)) }
    switch status.kind {
    case .folder:
      // Whether it can be read is asked now, while there is no screen yet.
      _ = try names(inFolder: path, limit: 1)
      (place, name) = (.folder(path), printable(FileName.last(path)))
    case .other, .regular:
      let descriptor = open(FileName.cString(path), O_RDONLY | O_NOCTTY | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileError(path, .read, .system(errno)) }
      (place, name) = (.pipe(descriptor: descriptor), printable(FileName.last(path)))
    }
    self.person = person
  }
}
