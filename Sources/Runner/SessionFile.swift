import Explorer
import Files

/// Session files on disk.
public enum SessionFile {
  /// Hours of playing, at a dozen bytes a key.
  private static let longest = 16 << 20

  /// - Throws: `SessionFileError` where the file cannot be read or is none.
  public static func read(_ path: String) throws(SessionFileError) -> SessionRecord {
    let text = try text(path)
    if Lesson.isLesson(text) {
      let problem = "this is a lesson: hrscope lesson opens it"
      throw SessionFileError(path: path, reason: .damaged(SessionRecordError(line: 2, problem: problem)))
    }
    do { return try SessionRecord(text) } catch {
      throw SessionFileError(path: path, reason: .damaged(error))
    }
  }

  /// - Throws: `SessionFileError` where the file cannot be read or is no lesson.
  public static func readLesson(_ path: String) throws(SessionFileError) -> Lesson {
    let text = try text(path)
    do { return try Lesson(text) } catch {
      throw SessionFileError(path: path, reason: .damaged(error))
    }
  }

  /// The same; nil for a text that does not want to be one.
  ///
  /// - Throws: `SessionFileError` where the file cannot be read, or is a wrong lesson.
  static func readLessonIfAny(_ path: String) throws(SessionFileError) -> Lesson? {
    let text = try text(path)
    guard Lesson.isLesson(text) else { return nil }
    do { return try Lesson(text) } catch {
      throw SessionFileError(path: path, reason: .damaged(error))
    }
  }

  private static func text(_ path: String) throws(SessionFileError) -> String {
    let bytes: [UInt8]
    do { bytes = try readRegularFile(path, limit: longest) } catch {
      guard case .tooLong(let limit) = error.reason else {
        throw SessionFileError(path: path, reason: .unreadable("\(error.reason)"))
      }
      throw SessionFileError(path: path, reason: .tooLong(limit: limit))
    }
    return FileName.text(bytes)
  }
}

/// Why a session file cannot be used, or not be written.
public typealias SessionFileError = FileProblem<SessionFileReason>

/// What can be wrong with a session file.
public enum SessionFileReason: FileProblemReason {
  /// The system's words.
  case unreadable(String)
  case tooLong(limit: Int)
  case damaged(SessionRecordError)
  case badOption(String)
  /// The system's words.
  case unwritable(String)

  public var fault: FileFault {
    switch self {
    case .unreadable: .unreadable
    case .unwritable: .unwritable
    case .tooLong, .damaged, .badOption: .content
    }
  }

  public var description: String {
    switch self {
    case .unreadable(let why): "cannot be read (\(why))"
    case .tooLong(let limit): "too long for a session (expected at most \(limit >> 20) MB)"
    case .damaged(let error):
      error.version.map { "a session \($0)" } ?? "damaged session in line \(error.line) (\(printable(error.problem)))"
    case .badOption(let why): "damaged session (\(printable(why)))"
    case .unwritable(let why): "cannot be written (\(why))"
    }
  }
}

/// Writes down what is done in a session, in memory and, where asked for, line by line in a file, so that what was done
/// until a crash is there.
struct SessionRecorder {
  private(set) var record: SessionRecord
  private let path: String?
  private var file: ReplacedFile?

  /// - Parameter path: where to write; an older file is replaced as soon as the new one has its head.
  /// - Throws: `SessionFileError` where it cannot be written.
  init(_ record: SessionRecord, path: String?) throws(SessionFileError) {
    (self.record, self.path) = (record, path)
    guard let path else { return }
    do throws(FileError) {
      file = try Self.begun(record, path)
    } catch {
      throw SessionFileError(path: path, reason: .unwritable("\(error.reason)"))
    }
  }

  private static func begun(_ record: SessionRecord, _ path: String) throws(FileError) -> ReplacedFile {
    let file = try ReplacedFile(path)
    try file.write(FileName.bytes(record.text))
    try file.commit()
    return file
  }

  mutating func add(_ event: SessionRecord.Event) {
    record.events.append(event)
    // A full disk ends the file, not the session.
    try? file?.write(FileName.bytes(event.line + "\n"))
  }

  mutating func add(_ remark: SessionRecord.Remark) {
    record.add(remark: remark.lines)
    try? file?.write(FileName.bytes(remark.text.map { $0 + "\n" }.joined()))
  }

  /// Forgets what was done behind so many events.
  mutating func goBack(to count: Int) {
    record.keep(events: count)
    if let path, file != nil { file = try? Self.begun(record, path) }
  }
}
