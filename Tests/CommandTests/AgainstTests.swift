import Foundation
import TestSupport
import Testing

@Suite("explore --against and sessions with two states", .waitsForPrograms)
struct AgainstTests {
  private func frame(_ lines: [String], keys: String = "", size: String = "160x50") throws -> String {
    try withTemporaryFolder { folder in
      let session = folder + "s.txt"
      try Data((["hrscope session 1"] + lines).joined(separator: "\n").utf8).write(to: URL(filePath: session))
      let output = folder + "f.txt"
      let result = try HRScope.run(
        ["capture", "--replay", session, "--output", output, "--size", size, "--keys", keys])
      #expect(result.status == 0, "\(result.errorText)")
      return try String(contentsOfFile: output, encoding: .utf8)
    }
  }

  private func header(_ frame: String) -> (left: String, right: String) {
    let line = String(frame.split(separator: "\n")[0])
    return (String(line.prefix(80)), String(line.dropFirst(80)))
  }

  @Test("what is neither a network nor a picture is one line, with the code that it deserves")
  func wrong() throws {
    try withTemporaryFolder { folder in
      func file(_ name: String, _ bytes: Data) throws -> String {
        try bytes.write(to: URL(filePath: folder + name))
        return folder + name
      }
      let weights = try Data(contentsOf: URL(filePath: embeddedModelFile))
      let picture = try Data(contentsOf: URL(filePath: SamplePictures.runner))
      let cases: [(String, Int32, String)] = [
        ("random:nonsense", 64, "no network is called 'nonsense'"), ("random:", 64, "no network is called ''"),
        ("random:w48\u{1B}[31m", 64, "no network is called"), ("/nowhere/b.pth", 66, "/nowhere/b.pth: cannot be read"),
        ("w48", 66, "'random:w48' is that network with random weights"), (folder, 66, "Is a directory"),
        ("", 66, "cannot be read"),
        (try file("words.pth", Data("words\n".utf8)), 65, "neither a file of weights nor a picture"),
        (try file("empty.jpg", Data()), 65, "empty.jpg: neither a file of weights nor a picture"),
        (try file("short.safetensors", weights.prefix(weights.count / 2)), 65, "short.safetensors: truncated"),
        (try file("short.jpg", picture.prefix(2000)), 65, "short.jpg: damaged picture"),
        (try file("zip.jpg", Data("PK\u{3}\u{4}".utf8)), 65, "zip.jpg"),
      ]
      for (text, status, words) in cases {
        let line = try HRScope.failure(["explore", "--against", text], status: status)
        #expect(line.contains(words), "\(text): \(line)")
      }
    }
    #expect(try HRScope.failure(["explore", "--against"], status: 64).contains("--against"))
    // A cut that only one of the two has is no cut of both.
    let cut = ["explore", "--model", "w32", "--against", "random:w18-small-v1", "--cut", "s4.m3"]
    #expect(try HRScope.failure(cut, status: 64).contains("s4.m3"))
    #expect(
      try HRScope.failure(["capture", "--output", "/tmp/n.txt", "--against", "x"], status: 64).contains("explore"))
    #expect(
      try HRScope.failure(
        ["explore", "--against", SamplePictures.runner, "--record", SamplePictures.runner], status: 73
      ).contains(SamplePictures.runner))
  }

  @Test("another picture, told by its content: the same network, cuts in both, each its own name")
  func picture() throws {
    try withTemporaryFolder { folder in
      // Its name lies.
      let other = folder + "b.pth"
      try FileManager.default.copyItem(atPath: SamplePictures.serve, toPath: other)
      let frame = try frame(["option against \(other)", "option cut final"])
      let (a, b) = header(frame)
      #expect(a.hasPrefix(" A ") && a.contains("01-runner.jpg") && b.hasPrefix(" B ") && b.contains("b.pth"))
      let map = frame.split(separator: "\n")[1]
      #expect(map.prefix(80).contains("cut") && map.dropFirst(80).contains("cut"))
      let difference = try self.frame(["option against \(other)"], keys: "A")
      #expect(difference.hasPrefix(" A−B ") && difference.contains("two pictures"))
    }
  }

  @Test("another network: random weights, a file of the same architecture, one of another head and size")
  func network() throws {
    let small = "option model w18-small-v1"
    var (a, b) = header(try frame([small, "option input 128x96", "option against random:w18-small-v2"]))
    #expect(a.contains("HRNet-W18-small-v1") && a.contains("random weights") && a.contains(" GMAC"))
    #expect(b.contains("HRNet-W18-small-v2") && b.contains("random weights") && b.contains(" GMAC"))
    (a, b) = header(try frame(["option against \(embeddedModelFile)"]))
    #expect(a.contains("HRNet-W16") && b.contains(".safetensors"))
    let equal = try frame(["option against \(embeddedModelFile)"], keys: "A")
    #expect(equal.contains("A−B: mean Δ 0.00 px") && equal.contains("1/4        0      0  100 %"))
    (a, b) = header(try frame(["option against random:w18-small-v1-imagenet"]))
    #expect(a.contains("HRNet-W16") && !a.contains("random") && b.contains("random weights"))
    let other = try frame(["option against random:w18-small-v1-imagenet"], keys: "A")
    #expect(other.contains("A says joints, B classes: nothing to compare"))
  }

  @Test("a session's keys pin, and the same session always ends in the same frame")
  func replay() throws {
    let lines = ["size 160x50", "key 1", "key A", "key {", "key 3", "key A", "key A", "key A"]
    let split = try frame(lines)
    let (a, b) = header(split)
    #expect(a.hasPrefix(" A ") && b.hasPrefix(" B "))
    #expect(try frame(lines) == split)
    // In turn, where there is no room: A first.
    let small = try frame(lines, size: "80x24")
    #expect(small.hasPrefix(" A of A|B "))
    // Cuts are undone in B alone.
    let undone = try frame(lines + ["key u", "key u"])
    #expect(undone.split(separator: "\n")[1].prefix(80).contains("12 cut"))
    #expect(!undone.split(separator: "\n")[1].dropFirst(80).contains("cut"))
  }
}
