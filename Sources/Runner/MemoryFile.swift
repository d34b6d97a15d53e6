import Explorer
import Foundation
import Pose

/// Where the explorer's memory is kept: `$XDG_STATE_HOME/hrscope/state.json`, or the same below `~/.local/state`.
///
/// It is never in the way: what cannot be read is forgotten, what cannot be written is not kept, and nobody is told.
public enum MemoryFile {
  /// - Parameter environment: where to look for `XDG_STATE_HOME` and `HOME`.
  public static func read(environment: [String: String]) -> Memory? {
    guard let path = path(environment), let bytes = try? readRegularFile(path, limit: longest) else { return nil }
    return try? JSONDecoder().decode(Memory.self, from: Data(bytes))
  }

  /// Replaces the file in one step, so that two sessions that end together leave a whole one.
  public static func write(_ memory: Memory, environment: [String: String]) {
    guard let path = path(environment), let data = try? JSONEncoder().encode(memory) else { return }
    let url = URL(filePath: path)
    try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? data.write(to: url, options: .atomic)
  }

  private static let longest = 1 << 16

  private static func path(_ environment: [String: String]) -> String? {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/hrscope/state.json" }
    return environment["HOME"].map { $0 + "/.local/state/hrscope/state.json" }
  }
}
