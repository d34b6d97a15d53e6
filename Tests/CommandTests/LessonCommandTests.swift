import Foundation
import TestSupport
import Testing

@Suite("hrscope lesson")
struct LessonCommandTests {
  private static let names = ["resolution", "streams", "exchange", "fusion", "knowledge", "decoding", "heads", "cost"]

  @Test("lists the lessons, a line each: name and title")
  func list() throws {
    for arguments in [["lesson"], ["lesson", "--list"]] {
      let run = try HRScope.run(arguments)
      let lines = run.outputText.split(separator: "\n")
      #expect(run.status == 0 && run.errorText.isEmpty)
      #expect(lines.compactMap { $0.split(separator: " ").first.map(String.init) } == Self.names)
      #expect(lines.allSatisfy { $0.split(separator: " ").count > 1 })
    }
  }

  @Test("every built-in lesson says what is so of the built-in model, on three to eight pages")
  func builtIn() throws {
    let run = try HRScope.run(["lesson", "check"] + Self.names)
    #expect(run.status == 0 && run.errorText.isEmpty, "\(run.outputText)")
    let counts = run.outputText.split(separator: "\n").compactMap {
      $0.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
    #expect(counts.count == 8 && counts.allSatisfy { (3...8).contains($0) }, "\(run.outputText)")
  }

  @Test(
    "the lessons of the documentation say what is so, and stand there as they are written",
    arguments: [("left-or-right", "1. Four joints that are wrong"), ("down-and-up", "3. Up again")])
  func example(name: String, heading: String) throws {
    let file = Shared.inRepository("Documentation/Examples/\(name).txt")
    let run = try HRScope.run(["lesson", "check", file])
    #expect(run.status == 0 && run.outputText.contains("5 pages, all as the lesson says"), "\(run.outputText)")
    #expect(try HRScope.run(["lesson", file, "--text"]).outputText.contains(heading))
  }

  @Test("a lesson that says what is not so: exit 1, the line, what was expected and what is")
  func wrong() throws {
    try withTemporaryFolder { folder in
      let file = folder + "/wrong.txt"
      try "hrscope session 1\nlesson Wrong\npage One\nsay [s7.m1]\ndo 1\nexpect pck > 0.9\n".write(
        toFile: file, atomically: true, encoding: .utf8)
      let run = try HRScope.run(["lesson", "check", file, "cost"])
      #expect(run.status == 1)
      #expect(run.outputText.contains("line 6, page 1: expected pck > 0.9, found 0.571"))
      #expect(run.outputText.contains("line 4, page 1: 's7.m1' is no part") && run.outputText.contains("cost: 7 pages"))
    }
  }

  @Test("what is no lesson is refused in one line")
  func refusals() throws {
    try withTemporaryFolder { folder in
      func file(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        return folder + "/" + name
      }
      let cases: [(arguments: [String], status: Int32, words: String)] = [
        (["lesson", "nonsense"], 64, "no lesson and no file is called 'nonsense'"),
        (["lesson", "check"], 64, "check needs"),
        (["lesson", "exchange", "cost"], 64, "one lesson at a time"),
        (["lesson", "--text"], 64, "--text needs a lesson"),
        (["lesson", "check", folder + "/none.txt"], 66, "cannot be read"),
        (["lesson", "check", try file("session.txt", "hrscope session 1\nkey f\n")], 65, "line 2"),
        (["lesson", "check", try file("empty.txt", "")], 65, "line 1"),
        (
          ["lesson", "check", try file("option.txt", "hrscope session 1\nlesson A\noption cut s9\npage B\n")], 64, "s9"
        ),
        (
          [
            "capture", "--replay", try file("lesson.txt", "hrscope session 1\nlesson A\npage B\n"), "--output",
            folder + "/o.txt",
          ], 65, "hrscope lesson opens it"
        ),
      ]
      for (arguments, status, words) in cases {
        let text = try HRScope.failure(arguments, status: status)
        #expect(text.contains(words), "\(arguments): \(text)")
      }
    }
  }

  @Test("--text has every word and a screen for each page, and nothing else that a voice would stumble over")
  func text() throws {
    let run = try HRScope.run(["lesson", "exchange", "--text"])
    #expect(run.status == 0 && run.errorText.isEmpty)
    #expect(run.outputText.contains("3. Predict: one edge") && run.outputText.contains("2. The right knee"))
    #expect(run.outputText.contains("Answer:") && !run.outputText.contains("\u{1B}"))
    #expect(run.outputText.components(separatedBy: "┌ network").count == 9)
  }
}
