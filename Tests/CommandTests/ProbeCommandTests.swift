import Foundation
import TestSupport
import Testing

@testable import Experiments

@Suite("hrscope probe", .waitsForPrograms)
struct ProbeCommandTests {
  /// What `--json` prints (`Documentation/CommandLine.md`).
  struct Document: Decodable {
    struct Row: Decodable {
      let node: String
      let channels: Int
      let height: Int
      let width: Int
      let lambda: Double
      let fit: Double?
      let pck: Double?
    }

    let model: String
    let set: String
    let validation: String
    let probes: [Row]
  }

  private static let few = ["--nodes", "s2.m1>1/4", "s4.m1.1/16.u2", "s4.m2>1/32"]

  private func succeed(_ arguments: [String]) throws -> String {
    let result = try HRScope.run(arguments)
    #expect(result.status == 0, "\(arguments): \(result.errorText)")
    return result.outputText
  }

  @Test("the document has every node with its shape and PCK, and the file the same probes")
  func document() throws {
    try withSampleSet { set, folder in
      let output = folder + "p.safetensors"
      // On a busy machine there is time for a line of progress beside it.
      let printed = try succeed(["probe", set] + Self.few + ["--output", output, "--json"])
      let document = try JSONDecoder().decode(Document.self, from: Data(printed.utf8))
      #expect(document.set == set && document.probes.map(\.node) == Array(Self.few.dropFirst()))
      #expect(document.probes.map(\.channels) == [16, 64, 128])
      #expect(document.probes.map { [$0.height, $0.width] } == [[48, 40], [12, 10], [6, 5]])
      for row in document.probes {
        let (fit, pck) = (try #require(row.fit), try #require(row.pck))
        #expect((0...1).contains(fit) && (0...1).contains(pck) && row.lambda > 0)
      }
      // Late streams know more than the first exchange unit.
      #expect((document.probes[1].fit ?? 0) > (document.probes[0].fit ?? 1))
      let probes = try FittedProbes(contentsOf: output)
      #expect(probes.entries.map(\.node) == document.probes.map(\.node) && probes.count == 10)
      #expect(!FileManager.default.fileExists(atPath: output + ".part"))
      // Read through the file, evaluate says what the table says.
      let value = try succeed(
        ["evaluate", set, "--read-out", "probe:s4.m2>1/32", "--probes", output, "--json"])
      struct Evaluation: Decodable { let value: Double }
      let evaluated = try JSONDecoder().decode(Evaluation.self, from: Data(value.utf8)).value
      #expect(abs(evaluated - (document.probes[2].fit ?? 0)) < 1e-5)
    }
  }

  @Test("all are the 57 of units and exchange units, streams the four ends; concatenated they are wider")
  func nodes() throws {
    try withSampleSet { set, folder in
      let output = ["--output", folder + "p", "--csv"]
      func rows(_ arguments: [String]) throws -> [[Substring]] {
        try succeed(["probe", set] + arguments + output).split(separator: "\n").map {
          $0.split(separator: ",", omittingEmptySubsequences: false)
        }
      }
      let all = try rows([])
      #expect(all[0].joined(separator: ",") == "node,channels,height,width,lambda,fit,pck" && all.count == 58)
      #expect(all.allSatisfy { $0.count == 7 })
      let ends = try rows(["--nodes", "streams"]).dropFirst()
      #expect(ends.map { $0[0] } == ["s4.m2>1/4", "s4.m2>1/8", "s4.m2>1/16", "s4.m2>1/32"])
      // What is asked for with others is what it is alone.
      #expect(Set(ends).isSubset(of: Set(all)))
      let wide = try rows(["--nodes", "s4.m2>1/4", "s4.m2>1/16", "--concatenate"]).dropFirst()
      #expect(wide.map { $0[1] } == ["240", "192"])
    }
  }

  @Test("two parts joined are one run: the same table, and W to the ninth digit; so is a run that goes on")
  func parts() throws {
    try withSampleSet { set, folder in
      let one = try succeed(["probe", set] + Self.few + ["--output", folder + "one"])
      for part in 1...2 {
        let printed = try succeed(
          ["probe", set] + Self.few + ["--shard", "\(part)/2", "--output", folder + "part\(part)"])
        #expect(printed == "")
      }
      let joined = try succeed(["probe", "--merge", folder + "part2", folder + "part1", "--output", folder + "two"])
      #expect(joined == one)
      let (first, second) = (try FittedProbes(contentsOf: folder + "one"), try FittedProbes(contentsOf: folder + "two"))
      for (one, other) in zip(first.entries, second.entries) {
        #expect(one.ridge == other.ridge && one.emphasis == other.emphasis)
        let largest = one.weights.map(abs).max() ?? 0
        #expect(zip(one.weights, other.weights).allSatisfy { abs($0 - $1) <= 1e-9 * largest })
      }
      // A part is what another run goes on with: nothing is added up twice.
      try FileManager.default.copyItem(atPath: folder + "part1", toPath: folder + "again")
      _ = try succeed(["probe", set] + Self.few + ["--shard", "1/2", "--output", folder + "again"])
      #expect(
        try Data(contentsOf: URL(filePath: folder + "again")) == Data(contentsOf: URL(filePath: folder + "part1")))

      func refused(_ arguments: [String], _ word: String, status: Int32 = 65) throws {
        let text = try HRScope.failure(["probe"] + arguments, status: status)
        #expect(text.contains(word), "\(text)")
      }
      let output = ["--output", folder + "x"]
      try refused(["--merge", folder + "part1", folder + "part1"] + output, "and so is")
      try refused(["--merge", folder + "part1"] + output, "missing")
      try refused(["--merge", folder + "one", folder + "part2"] + output, "partial sums")
      // Of another plan: other nodes, other cuts, other targets' nodes.
      _ = try succeed(["probe", set, "--nodes", "streams", "--shard", "2/2", "--output", folder + "other"])
      try refused(["--merge", folder + "part1", folder + "other"] + output, "another fit")
      try refused([set, "--nodes", "streams", "--shard", "1/2", "--output", folder + "part1"], "another fit")
      try refused([set] + Self.few + ["--cut", "final", "--shard", "1/2", "--output", folder + "part1"], "another fit")
      try refused([set] + Self.few + ["--shard", "2/2", "--output", folder + "part1"], "is part 1 of 2")
      // Somebody's file is left alone.
      try "notes".write(toFile: folder + "notes", atomically: true, encoding: .utf8)
      try refused([set] + Self.few + ["--shard", "1/2", "--output", folder + "notes"], "partial sums")
      #expect(try String(contentsOfFile: folder + "notes", encoding: .utf8) == "notes")
      // A torn part, and a picture that has changed.
      let bytes = try Data(contentsOf: URL(filePath: folder + "part2"))
      try bytes.prefix(bytes.count / 2).write(to: URL(filePath: folder + "torn"))
      try refused(["--merge", folder + "part1", folder + "torn"] + output, "partial sums")
      // Other versions, none, and nonsense.
      let versions = [
        (
          "hrscope probe part 2",
          "partial sums written for a newer hrscope (expected version 1 of this format, found 2)"
        ),
        ("hrscope probe part 11", "found 11)"), ("hrscope probe part", "another kind of file"),
        ("hrscope probe part one", "another kind of file"), ("hrscope probe part 0", "another kind of file"),
        (nil, "another kind"),
      ]
      for (version, words) in versions {
        var file = try EditedSafetensors(folder + "part2")
        file.metadata["format"] = version
        try file.write(to: folder + "version")
        try refused(["--merge", folder + "part1", folder + "version"] + output, words)
        try refused([set] + Self.few + ["--shard", "2/2", "--output", folder + "version"], words)
      }
      try FileManager.default.removeItem(atPath: folder + SamplePictures.names[0])
      try FileManager.default.copyItem(
        atPath: SamplePictures.path(SamplePictures.names[1]), toPath: folder + SamplePictures.names[0])
      try refused([set] + Self.few + ["--shard", "1/2", "--output", folder + "part1"], "has changed")
    }
  }

  /// Which of a sum's two numbers holds how much depends on the order; what they are together does not.
  @Test("two workers add up what one does")
  func workers() throws {
    try withSampleSet { set, folder in
      for threads in 1...2 {
        _ = try succeed(
          ["probe", set, "--threads", "\(threads)", "--shard", "1/1", "--output", folder + "w\(threads)"])
      }
      let sums = try (1...2).map { try ProbePart(contentsOf: folder + "w\($0)").sums.whole.equations }
      #expect(sums[0].count == 57)
      for (one, other) in zip(sums[0], sums[1]) {
        for (one, other) in [(one.plain, other.plain), (one.emphasised, other.emphasised)] {
          let (one, other) = (try #require(one), try #require(other))
          for (one, other) in [(one.gram, other.gram), (one.product, other.product)] {
            let largest = one.values.map(abs).max() ?? 0
            #expect(zip(one.values, other.values).allSatisfy { abs($0 - $1) <= 1e-14 * largest })
          }
        }
      }
    }
  }

  @Test("a backbone without a head gains joints: pose and evaluate read them")
  func headless() throws {
    try withSampleSet { set, folder in
      var backbone = try EditedSafetensors(embeddedModelFile)
      backbone.rename { $0.hasPrefix("final_layer") || $0.hasPrefix("last_layer") || $0.contains("head") ? nil : $0 }
      backbone.metadata = ["format": "pt"]
      let weights = ["--weights", folder + "backbone.safetensors", "--input", "192x160"]
      try backbone.write(to: folder + "backbone.safetensors")
      let output = folder + "p"
      _ = try succeed(["probe", set, "--nodes", "s4.m2>1/8"] + weights + ["--output", output])
      let probe = ["--read-out", "probe:s4.m2>1/8", "--probes", output]
      struct Pose: Decodable { let joints: [PoseDocument.Joint] }
      let pose = try succeed(["pose", SamplePictures.runner, "--json"] + weights + probe)
      let joints = try JSONDecoder().decode(Pose.self, from: Data(pose.utf8)).joints
      #expect(joints.map(\.name).contains("left ankle") && joints.count == 14)
      #expect(try succeed(["evaluate", set] + weights + probe).contains("PCK"))
      // They are of these weights and no others.
      let other = try HRScope.failure(["pose", SamplePictures.runner] + probe, status: 65)
      #expect(other.contains("another network"))
      // And without a file there are none for it.
      let none = try HRScope.failure(
        ["pose", SamplePictures.runner, "--read-out", "probe:s4.m2>1/8"] + weights, status: 64)
      #expect(none.contains("--probes"))
    }
  }

  @Test(
    "what means nothing is wrong usage, in one line",
    arguments: [
      ["s", "--output", "o", "--nodes", "s9.m1"], ["s", "--output", "o", "--nodes", "head"],
      ["s", "--output", "o", "--nodes", "s4.m2:4>8"], ["s"], ["--output", "o"], ["s", "t", "--output", "o"],
      ["s", "--output", "o", "--targets", "boxes"], ["s", "--output", "o", "--shard", "3/2"],
      ["s", "--output", "o", "--json", "--csv"], ["--merge", "a", "--output", "o", "--nodes", "all"],
      ["s", "--output", "o", "--half", "--shard", "1/2"],
    ])
  func usage(arguments: [String]) throws { try HRScope.failure(["probe"] + arguments, status: 64) }

  @Test("a library that computes wrongly, or is none, is refused in one line, and nothing is lost by it")
  func wrongLibrary() throws {
    #if os(Linux)
      try withSampleSet { set, folder in
        // The functions are all there, and do nothing.
        let names = ["cblas_dsyrk", "cblas_dgemm", "cblas_sgemm", "dposv_", "ssyevr_"]
        let source = names.map { "void \($0)(void) {}\n" }.joined()
        try source.write(toFile: folder + "fake.c", atomically: true, encoding: .utf8)
        let built = try Subprocess.run(
          "/usr/bin/env",
          ["clang", "-w", "-shared", "-fPIC", folder + "fake.c", "-o", folder + "libopenblas.so.0"], timeout: 60)
        #expect(built.status == 0, "\(built.errorText)")
        let result = try Subprocess.run(
          Subprocess.hrscope, ["probe", set] + Self.few + ["--output", folder + "p"],
          environment: ProcessInfo.processInfo.environment.merging(["LD_LIBRARY_PATH": folder]) { $1 }, timeout: 120)
        #expect(result.status == 70 && result.output.isEmpty)
        #expect(result.errorText.contains("multiplies wrongly"))
        HRScope.expectOneLine(result)
        #expect(!FileManager.default.fileExists(atPath: folder + "p"))
      }
    #endif
  }
}
