import ArgumentParser
import Explorer
import Files

extension HRScope {
  /// Refuses a word that is no sub-command but nearly one, and that names no picture either.
  ///
  /// Without this the explorer, which needs no name, would be asked to open a picture of that name.
  static func checkSubcommand(_ arguments: [String]) throws {
    let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word = words.first, !word.hasPrefix("-"), !names.contains(word), !somethingExists(at: word),
      let name = NearestName.of(word, among: names)
    else { return }
    throw CommandFailure(
      status: .usage,
      text: "'\(word)' is neither a sub-command nor a file. Did you mean '\(name)'? (see hrscope --help)")
  }

  /// What is to be said of an option that the command does not have: the nearest that it has, or the commands that take
  /// it; nil where every option is known, or none of ours. The parser names the nearest itself, but not where it misses an
  /// argument or option more.
  static func misspeltOption(in arguments: [String]) -> String? {
    let command = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    let known = options(of: command ?? ExploreCommand.self)
    for argument in arguments where argument.hasPrefix("--") {
      let name = String(argument.prefix { $0 != "=" })
      guard !known.contains(name) else { continue }
      if let nearest = NearestName.of(name, among: known.sorted()) {
        return "Unknown option '\(name)'. Did you mean '\(nearest)'?"
      }
      let others = configuration.subcommands.filter { options(of: $0).contains(name) }
      if !others.isEmpty {
        let names = others.compactMap { $0.configuration.commandName }.joined(separator: ", ")
        return "Unknown option '\(name)': only \(names) \(others.count == 1 ? "takes" : "take") it"
      }
    }
    return nil
  }

  /// The names of a command's options, as its help begins their lines.
  private static func options(of command: any ParsableCommand.Type) -> Set<String> {
    let option = #/^  (?:-[a-z], )?(--[a-z][a-z0-9-]*)/#
    let names = helpMessage(for: command).split(separator: "\n").compactMap { line in
      line.firstMatch(of: option).map { String($0.output.1) }
    }
    return Set(names)
  }
}
