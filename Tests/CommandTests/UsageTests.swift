import Foundation
import TestSupport
import Testing

@Suite("Wrong usage, files that cannot be used, and help", .waitsForPrograms)
struct UsageTests {
  @Test(
    "wrong usage is one line and exit 64",
    arguments: [
      ["--nonsense"], ["pose"], ["pose", "--nonsense", SamplePictures.runner],
      ["pose", SamplePictures.runner, "--json=1"],
      ["pose", SamplePictures.runner, "--cut", "s9.m1"], ["pose", SamplePictures.runner, "--cut", "s4.m2:32>5"],
      ["pose", SamplePictures.runner, "--cut", ""], ["pose", SamplePictures.runner, "--cut", "s4.m3:4>8"],
      ["pose", SamplePictures.runner, "--gain", "s4.m2:8>4"],
      ["pose", SamplePictures.runner, "--gain", "s4.m2:8>4=nan"],
      ["pose", SamplePictures.runner, "--gain", "nothing=1"], ["pose", SamplePictures.runner, "--box", "1,2,3"],
      ["pose", SamplePictures.runner, "--box", "0,0,-5,10"], ["pose", SamplePictures.runner, "--box", "0,0,inf,10"],
      ["pose", SamplePictures.runner, "--input", "100"], ["pose", SamplePictures.runner, "--input", "33x64"],
      ["pose", SamplePictures.runner, "--decode", "nonsense"], ["pose", SamplePictures.runner, "--threads", "0"],
      ["pose", SamplePictures.runner, SamplePictures.serve, "--overlay", "/tmp/never.png"],
      ["network", "--model", "nonsense"], ["network", "--model", "w32", "--weights", embeddedModelFile],
      ["network", "--model", "w32", "--joints", "0"], ["verify"], ["verify", "--reference"],
      ["pose", SamplePictures.runner, "--replace", "s4.m2"], ["pose", SamplePictures.runner, "--replace", "s4.m2="],
      ["pose", SamplePictures.runner, "--replace", "s9=mean"], ["bench", "--replace", "s4=\(SamplePictures.serve)"],
      ["sweep"], ["sweep", SamplePictures.runner, "--json", "--csv"], ["sweep", SamplePictures.runner, "--cut", "s9"],
      ["activations"], ["activations", SamplePictures.runner],
      ["activations", SamplePictures.runner, "--output", "/tmp/a.txt"],
      ["pose", SamplePictures.runner, "--box", "-500,10,300,400"], ["pose", SamplePictures.runner, "--box=480,0,9,9"],
      ["pose", SamplePictures.runner, "--box", "0,-400,300,400"],
      ["pose", SamplePictures.runner, "--box", "nan,1,2,3"],
      ["pose", SamplePictures.runner, "--box", "0,0,0,10"], ["pose", SamplePictures.runner, "--box", "0,0,1e-9,10"],
      ["pose", SamplePictures.runner, "--box", "0,0,1e300,10"], ["pose", SamplePictures.runner, "--box", "--json"],
      ["pose", SamplePictures.runner, "--box", "1,2,3,4,5"], ["sweep", SamplePictures.runner, "--box", "0,640,9,9"],
      ["capture", SamplePictures.runner, "--output", "/tmp/never.txt", "--box", "0,640,9,9"],
      ["activations", SamplePictures.runner, "--output", "/tmp/never.npz", "--box", "0,640,9,9"],
      ["explore", SamplePictures.runner, "--box", "0,640,9,9"],
      ["explore", SamplePictures.runner, "--frames", "-"], ["--frames", "/tmp", SamplePictures.runner],
      ["explore", "--frames", "/tmp", "--record", "/tmp/never.txt"], ["--frames", "-", "--replay", "/tmp/never.txt"],
      ["explore", "--frames", "-"], ["explore", "--frames", SamplePictures.runner], ["explore", "--frames"],
      ["explore", "--frames", "/tmp", "--box", "1,2,3"], ["--frames", "/tmp", "--against", "random:w18"],
      ["pose", SamplePictures.runner, "--gain", "s4.m2:32>4=inf"],
      ["pose", SamplePictures.runner, "--gain", "s4=1000.1"],
      ["pose", SamplePictures.runner, "--gain", "s4=-1e9"], ["pose", SamplePictures.runner, "--gain", "s4="],
      ["pose", SamplePictures.runner, "--overlay", "/tmp/never.gif"],
      ["pose", SamplePictures.runner, "--overlay", "/tmp/never"],
      ["pose", SamplePictures.runner, "--overlay", "/tmp/never.JPG"], ["pose", SamplePictures.runner, "--overlay", ""],
      ["explore", "--model", "nonsense"], ["explore", "--model", "w32", "--weights", embeddedModelFile],
      ["capture", "--output", "/tmp/never.txt", "--model", "w33"],
      ["capture", "--output", "/tmp/never.txt", "--model", "w32", "--weights", embeddedModelFile],
      ["capture", "--output", "/tmp/never.gif"], ["capture", "--output", "/tmp/never.txt", "--size", "5x5"],
      ["capture", "--output", "/tmp/never.txt", "--size", "39x12"],
      ["capture", "--output", "/tmp/never.txt", "--size", "40x11"],
      ["capture", "--output", "/tmp/never.txt", "--size", "1001x40"],
      ["capture", "--output", "/tmp/never.txt", "--size", "-1x40"],
      ["capture", "--output", "/tmp/never.txt", "--size", "99999999999999999999x40"],
      ["pose", SamplePictures.runner, "--threads", "-1"], ["pose", SamplePictures.runner, "--threads", "257"],
      ["pose", SamplePictures.runner, "--threads", "99999999999999999999"], ["bench", "--runs", "0"],
      ["bench", "--runs", "-3"],
      ["bench", "--runs", "1e9"], ["network", "--input", "0x0"], ["network", "--input", "4096x32"],
      ["network", "--input", "-32x32"], ["network", "--input", "99999999999999999999x32"],
      ["verify", "--reference", "r", "--tolerance", "nan"], ["verify", "--reference", "r", "--tolerance", "-1"],
      ["verify", "--reference", "r", "--tolerance", "inf"], ["verify", "--reference", "r", "--threads", "0"],
      ["evaluate", "s", "--shard", "0/2", "--output", "o"], ["evaluate", "s", "--shard", "3/2", "--output", "o"],
      ["evaluate", "s", "--shard", "1/-2", "--output", "o"], ["evaluate", "s", "--shard", "1/2"],
      ["network", "--model", "w32", "--joints", "-1"], ["checkpoint", "f", "--force"],
      ["activations", SamplePictures.runner, "--output", "/tmp/never.npz", "--select", "stage9.*"],
      ["network", "--joints", "14"], ["network", "--weights", embeddedModelFile, "--joints", "14"],
      ["bench", "--profile", "--json"], ["segment"], ["classify"], ["detect"],
      ["segment", SamplePictures.runner, SamplePictures.serve, "--output", "/tmp/never.png"],
      ["segment", SamplePictures.runner, SamplePictures.serve, "--overlay", "/tmp/never.png"],
      ["classify", SamplePictures.runner, "--top", "-1"], ["classify", SamplePictures.runner, "--box", "1,2,3,4"],
    ])
  func usage(arguments: [String]) throws {
    try HRScope.failure(arguments, status: 64)
  }

  @Test(
    "a sub-command or option that is misspelt is answered with the nearest one",
    arguments: [
      (["psoe", SamplePictures.runner], "pose"), (["Pose"], "pose"), (["poses", SamplePictures.runner], "pose"),
      (["evalute", "x"], "evaluate"), (["netwrok"], "network"), (["checkpont", "f", "--json"], "checkpoint"),
      (["capure"], "capture"), (["activation", "x"], "activations"), (["help", "swep"], "sweep"), (["hlep"], "help"),
      (["pose", SamplePictures.runner, "--jsn"], "--json"),
      (["pose", SamplePictures.runner, "--wieghts", "f"], "--weights"),
      (["network", "--modle", "w32"], "--model"), (["evaluate", "x", "--mrege"], "--merge"),
      (["capture", "--outptu", "x.txt"], "--output"), (["--frsh"], "--fresh"), (["bench", "--profil"], "--profile"),
    ])
  func nearest(arguments: [String], meant: String) throws {
    #expect(try HRScope.failure(arguments, status: 64).contains("Did you mean '\(meant)'?"))
  }

  /// Options of the network by the commands that would have to ignore them.
  private static let unheeded: [(option: [String], commands: [[String]])] = [
    (["--box", "1,2,30,40"], [network, checkpoint, verify, bench, evaluate]),
    (["--cut", "final"], [network, checkpoint, verify]), (["--gain", "s4=0.5"], [network, checkpoint, verify]),
    (["--replace", "s4=mean"], [network, checkpoint, verify]), (["--threads", "2"], [network, checkpoint]),
    (["--input", "64x64"], [checkpoint, verify]), (["--weights", "f"], [checkpoint]),
    (["--model", "w32"], [checkpoint, verify, evaluate, pose, sweep, activations]),
    (["--decode", "dark"], [network, checkpoint, verify, bench, activations]),
    (["--overlay", "o.png"], [network, checkpoint, verify, bench, evaluate, sweep, activations]),
    (["--utf8"], [network, checkpoint, verify, bench, evaluate, pose, sweep, activations]),
  ]
  private static let network = ["network"]
  private static let checkpoint = ["checkpoint", "f"]
  private static let verify = ["verify", "--reference", "r"]
  private static let bench = ["bench"]
  private static let evaluate = ["evaluate", "s"]
  private static let pose = ["pose", SamplePictures.runner]
  private static let sweep = ["sweep", SamplePictures.runner]
  private static let activations = ["activations", SamplePictures.runner, "--output", "a.npz"]

  @Test("an option that a command would ignore is unknown to it, and those that take it are named", arguments: unheeded)
  func ignored(option: [String], commands: [[String]]) throws {
    for command in commands {
      let line = try HRScope.failure(command + option, status: 64)
      #expect(line.contains("Unknown option '\(option[0])'"), "\(command): \(line)")
      #expect(line.contains("Did you mean '--") || line.contains(" take"), "\(command): \(line)")
    }
  }

  @Test("the commands that take an option are named where none of the command's own is near")
  func otherCommands() throws {
    #expect(
      try HRScope.failure(["network", "--box=1,2,3,4"], status: 64)
        .contains(
          "Unknown option '--box': only explore, pose, segment, sweep, activations, lesson, record, capture take it"))
    #expect(
      try HRScope.failure(["pose", SamplePictures.runner, "--tolerance", "1"], status: 64)
        .contains("Unknown option '--tolerance': only verify takes it"))
    #expect(try HRScope.failure(["network", "--nothing-like-it"], status: 64).contains("'--nothing-like-it'"))
  }

  @Test("a picture may be called nearly as a sub-command, and anything else is a picture")
  func pictureNames() throws {
    #expect(try HRScope.failure(["zebra"], status: 66).contains("zebra"))
    #expect(try HRScope.failure(["./psoe"], status: 66).contains("./psoe"))
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(atPath: SamplePictures.runner, toPath: folder + "psoe")
      let result = try HRScope.shell("cd '\(folder)' && exec \"$0\" psoe", [])
      // It opens, and only a terminal is missing.
      #expect(result.status == 64 && result.errorText.contains("terminal"))
    }
  }

  @Test("values that begin with a minus sign, and names of endings in capitals")
  func usable() throws {
    func joints(_ options: [String]) throws -> String {
      let result = try HRScope.run(["pose", SamplePictures.runner] + options)
      #expect(result.status == 0, "\(result.errorText)")
      return result.outputText
    }
    let beside = try joints(["--box", "-5,10,300,400"])
    #expect(try joints(["--box=-5,10,300,400"]) == beside)
    #expect(try joints([]) != beside)
    #expect(try joints(["--gain", "s4.m2:32>4=-1"]) == joints(["--gain=s4.m2:32>4=-1.0"]))
    #expect(try joints(["--gain", "s4.m2:32>4=-1000"]) != joints(["--gain", "s4.m2:32>4=1000"]))
    try withTemporaryFolder { folder in
      _ = try joints(["--overlay", folder + "A.PNG"])
      #expect(try Data(contentsOf: URL(filePath: folder + "A.PNG")).starts(with: [0x89, 0x50]))
    }
  }

  @Test("the exit codes are all documented, and help says where")
  func exitCodes() throws {
    let page = try String(contentsOfFile: Shared.inRepository("Documentation/CommandLine.md"), encoding: .utf8)
    for code in [0, 1, 64, 65, 66, 70, 73, 130] { #expect(page.contains("| \(code) |")) }
    #expect(try HRScope.run("--help").outputText.contains("Documentation/CommandLine.md"))
  }

  @Test(
    "the page of the command line knows every command and option",
    arguments: [
      "explore", "pose", "segment", "classify", "detect", "sweep", "evaluate", "probe", "network", "activations",
      "lesson",
      "record", "capture",
      "verify", "checkpoint", "bench",
    ])
  func page(command: String) throws {
    let page = try String(contentsOfFile: Shared.inRepository("Documentation/CommandLine.md"), encoding: .utf8)
    #expect(page.contains("`\(command)"))
    let help = try HRScope.run(command, "--help").outputText
    for option in help.matches(of: #/\n  (--[a-z0-9-]+)/#) where option.output.1 != "--version" {
      #expect(page.contains(option.output.1), "\(command) \(option.output.1)")
    }
  }

  @Test("without a terminal the explorer names the command to use instead")
  func noTerminal() throws {
    for arguments in [[], ["explore"], [SamplePictures.runner]] {
      #expect(try HRScope.failure(arguments, status: 64).contains("hrscope pose"))
    }
  }

  @Test("files that cannot be read: exit 66", arguments: [["pose"], ["sweep"], ["explore"], []])
  func unreadable(command: [String]) throws {
    #expect(try HRScope.failure(command + ["/nowhere/picture.jpg"], status: 66).contains("/nowhere/picture.jpg"))
    #expect(try HRScope.failure(command + [SamplePictures.folder], status: 66).contains(SamplePictures.folder))
    #expect(
      try HRScope.failure(["pose", SamplePictures.runner, "--replace", "s4=/nowhere/d.jpg"], status: 66)
        .contains("/nowhere/d.jpg"))
    let weights = try HRScope.failure(
      command + [SamplePictures.runner, "--weights", "/nowhere/w.safetensors"], status: 66)
    #expect(weights.contains("/nowhere/w.safetensors"))
  }

  @Test("damaged weights: exit 65, whatever the damage")
  func damagedWeights() throws {
    let whole = try Data(contentsOf: URL(filePath: embeddedModelFile))
    try withTemporaryFolder { folder in
      let path = folder + "weights.safetensors"
      let damaged = [Data(), Data("no weights".utf8), whole.prefix(1000), whole.prefix(whole.count - 1)]
      for bytes in damaged {
        try bytes.write(to: URL(filePath: path))
        for command in [["pose", SamplePictures.runner], ["network"]] {
          #expect(try HRScope.failure(command + ["--weights", path], status: 65).contains(path))
        }
      }
    }
  }

  @Test("damaged pictures: exit 65")
  func damagedPictures() throws {
    let whole = try Data(contentsOf: URL(filePath: SamplePictures.runner))
    try withTemporaryFolder { folder in
      for (name, bytes) in [("empty.jpg", Data()), ("text.png", Data("text".utf8)), ("half.jpg", whole.prefix(30_000))]
      {
        try bytes.write(to: URL(filePath: folder + name))
        #expect(try HRScope.failure(["pose", folder + name], status: 65).contains(folder + name))
      }
    }
  }

  @Test("a result that cannot be written: exit 73")
  func unwritable() throws {
    let line = try HRScope.failure(["pose", SamplePictures.runner, "--overlay", "/nowhere/o.png"], status: 73)
    #expect(line.contains("/nowhere/o.png"))
  }

  @Test(
    "every command has help on standard output",
    arguments: [
      [], ["explore"], ["pose"], ["segment"], ["classify"], ["detect"], ["sweep"], ["evaluate"], ["network"],
      ["activations"],
      ["capture"], ["verify"], ["checkpoint"], ["bench"],
    ])
  func help(command: [String]) throws {
    for flag in ["--help", "-h"] {
      let result = try HRScope.run(command + [flag])
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      #expect(result.outputText.contains("USAGE: hrscope"))
      for name in command { #expect(result.outputText.contains("USAGE: hrscope \(name) ") || name == "explore") }
    }
  }

  @Test(
    "--version says version, commit, the vector instructions that are used, and the BLAS",
    arguments: ["baseline", "avx2", nil])
  func version(level: String?) throws {
    var environment = ProcessInfo.processInfo.environment
    environment["HRSCOPE_CPU"] = level
    let result = try Subprocess.run(Subprocess.hrscope, ["--version"], environment: environment)
    #expect(result.status == 0)
    let text = try #require(
      result.outputText.wholeMatch(
        of:
          #/hrscope \d+\.\d+\.\d+ \((commit [0-9a-f]+(-dirty)?, )?(baseline|AVX2|AVX-512), OpenBLAS \d+\.\d+\.\d+\)\n/#)
    )
    if level == "baseline" { #expect(text.3 == "baseline") }
  }

  @Test("--version says so where the BLAS is none, or of no use")
  func versionWithoutBLAS() throws {
    #if os(Linux)
      try withTemporaryFolder { folder in
        let environment = ProcessInfo.processInfo.environment.merging(["LD_LIBRARY_PATH": folder]) { $1 }
        // Where the loader looks first stands something that is no library.
        try Data("no library".utf8).write(to: URL(filePath: folder + "libopenblas.so.0"))
        var result = try Subprocess.run(Subprocess.hrscope, ["--version"], environment: environment)
        #expect(result.status == 0 && result.outputText.hasSuffix(", no BLAS)\n"), "\(result.outputText)")
        let source = "const char *openblas_get_config(void) { return \"OpenBLAS 9.8.7 X Y\"; }\n"
        try Data(source.utf8).write(to: URL(filePath: folder + "fake.c"))
        let built = try Subprocess.run(
          "/usr/bin/env",
          ["clang", "-w", "-shared", "-fPIC", folder + "fake.c", "-o", folder + "libopenblas.so.0"], timeout: 60)
        #expect(built.status == 0, "\(built.errorText)")
        result = try Subprocess.run(Subprocess.hrscope, ["--version"], environment: environment)
        #expect(result.status == 0 && result.outputText.hasSuffix(", OpenBLAS 9.8.7, unusable)\n"))
      }
    #endif
  }
}
