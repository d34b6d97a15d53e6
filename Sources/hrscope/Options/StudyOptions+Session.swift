import Explorer
import Files
import Runner

/// The same options as a session file's `option` lines.
extension StudyOptions {
  /// The options that change what is seen, as a session file holds them; files by their full path.
  var recorded: [SessionRecord.Option] {
    let full = withFullPaths
    let upsampling = full.file.upsampling?.rawValue
    let single = [
      ("weights", full.file.weights), ("model", published.model), ("input", inputSize.text), ("box", picture.box),
      ("upsampling", upsampling), ("head", reading.head), ("fcos", detector.fcos?.rawValue),
      ("pyramid-stride", detector.pyramidStride.map(String.init)),
      ("against", full.against.against),
    ]
    return single.compactMap { name, value in value.map { SessionRecord.Option(name: name, value: $0) } }
      + full.probes.probes.map { SessionRecord.Option(name: Self.probesName, value: $0) } + full.changes.recorded
  }

  private static let probesName = "probes"

  /// The same options, whatever folder the program is started in.
  private var withFullPaths: StudyOptions {
    var result = self
    result.file.weights = file.weights.map(FileName.absolute)
    result.changes = changes.withFullPaths
    result.probes.probes = probes.probes.map(FileName.absolute)
    result.against.against = against.against.map { $0.hasPrefix(OtherState.randomPrefix) ? $0 : FileName.absolute($0) }
    return result
  }

  /// A session's options, with these behind them: they win.
  ///
  /// - Parameter path: the session's file, for errors.
  /// - Throws: `SessionFileError` where the session has options that there are not.
  func added(to record: SessionRecord, path: String?) throws -> StudyOptions {
    guard !record.options.isEmpty else { return withFullPaths }
    let own = recorded
    // One network is in another's place, and what was fitted to that is of no use to it.
    let networks = ["weights", "model", Self.probesName]
    let isOther = own.contains { ["weights", "model"].contains($0.name) }
    let replaced = isOther ? networks : own.contains { $0.name == Self.probesName } ? [Self.probesName] : []
    let earlier = record.options.filter { !replaced.contains($0.name) }
    func arguments(_ options: [SessionRecord.Option]) -> [String] { options.map { "--\($0.name)=\($0.value)" } }
    do { _ = try StudyOptions.parse(arguments(record.options)) } catch {
      throw SessionFileError(path: path ?? "", reason: .badOption(StudyOptions.message(for: error)))
    }
    var result = try StudyOptions.parse(arguments(earlier + own))
    result.threads.threads = threads.threads ?? result.threads.threads
    return result
  }
}

extension ChangeOptions {
  /// The changes as a session file and a file of partial results hold them.
  var recorded: [SessionRecord.Option] {
    let all =
      cut.map { ("cut", $0) } + gain.map { ("gain", $0) } + withFullPaths.replace.map { ("replace", $0) }
    return all.map { SessionRecord.Option(name: $0, value: $1) }
  }

  /// The same changes, whatever folder the program is started in.
  var withFullPaths: ChangeOptions {
    var result = self
    result.replace = replace.map(Self.fullPath)
    return result
  }

  /// `SPEC=IMAGE` with the picture's full path.
  private static func fullPath(_ replacement: String) -> String {
    let parts = replacement.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[1] != "mean", BuiltInPicture(path: parts[1]) == nil else { return replacement }
    return parts[0] + "=" + FileName.absolute(parts[1])
  }
}
