import Foundation
import TestSupport
import Testing

@Suite("Wrong usage, files that cannot be used, and help")
struct UsageTests {
  @Test(
    "wrong usage is one line and exit 64",
    arguments: [
      ["--nonsense"], ["pose"], ["pose", "--nonsense", SamplePictures.runner],
      ["pose", SamplePictures.runner, "--json=1"],
      ["pose", SamplePictures.runner, "--cut", "s9.m1"], ["pose", SamplePictures.runner, "--cut", "s4.m2:32>5"],
      ["pose", SamplePictures.runner, "--cut", ""], ["pose", SamplePictures.runner, "--cut", "s4.m2:4>8"],
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
      ["activations", SamplePictures.runner, "--output", "/tmp/never.npz", "--select", "stage9.*"],
    ])
  func usage(arguments: [String]) throws {
    try HRScope.failure(arguments, status: 64)
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

  @Test("damaged pictures and side-cars: exit 65")
  func damagedPictures() throws {
    let whole = try Data(contentsOf: URL(filePath: SamplePictures.runner))
    try withTemporaryFolder { folder in
      for (name, bytes) in [("empty.jpg", Data()), ("text.png", Data("text".utf8)), ("half.jpg", whole.prefix(30_000))]
      {
        try bytes.write(to: URL(filePath: folder + name))
        #expect(try HRScope.failure(["pose", folder + name], status: 65).contains(folder + name))
      }
      try whole.write(to: URL(filePath: folder + "fine.jpg"))
      try Data("{\"people\": [{\"bbox\": [1, 2]}]}".utf8).write(to: URL(filePath: folder + "fine.json"))
      #expect(try HRScope.failure(["pose", folder + "fine.jpg"], status: 65).contains("fine.json"))
    }
  }

  @Test("a result that cannot be written: exit 73")
  func unwritable() throws {
    let line = try HRScope.failure(["pose", SamplePictures.runner, "--overlay", "/nowhere/o.png"], status: 73)
    #expect(line.contains("/nowhere/o.png"))
  }

  @Test(
    "every command has help on standard output",
    arguments: [[], ["explore"], ["pose"], ["sweep"], ["network"], ["activations"], ["verify"]])
  func help(command: [String]) throws {
    for flag in ["--help", "-h"] {
      let result = try HRScope.run(command + [flag])
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      #expect(result.outputText.contains("USAGE: hrscope"))
      for name in command { #expect(result.outputText.contains("USAGE: hrscope \(name) ") || name == "explore") }
    }
  }

  @Test("--version prints the version")
  func version() throws {
    let result = try HRScope.run("--version")
    #expect(result.status == 0)
    #expect(result.outputText.wholeMatch(of: #/\d+\.\d+\.\d+\n/#) != nil)
  }
}
