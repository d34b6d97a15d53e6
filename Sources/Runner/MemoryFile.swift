import Essentials
import Explorer
import Files
import Platform

/// Where the explorer's memory is kept: `$XDG_STATE_HOME/hrscope/state.json`, or the same below `~/.local/state`.
///
/// It is never in the way: what cannot be read is forgotten, what cannot be written is not kept, and nobody is told; but a
/// newer program's memory is left to it.
public enum MemoryFile {
  /// Beside the tastes.
  private struct Memory: Codable {
    let version: Double?
    let tastes: Tastes

    private enum Key: CodingKey { case version }

    init(_ tastes: Tastes) { (version, self.tastes) = (Double(format.version), tastes) }

    init(from decoder: any Decoder) throws {
      version = try decoder.container(keyedBy: Key.self).decodeIfPresent(Double.self, forKey: .version)
      tastes = try Tastes(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: Key.self)
      try values.encode(format.version, forKey: .version)
      try tastes.encode(to: encoder)
    }
  }

  /// In the file only the version stands: of a file that says none it is 1.
  private static let format = FileFormat("hrscope memory", version: 1)

  /// - Parameter environment: where to look for `XDG_STATE_HOME` and `HOME`.
  /// - Returns: what is remembered, if anything; and of a newer program's memory why it is not used, in a line.
  public static func read(environment: [String: String]) -> (tastes: Tastes?, notice: String?) {
    guard let path = path(environment), let bytes = try? readRegularFile(path, limit: longest),
      let memory = try? JSONDecoder().decode(Memory.self, from: Data(bytes))
    else { return (nil, nil) }
    guard let version = memory.version, version != Double(format.version) else { return (memory.tastes, nil) }
    let found = version == version.rounded() && version > 0 ? "\(Int(min(version, 1e15)))" : ""
    guard let problem = format.problem(version: found), problem != .other else { return (nil, nil) }
    return (nil, "\(printable(path)): \(problem)")
  }

  /// Replaces the file in one step, so that two sessions that end together leave a whole one.
  ///
  /// - Parameter inputs: files that the session has read, which a link may make of this one.
  public static func write(_ memory: Tastes, environment: [String: String], sparing inputs: [String] = []) {
    guard let path = path(environment), let data = try? JSONEncoder().encode(Memory(memory)) else { return }
    guard read(environment: environment).notice == nil else { return }
    guard (try? refuseOutput(path, among: inputs)) != nil else { return }
    makeFolder(FileName.folder(path))
    try? ReplacedFile.write(Array(data), to: path)
  }

  /// Removes the file.
  ///
  /// - Parameter inputs: files that the session has read, of which it may be one.
  public static func remove(environment: [String: String], sparing inputs: [String] = []) {
    guard let path = path(environment), (try? refuseOutput(path, among: inputs)) != nil else { return }
    unlink(FileName.cString(path))
  }

  private static let longest = 1 << 16

  /// Where the file is, if anywhere.
  public static func path(_ environment: [String: String]) -> String? {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/hrscope/state.json" }
    return environment["HOME"].map { $0 + "/.local/state/hrscope/state.json" }
  }
}
