import Files

// Session files and key files say what keys do in the same lines: `bind ACTION KEY…`.
extension KeyMap {
  /// A `bind` line: all the keys that a command is to have.
  public struct Binding: Hashable, Sendable {
    /// Counted from 1.
    public let line: Int
    /// A command's name, as `Command.name` spells it.
    public let action: String
    /// As `Key(name:)` reads them; none is no key at all.
    public let keys: [String]

    public init(line: Int, action: String, keys: [String]) {
      (self.line, self.action, self.keys) = (line, action, keys)
    }

    /// Nil for lines that are none of `bind`.
    init?(_ line: SessionLine) throws(SessionRecordError) {
      guard line.word == "bind" else { return nil }
      let words = line.rest.words
      guard let action = words.first else { throw line.error(expected: Self.form) }
      self.init(line: line.number, action: action, keys: Array(words.dropFirst()))
    }

    static let form = "bind ACTION KEY…"
  }

  /// What the first line of a key file may name; without it, it is of version 1.
  public static let format = FileFormat("hrscope keys", version: 1)

  /// Reads the text of a key file. A line that is wrong is left out, and the others count; of another version nothing does.
  ///
  /// - Returns: the first thing that is wrong, if any.
  public mutating func read(_ text: String) -> SessionRecordError? {
    var bindings: [Binding] = []
    var problem: SessionRecordError?
    for line in SessionLine.lines(of: text) {
      if line.isTitle {
        guard line.text != Self.format.title else { continue }
        return SessionRecordError(untitled: line.text, format: Self.format)
      }
      do throws(SessionRecordError) {
        guard let binding = try Binding(line) else { throw line.error(expected: Binding.form) }
        bindings.append(binding)
      } catch {
        problem = problem ?? error
      }
    }
    return [problem, bind(bindings)].compactMap { $0 }.min { $0.line < $1.line }
  }

  /// Binds in the order of the lines, but for quitting, which goes first: its new keys have to be there before others take
  /// the old ones. What is wrong is left out.
  ///
  /// - Returns: the first thing that is wrong, if any.
  public mutating func bind(_ bindings: [Binding]) -> SessionRecordError? {
    let quit = Command.quit.name
    var problems: [SessionRecordError] = []
    for binding in bindings.filter({ $0.action == quit }) + bindings.filter({ $0.action != quit }) {
      guard let problem = bind(binding.action, to: binding.keys) else { continue }
      problems.append(SessionRecordError(line: binding.line, problem: problem))
    }
    return problems.min { $0.line < $1.line }
  }

  /// The lines that make this map of the usual one.
  public var lines: [String] {
    let standard = KeyMap()
    return Command.allCases.filter { keys(of: $0) != standard.keys(of: $0) }.map { command in
      (["bind", command.name] + keys(of: command).map(\.name)).joined(separator: " ")
    }
  }
}
