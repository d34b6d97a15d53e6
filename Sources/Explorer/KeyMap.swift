import Cells
import Files

/// Which key does what: the defaults of `Command.table`, changed by the person's own file.
public struct KeyMap: Hashable, Sendable {
  private var commands: [Key: Command]
  private var keys: [Command: [Key]]

  /// The defaults.
  public init() {
    keys = Dictionary(uniqueKeysWithValues: Command.usualKeys)
    commands = [:]
    for (command, keys) in keys { for key in keys { commands[key] = command } }
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

// Keys as people read them.
extension KeyMap {
  /// What to press for a command, within a sentence: its first key, or where it has none, its name in the palette.
  public func text(of command: Command) -> String {
    if let key = keys(of: command).first { return key.symbol }
    return ([keys(of: .palette).first?.symbol].compactMap(\.self) + [command.name]).joined(separator: " ")
  }
}

extension Key {
  /// An arrow for an arrow key, the name of every other.
  var symbol: String {
    switch name {
    case "Right": "→"
    case "Left": "←"
    case "Up": "↑"
    case "Down": "↓"
    default: name
    }
  }
}
