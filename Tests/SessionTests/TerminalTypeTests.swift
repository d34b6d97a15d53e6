import Foundation
import Testing

extension SessionTests {
  /// Terminals that can do less, and people who want less.
  @Suite("Kinds of terminals")
  struct TerminalTypes {
    /// How a session is started, and what may be on its screen.
    struct Kind: CustomTestStringConvertible {
      let assignments: String
      let colors: ClosedRange<Int>?
      var isASCII = false
      var testDescription: String { assignments }

      static let all = [
        Kind(assignments: "TERM=tmux-256color", colors: 0...255),
        Kind(assignments: "TERM=screen-256color", colors: 0...255),
        // 256 stands for all colours beyond the palette.
        Kind(assignments: "COLORTERM=truecolor", colors: 0...256),
        Kind(assignments: "TERM=xterm", colors: 0...7),
        Kind(assignments: "TERM=linux", colors: 0...7),
        Kind(assignments: "TERM=vt100", colors: nil),
        Kind(assignments: "NO_COLOR=1", colors: nil),
        Kind(assignments: "LC_ALL=C", colors: 0...255, isASCII: true),
      ]
    }

    @Test("starts, draws, steps and quits", arguments: Kind.all)
    func session(kind: Kind) throws {
      let session = try TerminalSession()
      let modes = try session.modes()
      try session.launchToFirstScreen(kind.assignments)
      try check(session, kind)

      try session.press("Home")
      try session.waitForScreen("the input") { $0.step?.current == 1 }
      try session.press("Right")
      try session.waitForScreen("a step") { $0.step?.current == 2 }
      try session.press("1")
      try session.waitForScreen("the joints to move") { ($0.meanShift ?? 0) > 0 }
      try check(session, kind)
      try session.press("?")
      try session.waitForScreen("help") { $0.contains("step forward") }
      try check(session, kind)

      try session.press("Escape")
      try session.waitForScreen("help to close") { !$0.contains("step forward") }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
      #expect(try session.modes() == modes)
      #expect(try !session.isAlternateScreen)
      #expect(try session.isCursorVisible)
    }

    @Test(
      "who names a character set, or says it, gets it",
      arguments: [
        ("LC_ALL= LC_CTYPE=UTF-8", "", true), ("LC_ALL= LC_CTYPE= LANG=de_DE.UTF-8", "", true),
        ("LC_ALL=xx_YY.utf8", "", true), ("LC_ALL=C", "--utf8", true), ("LC_ALL=POSIX", "explore --utf8", true),
        ("LC_ALL=C.UTF-8", "--ascii", false), ("LC_ALL=xx_YY.ISO-8859-1", "", false),
      ])
    func locale(assignments: String, arguments: String, isUnicode: Bool) throws {
      let session = try TerminalSession()
      let screen = try session.launchToFirstScreen(assignments, arguments: arguments)
      #expect(screen.text.utf8.allSatisfy { $0 < 0x80 } != isUnicode)
      // Glyphs keep their places: the right border is where it is on any terminal.
      if isUnicode { #expect(screen.lines.contains { $0.hasSuffix("│") && $0.count == 120 }) }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }

    @Test("on a console nothing is sent that its font lacks")
    func console() throws {
      let session = try TerminalSession()
      var text = try session.launchToFirstScreen("TERM=linux").text
      for key in ["Left", "Left", "f", "?"] {
        try session.press(key)
        usleep(300_000)
        text += try session.screen().text
      }
      // Code page 437 as the console maps it, and Latin-1.
      let font = Set("─│┌┐└┘├┤┬┴┼░▒▓█▀▄▌▐■●○◆·°±²←↑→↓".unicodeScalars)
      let others = Set(text.unicodeScalars.filter { $0.value > 0x7E && !(0xC0...0xFF).contains($0.value) }).subtracting(
        font)
      #expect(others.isEmpty, "\(others)")
      try session.press("Escape")
      usleep(300_000)
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }

    private func check(_ session: TerminalSession, _ kind: Kind) throws {
      let screen = try session.screen(styled: true)
      let colors = screen.colors
      if let expected = kind.colors {
        #expect(!colors.isEmpty)
        #expect(colors.allSatisfy { expected.contains($0) }, "\(colors.sorted())")
        // What is promised is also used.
        #expect(colors.contains { $0 > 7 } == (expected.upperBound > 7))
      } else {
        #expect(colors.isEmpty, "\(colors.sorted())")
        #expect(screen.attributes.contains(7), "the cursor in reverse")
      }
      #expect(screen.text.utf8.allSatisfy { $0 < 0x80 } == kind.isASCII)
    }
  }
}
