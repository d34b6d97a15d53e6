import Foundation
import Pictures
import Recognition
import TestSupport
import Testing

@Suite("hrscope sweep under other heads", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct SweepHeadTests {
  private struct Document: Decodable {
    struct Cut: Decodable {
      let edge: String?
      let unit: String?
      let kind: String
      let effect: Double
      let lost: Int
      var spec: String { edge ?? unit ?? kind }
    }
    struct Baseline: Decodable {
      let input: [Int]
      let box: [Double]
    }
    let baseline: Baseline
    let measure: String
    let edges: [Cut]
    let units: [Cut]
    let kinds: [Cut]
  }

  private static func weights(_ name: String) -> [String] {
    ["--weights", Shared.path("reference/heads/\(name)/model.safetensors")]
  }

  private static let picture = SamplePictures.runner

  private func sweep(_ arguments: [String]) throws -> Document {
    // Progress is said where it takes its time.
    let result = try HRScope.run(["sweep", "--json", Self.picture] + arguments)
    #expect(result.status == 0, "\(result.errorText)")
    let document = try JSONDecoder().decode(Document.self, from: result.output)
    #expect(!document.edges.isEmpty && document.units.count > 1 && document.kinds.count > 1)
    #expect(document.edges.contains { $0.effect > 0 }, "\(arguments)")
    return document
  }

  @Test(
    "class maps rank by the share of pixels that change class, which is that of two runs of segment",
    arguments: [
      (["--head", "parts"], [192, 160]), (["--head", "v2-classes", "--box", "20,30,200,300"], [192, 160]),
      (weights("v2-segmentation") + ["--input", "96x64"], [96, 64]),
      (weights("ocr") + ["--input", "100x75"], [100, 75]),
      (weights("v1h"), nil),
    ])
  func classMaps(arguments: [String], input: [Int]?) throws {
    let document = try sweep(arguments)
    #expect(document.measure == "changed %")
    if let input { #expect(document.baseline.input == input) }
    for cuts in [document.edges, document.units, document.kinds] {
      #expect(cuts.map(\.effect) == cuts.map(\.effect).sorted(by: >))
    }
    try withTemporaryFolder { folder in
      let size = try Picture(contentsOf: Self.picture).size
      func labels(_ more: [String]) throws -> [UInt16] {
        _ = try HRScope.json(
          SegmentDocument.self, ["segment", "--json", Self.picture, "--output", folder + "l.png"] + arguments + more)
        return try ClassMap(labelsAt: folder + "l.png", classes: 19, of: size).labels
      }
      let before = try labels([])
      for cut in [document.edges[0], document.units[0], document.kinds.last ?? document.kinds[0]] {
        let after = try labels(["--cut", cut.spec])
        let said = before.count { $0 != ClassMap.nothing }
        let changed = zip(before, after).count { $0 != $1 }
        #expect(abs(cut.effect - 100 * Double(changed) / Double(said)) < 0.001, "\(cut.spec)")
      }
    }
  }

  @Test("class scores rank another first class before the same one, then by how much probability moves")
  func scores() throws {
    let document = try sweep(Self.weights("classification"))
    #expect(document.measure == "moved %" && document.baseline.box[0] == 0)
    for cuts in [document.edges, document.units] {
      let keys = cuts.map { Double($0.lost) * 1000 + $0.effect }
      #expect(keys == keys.sorted(by: >))
    }
  }

  @Test("boxes rank by those lost, then by what moves of them; the family's rules count")
  func boxes() throws {
    let arguments = Self.weights("fcos") + ["--input", "128x160"]
    let document = try sweep(arguments)
    #expect(document.measure == "moved %")
    #expect(document.baseline.input.allSatisfy { $0.isMultiple(of: 32) })
    #expect(document.edges.map(\.lost) == document.edges.map(\.lost).sorted(by: >))
    #expect(try sweep(arguments + ["--fcos", "fcos"]).edges.map(\.effect) != document.edges.map(\.effect))
  }

  @Test("with means and with another picture in an edge's place; joints stay as they were")
  func contributions() throws {
    for arguments in [["--head", "parts"], Self.weights("v2-segmentation") + ["--input", "96x64"]] {
      let zero = try sweep(arguments)
      for with in ["mean", SamplePictures.serve] {
        #expect(try sweep(arguments + ["--with", with]).edges.map(\.effect) != zero.edges.map(\.effect))
      }
    }
    #expect(try sweep([]).measure == "heat maps Δ %")
    #expect(try sweep([]).edges.map(\.effect) == sweep(["--head", "joints"]).edges.map(\.effect))
  }

  @Test("what means nothing to the head that is read is refused in a line")
  func refusals() throws {
    let scores = Self.weights("classification")
    for (arguments, status, words) in [
      (["sweep", "--decode", "dark", "--head", "parts"], 64, "--decode"),
      (["sweep", "--head", "boxes"], 64, "--head boxes"), (["sweep", "--box", "1,2,30,40"] + scores, 64, "--box"),
      (["sweep", "--head", "joints"] + scores, 64, "--head joints"), (["sweep", "--fcos", "fcos"], 64, "FCOS"),
      (["sweep"] + Self.weights("v2p"), 65, "no pose head"), (["pose", "--head", "parts"], 64, "--head parts"),
      (["segment", "--head", "joints"], 64, "--head joints"), (["segment", "--head", "moon"], 64, "--head moon"),
      (["capture", "--head", "moon", "--output", "/tmp/never.txt"], 64, "--head moon"),
      (["capture", "--box", "1,2,30,40", "--output", "/tmp/never.txt"] + scores, 64, "--box"),
    ] as [([String], Int32, String)] {
      let line = try HRScope.failure([arguments[0], Self.picture] + arguments.dropFirst(), status: status)
      #expect(line.contains(words), "\(arguments): \(line)")
    }
  }
}
