import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file of an evaluation's partial results: the plan on the first line, then a line of JSON for each picture and cut,
/// in the order in which they were measured.
///
/// Lines are appended and forced to the disk picture by picture, so that a run that was killed loses only the pictures it
/// was at. A last line that was torn is dropped.
public final class PartialResults: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Opens a file, or makes one, and adds what it holds to a tally.
  ///
  /// - Throws: `PartialResultsError` where it cannot be read or written, is damaged, is in use, or is another plan's.
  public init(_ path: String, plan: EvaluationPlan, into tally: inout EvaluationTally) throws(PartialResultsError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o666)
    func fail(_ reason: PartialResultsError.Reason) -> PartialResultsError {
      PartialResultsError(path: path, reason: reason)
    }
    guard descriptor >= 0 else { throw fail(.unwritable(Self.systemText())) }
    // Two runs would measure everything twice.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw fail(.unwritable("another run is writing to it")) }
    let content = try Self.read(path)
    guard content.wholeCount > 0 else {
      guard ftruncate(descriptor, 0) == 0 else { throw fail(.unwritable(Self.systemText())) }
      try write([Self.encode(plan)])
      return
    }
    guard try content.plan() == plan else { throw fail(.otherPlan) }
    try content.add(to: &tally)
    guard ftruncate(descriptor, off_t(content.wholeCount)) == 0 else { throw fail(.unwritable(Self.systemText())) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Keeps what a picture gave.
  public func append(_ scores: [PictureScore]) throws(PartialResultsError) { try write(scores.map(Self.encode)) }

  /// Joins the files of all parts.
  ///
  /// - Throws: `PartialResultsError` where one cannot be used, they are not of one plan, or pictures are missing.
  public static func merge(_ paths: [String]) throws(PartialResultsError) -> EvaluationTally {
    var tally: EvaluationTally?
    for path in paths {
      let content = try read(path)
      let plan = try content.plan()
      var joined = tally ?? EvaluationTally(plan)
      guard joined.plan == plan else { throw PartialResultsError(path: path, reason: .otherPlan) }
      try content.add(to: &joined)
      tally = joined
    }
    guard let tally else { throw PartialResultsError(path: "", reason: .damaged(line: 1)) }
    guard tally.missingPictures == 0 else {
      throw PartialResultsError(
        path: paths[paths.count - 1], reason: .incomplete(missing: tally.missingPictures, of: tally.plan.pictures))
    }
    return tally
  }

  // MARK: Bytes

  private struct Content {
    let path: String
    let data: Data
    /// Bytes up to the end of the last line that ends.
    let wholeCount: Int

    private func fail(line: Int) -> PartialResultsError {
      PartialResultsError(path: path, reason: .damaged(line: line))
    }

    func plan() throws(PartialResultsError) -> EvaluationPlan {
      let end = data.firstIndex(of: UInt8(ascii: "\n")) ?? 0
      guard let plan = try? JSONDecoder().decode(EvaluationPlan.self, from: data[..<end]), plan.isSound else {
        throw fail(line: 1)
      }
      return plan
    }

    func add(to tally: inout EvaluationTally) throws(PartialResultsError) {
      let decoder = JSONDecoder()
      var number = 1
      var start = (data.firstIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
      while start < wholeCount, let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) {
        number += 1
        guard let score = try? decoder.decode(PictureScore.self, from: data[start..<end]), tally.add(score) else {
          throw fail(line: number)
        }
        start = end + 1
      }
    }
  }

  private static func read(_ path: String) throws(PartialResultsError) -> Content {
    var status = stat()
    guard stat(path, &status) == 0 else { throw PartialResultsError(path: path, reason: .unreadable(systemText())) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw PartialResultsError(path: path, reason: .unreadable("not a regular file"))
    }
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw PartialResultsError(path: path, reason: .unreadable(systemText()))
    }
    return Content(
      path: path, data: data, wholeCount: data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
  }

  private static func encode(_ value: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return ((try? encoder.encode(value)) ?? Data()) + Data("\n".utf8)
  }

  private func write(_ lines: [Data]) throws(PartialResultsError) {
    let bytes = Data(lines.joined())
    var position = 0
    while position < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(descriptor, bytes.baseAddress?.advanced(by: position), bytes.count - position)
        #else
          Darwin.write(descriptor, bytes.baseAddress?.advanced(by: position), bytes.count - position)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw PartialResultsError(path: path, reason: .unwritable(Self.systemText())) }
      position += count
    }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw PartialResultsError(path: path, reason: .unwritable(Self.systemText()))
    }
  }

  private static func systemText() -> String { String(cString: strerror(errno)) }
}

/// Why a file of partial results cannot be used.
public struct PartialResultsError: Error, Hashable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// The system's words.
    case unreadable(String)
    /// The system's words, or who is in the way.
    case unwritable(String)
    /// Counted from 1.
    case damaged(line: Int)
    case otherPlan
    case incomplete(missing: Int, of: Int)
  }

  public let path: String
  public let reason: Reason

  public init(path: String, reason: Reason) {
    (self.path, self.reason) = (path, reason)
  }

  public var description: String {
    switch reason {
    case .unreadable(let why): "\(path): cannot be read (\(why))"
    case .unwritable(let why): "\(path): cannot be written (\(why))"
    case .damaged(let line): "\(path): damaged partial results in line \(line) (expected JSON of 'evaluate --output')"
    case .otherPlan: "\(path): of another evaluation (expected the same set, weights, options and cuts)"
    case .incomplete(let missing, let all):
      "\(path): \(missing) of \(all) pictures are missing in the parts to be joined"
    }
  }
}
