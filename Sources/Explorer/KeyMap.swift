import Cells
import Files

/// Which key does what: the defaults of `Command.table`, changed by the person's own file.
public struct KeyMap: Hashable, Sendable {
  private var commands: [Key: Command]
  private var keys: [Command: [Key]]

  /// The defaults.
  public init() {
    keys = Dictionary(uniqueKeysWithValues: Command.table.map { ($0.command, $0.keys) })
    commands = [:]
    for entry in Command.table { for key in entry.keys { commands[key] = entry.command } }
  }

  public subscript(key: Key) -> Command? { commands[key] }

  /// The keys of a command, the most telling first.
  public func keys(of command: Command) -> [Key] { keys[command] ?? [] }

  /// Gives a command other keys. A key that was another command's is taken from it, but for the last one to quit with.
  ///
  /// - Parameters:
  ///   - name: a command's name, as `Command.name` spells it.
  ///   - keyNames: as `Key(name:)` reads them; none unbinds the command.
  /// - Returns: what is wrong, in a line; then nothing has changed. Nil where all is well.
  public mutating func bind(_ name: String, to keyNames: [String]) -> String? {
    guard let command = Command(name: name) else { return "no action is called '\(shortened(name))'" }
    var newKeys: [Key] = []
    for keyName in keyNames {
      // A byte that is no text, which a name of a file may have in it, is on no keyboard.
      guard let key = Key(name: keyName), FileName.bytes(keyName).elementsEqual(keyName.utf8) else {
        return "'\(shortened(keyName))' is no key (for \(name))"
      }
      newKeys.append(key)
    }
    let left = command == .quit ? newKeys : keys(of: .quit).filter { !newKeys.contains($0) }
    guard !left.isEmpty else { return "quit needs a key" }
    for key in keys(of: command) { commands[key] = nil }
    for key in newKeys {
      if let other = commands[key] { keys[other]?.removeAll { $0 == key } }
      commands[key] = command
    }
    keys[command] = newKeys
    return nil
  }
}

extension Command {
  /// The name in key files and in the palette: `step-forward`.
  public var name: String {
    rawValue.reduce(into: "") { name, letter in name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
    }
  }

  /// A command by `name`.
  public init?(name: String) {
    guard let command = Self.byName[name] else { return nil }
    self = command
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
