import Foundation
import TestSupport
import Testing

/// Every command on what HRNet is compared with.
@Suite("hrscope on encoder–decoders", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct RivalCommandTests {
  private struct Sweep: Decodable {
    struct Cut: Decodable {
      let edge: String?
      let unit: String?
      let effect: Double
    }
    let edges: [Cut]
    let units: [Cut]
  }

  private static func weights(_ folder: String) -> [String] {
    ["--weights", Shared.path("reference/heads/\(folder)/model.safetensors")]
  }

  /// Random networks find no place for some joints, which is null.
  private struct Answer: Decodable {
    struct Joint: Decodable {
      let score: Double?
    }
    let joints: [Joint]
  }

  private func joints(_ folder: String, _ more: String...) throws -> [Double?] {
    try HRScope.json(Answer.self, ["pose", "built-in:runner", "--json"] + Self.weights(folder) + more).joints
      .map(\.score)
  }

  @Test(
    "joints", arguments: [("hourglass", 16), ("simple-baseline", 17), ("maintained", 17), ("single-stream", 17)])
  func pose(folder: String, count: Int) throws { #expect(try joints(folder).count == count) }

  @Test("cutting a skip changes the answer; its gain of 1 does not, and that of 0 is the cut")
  func cut() throws {
    let whole = try joints("hourglass")
    let cut = try joints("hourglass", "--cut", "h1.l4")
    #expect(cut != whole)
    #expect(try joints("hourglass", "--gain", "h1.l4=1") == whole)
    #expect(try joints("hourglass", "--gain", "h1.l4:4>4=0") == cut)
    #expect(try joints("hourglass", "--cut", "skip") == joints("hourglass", "--cut", "all"))
  }

  @Test("sweeps run over all skips")
  func sweep() throws {
    let sweep = try HRScope.json(Sweep.self, ["sweep", "built-in:runner", "--json"] + Self.weights("hourglass"))
    let skips = (1...2).flatMap { stack in (1...4).map { "h\(stack).l\($0)" } }
    #expect(sweep.units.compactMap(\.unit).sorted() == skips)
    #expect(sweep.edges.count == 8 && sweep.edges.allSatisfy { $0.effect > 0 })
  }

  @Test("where nothing can be cut, commands say so", arguments: ["simple-baseline", "single-stream"])
  func nothingToCut(folder: String) throws {
    for command in [["pose", "built-in:runner", "--cut", "all"], ["sweep", "built-in:runner"]] {
      let text = try HRScope.failure(command + Self.weights(folder), status: 64)
      #expect(text.contains("has nothing to cut"))
    }
  }

  @Test("sides of hourglasses are multiples of 64", arguments: ["96x64", "64x96", "256x200", "128x32"])
  func sides(size: String) throws {
    let result = try HRScope.run(["pose", "built-in:runner", "--input", size] + Self.weights("hourglass"))
    #expect([64, 65].contains(result.status) && result.errorText.contains("divisible by 64"))
    HRScope.expectOneLine(result)
  }

  @Test(
    "converted files hold the same network", arguments: ["simple-baseline", "hourglass", "maintained", "resolutions"])
  func converted(folder: String) throws {
    try withTemporaryFolder { temporary in
      let path = temporary + "/converted.safetensors"
      let original = Shared.path("reference/heads/\(folder)/")
      #expect(try HRScope.run("checkpoint", original + "model.safetensors", "--convert", path).status == 0)
      let result = try HRScope.run(
        "verify", "--weights", path, "--reference", original + "activations.safetensors")
      #expect(result.status == 0, "\(result.errorText)")
    }
  }
}
