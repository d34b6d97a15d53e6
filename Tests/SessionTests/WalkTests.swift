import TestSupport
import Testing

extension SessionTests {
  @Suite("Walking through the network")
  struct Walk {
    @Test("start, rewind, step through, cut an edge, undo, quit")
    func wholeSession() throws {
      let session = try TerminalSession()
      try session.type("echo before the explorer")
      let modes = try session.modes()
      let first = try session.launchToFirstScreen()
      for part in ["network", "1/32", "picture", "▀", "joints", "head top", "PCK@0.2"] {
        #expect(first.contains(part), "\(part)")
      }
      #expect(!first.contains("before the explorer"))
      #expect(try session.isAlternateScreen)
      #expect(try !session.isCursorVisible)
      // The comparison at the end can fail.
      #expect(try session.modes() != modes)

      let count = try #require(first.step).count
      try session.press("Home")
      let rewound = try session.waitForScreen("the input") { $0.step?.current == 1 }
      #expect(rewound.contains("○") && !rewound.contains("●"))
      var wasAtExchangeUnit = false
      for step in 2...count {
        try session.press("Right")
        let screen = try session.waitForScreen("step \(step)") { $0.step?.current == step }
        wasAtExchangeUnit = wasAtExchangeUnit || screen.contains("┌ exchange unit s3.m2")
      }
      #expect(wasAtExchangeUnit)
      #expect(try session.waitForScreen("the heat maps") { $0.isFirstScreen }.contains("●"))

      try session.press("{")
      try session.waitForScreen("the last exchange unit") {
        $0.contains("┌ exchange unit s4.m2") && $0.contains("= sum")
      }
      try session.press("Enter")
      try session.waitForScreen("the first edge's name") { $0.contains("s4.m2:1/4>1/4") }
      try session.press("Right")
      let chosen = try session.waitForScreen("the next edge's name") { $0.contains("s4.m2:1/8>1/4") }
      #expect(chosen.meanShift == 0)

      try session.press("f")
      let cut = try session.waitForScreen("the joints to move") { ($0.meanShift ?? 0) > 0 }
      #expect(cut.contains("s4.m2:1/8>1/4 gain 0"))
      #expect(cut.contains("◈"))
      try session.press("u")
      let undone = try session.waitForScreen("the joints to be back") { $0.meanShift == 0 }
      #expect(undone.contains("OKS 1.000"))
      #expect(!undone.contains("gain 0") && !undone.contains("◈"))

      try session.press("q")
      #expect(try session.exitStatus() == 0)
      #expect(try session.screen().contains("before the explorer"))
      #expect(try session.modes() == modes)
      #expect(try !session.isAlternateScreen)
      #expect(try session.isCursorVisible)
    }

    @Test("a held key ends at the last step at once, and then nothing is computed any more")
    func heldKey() throws {
      let session = try TerminalSession()
      let count = try #require(try session.launchToFirstScreen().step).count
      try session.press("Home")
      try session.waitForScreen("the input") { $0.step?.current == 1 }

      // One at a time, every step is drawn.
      let beforeSteps = try session.programTicks()
      for step in 2...count {
        try session.press("Right")
        try session.waitForScreen("step \(step)") { $0.step?.current == step }
      }
      try session.press("Home")
      try session.waitForScreen("the input again") { $0.step?.current == 1 }
      let beforeHolding = try session.programTicks()
      try session.press("Right", times: 200)
      try session.waitForScreen("the last step", timeout: 10) { $0.step?.current == count && $0.isFirstScreen }
      // A few frames show where the keys lead; with a frame for each, they would cost about as much as the steps.
      let (steps, holding) = (beforeHolding - beforeSteps, try session.programTicks() - beforeHolding)
      #expect(3 * holding <= steps)

      // Whatever was still under way ends; then a whole second costs nothing.
      var ticks = try session.programTicks()
      var since = ContinuousClock.now
      let isIdle = try TerminalSession.poll {
        let now = try session.programTicks()
        if now != ticks { (ticks, since) = (now, .now) }
        return ContinuousClock.now - since >= .seconds(1)
      }
      #expect(isIdle)
      #expect(try session.screen().step?.current == count)
    }

    @Test("help opens, scrolls and closes")
    func help() throws {
      // Lower than the list of commands.
      let session = try TerminalSession(.init(width: 80, height: 24))
      try session.launch()
      let before = try session.waitForScreen("the streams") { $0.step != nil && $0.contains("max ") }

      try session.press("?")
      let opened = try session.waitForScreen("help") { $0.contains("┌ help") }
      #expect(opened.contains("step forward") && !opened.contains("put the program aside"))
      try session.press("Down", times: 250)
      let scrolled = try session.waitForScreen("the end of the list") { $0.contains("│ mean |x|") }
      #expect(!scrolled.contains("step forward"))
      try session.press("Up", times: 250)
      try session.waitForScreen("the list's beginning") { $0.contains("step forward") }
      try session.press("Escape")
      try session.waitForScreen("the screen as before") { $0.looksLike(before) }
      try session.press("Left")
      try session.waitForScreen("keys to work as before") { $0.step.map { $0.current == $0.count - 1 } ?? false }
    }
  }
}
