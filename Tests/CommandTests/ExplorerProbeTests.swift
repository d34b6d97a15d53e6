import Foundation
import TestSupport
import Testing

@Suite("Probes in the explorer", .waitsForPrograms)
struct ExplorerProbeTests {
  private func capture(_ arguments: [String], keys: String = "", in folder: String) throws -> String {
    let output = folder + "frame.txt"
    let result = try HRScope.run(
      ["capture", SamplePictures.runner, "--output", output, "--keys", keys, "--size", "120x40"] + arguments)
    #expect(result.status == 0, "\(arguments): \(result.errorText)")
    return try String(contentsOfFile: output, encoding: .utf8)
  }

  @Test("a file that is no network's here is refused in one line, and what cannot be read too")
  func refused() throws {
    try withSampleSet { set, folder in
      let output = ["--output", folder + "f.txt"]
      func fit(_ name: String, _ arguments: [String]) throws -> String {
        let path = folder + name
        let result = try HRScope.run(["probe", set, "--output", path] + arguments)
        #expect(result.status == 0, "\(result.errorText)")
        return path
      }
      let few = ["--nodes", "s4.m1>1/32"]
      let own = try fit("own", few)
      let random = try fit("random", few + ["--model", "w18-small-v1", "--input", "64x64"])
      let small = ["--model", "w18-small-v1", "--input", "64x64"]
      let cases: [([String], Int32, String)] = [
        (["--probes", random], 65, "probes of another network"), (["--probes", own] + small, 65, "another network"),
        (["--probes", own, "--upsampling", "bilinear"], 65, "other upsampling"),
        (["--probes", own, "--probes", random], 65, "another network"),
        (["--probes", set], 65, "joints.json"), (["--probes", folder + "none"], 66, "none"),
        (["--probes", embeddedModelFile], 65, "no file of probes"),
        (["--probes", random, "--model", "w18-small-v2", "--input", "64x64"], 65, "another network"),
      ]
      for (arguments, status, words) in cases {
        for command in [["explore", SamplePictures.runner], ["capture", SamplePictures.runner] + output] {
          let line = try HRScope.failure(command + arguments, status: status)
          #expect(line.contains(words), "\(arguments): \(line)")
        }
      }
      _ = try capture(["--probes", own], in: folder)
      _ = try capture(["--probes", random] + small, in: folder)
      // The built-in model from a file is still the built-in model.
      _ = try capture(["--probes", own, "--weights", embeddedModelFile], in: folder)
      // Of two networks each has its own; a file of neither is refused.
      let against = ["explore", "--against", "random:w18-small-v2", "--input", "64x64", "--probes"]
      #expect(try HRScope.failure(against + [random], status: 65).contains("another network"))
      // What is read is not written.
      #expect(
        try HRScope.failure(["capture", "--probes", own, "--output", own], status: 73).contains("own"))
      #expect(try HRScope.failure(["explore", "--probes", own, "--record", own], status: 73).contains("own"))
    }
  }

  /// What a network is opened with, and what its header says of the joints that it has no head for.
  static let headless: [(name: String, network: [String], says: String)] = [
    ("ImageNet, random weights", ["--model", "w18-small-v1-imagenet", "--input", "96x64"], "1000 classes"),
    (
      "ImageNet", ["--weights", Shared.path("reference/heads/classification/model.safetensors"), "--input", "96x64"],
      "10 classes"
    ),
    (
      "V2", ["--weights", Shared.path("reference/heads/v2-segmentation/model.safetensors"), "--input", "96x64"],
      "classes"
    ),
    (
      "V2p", ["--weights", Shared.path("reference/heads/v2p/model.safetensors"), "--input", "96x64"],
      "HRNet-W6"
    ),
    ("FCOS, random weights", ["--model", "w18-small-v1-fcos", "--input", "96x64"], "boxes of"),
  ]

  @Test(
    "a network without a pose head gains joints by hrscope probe, and opens in the explorer with them",
    arguments: headless.indices)
  func gained(index: Int) throws {
    let (name, network, says) = Self.headless[index]
    try withSampleSet { set, folder in
      let probes = folder + "p"
      let fit = try HRScope.run(["probe", set, "--nodes", "streams", "--output", probes] + network)
      #expect(fit.status == 0, "\(name): \(fit.errorText)")
      let arguments = network + ["--probes", probes]
      let first = try capture(arguments, in: folder)
      #expect(first.contains(says), "\(name)")
      // At the end of each stream its probe reads, and the table has its joints with their errors.
      let ends = try capture(arguments, keys: "e {", in: folder)
      #expect(
        ends.contains("joints · probe s4.") && ends.contains("l. wrist") && ends.contains("px to the true pose"),
        "\(name)")
      let coarse = try capture(arguments, keys: "e { Down Down Down 1", in: folder)
      #expect(coarse.contains(">1/32") && coarse.contains("fitted on the uncut"), "\(name)")
      #expect(coarse != ends)
      // The crop is the person's, as the probes were fitted: a box can be given.
      let boxed = try capture(arguments + ["--box", "100,100,200,300"], keys: "e {", in: folder)
      #expect(boxed != ends, "\(name)")
    }
  }

  @Test("a session names its probes; another network on the command line leaves them behind")
  func session() throws {
    try withSampleSet { set, folder in
      let probes = folder + "p"
      let result = try HRScope.run(["probe", set, "--nodes", "s4.m2>1/32", "--output", probes])
      #expect(result.status == 0, "\(result.errorText)")
      func file(_ lines: [String]) throws -> [String] {
        let session = folder + "s.txt"
        try Data((["hrscope session 1"] + lines).joined(separator: "\n").utf8).write(to: URL(filePath: session))
        return ["--replay", session]
      }
      let named = try file(["option probes \(probes)"])
      _ = try capture(named, in: folder)
      _ = try capture(named + ["--model", "w18-small-v1", "--input", "64x64"], in: folder)
      let recording = ["record", "--output", folder + "f.cast"]
      #expect(try HRScope.run(recording + named).status == 0)
      let other = try file(["option model w18-small-v1", "option input 64x64", "option probes \(probes)"])
      let line = try HRScope.failure(["capture", "--output", folder + "f.txt"] + other, status: 65)
      #expect(line.contains("another network"))
      #expect(try HRScope.failure(recording + other, status: 65).contains("another network"))
    }
  }
}

/// The sample pictures' first people as an LSP-style set.
func withSampleSet(_ body: (_ set: String, _ folder: String) throws -> Void) throws {
  struct SideCar: Decodable {
    struct Person: Decodable {
      let bbox: [Double]
      let keypoints_lsp14: [[Double]]
    }

    let people: [Person]
  }
  try withTemporaryFolder { folder in
    let list = try SamplePictures.names.map { name -> [String: Any] in
      let file = SamplePictures.path(name.replacing(".jpg", with: ".json"))
      let person = try JSONDecoder().decode(SideCar.self, from: Data(contentsOf: URL(filePath: file))).people[0]
      try FileManager.default.copyItem(atPath: SamplePictures.path(name), toPath: folder + name)
      return ["image": name, "bbox": person.bbox, "joints": person.keypoints_lsp14.map { Array($0.prefix(2)) }]
    }
    try JSONSerialization.data(withJSONObject: list).write(to: URL(filePath: folder + "joints.json"))
    try body(folder + "joints.json", folder)
  }
}
