import Explorer
import Files

/// The person's own keys: `$XDG_CONFIG_HOME/hrscope/keys`, or the same below `~/.config`. Its lines are those that session
/// files have for keys.
///
/// ```text
/// # My keys.
/// bind step-forward Right l n
/// bind quit Q
/// bind zoom
/// ```
///
/// Older versions read `keys.toml` there. It is read once more, and made into the file of today.
public enum KeyFile {
  /// Reads the person's keys. What is wrong in them is told and left out; nothing in them is fatal.
  ///
  /// - Parameter environment: where to look for `XDG_CONFIG_HOME` and `HOME`.
  /// - Returns: the defaults where there is no file; and something to tell, in a line.
  public static func read(environment: [String: String]) -> (keys: KeyMap, notice: String?) {
    guard let folder = ConfigurationFolder.path(environment) else { return (KeyMap(), nil) }
    if somethingExists(at: folder + name) { return read(folder + name) { keys, text in keys.read(text) } }
    guard somethingExists(at: folder + oldName) else { return (KeyMap(), nil) }
    let (keys, problem) = read(folder + oldName) { keys, text in
      do throws(SessionRecordError) { return keys.bind(try OldKeyFile(text).bindings) } catch { return error }
    }
    return (keys, problem ?? convert(keys, in: folder))
  }

  /// Where keys are read, and written once.
  public static func paths(_ environment: [String: String]) -> [String] {
    ConfigurationFolder.path(environment).map { [$0 + name, $0 + oldName] } ?? []
  }

  private static let name = "keys"
  private static let oldName = "keys.toml"
  private static let longest = 1 << 20

  private static func read(
    _ path: String, _ bind: (inout KeyMap, String) -> SessionRecordError?
  ) -> (keys: KeyMap, notice: String?) {
    var keys = KeyMap()
    do throws(FileError) {
      let problem = bind(&keys, FileName.text(try readRegularFile(path, limit: longest)))
      return (keys, problem.map { "\(printable(path)): line \($0.line): \(printable($0.problem))" })
    } catch {
      return (keys, "\(error)")
    }
  }

  /// Writes down the keys of the old file as today's. The old one stays as it is.
  ///
  /// - Returns: what became of it, in a line.
  private static func convert(_ keys: KeyMap, in folder: String) -> String {
    let head = [KeyMap.format.title, "# A line 'bind ACTION KEY…' each. Made of \(oldName)."]
    let text = (head + keys.lines).map { $0 + "\n" }.joined()
    do throws(FileError) {
      let file = try ReplacedFile(folder + name, mayReplace: false)
      try file.write(FileName.bytes(text))
      try file.commit()
      return "\(oldName) is read for the last time: its keys now stand in \(printable(folder + name))"
    } catch {
      return "\(error): put the keys of \(oldName) there, a line 'bind ACTION KEY…' each"
    }
  }
}
