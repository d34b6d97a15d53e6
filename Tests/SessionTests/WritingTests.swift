import Foundation
import TestSupport
import Testing

extension SessionTests {
  @Suite("Writing files, recording and replaying")
  struct Writing {
    @Test("w writes the screen, the tensor and the session beside each other, and never over anything")
    func writes() throws {
      let session = try TerminalSession()
      try session.type("cd \(session.path(of: ""))")
      try session.launchToFirstScreen()
      for (word, file) in [("png", "screen-1.png"), ("png", "screen-2.png"), ("npy", "heatmaps-1.npy")] {
        try session.press("w")
        try session.waitForScreen("the menu") { $0.contains("write to a file") }
        try session.press(word.map(String.init)[0], word.map(String.init)[1], word.map(String.init)[2])
        try session.press("Enter")
        try session.waitForScreen("where it is") { $0.contains("02-serve-\(file) written in") }
      }
      try session.press("Home", "w")
      try session.waitForScreen("the menu") { $0.contains("write to a file") }
      try session.press("End", "Enter")
      try session.waitForScreen("where it is") { $0.contains("02-serve-session-1.txt written in") }
      try session.press("q")
      #expect(try session.exitStatus() == 0)

      let png = try Data(contentsOf: URL(filePath: session.path(of: "02-serve-screen-1.png")))
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      let npy = try Data(contentsOf: URL(filePath: session.path(of: "02-serve-heatmaps-1.npy")))
      #expect(npy.count == 128 + 4 * 14 * 48 * 40)
      #expect(String(decoding: npy[10..<128], as: UTF8.self).contains("(1, 14, 48, 40)"))
      // The session ends in the frame that the screen showed.
      let text = try String(contentsOf: URL(filePath: session.path(of: "02-serve-session-1.txt")), encoding: .utf8)
      #expect(text.hasPrefix("hrscope session 1\n") && text.contains("\nkey Home\n"))
      let frame = session.path(of: "f.txt")
      let replayed = try Subprocess.run(
        Subprocess.hrscope,
        ["capture", "--replay", session.path(of: "02-serve-session-1.txt"), "--output", frame])
      #expect(replayed.status == 0)
      #expect(try String(contentsOf: URL(filePath: frame), encoding: .utf8).contains("step 1/31"))
    }

    @Test("--record writes everything down, and --replay does it again and then gives the keys back")
    func replays() throws {
      let session = try TerminalSession()
      let file = session.path(of: "lesson.txt")
      try session.launch(arguments: "--fresh --record \(file)")
      try session.waitForScreen("the first screen") { $0.isFirstScreen }
      try session.press("Home", "}")
      try session.waitForScreen("step 3") { $0.step?.current == 3 }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
      let text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
      #expect(text.hasSuffix("key Home\nkey }\nkey q\n"))

      try session.type("clear")
      try session.launch(arguments: "explore --replay \(file)")
      try session.waitForScreen("the first step") { $0.contains("replay: key Home") && $0.step?.current == 1 }
      // The q of the recorded session does not end this one.
      try session.waitForScreen("the end of the replay") {
        $0.contains("the replay has ended") && $0.step?.current == 3
      }
      try session.press("Right")
      try session.waitForScreen("the person's own step") { $0.step?.current == 4 }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }

    @Test("a key stops a replay")
    func stops() throws {
      let session = try TerminalSession()
      let file = session.path(of: "long.txt")
      let text = "hrscope session 1\nkey Home\n" + String(repeating: "key Right\n", count: 25)
      try Data(text.utf8).write(to: URL(filePath: file))
      try session.launch(arguments: "explore --replay \(file)")
      try session.waitForScreen("the second step") { $0.step?.current == 2 }
      try session.press("x")
      let stopped = try session.waitForScreen("the word") { $0.contains("the replay is stopped") }
      #expect((stopped.step?.current ?? 99) < 31 && stopped.meanShift == 0)
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }
  }
}
