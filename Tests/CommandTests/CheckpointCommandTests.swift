import Foundation
import TestSupport
import Testing

@Suite("hrscope checkpoint", .waitsForPrograms)
struct CheckpointCommandTests {
  private static let fixtures = Shared.inRepository("Tests/CheckpointsTests/Fixtures/")

  /// The facts of `--json` these tests ask for.
  struct Document: Decodable, Equatable {
    struct Architecture: Decodable, Equatable {
      let name: String
      let joints: Int?
      let parameters: Int
    }

    struct Upsampling: Decodable, Equatable {
      let mode: String
      let origin: String
    }

    struct Tensors: Decodable, Equatable {
      let matched: [String: String]
      let missing: [String]
      let leftOver: [String]
    }

    let container: String
    let family: String
    let architecture: Architecture
    let input: [Int]
    let upsampling: Upsampling
    let tensors: Tensors
  }

  @Test("a line for every fact")
  func text() throws {
    let result = try HRScope.run("checkpoint", Self.fixtures + "mmpose0-legacy.pth")
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    for line in ["container   PyTorch legacy", "joints      3", "tensors     202 matched, 0 missing, 0 left over"] {
      #expect(result.outputText.contains(line + "\n"), "\(line)")
    }
  }

  @Test("what is converted opens as the same network, and says so itself", arguments: [[], ["--half"]])
  func conversion(options: [String]) throws {
    try withTemporaryFolder { folder in
      let (original, copy) = (Self.fixtures + "ocr-legacy.pth", folder + "copy.safetensors")
      let before = try HRScope.json(Document.self, ["checkpoint", original, "--convert", copy, "--json"] + options)
      let after = try HRScope.json(Document.self, ["checkpoint", copy, "--json"])
      #expect(after.container == "safetensors")
      #expect(after.architecture == before.architecture)
      #expect(after.input == before.input)
      #expect(Set(after.tensors.matched.keys) == Set(before.tensors.matched.keys))
      #expect(after.tensors.matched.allSatisfy { $0.key == $0.value })
      #expect(after.tensors.leftOver.isEmpty)
      #expect(before.upsampling == Document.Upsampling(mode: "bilinear-corners", origin: "assumed"))
      #expect(after.upsampling == Document.Upsampling(mode: "bilinear-corners", origin: "stated"))
    }
  }

  @Test("half precision needs a file to write, and the file a place")
  func wrongUsage() throws {
    let file = Self.fixtures + "official-legacy.pth"
    try HRScope.failure(["checkpoint"], status: 64)
    #expect(try HRScope.failure(["checkpoint", file, "--half"], status: 64).contains("--convert"))
    try HRScope.failure(["checkpoint", file, "--convert", "/nowhere/o.safetensors"], status: 73)
    try HRScope.failure(["checkpoint", "/nowhere/w.pth"], status: 66)
    #expect(try HRScope.failure(["checkpoint", Self.fixtures], status: 66).contains("Is a directory"))
  }

  @Test("what is no checkpoint: exit 65 and what it is")
  func foreign() throws {
    try withTemporaryFolder { folder in
      let path = folder + "weights.pth"
      let pointer = "version https://git-lfs.github.com/spec/v1\nsize 114000000\n"
      for (text, word) in [(pointer, "Git LFS"), ("<!DOCTYPE html>", "web page"), ("", "empty file")] {
        try Data(text.utf8).write(to: URL(filePath: path))
        #expect(try HRScope.failure(["checkpoint", path], status: 65).contains(word))
      }
    }
  }

  /// A limit of 800 MB on everything the program may map, its libraries included, and of 20 s of computing.
  @Test("whatever a small file says, memory and time are bounded", arguments: ["finding-1.pth", "finding-2.pth"])
  func bounded(name: String) throws {
    let command = "ulimit -v 800000 -t 20; exec \"$0\" checkpoint \"$1\""
    let result = try Subprocess.run("/bin/bash", ["-c", command, Subprocess.hrscope, Self.fixtures + name])
    #expect(result.status == 65)
    HRScope.expectOneLine(result)
  }
}
