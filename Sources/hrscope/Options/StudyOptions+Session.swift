import Explorer
import Files
import Runner

/// The same options as a session file's `option` lines.
extension StudyOptions {
  /// The options that change what is seen, as a session file holds them; files by their full path.
  var recorded: [SessionRecord.Option] {
    let weights = network.file.weights.map(FileName.absolute)
    let upsampling = network.file.upsampling?.rawValue
    let single = [
      ("weights", weights), ("input", network.input), ("box", picture.box), ("upsampling", upsampling),
      ("head", reading.head), ("fcos", detector.fcos?.rawValue),
      ("pyramid-stride", detector.pyramidStride.map(String.init)),
    ]
    return single.compactMap { name, value in value.map { SessionRecord.Option(name: name, value: $0) } }
      + changes.recorded
  }

  /// A session's options, with these behind them: they win.
  ///
  /// - Parameter path: the session's file, for errors.
  /// - Throws: `SessionFileError` where the session has options that there are not.
  func added(to record: SessionRecord, path: String?) throws -> StudyOptions {
    func arguments(_ options: [SessionRecord.Option]) -> [String] { options.map { "--\($0.name)=\($0.value)" } }
    do { _ = try StudyOptions.parse(arguments(record.options)) } catch {
      throw SessionFileError(path: path ?? "", reason: .badOption(StudyOptions.message(for: error)))
    }
    var result = try StudyOptions.parse(arguments(record.options + recorded))
    result.threads.threads = threads.threads ?? result.threads.threads
    return result
  }
}

extension ChangeOptions {
  /// The changes as a session file and a file of partial results hold them.
  var recorded: [SessionRecord.Option] {
    let all =
      cut.map { ("cut", $0) } + gain.map { ("gain", $0) } + replace.map { ("replace", Self.fullPath($0)) }
    return all.map { SessionRecord.Option(name: $0, value: $1) }
  }

  /// `SPEC=IMAGE` with the picture's full path.
  private static func fullPath(_ replacement: String) -> String {
    let parts = replacement.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[1] != "mean" else { return replacement }
    return parts[0] + "=" + FileName.absolute(parts[1])
  }
}
