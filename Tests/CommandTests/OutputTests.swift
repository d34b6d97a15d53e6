import Foundation
import TestSupport
import Testing

@Suite("Every command and every kind of output", .waitsForPrograms)
struct OutputTests {
  /// Every command in every form in which it prints.
  static let printing: [[String]] = [
    ["--help"], ["--version"], ["help", "pose"], ["--generate-completion-script", "bash"], ["explore", "--help"],
    ["pose", "PICTURE"], ["pose", "PICTURE", "--json"], ["pose", "PICTURE", "DONOR"],
    ["pose", "PICTURE", "DONOR", "--json"],
    ["pose", "--help"], ["segment", "--help"], ["classify", "--help"], ["detect", "--help"], ["network"],
    ["network", "--json"], ["network", "--help"], ["sweep", "PICTURE", "--input", "64x64"],
    ["sweep", "PICTURE", "--input", "64x64", "--csv"], ["sweep", "PICTURE", "--input", "64x64", "--json"],
    ["sweep", "--help"], ["evaluate", "SET"],
    ["evaluate", "SET", "--json"], ["evaluate", "--help"], ["verify", "--reference", "REFERENCE"],
    ["verify", "--reference", "REFERENCE", "--json"], ["verify", "--help"], ["checkpoint", "WEIGHTS"],
    ["checkpoint", "WEIGHTS", "--json"], ["checkpoint", "--help"], ["bench", "--runs", "1", "--no-recompute"],
    ["bench", "--runs", "1", "--no-recompute", "--json"], ["bench", "--help"], ["activations", "--help"],
    ["capture", "--help"],
  ]

  /// Standard output that nobody reads any more, on descriptor 5.
  private static let brokenPipe = """
    p=$(mktemp -u); mkfifo "$p"; exec 4<>"$p" 5>"$p"; exec 4<&-; rm "$p"

    """

  @Test("standard output that is full, closed or broken: one line, exit 73", arguments: printing)
  func standardOutput(command: [String]) throws {
    try OutputFixture.with { fixture in
      if command.contains("REFERENCE") {
        let reference = fixture.arguments(["REFERENCE"])[0]
        try HRScope.run([
          "activations", fixture.folder + "picture.jpg", "--select", "input", "--select", "heatmaps", "--output",
          reference,
        ])
      }
      let before = fixture.contents
      let arguments = fixture.arguments(command)
      for (script, reason) in [
        ("exec \"$0\" \"$@\" >/dev/full", "No space left on device"), ("exec \"$0\" \"$@\" >&-", "Bad file descriptor"),
        ("trap '' PIPE; \(Self.brokenPipe) exec \"$0\" \"$@\" >&5 5>&-", "Broken pipe"),
      ] {
        let result = try HRScope.shell(script, arguments)
        #expect(result.status == 73, "\(script): \(result.errorText)")
        #expect(result.errorText == "hrscope: standard output: cannot be written (\(reason))\n")
      }
      let quiet = try HRScope.shell("\(Self.brokenPipe) exec \"$0\" \"$@\" >&5 5>&-", arguments)
      #expect(quiet.status == -SIGPIPE && quiet.errors.isEmpty, "\(quiet.errorText)")
      #expect(fixture.contents == before)
    }
  }

  @Test(
    "standard error that is full, closed or broken changes nothing",
    arguments: ["2>/dev/full", "2>&-", "2>&5 5>&-", "<&- 2>&-"])
  func standardError(redirection: String) throws {
    let script = "\(Self.brokenPipe) exec \"$0\" \"$@\" \(redirection)"
    for (arguments, status) in [
      (["pose", "/nowhere/a.jpg"], 66), (["pose", "--nonsense"], 64), (["network"], 0), (["explore"], 64),
      (["pose", SamplePictures.runner, "/nowhere/a.jpg"], 66), (["--version"], 0),
    ] as [([String], Int32)] {
      let result = try HRScope.shell(script, arguments)
      #expect(result.status == status, "\(arguments)")
      #expect(result.errors.isEmpty)
    }
  }

  @Test("what is printed does not go into a file that is written, where standard output is closed")
  func closedOutput() throws {
    try OutputFixture.with { fixture in
      let (usual, other) = (fixture.folder + "usual.safetensors", fixture.folder + "other.safetensors")
      for (path, script) in [(usual, "\"$0\" \"$@\""), (other, "exec \"$0\" \"$@\" >&- <&- 2>&-")] {
        let result = try HRScope.shell(
          script, ["checkpoint", fixture.folder + "weights.safetensors", "--convert", path])
        #expect(result.status == (path == usual ? 0 : 73))
      }
      #expect(fixture.contents["usual.safetensors"] == fixture.contents["other.safetensors"])
    }
  }

  @Test(
    "an output that is an input, by any name: one line, exit 73, nothing changed",
    arguments: Writer.all + Writer.probes + [Writer.explorer])
  func sameFile(writer: Writer) throws {
    for input in writer.inputs {
      try OutputFixture.with { fixture in
        let path = fixture.folder + input
        #expect(symlink(input, fixture.folder + "soft") == 0 && link(path, fixture.folder + "hard") == 0)
        let before = fixture.contents
        let spellings = [
          path, fixture.folder + "./" + input, fixture.folder + "soft", fixture.folder + "hard", "/dev/fd/9",
        ]
        for name in spellings {
          let result = try HRScope.shell(
            "exec \"$0\" \"$@\" 9<'\(path)'", fixture.arguments(writer.arguments, output: name))
          #expect(result.status == 73, "\(name): \(result.errorText)")
          #expect(result.output.isEmpty)
          HRScope.expectOneLine(result)
          #expect(result.errorText.contains("is the input"), "\(result.errorText)")
        }
        #expect(fixture.contents == before)
      }
    }
  }

  @Test(
    "standard output that is an input",
    arguments: [["pose", "PICTURE"], ["checkpoint", "WEIGHTS", "--json"], ["sweep", "PICTURE"]])
  func appended(command: [String]) throws {
    try OutputFixture.with { fixture in
      let before = fixture.contents
      let arguments = fixture.arguments(command)
      let result = try HRScope.shell("exec \"$0\" \"$@\" >>'\(arguments[1])'", arguments)
      #expect(result.status == 73)
      HRScope.expectOneLine(result)
      #expect(fixture.contents == before)
    }
  }

  @Test("a place where no file can be: one line, exit 73, nothing left", arguments: Writer.all)
  func noPlace(writer: Writer) throws {
    try OutputFixture.with { fixture in
      let place = fixture.folder + "place"
      try FileManager.default.createDirectory(atPath: "\(place)/\(writer.output)", withIntermediateDirectories: true)
      let before = fixture.contents
      for (output, reason) in [
        ("\(fixture.folder)none/\(writer.output)", "No such file or directory"),
        ("\(place)/\(writer.output)", "irectory"),
        ("\(fixture.folder)picture.jpg/\(writer.output)", "Not a directory"),
        (fixture.folder + String(repeating: "n", count: 250) + writer.output, "File name too long"),
      ] {
        let line = try HRScope.failure(fixture.arguments(writer.arguments, output: output), status: 73)
        #expect(line.contains("cannot be written (") && line.contains(reason), "\(line)")
      }
      #expect(fixture.contents == before)
    }
  }

  /// Whether this system lets us mount something for ourselves alone.
  private static let canMount =
    (try? Subprocess.run("/usr/bin/unshare", ["-rm", "sh", "-c", "mount -t tmpfs none /mnt"]).status) == 0

  @Test(
    "a full disk: one line, exit 73, the older file whole, nothing left", .enabled(if: canMount), arguments: Writer.all)
  func fullDisk(writer: Writer) throws {
    try inMount(writer, "head -c 9999 /dev/zero >\"$D/filler\" 2>/dev/null", "No space left on device", ["filler"])
  }

  @Test("a read-only disk: one line, exit 73, the older file whole", .enabled(if: canMount), arguments: Writer.all)
  func readOnly(writer: Writer) throws {
    try inMount(writer, "mount -o remount,ro \"$D\"", "Read-only file system", [])
  }

  /// Runs a writer onto a file system of one page, with and without an older file.
  private func inMount(_ writer: Writer, _ preparation: String, _ reason: String, _ others: [String]) throws {
    try OutputFixture.with { fixture in
      let disk = fixture.folder + "disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
      // Another's results would be damaged ones.
      for hasOlder in writer.arguments[0] == "evaluate" ? [false] : [false, true] {
        let older = hasOlder ? "printf older >\"$D/\(writer.output)\"" : ":"
        let script = """
          D='\(disk)'; mount -t tmpfs -o size=8k none "$D"; \(older); \(preparation)
          "$0" "$@"; s=$?; ls -A "$D"; cat "$D/\(writer.output)" 2>/dev/null; exit $s
          """
        let command = ["-rm", "sh", "-c", script, Subprocess.hrscope]
        let result = try Subprocess.run(
          "/usr/bin/unshare", command + fixture.arguments(writer.arguments, output: "\(disk)/\(writer.output)"),
          timeout: 120)
        #expect(result.status == 73, "\(result.errorText)")
        HRScope.expectOneLine(result)
        #expect(result.errorText.contains("\(writer.output): cannot be written (\(reason))"), "\(result.errorText)")
        let names = (others + (hasOlder ? [writer.output] : [])).sorted().map { $0 + "\n" }.joined()
        #expect(result.outputText == names + (hasOlder ? "older" : ""))
      }
    }
  }

  @Test(
    "an older file is replaced, with its permissions; where that would hurt, only if told to", arguments: Writer.all)
  func existing(writer: Writer) throws {
    try OutputFixture.with { fixture in
      let path = fixture.folder + writer.output
      // No line end in it: somebody's JSON, not the beginning of ours.
      for older in ["{\"a\": 1}", "older\n"] {
        try Data(older.utf8).write(to: URL(filePath: path))
        #expect(chmod(path, 0o640) == 0)
        let before = fixture.contents
        let careful = writer.arguments.filter { $0 != "--force" }
        if careful != writer.arguments {
          let line = try HRScope.failure(fixture.arguments(careful, output: path), status: 73)
          #expect(line.contains("--force"))
          #expect(fixture.contents == before)
        }
        if writer.arguments[0] == "evaluate" {
          try HRScope.failure(fixture.arguments(writer.arguments, output: path), status: 65)
          #expect(fixture.contents == before)
          continue
        }
        let result = try HRScope.run(fixture.arguments(writer.arguments, output: path))
        #expect(result.status == 0, "\(result.errorText)")
        #expect(fixture.contents[writer.output] != before[writer.output])
        #expect(fixture.contents.keys.sorted() == before.keys.sorted())
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o640)
      }
    }
  }

  @Test("pipes and devices take what is written")
  func streams() throws {
    try OutputFixture.with { fixture in
      let pose = ["pose", fixture.folder + "picture.jpg", "--overlay"]
      let piped = try HRScope.shell("\"$0\" \"$@\" | cat", pose + ["/dev/stdout"])
      #expect(piped.status == 0 && piped.output.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(piped.output.suffix(200).contains(UInt8(ascii: "\n")))
      #expect(try HRScope.run(pose + ["/dev/null"]).status == 0)
      let fifo = fixture.folder + "pipe.txt"
      #expect(mkfifo(fifo, 0o600) == 0)
      let through = try HRScope.shell(
        "cat '\(fifo)' & \"$0\" \"$@\" && wait", ["capture", fixture.folder + "picture.jpg", "--output", fifo])
      #expect(through.outputText.count { $0 == "\n" } == 40)
      #expect(try HRScope.failure(pose + ["/dev/full"], status: 73).contains("/dev/full: cannot be written (No space"))
    }
  }

  @Test(
    "a file beyond the limit of its size: one line, exit 73, nothing left",
    arguments: Writer.all.filter { $0.output != "out.jsonl" })
  func limit(writer: Writer) throws {
    try OutputFixture.with { fixture in
      let before = fixture.contents
      let result = try HRScope.shell(
        "ulimit -f 4; exec \"$0\" \"$@\"", fixture.arguments(writer.arguments, output: fixture.folder + writer.output))
      #expect(
        result.status == 73 && result.errorText.contains("cannot be written (File too large)"), "\(result.errorText)")
      #expect(fixture.contents == before)
    }
  }
}
