import Foundation
import TestSupport
import Testing

@Suite("hrscope record")
struct RecordCommandTests {
  /// A terminal as far as recordings need one: places, blanking, and glyphs of one column.
  private struct Screen {
    var rows: [[Character]]
    private var (x, y) = (0, 0)

    init(width: Int, height: Int) { rows = Array(repeating: Array(repeating: " ", count: width), count: height) }

    mutating func take(_ text: String) {
      var rest = text.unicodeScalars[...]
      while let scalar = rest.popFirst() {
        switch scalar {
        case "\u{1B}":
          _ = rest.popFirst()
          var parameters = ""
          while let next = rest.first, !("@"..."~").contains(next) {
            parameters.unicodeScalars.append(next)
            rest = rest.dropFirst()
          }
          act(rest.popFirst(), parameters)
        case "\r": x = 0
        case "\n": y += 1
        default:
          rows[y][x] = Character(scalar)
          x += 1
        }
      }
    }

    private mutating func act(_ final: Unicode.Scalar?, _ parameters: String) {
      switch final {
      case "H":
        let numbers = parameters.split(separator: ";").compactMap { Int($0) }
        (y, x) = (numbers[0] - 1, numbers[1] - 1)
      case "J": rows = rows.map { $0.map { _ in " " } }
      default: break
      }
    }

    var text: String {
      rows.map { row in String(row).replacing(/\s+$/, with: "") }.joined(separator: "\n")
    }
  }

  /// The recording's header, and what it shows, by seconds.
  private func play(_ path: String) throws -> (header: [String: Any], screens: [(seconds: Double, text: String)]) {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let documents = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) }
    let header = try #require(documents.first as? [String: Any])
    let (width, height) = (try #require(header["width"] as? Int), try #require(header["height"] as? Int))
    #expect(header["version"] as? Int == 2)
    var screen = Screen(width: width, height: height)
    var screens: [(seconds: Double, text: String)] = []
    for event in documents.dropFirst() {
      let event = try #require(event as? [Any])
      #expect(event.count == 3 && event[1] as? String == "o")
      let seconds = try #require(event[0] as? Double)
      #expect(seconds >= screens.last?.seconds ?? 0)
      let text = try #require(event[2] as? String)
      // The end gives the terminal back; nothing of it is shown.
      if text.hasSuffix("\r\n") { break }
      screen.take(text)
      screens.append((seconds, screen.text))
    }
    return (header, screens)
  }

  @Test("a lesson: every page and answer is there for as long as it takes to read, in order")
  func lesson() throws {
    try withTemporaryFolder { folder in
      let run = try HRScope.run("record", "--lesson", "exchange", "--output", folder + "e.cast", "--size", "80x24")
      #expect(run.status == 0 && run.errorText.isEmpty && run.output.isEmpty)
      let (header, screens) = try play(folder + "e.cast")
      #expect(header["width"] as? Int == 80 && header["height"] as? Int == 24)
      var last = -1.0
      for heading in ["1/8 All to all", "2/8 One destination", "▸ 1 The head top", "✓ The right knee", "8/8 Your turn"]
      {
        let first = try #require(screens.first { $0.text.contains(heading) }, "\(heading)")
        #expect(first.seconds > last, "\(heading)")
        last = first.seconds
      }
      #expect((60...600).contains(screens.last?.seconds ?? 0))
    }
  }

  @Test("a session: its last screen is the one that capture draws")
  func session() throws {
    try withTemporaryFolder { folder in
      let session = "hrscope session 1\nsize 100x30\ncolors 256\nkey Home\nkey }\nkey Enter\nkey f\n"
      try session.write(toFile: folder + "s.txt", atomically: true, encoding: .utf8)
      try HRScope.run("record", "--replay", folder + "s.txt", "--output", folder + "s.cast")
      try HRScope.run("capture", "--replay", folder + "s.txt", "--output", folder + "s.out.txt")
      let drawn = try String(contentsOfFile: folder + "s.out.txt", encoding: .utf8)
      let shown = try #require(try play(folder + "s.cast").screens.last?.text)
      #expect(shown.trimmingCharacters(in: .newlines) == drawn.trimmingCharacters(in: .newlines))
    }
  }

  @Test("a session's comments are shown where they stand, as long as it takes to read them; capture passes over them")
  func remarks() throws {
    let words = "Ten words and ten more, " + String(repeating: "so that it takes a while to read, ", count: 4)
    let session = "hrscope session 1\nsize 80x24\n# Look here.\nkey Home\n# \(words)\nkey Right\nkey f\n# The end.\n"
    let (screens, drawn) = try recorded(session)
    let starts = ["Look here.", "Ten words", "The end."].map { text in
      screens.firstIndex { $0.text.contains(text) } ?? -1
    }
    try #require(!starts.contains(-1) && starts == starts.sorted())
    #expect(zip(starts, ["31/31", "1/31", "2/31"]).allSatisfy { screens[$0].text.contains($1) })
    let after = try #require(screens.indices.first { $0 > starts[1] && !screens[$0].text.contains("Ten words") })
    #expect(screens[after].seconds - screens[starts[1]].seconds > 7)
    #expect(!drawn.contains("The end.") && drawn.contains("step 2/31"))
  }

  /// What a session's recording shows, and what `capture` draws of it.
  private func recorded(_ session: String) throws -> (screens: [(seconds: Double, text: String)], drawn: String) {
    try withTemporaryFolder { folder in
      try session.write(toFile: folder + "s.txt", atomically: true, encoding: .utf8)
      try HRScope.run("record", "--replay", folder + "s.txt", "--output", folder + "s.cast")
      try HRScope.run("capture", "--replay", folder + "s.txt", "--output", folder + "s.out.txt")
      return (try play(folder + "s.cast").screens, try String(contentsOfFile: folder + "s.out.txt", encoding: .utf8))
    }
  }

  @Test("asciinema plays it")
  func asciinema() throws {
    guard
      let player = ["/usr/bin/asciinema", "/usr/local/bin/asciinema"].first(where: {
        FileManager.default.isExecutableFile(atPath: $0)
      })
    else {
      print("skipped: asciinema is not installed")
      return
    }
    try withTemporaryFolder { folder in
      try HRScope.run("record", "--lesson", "cost", "--output", folder + "c.cast", "--size", "80x24")
      let run = try Subprocess.run(
        // It wants a terminal even to print.
        "/usr/bin/script", ["-qec", "\(player) cat \(folder)c.cast", "/dev/null"], timeout: 60)
      #expect(run.status == 0 && run.outputText.contains("What does it cost?"), "\(run.errorText)")
    }
  }

  @Test("what cannot be recorded is refused in one line, and leaves nothing")
  func refusals() throws {
    try withTemporaryFolder { folder in
      let output = folder + "o.cast"
      let cases: [(arguments: [String], status: Int32, words: String)] = [
        ([], 64, "either --lesson or --replay"),
        (["--lesson", "cost", "--replay", "s.txt"], 64, "either --lesson or --replay"),
        (["--lesson", "nonsense"], 64, "no lesson and no file"),
        (["--lesson", "cost", "--size", "1x1"], 64, "no size of a screen"),
        (["--replay", folder + "none.txt"], 66, "cannot be read"),
      ]
      for (arguments, status, words) in cases {
        let text = try HRScope.failure(["record", "--output", output] + arguments, status: status)
        #expect(text.contains(words), "\(arguments): \(text)")
        #expect(!FileManager.default.fileExists(atPath: output))
      }
      try HRScope.failure(["record", "--lesson", "cost", "--output", folder + "no/o.cast"], status: 73)
      // A picture that the session's own options read is an input too.
      let donor = folder + "donor.jpg"
      try FileManager.default.copyItem(atPath: SamplePictures.serve, toPath: donor)
      let session = "hrscope session 1\noption replace s4.m2:32>4=\(donor)\nkey Home\n"
      try session.write(toFile: folder + "s.txt", atomically: true, encoding: .utf8)
      try HRScope.failure(["record", "--replay", folder + "s.txt", "--output", donor], status: 73)
      #expect(try Data(contentsOf: URL(filePath: donor)) == Data(contentsOf: URL(filePath: SamplePictures.serve)))
    }
  }
}
