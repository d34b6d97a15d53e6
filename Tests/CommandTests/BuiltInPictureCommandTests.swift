import Foundation
import TestSupport
import Testing

@Suite("Built-in pictures on the command line", .waitsForPrograms)
struct BuiltInPictureCommandTests {
  private func joints(_ arguments: String...) throws -> [PoseDocument.Joint] {
    try HRScope.json(PoseDocument.self, ["pose", "--json"] + arguments).joints
  }

  /// The first row of what `capture` draws.
  private func header(_ arguments: String...) throws -> String {
    try withTemporaryFolder { folder in
      let run = try HRScope.run(["capture", "--output", folder + "a.txt"] + arguments)
      #expect(run.status == 0, "\(run.errorText)")
      return try String(contentsOfFile: folder + "a.txt", encoding: .utf8).components(separatedBy: "\n")[0]
    }
  }

  @Test("are read as their files are, the people in them too, wherever a picture is named")
  func same() throws {
    #expect(try joints("built-in:serve") == joints(SamplePictures.serve))
    #expect(try joints("built-in:two-people") == joints(SamplePictures.path("10-two-people.jpg")))
    #expect(
      try joints("built-in:serve", "--replace", "s4.m1:8>4=built-in:runner")
        == joints(SamplePictures.serve, "--replace", "s4.m1:8>4=\(SamplePictures.runner)"))
    for command in ["pose", "sweep", "activations", "segment"] {
      let output = command == "activations" ? ["--output", "/nowhere/a.npz"] : []
      let line = try HRScope.failure([command, "built-in:nobody"] + output, status: 66)
      #expect(line.contains("built-in:nobody: no picture of this name is built in (expected one of serve, runner,"))
    }
  }

  @Test("the explorer opens the first one; a session or lesson that says none the runner, as it always did")
  func defaults() throws {
    #expect(try header().contains("02-serve.jpg"))
    #expect(try header("built-in:cartwheel").contains("05-cartwheel.jpg"))
    #expect(try header("--keys", "O Home Down Down Down Enter").contains("10-two-people.jpg"))
    #expect(try header("--keys", "L Enter").contains("01-runner.jpg"))
    try withTemporaryFolder { folder in
      let file = folder + "s.txt"
      for (line, name) in [("", "01-runner.jpg"), ("picture built-in:cartwheel\n", "05-cartwheel.jpg")] {
        try "hrscope session 1\n\(line)key Home\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try header("--replay", file).contains(name))
        #expect(try header("--replay", file, "built-in:serve").contains("02-serve.jpg"))
      }
    }
  }
}

/// The figures of the built-in model beside the paper's, where the set is at hand.
@Suite("Table 12 over a set", .waitsForPrograms)
struct SetAblationTests {
  @Test("what the panel says of a hundred pictures is what evaluate measures")
  func measured() throws {
    let set = Shared.path("data/lsp-100")
    guard FileManager.default.fileExists(atPath: set) else {
      print("skipped: \(set) is not there")
      return
    }
    let rows = [("(a)", ["--cut", "across", "--cut", "within"]), ("(b)", ["--cut", "within"]), ("(c)", [])]
    try withTemporaryFolder { folder in
      try HRScope.run("capture", "--output", folder + "a.txt", "--keys", "p p p")
      let frame = try String(contentsOfFile: folder + "a.txt", encoding: .utf8)
      for (row, cuts) in rows {
        let text = try HRScope.run(["evaluate", set] + cuts).outputText
        let value = try #require(text.firstMatch(of: #/PCK@0.2 +(\d+\.\d\d) %/#).flatMap { Double($0.1) })
        let line = try #require(frame.split(separator: "\n").first { $0.contains(" \(row) ") })
        #expect(line.contains(String(format: "%.1f %%", value)), "\(row): \(value), \(line)")
      }
    }
  }
}
