import Explorer
import Foundation
import TOMLKit

/// The person's own keys: `$XDG_CONFIG_HOME/hrscope/keys.toml`, or the same below `~/.config`.
///
/// ```toml
/// step-forward = ["Right", "l", "n"]
/// quit = "Q"
/// zoom = []             # no key at all
/// ```
public enum KeyFile {
  /// Reads the file into a key map. What is wrong in it is told and left out; nothing in it is fatal.
  ///
  /// - Parameter environment: where to look for `XDG_CONFIG_HOME` and `HOME`.
  /// - Returns: the defaults where there is no file; and a line about the first thing that is wrong, if any.
  public static func read(environment: [String: String]) -> (keys: KeyMap, problem: String?) {
    var keys = KeyMap()
    guard let path = path(environment), FileManager.default.fileExists(atPath: path) else { return (keys, nil) }
    guard let data = FileManager.default.contents(atPath: path), data.count <= longest else {
      return (keys, "\(path): cannot be read")
    }
    do {
      var problem: String?
      for (name, value) in try TOMLTable(string: String(decoding: data, as: UTF8.self)) {
        let names = value.string.map { [$0] } ?? value.array?.map { $0.string }
        let wrong =
          names.map { $0.contains(nil) ? "'\(name)' is no list of keys" : keys.bind(name, to: $0.compactMap { $0 }) }
          ?? "'\(name)' is no list of keys"
        if let wrong { problem = problem ?? "\(path): \(wrong)" }
      }
      return (keys, problem)
    } catch {
      return (keys, "\(path): \(String("\(error)".prefix(100)))")
    }
  }

  private static let longest = 1 << 20

  static func path(_ environment: [String: String]) -> String? {
    if let configuration = environment["XDG_CONFIG_HOME"], configuration.hasPrefix("/") {
      return configuration + "/hrscope/keys.toml"
    }
    return environment["HOME"].map { $0 + "/.config/hrscope/keys.toml" }
  }
}
