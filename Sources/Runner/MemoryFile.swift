import Essentials
import Explorer
import Files
import Platform

/// Where the explorer's memory is kept: `$XDG_STATE_HOME/hrscope/state.json`, or the same below `~/.local/state`.
///
/// It is never in the way: what cannot be read is forgotten, what cannot be written is not kept, and nobody is told.
public enum MemoryFile {
  /// - Parameter environment: where to look for `XDG_STATE_HOME` and `HOME`.
  public static func read(environment: [String: String]) -> Tastes? {
    guard let path = path(environment), let bytes = try? readRegularFile(path, limit: longest) else { return nil }
    return try? JSONDecoder().decode(Tastes.self, from: Data(bytes))
  }

  /// Replaces the file in one step, so that two sessions that end together leave a whole one.
  ///
  /// - Parameter inputs: files that the session has read, which a link may make of this one.
  public static func write(_ memory: Tastes, environment: [String: String], sparing inputs: [String] = []) {
    guard let path = path(environment), let data = try? JSONEncoder().encode(memory) else { return }
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
