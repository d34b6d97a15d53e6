import Explorer
import Files

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
    guard let path = path(environment), somethingExists(at: path) else { return (keys, nil) }
    let name = printable(path)
    let bytes: [UInt8]
    do { bytes = try readRegularFile(path, limit: longest) } catch { return (keys, "\(error)") }
    do {
      var problem: String?
      let entries = try KeyBindings(String(decoding: bytes, as: UTF8.self)).entries
      // Quitting first: its new keys have to be there before others take the old ones.
      let quit = Command.quit.name
      for (line, action, names) in entries.filter({ $0.action == quit }) + entries.filter({ $0.action != quit }) {
        if let wrong = keys.bind(action, to: names) {
          problem = problem ?? "\(name): line \(line): \(printable(wrong))"
        }
      }
      return (keys, problem)
    } catch {
      return (keys, "\(name): \(error)")
    }
  }

  private static let longest = 1 << 20

  /// Where the file is, if anywhere.
  public static func path(_ environment: [String: String]) -> String? {
    if let configuration = environment["XDG_CONFIG_HOME"], configuration.hasPrefix("/") {
      return configuration + "/hrscope/keys.toml"
    }
    return environment["HOME"].map { $0 + "/.config/hrscope/keys.toml" }
  }
}
