import Cells
import Foundation
import TestSupport
import Testing

extension SessionTests {
  @Suite("Two states in a terminal")
  struct Comparison {
    @Test("two networks side by side step together; recorded and replayed, the same is seen again")
    func networks() throws {
      try withTemporaryFolder { folder in
        let session = try TerminalSession(Size(width: 160, height: 50))
        let file = folder + "s.txt"
        try session.launch(
          arguments:
            "explore --fresh --model w18-small-v1 --input 128x96 --against random:w18-small-v2 --record \(file)")
        func steps(_ screen: Screen) -> [String] {
          (screen.lines.first ?? "").matches(of: #/step (\d+)/\d+/#).map { String($0.output.1) }
        }
        try session.waitForScreen("both networks") {
          $0.text.hasPrefix(" A  HRNet-W18-small-v1") && $0.contains(" B  HRNet-W18-small-v2") && steps($0).count == 2
            && !$0.contains("loading…")
        }
        try session.press("Home", "Right")
        try session.waitForScreen("both at the stem") { steps($0) == ["2", "2"] }
        try session.press("A")
        let last = try session.waitForScreen("the difference") {
          $0.text.hasPrefix(" A−B ") && $0.contains("mean A−B") && $0.contains("zeros")
        }
        try session.press("q")
        #expect(try session.exitStatus() == 0)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("option against random:w18-small-v2\n") && text.contains("option model w18-small-v1\n"))
        try session.launch(arguments: "explore --replay \(file)")
        let again = try session.waitForScreen("the same again") {
          $0.text.hasPrefix(" A−B ") && $0.contains("the replay has ended") && $0.contains("zeros")
        }
        // The map; of the picture's cells some may be painted another way.
        #expect(again.lines[3..<14].map { $0.prefix(100) } == last.lines[3..<14].map { $0.prefix(100) })
        try session.press("q")
        #expect(try session.exitStatus() == 0)
      }
    }

    @Test("where there is no room for both, each has its turn by itself")
    func inTurn() throws {
      let session = try TerminalSession(Size(width: 80, height: 24))
      try session.launch(arguments: "--fresh")
      try session.waitForScreen("the first pass") { $0.contains(" ms  step 31/31") && $0.contains("mean Δ 0.0 px") }
      try session.press("A")
      try session.waitForScreen("pinned") { $0.contains("pinned as A") }
      try session.press("3")
      try session.waitForScreen("the cut") { $0.contains("24 cut") && $0.contains("nodes again") }
      try session.press("A", "A", "A")
      for _ in 0..<2 {
        try session.waitForScreen("A's turn") { $0.text.hasPrefix(" A of A|B ") && !$0.contains("24 cut") }
        try session.waitForScreen("B's turn") { $0.text.hasPrefix(" B of A|B ") && $0.contains("24 cut") }
      }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }
  }
}
