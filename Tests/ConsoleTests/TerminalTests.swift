import Foundation
import Testing

@testable import Console

/// Whole sessions of `terminal-demo` in a real terminal.
@Suite(.serialized, .waitsForPrograms, .enabled(if: Tmux.isAvailable, "tmux is not installed"))
struct Sessions {
  /// Runs the demo between two looks at the terminal's modes; afterwards the shell shows `left STATUS same`.
  private func start(_ tmux: Tmux) throws {
    try tmux.type(
      "M=$(stty -g); \(Tmux.demo); S=$?; [ \"$M\" = \"$(stty -g)\" ] && echo left $S same || echo left $S changed")
    try tmux.wait { $0.contains("terminal demo") && $0.contains("%") }
  }

  /// Expects the shell's screen with its cursor, and nothing of the demo's.
  private func expectRestored(_ tmux: Tmux, status: Int) throws {
    let screen = try tmux.wait { $0.contains("left \(status) ") && $0.contains("ready>") }
    #expect(screen.contains("left \(status) same"))
    #expect(!screen.contains("terminal demo"))
    #expect(try tmux.ask("#{alternate_on} #{cursor_flag} #{keypad_flag} #{keypad_cursor_flag}") == "0 1 0 0")
  }

  @Test(arguments: [
    ("tmux-256color", "C.UTF-8", "depth 256 unicode 日本語 ×●→"), ("xterm", "C.UTF-8", "depth 8 unicode 日本語"),
    ("vt100", "C.UTF-8", "depth 0 unicode 日本語"), ("tmux-256color", "C", "depth 256 ascii ? ? ?  xO>"),
    ("tmux-256color", "C.UTF-8 NO_COLOR=1", "depth 0 unicode"),
    ("tmux-256color", "C.UTF-8 COLORTERM=truecolor", "depth 16777216 unicode 日本語"), ("vt100", "C", "depth 0 ascii"),
    ("linux", "C", "depth 8 ascii"), ("linux", "C.UTF-8", "depth 8 unicode ? ? ?  x●→"),
    ("tmux-256color", "'' LC_CTYPE=UTF-8", "depth 256 unicode 日本語 ×●→"),
    ("tmux-256color", "'' LANG=de_DE.UTF-8 LC_CTYPE=''", "depth 256 unicode 日本語 ×●→"),
    ("tmux-256color", "xx_YY.utf8", "depth 256 unicode 日本語 ×●→"),
    ("tmux-256color", "xx_YY.ISO-8859-1", "depth 256 ascii ? ? ?  xO>"),
  ])
  func showsWhatTheTerminalCan(term: String, locale: String, expected: String) throws {
    let tmux = try Tmux(term: term, locale: locale)
    try start(tmux)
    #expect(try tmux.screen.contains("80x16 \(expected)"))
    // The last cell is written, and writing it has not scrolled the first line away.
    let lines = try tmux.screen.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first?.contains("terminal demo") == true)
    #expect(lines.dropLast().last?.hasSuffix("%") == true)
    try tmux.press("q")
    try tmux.wait { $0.contains("left 0 same") }
  }

  @Test func keysArriveWithTheirModifiers() throws {
    let tmux = try Tmux(height: 30)
    try start(tmux)
    try tmux.press(
      "Up", "S-Right", "C-r", "é", "C-Left", "S-Up", "S-Down", "F5", "S-F5", "M-x", "BSpace", "DC", "C-Space", "BTab")
    try tmux.press("C-c", "PPage", "S-Home", "Escape")
    let screen = try tmux.wait { $0.contains("key Escape") }
    let keys = screen.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      .filter { $0.count == 4 && $0[1] == "key" }.map { $0[2] }
    #expect(
      keys == [
        "Up", "Shift-Right", "Ctrl-r", "é", "Ctrl-Left", "Shift-Up", "Shift-Down", "F5", "Shift-F5", "Alt-x",
        "Backspace", "Delete", "Ctrl-Space", "Shift-Tab", "Ctrl-c", "PageUp", "Shift-Home", "Escape",
      ])
    try tmux.press("q")
    try expectRestored(tmux, status: 0)
  }

  /// The mouse is reported only on request, and given back on every way out.
  @Test func theMouseIsCapturedAndReleased() throws {
    let tmux = try Tmux(width: 300, height: 24)
    let modes = "#{mouse_any_flag}#{mouse_button_flag}#{mouse_sgr_flag}"
    func click(_ report: String) throws {
      try tmux.press(["-H"] + Array("\u{1B}[<\(report)".utf8).map { String($0, radix: 16) })
    }
    try start(tmux)
    try click("0;5;6M")
    try tmux.press("m")
    try tmux.wait { $0.contains("key m") }
    #expect(try tmux.ask(modes) == "111")
    #expect(try !tmux.screen.contains("mouse"))
    for report in ["0;290;3M", "32;291;3M", "0;291;3m", "65;4;5M", "35;4;6M"] { try click(report) }
    let screen = try tmux.wait { $0.contains("wheel down 3,4") }
    for event in ["press left 289,2", "drag left 290,2", "release left 290,2"] { #expect(screen.contains(event)) }

    try tmux.press("C-z")
    try tmux.wait { $0.contains("Stopped") }
    #expect(try tmux.ask(modes) == "000")
    try tmux.type("clear; fg")
    try tmux.wait { $0.contains("resumed") || $0.contains("key Ctrl-z") }
    #expect(try tmux.ask(modes) == "111")
    try tmux.press("m")
    try tmux.wait { $0.components(separatedBy: "key m").count == 3 }
    #expect(try tmux.ask(modes) == "000")
    try tmux.press("m", "q")
    try tmux.wait { $0.contains("ready>") && !$0.contains("terminal demo") }
    #expect(try tmux.ask(modes) == "000")
  }

  @Test(arguments: ["x", "s"])
  func theMouseIsReleasedByACrash(key: String) throws {
    let tmux = try Tmux()
    try start(tmux)
    try tmux.press("m")
    try tmux.wait { $0.contains("key m") }
    try tmux.press(key)
    try tmux.wait { $0.contains("left ") && $0.contains("ready>") }
    #expect(try tmux.ask("#{mouse_any_flag}#{mouse_button_flag}#{mouse_sgr_flag}") == "000")
  }

  @Test func followsTheSizeOfTheTerminal() throws {
    let tmux = try Tmux()
    try start(tmux)
    for (width, height) in [(100, 20), (40, 9), (2, 2), (80, 16)] {
      try tmux.resize(width: width, height: height)
      guard width > 20 else { continue }
      let screen = try tmux.wait { $0.contains("\(width)x\(height) depth") && $0.contains("%") }
      #expect(screen.split(separator: "\n").count == height)
    }
    try tmux.press("q")
    try tmux.wait { $0.contains("left 0 same") }
  }

  @Test func bytesOfAllKindsDoNotStick() throws {
    let tmux = try Tmux()
    try start(tmux)
    for bytes in ["ff 80 c3", "1b 5b 32 30 30 7e 1b 5b 49", "1b 4f", "1b 5b 3c 30 3b 31 3b 31 4d", "e6 97 00 fe", "1b"]
    {
      try tmux.press(["-H"] + bytes.split(separator: " ").map(String.init))
      usleep(60_000)
    }
    try tmux.press("z", "z", "q")
    try expectRestored(tmux, status: 0)
  }

  @Test func stopsAndGoesOn() throws {
    let tmux = try Tmux()
    try start(tmux)
    for key in ["C-z", nil] {
      if let key { try tmux.press(key) } else { kill(try pid(tmux), SIGTSTP) }
      try tmux.wait { $0.contains("Stopped") }
      #expect(try tmux.ask("#{alternate_on} #{cursor_flag} #{keypad_cursor_flag}") == "0 1 0")
      try tmux.resize(width: 90, height: key == nil ? 18 : 17)
      try tmux.type("clear; fg")
      try tmux.wait { $0.contains("terminal demo") && $0.contains("resumed") && $0.contains("90x") }
      #expect(try tmux.ask("#{alternate_on} #{cursor_flag}") == "1 0")
    }
    try tmux.press("q")
    // The job has been away from the line that compares; the shell's own modes tell.
    try tmux.wait { $0.contains("ready>") && !$0.contains("terminal demo") }
    #expect(try tmux.ask("#{alternate_on} #{cursor_flag} #{keypad_cursor_flag}") == "0 1 0")
  }

  /// `x` exits without closing; a trap is SIGILL, a wrong read and an endless recursion are SIGSEGV.
  @Test(arguments: [("x", 3), ("t", 128 + 4), ("s", 128 + 11), ("o", 128 + 11)])
  func leavesTheTerminalAsFoundAfterACrash(key: String, status: Int) throws {
    let tmux = try Tmux()
    try start(tmux)
    try tmux.press(key)
    try expectRestored(tmux, status: status)
  }

  @Test(arguments: [
    SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGABRT, SIGUSR1, SIGUSR2, SIGALRM, SIGPIPE, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF,
    SIGSYS, SIGTRAP, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGPOLL, SIGPWR, SIGSTKFLT, 34, 64,
  ])
  func leavesTheTerminalAsFoundAfterASignal(signal: Int32) throws {
    let tmux = try Tmux()
    try start(tmux)
    kill(try pid(tmux), signal)
    try expectRestored(tmux, status: 128 + Int(signal))
  }

  /// Also where nobody hears the signal that says so: then reading must.
  @Test(arguments: ["true", "trap '' HUP"])
  func endsWithItsTerminal(preparation: String) throws {
    var tmux: Tmux? = try Tmux()
    try tmux?.type(preparation)
    try tmux.map(start)
    let pid = try #require(try tmux.map(pid))
    tmux = nil
    let deadline = Date(timeIntervalSinceNow: 10)
    while kill(pid, 0) == 0, Date() < deadline { usleep(20_000) }
    #expect(kill(pid, 0) == -1)
  }

  @Test(arguments: [
    ("TERM=dumb", "", "a terminal of type TERM=dumb cannot show a screen"),
    ("TERM=no-such-type", "", "TERM=no-such-type, is not in the terminfo database (try TERM=tmux-256color)"),
    ("TERM=unknown", "", "(try TERM="), ("TERM=", "", "TERM is not set (try TERM=tmux-256color)"),
    ("-u TMUX TERM=xterm-from-elsewhere", "", "(try TERM=xterm-256color)"),
    ("A=b", "< /dev/null", "standard input is not a terminal"),
    ("A=b", "| cat", "standard output is not a terminal"),
  ])
  func refusesWhatIsNoScreen(setting: String, redirection: String, message: String) throws {
    let tmux = try Tmux(width: 200)
    try tmux.type("clear; env \(setting) \(Tmux.demo) \(redirection)")
    try tmux.wait { $0.contains("terminal-demo: ") && $0.contains(message) }
  }

  /// The demo's process: the only child of the pane's shell.
  private func pid(_ tmux: Tmux) throws -> pid_t {
    let shell = try tmux.ask("#{pane_pid}")
    let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    return try #require(pid_t(children.split(separator: " ").first ?? ""))
  }
}
