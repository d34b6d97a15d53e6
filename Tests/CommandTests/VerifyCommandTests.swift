import Foundation
import TestSupport
import Testing

@Suite("hrscope verify", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct VerifyCommandTests {
  static let folders = ["w8-small", "w8-paper-layout"]

  /// What `--json` prints (`Documentation/CommandLine.md`).
  struct Document: Decodable {
    struct Unit: Decodable {
      let name: String
      let maxError: Double
      let relativeError: Double
    }

    let units: [Unit]
    let worst: Unit
  }

  private func arguments(_ folder: String, _ reference: String = "activations") -> [String] {
    let path = Shared.path("reference/\(folder)/")
    return ["verify", "--weights", path + "model.safetensors", "--reference", path + reference + ".safetensors"]
  }

  @Test("activations agree", arguments: folders)
  func activations(folder: String) throws {
    let document = try HRScope.json(Document.self, arguments(folder) + ["--json"])
    #expect(document.units.first?.name == "stem.1" && document.units.last?.name == "heatmaps")
    #expect(document.units.count > 100)
    #expect(document.units.allSatisfy { $0.relativeError <= 1e-4 && $0.maxError >= 0 })
    #expect(document.worst.relativeError == document.units.map(\.relativeError).max())
    // Two implementations of single precision never agree to the last bit.
    #expect(document.worst.relativeError > 1e-9)
  }

  @Test("heat maps under interventions agree", arguments: folders)
  func interventions(folder: String) throws {
    let path = Shared.path("reference/\(folder)/interventions.json")
    let names = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any]
    ).keys
    let document = try HRScope.json(
      Document.self, arguments(folder, "interventions") + ["--interventions", path, "--json"])
    #expect(Set(document.units.map(\.name)) == Set(names))
    #expect(document.units.allSatisfy { $0.relativeError <= 1e-4 })
  }

  @Test("as text: a line for every unit, and the worst")
  func text() throws {
    let result = try HRScope.run(arguments("w8-small"))
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    let lines = result.outputText.split(separator: "\n")
    #expect(lines.first?.hasPrefix("stem.1 ") == true)
    #expect(lines.last?.contains("\(lines.count - 1) compared, worst ") == true)
  }

  @Test("beyond the tolerance: exit 1, the first departing unit named, the document whole", arguments: folders)
  func departure(folder: String) throws {
    let result = try HRScope.run(arguments(folder) + ["--tolerance", "1e-9", "--json"])
    #expect(result.status == 1)
    HRScope.expectOneLine(result)
    let document = try JSONDecoder().decode(Document.self, from: result.output)
    let first = try #require(document.units.first { $0.relativeError > 1e-9 })
    #expect(result.errorText.contains("first departure: \(first.name) "))
  }

  @Test("half-precision weights depart by their rounding")
  func halfPrecision() throws {
    var arguments = arguments("w8-small")
    arguments[2] = Shared.path("reference/w8-small/model_f16.safetensors")
    let result = try HRScope.run(arguments)
    #expect(result.status == 1)
    HRScope.expectOneLine(result)
    // The line says what to allow.
    #expect(result.errorText.contains("allow --tolerance 0.004\n"))
    #expect(try HRScope.run(arguments + ["--tolerance", "0.004"]).status == 0)
  }

  @Test("references that are missing, damaged, or of another network")
  func badReferences() throws {
    let missing = ["verify", "--reference", "/nowhere/R.safetensors"]
    #expect(try HRScope.failure(missing, status: 66).contains("/nowhere/R.safetensors"))
    let noList = arguments("w8-small", "interventions") + ["--interventions", "/nowhere/I.json"]
    #expect(try HRScope.failure(noList, status: 66).contains("/nowhere/I.json"))
    // The embedded model takes other pictures and has other shapes.
    let other = ["verify", "--reference", Shared.path("reference/w8-small/activations.safetensors")]
    try HRScope.failure(other, status: 65)
    try withTemporaryFolder { folder in
      let damaged = folder + "R.safetensors"
      let whole = try Data(contentsOf: URL(filePath: Shared.path("reference/w8-small/activations.safetensors")))
      try whole.prefix(whole.count / 2).write(to: URL(filePath: damaged))
      #expect(try HRScope.failure(["verify", "--reference", damaged], status: 65).contains(damaged))
    }
  }
}
