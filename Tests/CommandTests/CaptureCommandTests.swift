import Foundation
import TestSupport
import Testing

@Suite("hrscope capture and session files", .waitsForPrograms)
struct CaptureCommandTests {
  /// Captures and returns the file.
  private func capture(_ ending: String, _ arguments: [String]) throws -> Data {
    try withTemporaryFolder { folder in
      let path = folder + "frame.\(ending)"
      let result = try HRScope.run(["capture", "--output", path] + arguments)
      #expect(result.status == 0, "\(result.errorText)")
      #expect(result.output.isEmpty && result.errors.isEmpty)
      return try Data(contentsOf: URL(filePath: path))
    }
  }

  private func text(_ arguments: String...) throws -> String {
    String(decoding: try capture("txt", arguments), as: UTF8.self)
  }

  @Test("the first frame, of the size asked for, without times")
  func first() throws {
    let frame = try text(SamplePictures.serve, "--size", "100x30")
    let lines = frame.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 31 && lines.last == "")
    #expect(lines[0].contains("02-serve.jpg") && lines[0].contains("step 31/31"))
    #expect(frame.contains("right ankle") || frame.contains("r. ankle"))
    #expect(!lines[0].contains(" ms") && !frame.contains("computing"))
  }

  @Test("keys are pressed one after another, each answered in full: the same command writes the same file")
  func keys() throws {
    let keys = ["--keys", "{ { Enter Right f Escape Left n"]
    for ending in ["txt", "ans", "svg", "png"] {
      let first = try capture(ending, [SamplePictures.runner] + keys)
      #expect(try capture(ending, [SamplePictures.runner, "--threads", "1"] + keys) == first, "\(ending)")
    }
    let frame = try text(SamplePictures.runner, "--keys", "1")
    #expect(frame.contains("mean Δ") && frame.contains("nodes again"))
    // Leaving ends the keys.
    #expect(try text(SamplePictures.runner, "--keys", "Home q End").contains("step 1/31"))
  }

  @Test(
    "a network that is named has random weights, the same every time, and the first line says so",
    arguments: ["w18-small-v1", "w18-small-v1-imagenet", "w18-small-v1-v2-pose"])
  func named(model: String) throws {
    let frame = try text("--model", model, "--input", "128x96", "--size", "100x30")
    let first = try #require(frame.split(separator: "\n").first)
    #expect(first.contains("random weights") && !first.contains("assumed"))
    #expect(try text("--model", model, "--input", "128x96", "--size", "100x30") == frame)
    // What is told of a session's network is told of this one, by its last word.
    try withTemporaryFolder { folder in
      let file = folder + "s.txt"
      let options = "option model \(model)\noption input 128x96"
      let session = "hrscope session 1\n\(options)\npicture built-in:serve\nsize 100x30\n"
      try Data(session.utf8).write(to: URL(filePath: file))
      #expect(try text("--replay", file) == frame)
      let own = try text("--replay", file, "--weights", embeddedModelFile)
      #expect(!own.contains("random weights"))
    }
  }

  @Test("cuts and the box count as everywhere")
  func options() throws {
    let plain = try text(SamplePictures.runner)
    #expect(try text(SamplePictures.runner, "--cut", "final") != plain)
    #expect(try text(SamplePictures.runner, "--box", "0,0,100,100") != plain)
  }

  @Test("formats: SVG is XML, PNG a picture of the right size, ANSI has as many colours as asked for")
  func formats() throws {
    let svg = try capture("svg", [])
    #expect(String(decoding: svg, as: UTF8.self).hasPrefix("<svg xmlns="))
    let png = try capture("png", ["--size", "80x24"])
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    // Width and height stand big-endian in the header.
    #expect(Array(png[16..<24]) == [0, 0, 0x05, 0xD8, 0, 0, 0x03, 0x98])
    #expect(String(decoding: try capture("ans", []), as: UTF8.self).contains("38;2;"))
    let indexed = String(decoding: try capture("ans", ["--colors", "256"]), as: UTF8.self)
    #expect(indexed.contains("38;5;") && !indexed.contains("38;2;"))
    let plain = String(decoding: try capture("ans", ["--colors", "none", "--ascii"]), as: UTF8.self)
    #expect(plain.unicodeScalars.allSatisfy { $0.isASCII } && !plain.contains("38;"))
  }

  @Test("a session file gives picture, options, size and what is done; keys come behind it")
  func replay() throws {
    try withTemporaryFolder { folder in
      let file = folder + "s.txt"
      let session =
        "hrscope session 1\npicture \(SamplePictures.serve)\noption cut final\nsize 90x28\nkey {\nkey Left\n"
      try Data(session.utf8).write(to: URL(filePath: file))
      let replayed = try text("--replay", file, "--keys", "n")
      let expected = try text(SamplePictures.serve, "--cut", "final", "--size", "90x28", "--keys", "{ Left n")
      #expect(replayed == expected)
      // The command line wins.
      let other = try text("--replay", file, SamplePictures.runner, "--size", "80x24", "--gain", "s4.m2:32>4=1")
      #expect(other.contains("step 25/31") && other.split(separator: "\n").count <= 24)
    }
  }

  @Test("damaged session files: one line, exit 65; missing ones 66")
  func damaged() throws {
    try withTemporaryFolder { folder in
      let file = folder + "s.txt"
      let damages = [
        "", "nonsense", "hrscope session 1\nkey \u{1B}[31mNonsense", "hrscope session 1\noption nonsense 1",
        "hrscope session 1\noption threads 0", "hrscope session 1\nsize 1x1000000000",
      ]
      for damage in damages {
        try Data(damage.utf8).write(to: URL(filePath: file))
        for command in [["capture", "--output", folder + "f.txt"], ["explore"]] {
          let line = try HRScope.failure(command + ["--replay", file], status: 65)
          #expect(line.contains(file) && !line.contains("\u{1B}"))
        }
      }
      try HRScope.failure(["capture", "--output", folder + "f.txt", "--replay", "/nowhere/s.txt"], status: 66)
      #expect(!FileManager.default.fileExists(atPath: folder + "f.txt"))
    }
    try HRScope.failure(["capture", "--output", "/nowhere/f.txt"], status: 73)
  }
}
