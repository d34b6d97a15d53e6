import TestSupport
import Testing

extension SessionTests {
  @Suite("Sweeping in a terminal")
  struct Sweeps {
    @Test("start, stop, start again while stepping and cutting, finish, jump, quit")
    func wholeSession() throws {
      let session = try TerminalSession()
      // Large enough that there is time to see it run.
      try session.launch(arguments: "--input 384x320")
      try session.waitForScreen("the first screen") { $0.isFirstScreen }

      try session.press("S")
      try session.waitForScreen("a bar and the time left") { $0.contains("left · S stops") }
      try session.press("S")
      try session.waitForScreen("the end of it") { $0.contains("the sweep is stopped") && !$0.contains("S stops") }

      try session.press("S")
      try session.waitForScreen("the bar again") { $0.contains("left · S stops") }
      // The screen does not wait for the sweep, nor do cuts.
      try session.press("{")
      try session.waitForScreen("the last exchange unit") { $0.contains("┌ exchange unit s4.m2") }
      try session.press("f")
      let cut = try session.waitForScreen("the joints to move") { ($0.meanShift ?? 0) > 0 }
      #expect(cut.contains("12 cut: sums never seen in training"))
      try session.press("u")
      try session.waitForScreen("the joints to be back") { $0.meanShift == 0 }

      try session.waitForScreen("its end", timeout: 60) { $0.contains("53 cuts measured") && $0.contains("0123456789") }
      try session.press("S")
      let list = try session.waitForScreen("the ranking") { $0.contains("strongest first") }
      let first = try #require(list.text.firstMatch(of: #/ 1 (s\d\.m\d:1\/\d+>1\/\d+) /#)).1
      try session.press("Enter")
      try session.waitForScreen("the strongest edge") { $0.contains("\(first) cut alone #1") }
      try session.press("f")
      let alone = try session.waitForScreen("its cut") { ($0.meanShift ?? 0) > 0 }
      #expect(alone.contains("before the last change"))
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }

    @Test("leaving in the middle of a sweep does not wait for it")
    func leaving() throws {
      let session = try TerminalSession()
      try session.launch(arguments: "--input 512x448")
      try session.waitForScreen("the first screen") { $0.isFirstScreen }
      try session.press("S")
      try session.waitForScreen("a bar") { $0.contains("S stops") }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }
  }
}
