import Foundation
import TestSupport
import Testing

extension SessionTests {
  /// Every signal that ends a program, in a plain pseudo-terminal: what the program sends is looked at as it is, and who waits
  /// for it sees the signal, not a number that stands for it.
  @Suite("Ending by a signal")
  struct Ending {
    static let environment = [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent",
    ]

    /// All whose default is to end the program, by signal(7): 34 to 64 are real-time signals.
    static let signals: [Int32] =
      [
        SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM,
        SIGTERM, SIGSTKFLT, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGPOLL, SIGPWR, SIGSYS,
      ] + [34, 35, 36, 49, 50, 63, 64]

    private func start(_ more: [String: String] = [:], columns: UInt16 = 120, rows: UInt16 = 40) throws
      -> PseudoTerminal
    {
      try PseudoTerminal(
        [Subprocess.hrscope, "--fresh"], environment: Self.environment.merging(more) { $1 }, columns: columns,
        rows: rows)
    }

    private func expectRestored(
      _ terminal: PseudoTerminal, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      #expect(try terminal.modes() == terminal.firstModes, "\(what)", sourceLocation: sourceLocation)
      for (start, end) in [("[?1049h", "[?1049l"), ("[?25l", "[?25h"), ("[?1000h", "[?1000l"), ("[?1006h", "[?1006l")] {
        #expect(terminal.ends(start, with: end), "\(what): \(start)", sourceLocation: sourceLocation)
      }
    }

    @Test("every one leaves the terminal as it was found", arguments: signals)
    func signal(signal: Int32) throws {
      let terminal = try start()
      try #require(terminal.read { $0.text.contains("[?1049h") && $0.output.count > 4000 })
      #expect(try terminal.modes() != terminal.firstModes)
      #expect(terminal.text.contains("[?1000h"), "the mouse is taken, and must be given back")
      kill(terminal.process, signal)
      // An interrupt is an exit code of the command line.
      #expect(terminal.end() == (signal == SIGINT ? 128 + SIGINT : -signal))
      try expectRestored(terminal, "signal \(signal)")
      // Somebody asked for it: there is no crash to give an account of.
      let last = terminal.text.components(separatedBy: "[?1049l").last ?? ""
      #expect(!last.contains("hrscope") && !last.contains("rash"), "\(last)")
    }

    @Test("one that was ignored when the program was started stays ignored", arguments: [SIGHUP, SIGUSR1, SIGALRM, 40])
    func ignored(signal: Int32) throws {
      let command = ["/bin/bash", "-c", "trap '' \(signal); exec \"$0\" --fresh", Subprocess.hrscope]
      let terminal = try PseudoTerminal(command, environment: Self.environment)
      try #require(terminal.read { $0.output.count > 4000 })
      kill(terminal.process, signal)
      usleep(300_000)
      terminal.read()
      let before = terminal.output.count
      terminal.send("?")
      #expect(terminal.read { $0.output.count > before + 500 }, "the explorer is still there")
      terminal.send("\u{1B}")
      usleep(200_000)
      kill(terminal.process, SIGTERM)
      #expect(terminal.end() == -SIGTERM)
    }

    /// 24-bit colours on a large screen: a frame is many times what a terminal takes that nobody reads.
    @Test("a terminal that nobody reads", arguments: [SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGQUIT])
    func unread(signal: Int32) throws {
      let terminal = try start(["COLORTERM": "truecolor"], columns: 250, rows: 80)
      #expect(try TerminalSession.poll { try terminal.modes() != terminal.firstModes })
      // By now it waits in the middle of a frame, and hears nothing else.
      usleep(2_000_000)
      let start = ContinuousClock.now
      kill(terminal.process, signal)
      #expect(terminal.end(timeout: 10, isReading: false) == -signal)
      #expect(ContinuousClock.now - start < .seconds(4))
      // What had not been read has made way for what leaves the screen.
      try expectRestored(terminal, "signal \(signal)")
    }

    @Test("a signal in the middle of a flood of keys")
    func busy() throws {
      for signal in [SIGUSR2, SIGTERM, SIGXCPU] {
        let terminal = try start(["COLORTERM": "truecolor"])
        try #require(terminal.read { $0.output.count > 4000 })
        for _ in 0..<40 { terminal.send("hjkl?\u{1B}[A") }
        kill(terminal.process, signal)
        #expect(terminal.end() == -signal)
        try expectRestored(terminal, "signal \(signal)")
      }
    }
  }
}
