import Essentials
import Files
import Platform

/// A file of an evaluation's partial results: on the first line the plan and which part of it this is, then a line of
/// JSON for each picture and cut, in the order in which they were measured.
///
/// Lines are appended and forced to the disk picture by picture, so that a run that was killed loses only the pictures it
/// was at. A last line that was torn is dropped.
public final class PartialResults: Sendable {
  /// The first line.
  private struct Heading: Codable, Hashable {
    let part: Shard
    let plan: EvaluationPlan
  }

  private let path: String
  private let descriptor: Int32

  /// Opens a file, or makes one, and adds what it holds to a tally.
  ///
  /// - Parameter set: what is measured; the pictures that the file has results of are looked at for changes, where they
  ///   are still there.
  /// - Throws: `PartialResultsError` where it cannot be read or written, is damaged, is in use, is another plan's or
  ///   another part's, or where a picture has changed.
  public init(
    _ path: String, plan: EvaluationPlan, part: Shard, set: EvaluationSet, into tally: inout EvaluationTally
  ) throws(PartialResultsError) {
    self.path = path
    descriptor = open(FileName.cString(path), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o666)
    func fail(_ reason: PartialResultsReason) -> PartialResultsError {
      PartialResultsError(path: path, reason: reason)
    }
    guard descriptor >= 0 else { throw fail(.unwritable(Self.systemText())) }
    guard FileStatus(descriptor: descriptor)?.kind == .regular else { throw fail(.unwritable("not a regular file")) }
    // Two runs would measure everything twice.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw fail(.unwritable("another run is writing to it")) }
    let content = try Self.read(path)
    guard content.wholeCount > 0 else {
      // What is no beginning of ours is somebody's file.
      let first = Self.encode(Heading(part: part, plan: plan))
      guard first.starts(with: content.data) else { throw fail(.damaged(line: 1)) }
      guard ftruncate(descriptor, 0) == 0 else { throw fail(.unwritable(Self.systemText())) }
      do throws(PartialResultsError) { try write([first]) } catch {
        unlink(FileName.cString(path))
        throw error
      }
      return
    }
    let heading = try content.heading()
    guard heading.plan == plan else { throw fail(.otherPlan) }
    guard heading.part == part else { throw fail(.otherPart(heading.part, expected: part)) }
    for (picture, measured) in try content.add(to: &tally, part) {
      guard let present = set.content(ofPicture: picture), present != measured else { continue }
      throw fail(.changedPicture(set.pictures[picture].name))
    }
    guard ftruncate(descriptor, off_t(content.wholeCount)) == 0 else { throw fail(.unwritable(Self.systemText())) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Keeps what a picture gave.
  public func append(_ scores: [PictureScore]) throws(PartialResultsError) { try write(scores.map(Self.encode)) }

  /// Joins the files of all parts.
  ///
  /// - Throws: `PartialResultsError` that names the file that cannot be used, that is not what most of the others are, or
  ///   that is incomplete; or says which parts are missing.
  public static func merge(_ paths: [String]) throws(PartialResultsError) -> EvaluationTally {
    var parts: [(content: Content, heading: Heading)] = []
    for path in paths {
      let content = try read(path)
      parts.append((content, try content.heading()))
    }
    let plan = mostFrequent(parts.map(\.heading.plan))
    let count = mostFrequent(parts.filter { $0.heading.plan == plan }.map(\.heading.part.count))
    guard let plan, let count else { throw PartialResultsError(path: "", reason: .damaged(line: 1)) }
    var tally = EvaluationTally(plan)
    var files: [Int: String] = [:]
    for (content, heading) in parts {
      let part = heading.part
      func fail(_ reason: PartialResultsReason) -> PartialResultsError {
        PartialResultsError(path: content.path, reason: reason)
      }
      guard heading.plan == plan else { throw fail(.otherPlan) }
      guard part.count == count else { throw fail(.otherCount(part, expected: count)) }
      if let other = files[part.number] { throw fail(.samePart(part, as: other)) }
      files[part.number] = content.path
      _ = try content.add(to: &tally, part)
      let missing = tally.missingPictures(ofShard: part)
      guard missing == 0 else { throw fail(.incomplete(missing: missing, of: plan.pictures(ofShard: part).count)) }
    }
    let missing = (1...count).filter { files[$0] == nil }
    guard missing.isEmpty else { throw PartialResultsError(path: paths[0], reason: .missingParts(missing, of: count)) }
    return tally
  }

  /// The first of those that occur most often; nil of none.
  private static func mostFrequent<Value: Hashable>(_ values: [Value]) -> Value? {
    let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
    let most = counts.values.max()
    return values.first { counts[$0] == most }
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

    func heading() throws(PartialResultsError) -> Heading {
      let end = data.firstIndex(of: UInt8(ascii: "\n")) ?? 0
      if let problem = versionProblem(data[..<end]) { throw PartialResultsError(path: path, reason: .version(problem)) }
      guard let heading = try? JSONDecoder().decode(Heading.self, from: data[..<end]), heading.plan.isSound else {
        throw fail(line: 1)
      }
      return heading
    }

    /// Of a first line that names another version, whatever else stands in it there.
    private func versionProblem(_ line: Data) -> FileFormat.Problem? {
      struct Named: Decodable {
        struct Plan: Decodable { let format: String }
        let plan: Plan
      }
      guard let named = try? JSONDecoder().decode(Named.self, from: line) else { return nil }
      let problem = EvaluationPlan.format.problem(title: named.plan.format)
      return problem == .other ? nil : problem
    }

    /// Adds every line to the tally.
    ///
    /// - Returns: what the pictures held when they were measured.
    func add(to tally: inout EvaluationTally, _ part: Shard) throws(PartialResultsError) -> [Int: String] {
      let decoder = JSONDecoder()
      var contents: [Int: String] = [:]
      var number = 1
      var start = (data.firstIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
      while start < wholeCount, let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) {
        number += 1
        guard let score = try? decoder.decode(PictureScore.self, from: data[start..<end]),
          score.picture % part.count == part.number - 1, tally.add(score)
        else { throw fail(line: number) }
        if let content = score.content, contents.updateValue(content, forKey: score.picture) ?? content != content {
          throw fail(line: number)
        }
        start = end + 1
      }
      return contents
    }
  }

  /// The results of a million pictures under a hundred cuts are not as long.
  private static let longest = 8 << 30

  private static func read(_ path: String) throws(PartialResultsError) -> Content {
    let data: Data
    do throws(FileError) { data = Data(try readRegularFile(path, limit: longest)) } catch {
      throw PartialResultsError(path: path, reason: .unreadable("\(error.reason)"))
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
    let end = lseek(descriptor, 0, SEEK_END)
    let code = writeAll(Array(lines.joined()), to: descriptor)
    guard code == 0 else {
      // A torn line would be dropped by the next run; so it need not be there.
      _ = ftruncate(descriptor, end)
      throw PartialResultsError(path: path, reason: .unwritable(String(cString: strerror(code))))
    }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw PartialResultsError(path: path, reason: .unwritable(Self.systemText()))
    }
  }

  private static func systemText() -> String { String(cString: strerror(errno)) }
}
