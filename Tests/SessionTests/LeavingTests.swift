import Foundation
import Testing

extension SessionTests {
  /// However the program ends or steps aside, the terminal is as it was.
  @Suite("Leaving the terminal")
  struct Leaving {
    @Test("signals from outside, and a crash", arguments: [SIGTERM, SIGHUP, SIGINT, SIGSEGV])
    func signals(signal: Int32) throws {
      let session = try TerminalSession()
      try session.type("echo before the explorer")
      let modes = try session.modes()
      // Swift's account of a crash would ask for a key, and is longer than the screen.
      try session.launchToFirstScreen("SWIFT_BACKTRACE=enable=no")
      #expect(try session.isAlternateScreen)
      #expect(try session.modes() != modes)

      #expect(kill(try session.program, signal) == 0)
      #expect(try session.exitStatus() == 128 + Int(signal))
      #expect(try session.modes() == modes)
      #expect(try !session.isAlternateScreen)
      #expect(try session.isCursorVisible)
      #expect(try session.screen().contains("before the explorer"))
    }

    @Test("a signal while the network is still being prepared")
    func early() throws {
      let session = try TerminalSession()
      let modes = try session.modes()
      try session.launch()
      #expect(try TerminalSession.poll { try session.isAlternateScreen })
      #expect(kill(try session.program, SIGTERM) == 0)
      #expect(try session.exitStatus() == 128 + Int(SIGTERM))
      #expect(try session.modes() == modes)
      #expect(try session.isCursorVisible)
    }

    @Test("Ctrl-Z and fg")
    func suspending() throws {
      let session = try TerminalSession()
      let modes = try session.modes()
      let first = try session.launchToFirstScreen()
      try session.press("C-z")
      try stepAsideAndBack(session, modes: modes, first: first)
    }

    @Test("SIGTSTP from outside, and fg")
    func stopSignal() throws {
      let session = try TerminalSession()
      let modes = try session.modes()
      let first = try session.launchToFirstScreen()
      #expect(kill(try session.program, SIGTSTP) == 0)
      try stepAsideAndBack(session, modes: modes, first: first)
    }

    /// The program has just been stopped.
    private func stepAsideAndBack(_ session: TerminalSession, modes: String, first: Screen) throws {
      #expect(try session.exitStatus() == 128 + Int(SIGTSTP))
      #expect(try session.modes() == modes)
      #expect(try !session.isAlternateScreen)
      #expect(try session.isCursorVisible)
      try session.type("echo $((6 * 7)) in between")
      try session.waitForScreen("the shell to answer") { $0.contains("42 in between") }

      try session.type("fg; echo later=$?")
      try session.waitForScreen("the explorer to be back") { $0.looksLike(first) }
      #expect(try session.isAlternateScreen)
      #expect(try !session.isCursorVisible)
      try session.press("Left")
      try session.waitForScreen("a step back") { $0.step.map { $0.current == $0.count - 1 } ?? false }
      try session.press("q")
      #expect(try session.exitStatus("later") == 0)
      #expect(try session.modes() == modes)
      #expect(try session.isCursorVisible)
    }

    @Test("without a terminal there is one line that names what to use instead", arguments: ["</dev/null", ">OUTPUT"])
    func noTerminal(redirection: String) throws {
      let session = try TerminalSession(.init(width: 200, height: 24))
      let modes = try session.modes()
      try session.launch(arguments: redirection.replacing("OUTPUT", with: session.path(of: "output")))
      #expect(try session.exitStatus() == 64)
      let screen = try session.screen()
      let lines = screen.lines.filter { $0.contains("hrscope:") }
      #expect(lines.count == 1 && lines[0].contains("hrscope pose"), "\(screen.text)")
      #expect(try session.modes() == modes)
    }
  }
}
