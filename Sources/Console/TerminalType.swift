import CNcurses
import Platform

/// Entries of the terminfo database, before any screen is open.
enum TerminalType {
  /// What is wrong with a type; `nil` if nothing is. Loads the entry.
  static func problem(with type: String?) -> TerminalError.Problem? {
    guard let type else { return TerminalError.Problem(type: nil, defect: .notSet) }
    var status: Int32 = 0
    guard setupterm(type, STDOUT_FILENO, &status) == OK else {
      // 1 stands for a terminal that prints on paper, and for entries so general that they stand for none.
      return TerminalError.Problem(type: type, defect: status == 1 ? .lacks(capability: "cup") : .noEntry)
    }
    // Curses would open a screen on less, and then draw all of it on one line.
    let missing = ["cup", "clear"].first { (name: String) in hrs_capability(name) == nil }
    return missing.map { TerminalError.Problem(type: type, defect: .lacks(capability: $0)) }
  }

  /// The installed type that most likely fits a terminal whose own will not do.
  static func alternative(to type: String?, environment: (String) -> String?) -> String? {
    candidates(for: type, environment: environment).first { problem(with: $0) == nil }
  }

  /// Types worth a try, the likeliest first.
  static func candidates(for type: String?, environment: (String) -> String?) -> [String] {
    var names: [String] = []
    // Who starts a program inside of these has their screen, whatever is outside.
    if environment("TMUX") != nil { names += ["tmux-256color", "tmux", "screen-256color", "screen"] }
    if environment("STY") != nil { names += ["screen-256color", "screen"] }
    // xterm-ghostty is an xterm in most respects; so are parts of other names, and those with 256 colours come first.
    var parts = type?.split(separator: "-") ?? []
    while !parts.isEmpty {
      let name = parts.joined(separator: "-")
      names += name.hasSuffix("-256color") ? [name] : [name + "-256color", name]
      parts.removeLast()
    }
    // Nearly every terminal of today obeys xterm's sequences, and those before it obeyed a VT100's.
    return names + ["xterm-256color", "xterm", "screen-256color", "screen", "linux", "vt220", "vt100", "ansi"]
  }
}
