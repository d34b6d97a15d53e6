#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Explorer
import Foundation
import Pose

/// Session files on disk.
public enum SessionFile {
  /// Hours of playing, at a dozen bytes a key.
  private static let longest = 16 << 20

  /// - Throws: `SessionFileError` where the file cannot be read or is none.
  public static func read(_ path: String) throws(SessionFileError) -> SessionRecord {
    let bytes: [UInt8]
    do { bytes = try readRegularFile(path, limit: longest) } catch {
      switch error {
      case .cannotRead(let why): throw SessionFileError(path: path, reason: .unreadable(why))
      case .tooLong(let limit): throw SessionFileError(path: path, reason: .tooLong(limit: limit))
      }
    }
    do { return try SessionRecord(String(decoding: bytes, as: UTF8.self)) } catch {
      throw SessionFileError(path: path, reason: .damaged(error))
    }
  }
}

/// Why a session file cannot be used, or not be written.
public struct SessionFileError: Error, Hashable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// The system's words.
    case unreadable(String)
    case tooLong(limit: Int)
    case damaged(SessionRecordError)
    case badOption(String)
    /// The system's words.
    case unwritable(String)
  }

  public let path: String
  public let reason: Reason

  public init(path: String, reason: Reason) {
    (self.path, self.reason) = (path, reason)
  }

  public var description: String {
    switch reason {
    case .unreadable(let why): "\(path): cannot be read (\(why))"
    case .tooLong(let limit): "\(path): too long for a session (expected at most \(limit >> 20) MB)"
    case .damaged(let error):
      "\(path): damaged session in line \(error.line) (expected \(error.expected), found \(error.found))"
    case .badOption(let why): "\(path): damaged session (\(why))"
    case .unwritable(let why): "\(path): cannot be written (\(why))"
    }
  }
}

/// Writes down what is done in a session, in memory and, where asked for, line by line in a file, so that what was done
/// until a crash is there.
struct SessionRecorder {
  private(set) var record: SessionRecord
  private let file: FileHandle?

  /// - Parameter path: where to write; an older file is replaced.
  /// - Throws: `SessionFileError` where it cannot be written.
  init(_ record: SessionRecord, path: String?) throws(SessionFileError) {
    self.record = record
    guard let path else {
      file = nil
      return
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw SessionFileError(path: path, reason: .unwritable(String(cString: strerror(errno))))
    }
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    for line in record.headLines { write(line) }
  }

  mutating func add(_ event: SessionRecord.Event) {
    record.events.append(event)
    write(event.line)
  }

  /// A full disk ends the file, not the session.
  private func write(_ line: String) { try? file?.write(contentsOf: Data("\(line)\n".utf8)) }
}
