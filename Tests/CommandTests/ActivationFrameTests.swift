import Checkpoints
import Foundation
import Pictures
import TestSupport
import Testing

@Suite("hrscope activations under other heads", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct ActivationFrameTests {
  private static func weights(_ name: String) -> [String] {
    ["--weights", Shared.path("reference/heads/\(name)/model.safetensors")]
  }

  /// Shapes of what a command writes, by name.
  private func shapes(_ arguments: [String]) throws -> [String: [Int]] {
    try withTemporaryFolder { folder in
      let result = try HRScope.run(["activations", "--output", folder + "a.safetensors"] + arguments)
      #expect(result.status == 0, "\(result.errorText)")
      let file = try SafetensorsFile(FileBytes(opening: folder + "a.safetensors"), path: "a")
      return file.tensors.mapValues(\.shape)
    }
  }

  @Test("the input is the one that the command of the head gives the network")
  func inputs() throws {
    let picture = SamplePictures.runner
    for (name, command, more) in [
      ("v2-odd-size", "segment", []), ("v2-odd-size", "segment", ["--box", "40,60,200,300"]),
      ("ocr", "segment", ["--input", "100x75"]), ("classification", "classify", []),
      ("fcos", "detect", ["--input", "128x160"]),
    ] as [(String, String, [String])] {
      struct Sized: Decodable { let input: [Int] }
      let arguments = [picture] + Self.weights(name) + more
      let input = try HRScope.json(Sized.self, [command, "--json"] + arguments).input
      #expect(try shapes(arguments)["input"] == [1, 3] + input, "\(name)")
    }
  }

  @Test("logits say the class that classify says: the activations are of the same pass")
  func logits() throws {
    struct Scores: Decodable {
      struct Class: Decodable { let id: Int }
      let classes: [Class]
    }
    try withTemporaryFolder { folder in
      let arguments = [SamplePictures.serve] + Self.weights("classification")
      let first = try HRScope.json(Scores.self, ["classify", "--json"] + arguments).classes[0].id
      let written = try HRScope.run(
        ["activations", "--output", folder + "a.safetensors", "--select", "head.logits"] + arguments)
      #expect(written.status == 0)
      let file = try SafetensorsFile(FileBytes(opening: folder + "a.safetensors"), path: "a")
      let logits = try #require(file.tensors["head.logits"]).floats()
      #expect(logits.indices.max { logits[$0] < logits[$1] } == first)
    }
  }
}
