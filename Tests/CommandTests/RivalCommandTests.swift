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

  @Test(
    "other stacks' and streams' heat maps are read by their node's name",
    arguments: [("hourglass", 2), ("resolutions", 4)])
  func outputs(folder: String, count: Int) throws {
    let all = try (0..<count).map { try joints(folder, "--head", "heatmaps.\($0)") }
    #expect(Set(all).count == count)
    let usual = folder == "hourglass" ? count - 1 : 0
    #expect(try joints(folder) == all[usual] && joints(folder, "--head", "joints") == all[usual])
    // Mirrored, they are averaged with their own.
    let flipped = try (0..<count).map { try joints(folder, "--head", "heatmaps.\($0)", "--flip-test") }
    #expect(Set(flipped).count == count && Set(flipped).isDisjoint(with: all))
    #expect(try joints(folder, "--flip-test") == flipped[usual])
    let swept = try HRScope.json(
      Sweep.self, ["sweep", "built-in:runner", "--json", "--head", "heatmaps.0"] + Self.weights(folder))
    // What comes behind a stack does nothing to its maps.
    if folder == "hourglass" {
      #expect(swept.units.filter { $0.unit?.hasPrefix("h2") == true }.allSatisfy { $0.effect == 0 })
      #expect(swept.units.filter { $0.unit?.hasPrefix("h1") == true }.allSatisfy { $0.effect > 0 })
    }
    for name in ["heatmaps.\(count)", "heatmaps", "heatmaps.-1", "input"] {
      let text = try HRScope.failure(["pose", "built-in:runner", "--head", name] + Self.weights(folder), status: 64)
      #expect(text.contains("expected --head \(name)"))
    }
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
    let set = Shared.path("data/lsp-100")
    for command in [
      ["pose", "built-in:runner", "--cut", "all"], ["pose", "built-in:runner", "--cut", "h1.l4"],
      ["pose", "built-in:runner", "--gain", "s4.m1:8>4=0.5"], ["pose", "built-in:runner", "--replace", "s4=mean"],
      ["sweep", "built-in:runner"], ["evaluate", set, "--cut", "all"], ["evaluate", set, "--sweep", "units"],
      ["explore", "--cut", "s4"],
    ] {
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
