import Foundation
import TestSupport
import Testing

@Suite("Settings, by every command they concern", .waitsForPrograms)
struct SettingsCommandTests {
  /// Runs the program where a person's settings are these.
  private func run(_ settings: String?, _ arguments: [String], _ more: [String: String] = [:]) throws -> Finished {
    try withTemporaryFolder { folder in
      var environment = ProcessInfo.processInfo.environment.merging(["HRSCOPE_SETTINGS": folder + "settings"]) { $1 }
      if let settings { try settings.write(toFile: folder + "settings", atomically: true, encoding: .utf8) }
      if settings == nil { environment["HRSCOPE_SETTINGS"] = "" }
      return try Subprocess.run(
        Subprocess.hrscope, arguments, environment: environment.merging(more) { $1 }, timeout: 120)
    }
  }

  /// A copy of the built-in model, as another file with a head more to tell them apart by: joints alone.
  private func withWeights(_ body: (_ path: String, _ folder: String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      var file = try EditedSafetensors(embeddedModelFile)
      file.metadata["jointNames"] = file.metadata["jointNames"]?.replacing("ankle", with: "ancle")
      try file.write(to: folder + "course.safetensors")
      try body(folder + "course.safetensors", folder)
    }
  }

  @Test(
    "weights are heeded by every command that opens a network, which says so on standard error; the command line wins",
    arguments: [
      ["pose", SamplePictures.runner], ["network"], ["segment", SamplePictures.runner],
      ["bench", "--runs", "1", "--no-recompute"], ["capture", "--output", "/dev/null.txt"],
    ])
  func weights(arguments: [String]) throws {
    try withWeights { path, folder in
      let arguments = arguments.map { $0 == "/dev/null.txt" ? folder + "a.txt" : $0 }
      let set = try run("option weights \(path)\n", arguments)
      #expect(set.status == 0)
      #expect(
        set.errorText.contains("hrscope: weights \(path), as set in ") && set.errorText.contains("settings, line 1\n"))
      // The command line wins, and then nothing is to be said.
      let given = try run("option weights /nowhere\n", arguments + ["--weights", path])
      #expect(given.status == 0 && !given.errorText.contains("as set in"))
      #expect(try run(nil, arguments).errorText.contains("as set in") == false)
      if arguments[0] == "pose" {
        #expect(set.outputText == given.outputText && set.outputText.contains("ancle"))
        #expect(try !run(nil, arguments).outputText.contains("ancle"))
      }
    }
  }

  @Test("what names its network itself heeds no weights: --model, lessons, sessions, parts")
  func ownNetworks() throws {
    try withTemporaryFolder { folder in
      try "hrscope session 1\nkey Home\n".write(toFile: folder + "s", atomically: true, encoding: .utf8)
      for arguments in [
        ["network", "--model", "w18"], ["network", "--list"], ["network", "--paper", "table6"],
        ["capture", "--replay", folder + "s", "--output", folder + "a.txt"], ["lesson", "--list"],
        ["lesson", "check", "resolution"], ["record", "--replay", folder + "s", "--output", folder + "a.cast"],
        ["checkpoint", embeddedModelFile], ["--version"], ["--help"],
      ] {
        let result = try run("option weights /nowhere\npicture /nowhere\n", arguments)
        #expect(result.status == 0 && result.errorText == "", "\(arguments): \(result.errorText)")
      }
    }
  }

  @Test(
    "what is wrong is one line with the settings file and the line, and the exit code of its kind",
    arguments: [
      ("option weights /nowhere/w.pth", 66, "line 1: /nowhere/w.pth: cannot be read (No such file or directory)"),
      ("\noption weights settings", 65, "line 2: "), ("colors 8\noption wieghts a", 65, "line 2: expected"),
      ("hrscope settings 9", 65, "line 1: written for a newer hrscope (expected version 1 of this format, found 9)"),
      ("option threads none", 65, "line 1: expected option threads 1 to 256, found 'option threads none'"),
      ("\u{1B}[2J", 65, "line 1: expected picture, lessons, colors"),
    ])
  func wrong(text: String, status: Int32, words: String) throws {
    for arguments in [["pose", SamplePictures.runner], ["network"], ["explore"], [], ["evaluate", "/nowhere.json"]] {
      let result = try run(text, arguments)
      #expect(result.status == status && result.output.isEmpty, "\(arguments): \(result.errorText)")
      #expect(result.errorText.contains("/settings: \(words)"), "\(arguments): \(result.errorText)")
      HRScope.expectOneLine(result)
    }
    // Nothing of it concerns these.
    for arguments in [["--version"], ["checkpoint", embeddedModelFile]] {
      #expect(try run(text, arguments).status == 0)
    }
  }

  @Test("a damaged file of weights is named with the line that sets it")
  func damagedWeights() throws {
    try withTemporaryFolder { folder in
      try Data("no weights".utf8).write(to: URL(filePath: folder + "w.pth"))
      let result = try run("# one\noption weights \(folder)w.pth", ["pose", SamplePictures.runner])
      #expect(result.status == 65 && result.errorText.contains("/settings: line 2: \(folder)w.pth: "))
      HRScope.expectOneLine(result)
    }
  }

  @Test("the picture is what explorers and captures begin with; one on the command line wins")
  func picture() throws {
    try withTemporaryFolder { folder in
      func frame(_ settings: String?, _ arguments: [String] = []) throws -> String {
        let result = try run(settings, ["capture", "--output", folder + "a.txt"] + arguments)
        #expect(result.status == 0, "\(result.errorText)")
        return try String(contentsOfFile: folder + "a.txt", encoding: .utf8)
      }
      let set = try frame("picture \(SamplePictures.runner)")
      let (named, usual) = (try frame(nil, [SamplePictures.runner]), try frame(nil))
      #expect(set == named && set != usual)
      #expect(try frame("picture built-in:cartwheel", [SamplePictures.runner]) == set)
      let builtIn = try frame(nil, ["built-in:cartwheel"])
      #expect(try frame("picture built-in:cartwheel") == builtIn)
      let lost = try run("picture /nowhere/p.jpg", ["capture", "--output", folder + "a.txt"])
      #expect(lost.status == 66 && lost.errorText.contains("/settings: line 1: /nowhere/p.jpg: cannot be read ("))
      HRScope.expectOneLine(lost)
    }
  }

  @Test(
    "lessons of a folder are listed, checked and found by name; what is wrong there is told and keeps nobody from the others"
  )
  func lessons() throws {
    try withTemporaryFolder { folder in
      let ours = "hrscope session 1\nlesson Our own\npage A\nsay B.\nexpect lost == 0\n"
      try ours.write(toFile: folder + "week1.txt", atomically: true, encoding: .utf8)
      try "hrscope session 1\nlesson Half\n".write(toFile: folder + "half.txt", atomically: true, encoding: .utf8)
      let list = try run("lessons \(folder)", ["lesson", "--list"])
      #expect(list.status == 0 && list.outputText.contains("week1") && list.outputText.contains("Our own"))
      #expect(list.outputText.contains("exchange") && !list.outputText.contains("half"))
      #expect(list.errorText.contains("half.txt: damaged session in line 2"))
      #expect(try run("lessons \(folder)", ["lesson", "check", "week1"]).outputText.contains("1 pages, all as"))
      #expect(try run(nil, ["lesson", "check", "week1"]).status == 64)
      let lost = try run("\nlessons /nowhere", ["lesson", "--list"])
      #expect(lost.status == 0 && lost.errorText.contains("/settings: line 2: /nowhere: cannot be read ("))
    }
  }

  @Test("threads are the settings', unless the command line says how many")
  func threads() throws {
    func threads(_ settings: String?, _ arguments: [String] = []) throws -> String {
      let result = try run(settings, ["bench", "--runs", "1", "--no-recompute", "--json"] + arguments)
      return try #require(result.outputText.firstMatch(of: #/"threads" ?: ?(\d+)/#).map { String($0.output.1) })
    }
    #expect(try threads("option threads 7") == "7")
    #expect(try threads("option threads 7", ["--threads", "3"]) == "3")
  }

  @Test("beside an unpacked program, in ../share/hrscope, settings are found")
  func packaged() throws {
    try withTemporaryFolder { folder in
      for name in ["bin", "share/hrscope"] {
        try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
      }
      let program = folder + "bin/hrscope"
      if link(Subprocess.hrscope, program) != 0 {
        try FileManager.default.copyItem(atPath: Subprocess.hrscope, toPath: program)
      }
      try "option threads x".write(toFile: folder + "share/hrscope/settings", atomically: true, encoding: .utf8)
      let result = try Subprocess.run(
        program, ["pose", SamplePictures.runner], environment: ["HOME": folder], timeout: 60)
      #expect(
        result.status == 65 && result.errorText.contains("share/hrscope/settings: line 1: expected option threads"))
    }
  }
}
