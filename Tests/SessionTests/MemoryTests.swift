import Foundation
import TestSupport
import Testing

extension SessionTests {
  /// What the system refuses, or takes away, while the explorer has the terminal.
  @Suite("Too little memory, and files cut off")
  struct Shortage {
    private func expectOneLine(_ terminal: PseudoTerminal, _ text: String) throws {
      #expect(try terminal.modes() == terminal.firstModes)
      for (start, end) in [("[?1049h", "[?1049l"), ("[?25l", "[?25h"), ("[?1006h", "[?1006l")] {
        #expect(terminal.ends(start, with: end))
      }
      let last = terminal.text.components(separatedBy: "[?1049l").last ?? ""
      let lines = last.split(whereSeparator: \.isNewline).filter { $0.contains("hrscope") }
      #expect(lines.count == 1 && lines[0].contains(text), "\(last)")
    }

    @Test("the explorer gives the terminal back and says how much was wanted", arguments: [118, 130, 160, 200])
    func memory(megabytes: Int) throws {
      let command = [
        "/bin/bash", "-c", "ulimit -v \(megabytes)000; exec \"$0\" --fresh --input 1024x1024", Subprocess.hrscope,
      ]
      let terminal = try PseudoTerminal(command, environment: Ending.environment)
      #expect(terminal.end(timeout: 120) == 70)
      try expectOneLine(terminal, "not enough memory (")
    }

    /// Weights are read while the first frame is on the screen: cut off then, they are an error, and no SIGBUS.
    @Test("weights that are cut off while they are read")
    func cutOff() throws {
      try withTemporaryFolder { folder in
        var ends: [Int32?] = []
        for count in [0, 1000, 2_000_000] {
          let path = folder + "weights.safetensors"
          try? FileManager.default.removeItem(atPath: path)
          try FileManager.default.copyItem(
            atPath: Shared.inRepository("Sources/Embedded/hrnet-w16-joints-parts.safetensors"), toPath: path)
          let terminal = try PseudoTerminal(
            [Subprocess.hrscope, "--fresh", "--weights", path], environment: Ending.environment)
          _ = terminal.read { $0.text.contains("[?1049h") }
          #expect(truncate(path, off_t(count)) == 0)
          // All may have been read before; then the explorer goes on, as it should.
          let end = terminal.end(timeout: 5) ?? nil
          if end == nil { terminal.send("q") }
          #expect(end == 65 || terminal.end() == 0)
          if end == 65 { try expectOneLine(terminal, "\(path): was changed by another program while it was open") }
          ends.append(end)
        }
        #expect(ends.contains(65))
      }
    }
  }
}
