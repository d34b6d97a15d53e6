import TestSupport
import Testing

extension SessionTests {
  @Suite("Experiments by hand")
  struct Experiments {
    @Test("e: the pose forms while stepping, and the strip and the table tell how far it is")
    func readOut() throws {
      let session = try TerminalSession()
      let count = try #require(try session.launchToFirstScreen().step).count
      try session.press("e")
      let opened = try session.waitForScreen("the strip") {
        $0.contains("every column") && $0.contains("by probes of 1/4 · px to the true pose")
          && $0.contains("the network's result")
      }
      #expect(!opened.contains("joints · probe"))

      try session.press("{")
      try session.waitForScreen("the last exchange unit") { $0.contains("joints · probe s4.m2>1/4") }
      try session.press("Down")
      try session.waitForScreen("another stream") {
        $0.contains("joints · probe s4.m2>1/8") && $0.contains("by probes of 1/8") && $0.contains("% on lsp-100")
      }
      try session.press("E")
      try session.waitForScreen("the head instead") {
        $0.contains("joints · head, early") && $0.contains("trained for the end · px to the true pose")
          && $0.contains("mean to the end 0.0 px")
      }
      try session.press("Left")
      // Half of a frame may be on the screen: everything is waited for.
      try session.waitForScreen("an earlier pose") {
        $0.step?.current == count - 6 && $0.contains("Δend") && $0.contains("mean to the end")
          && !$0.contains("mean to the end 0.0 px")
      }

      try session.press("Home")
      try session.waitForScreen("the input") {
        $0.contains("no read-out here: 192×160×3") && $0.contains("picture · no read-out here")
      }
      try session.press("}", times: 3)
      try session.waitForScreen("the first module") {
        $0.contains("mean to the end") && !$0.contains("no read-out here")
      }

      // A cut changes every pose behind it, without being asked again.
      try session.press("3")
      try session.waitForScreen("the cut") { $0.contains("nodes again") }
      try session.press("e")
      try session.waitForScreen("the final pose") { !$0.contains("head, early") && ($0.meanShift ?? 0) > 0 }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }

    @Test("t and B: trace a joint, block the picture, answer keys meanwhile, stop, go on, leave")
    func trace() throws {
      let session = try TerminalSession()
      try session.launchToFirstScreen()
      try session.press("t")
      let parts = ["s2.m1 across", "s4.m2 final", "score 0.", "+ bias", "can see input all", "blocks 120 parts"]
      try session.waitForScreen("the trace") { screen in
        screen.contains("trace · right ankle") && parts.allSatisfy(screen.contains)
      }
      try session.press("Down", "Down")
      try session.waitForScreen("the hip") { $0.contains("trace · right hip") && $0.contains("score 0.") }

      try session.press("B")
      try session.waitForScreen("progress") { $0.contains("s left") }
      // Keys are answered while it runs.
      try session.press("{")
      try session.waitForScreen("the unit") {
        $0.contains("trace · right hip · s4.m2") && ($0.contains("/120") || $0.contains("score falls by"))
      }
      try session.waitForScreen("the whole map") {
        $0.contains("score falls by up to") && $0.contains("fall of the score 0")
          && $0.contains("occlusion · r. hip, score")
      }
      try session.press("v")
      try session.waitForScreen("shifts") { $0.contains("shift, px 0") && $0.contains("occlusion · r. hip, shift") }

      // A cut makes the map untrue; a new one can be stopped.
      try session.press("1")
      try session.waitForScreen("the map to be gone") { $0.contains("blocks 120 parts") }
      try session.press("B")
      try session.waitForScreen("progress again") { $0.contains("s left") }
      try session.press("B")
      try session.waitForScreen("the stop") { $0.contains("/120 stopped") }
      try session.press("Escape")
      try session.waitForScreen("the network") { !$0.contains("trace ·") }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }
  }
}
