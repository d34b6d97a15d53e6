import Foundation
import TestSupport
import Testing

/// The entries of `../shared/field/expected.json` about graphs and names. Those about checkpoints are in
/// `StatedFactsCommandTests`, those about sets in `EvaluateFieldTests`.
@Suite("Files of the field", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct FieldTests {
  private let folder = Shared.path("field/")
  private var picture: String { folder + "person1.jpg" }

  private struct Document: Decodable {
    struct Joint: Decodable { let score: Double }

    let joints: [Joint]
  }

  @Test("heat maps with something behind them: refused by the node's name", arguments: ["sigmoid", "relu"])
  func tail(name: String) throws {
    try withTemporaryFolder { output throws in
      let weights = folder + "onnx_\(name).onnx"
      let node = "node '/\(name.capitalized)'"
      let activations = [
        "activations", picture, "--weights", weights, "--input", "64x64", "--output", output + "a.npz",
      ]
      #expect(try HRScope.failure(activations, status: 65).contains(node))
      #expect(!FileManager.default.fileExists(atPath: output + "a.npz"))
      #expect(try HRScope.failure(["pose", picture, "--weights", weights], status: 65).contains(node))
    }
  }

  /// Largest values of the first heat maps that ONNX Runtime 1.32 computes from the tensor `input` of `activations`.
  private static let largest = [0, 0.6141, 0.4429, 0.0738, 0.0404, 0, 1.6759, 0, 0, 0.7409, 0.25, 0.5241, 1.1289]

  @Test(
    "nodes in any order, numbers beside the graph: opened, with ONNX Runtime's numbers",
    // One is the other's network in half precision.
    arguments: [("onnx_fp16_casts_at_the_end", 1e-4), ("onnx_default_of_2_13", 1e-3)])
  func opened(name: String, tolerance: Double) throws {
    let arguments = ["pose", picture, "--weights", folder + name + ".onnx", "--input", "64x64", "--json"]
    let document = try HRScope.json(Document.self, arguments)
    #expect(document.joints.count == 17)
    for (joint, largest) in zip(document.joints, Self.largest) { #expect(abs(joint.score - largest) < tolerance) }
  }

  @Test("a graph without the file of its numbers is refused in one line, which names it")
  func withoutNumbers() throws {
    try withTemporaryFolder { copies throws in
      let name = "onnx_default_of_2_13.onnx"
      try FileManager.default.copyItem(atPath: folder + name, toPath: copies + name)
      let line = try HRScope.failure(["pose", picture, "--weights", copies + name], status: 66)
      #expect(line.contains(name + ".data"))
    }
  }

  @Test("a name is bytes, and none of them acts on the terminal")
  func names() throws {
    try withTemporaryFolder { copies throws in
      let script = """
        set -e; cd '\(copies)'; n=$(printf "$1"); cp '\(picture)' "$n"; "$0" pose "$n" "$n"
        """
      for name in ["caf\\351.jpg", "x\\033]0;t\\007.jpg"] {
        let result = try HRScope.shell(script, [name])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(!result.output.contains { $0 < 0x20 && $0 != 0x0A })
        #expect(String(validating: result.output, as: UTF8.self) != nil)
      }
    }
  }
}
