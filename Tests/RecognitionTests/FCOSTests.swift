import Foundation
import TestSupport
import Testing

@testable import Recognition

@Suite("Boxes from FCOS's maps", .enabled(if: Shared.isPresent, Shared.absence))
struct FCOSTests {
  struct Variant: Decodable {
    struct Head: Decodable { let centerness, distances: String }
    struct Rules: Decodable {
      let threshold, overlap: Double
      let per_level, border, most: Int
      let rank: String
      let root, empty, early: Bool
    }
    struct Expected: Decodable {
      let box: [Double]
      let score: Double
      let label, level, row, column: Int
    }

    let head: Head
    let rules: Rules
    let boxes, candidates: [Expected]
  }

  /// The reference's picture and input: the authors' rounding with a short side of 125.
  static let input = DetectorInput(width: 126, height: 100, short: 125, long: 1333, rounding: .authors)

  static func levels(_ file: String) throws -> [FCOSLevel] {
    let tensors = try tensors(Shared.path("reference/heads/fcos/\(file).safetensors"))
    return try (0..<5).map { level in
      func values(_ name: String) throws -> (shape: [Int], values: [Float]) {
        try #require(tensors["head.\(name).\(level)"])
      }
      let logits = try values("logits")
      return FCOSLevel(
        stride: 8 << level, height: logits.shape[2], width: logits.shape[3], classes: logits.shape[1],
        logits: positionMajor(logits), centerness: try values("centerness").values,
        distances: positionMajor(try values("distances")))
    }
  }

  static let families: [String: BoxRules] = [
    "mmdet": .mmdet, "mmdet-1": .mmdet1, "hrnet-fcos": .hrnetFCOS, "fcos": .fcos, "improved-mmdet": .improvedMMDet,
    "improved-fcos": .fcos,
  ]

  private static func rules(_ rules: Variant.Rules) throws -> BoxRules {
    let rank = try #require(
      ["class": .probability, "product": .product, "position": .positions][rules.rank] as BoxRules.Rank?)
    var result = BoxRules(
      rank: rank, isRoot: rules.root, overlap: rules.overlap, countsPixels: rules.border == 1, keepsEmpty: rules.empty)
    (result.threshold, result.bestOfLevel) = (rules.threshold, rules.per_level)
    (result.comparesInPicture, result.most) = (rules.early, rules.most)
    return result
  }

  @Test("Every variant's boxes and candidates, by PyTorch")
  func variants() throws {
    let path = Shared.path("reference/heads/fcos/boxes.json")
    let variants = try JSONDecoder().decode([String: Variant].self, from: Data(contentsOf: URL(filePath: path)))
    #expect(variants.count == 10)
    let (plain, improved) = (try Self.levels("activations"), try Self.levels("activations_improved"))
    for (name, variant) in variants {
      let rules = try Self.rules(variant.rules)
      if let known = Self.families[name] { #expect(known == rules, "\(name)") }
      let levels = variant.head.distances == "relu" ? improved : plain
      Self.compare(
        FoundBox.candidates(on: levels, input: Self.input, rules: rules), variant.candidates, "candidates of \(name)")
      Self.compare(FoundBox.found(on: levels, input: Self.input, rules: rules), variant.boxes, name)
    }
  }

  private static func compare(_ found: [FoundBox], _ expected: [Variant.Expected], _ name: String) {
    #expect(found.count == expected.count, "\(name)")
    func key(_ box: FoundBox) -> [Int] { [box.level, box.row, box.column, box.label] }
    let isOrdered = !name.hasPrefix("candidates")
    let found = isOrdered ? found : found.sorted { key($0).lexicographicallyPrecedes(key($1)) }
    let expected =
      isOrdered
      ? expected
      : expected.sorted {
        [$0.level, $0.row, $0.column, $0.label].lexicographicallyPrecedes([$1.level, $1.row, $1.column, $1.label])
      }
    for (box, each) in zip(found, expected) {
      #expect(key(box) == [each.level, each.row, each.column, each.label], "\(name)")
      for (side, value) in zip([box.left, box.top, box.right, box.bottom], each.box) {
        // The reference is in single precision: 1e-5 of a picture's sides.
        #expect(abs(side - value) < 2e-3, "\(name)")
      }
      #expect(abs(box.score - each.score) < 1e-6, "\(name)")
    }
  }

  @Test("Sizes and padding of the reference's input")
  func reference() {
    #expect(Self.input.resized == (157, 125) && Self.input.padded == (160, 128))
    #expect(abs(Self.input.scale.x - 1.246031746031746) < 1e-15 && Self.input.scale.y == 1.25)
    let small = DetectorInput(width: 2, height: 1, short: 1, long: 2, rounding: .mmdet)
    #expect(small.padded == (32, 32))
    let padded = small.padding([1, 2, 3, 4, 5, 6])
    #expect(padded.count == 32 * 32 * 3 && padded.prefix(7) == [1, 2, 3, 4, 5, 6, 0])
    #expect(padded.dropFirst(6).allSatisfy { $0 == 0 })
  }

  @Test("Maps that are no numbers give no boxes, and no crash")
  func odd() {
    for value in [Float.nan, .infinity, -.infinity] {
      for rules in [BoxRules.mmdet, .mmdet1, .fcos] {
        for (logit, centre, distance) in [(value, 0, 1), (5, value, 1), (5, 5, value)] as [(Float, Float, Float)] {
          let level = FCOSLevel(
            stride: 8, height: 1, width: 2, classes: 1, logits: [logit, 5], centerness: [centre, 5],
            distances: [distance, distance, distance, distance, 1, 1, 1, 1])
          let boxes = FoundBox.found(on: [level], input: Self.input, rules: rules)
          #expect(boxes.allSatisfy { $0.left.isFinite && $0.right.isFinite && (0...1).contains($0.score) })
          #expect(boxes.contains { $0.column == 1 })
        }
      }
    }
  }
}

@Suite("Inputs of detectors, and boxes compared")
struct DetectorInputTests {
  struct Case: Decodable { let picture, mmdet, authors: [Int] }

  @Test("Sizes as mmcv and maskrcnn-benchmark round them")
  func sizes() throws {
    for each in try fixture("detector-sizes.json") as [Case] {
      let (width, height) = (each.picture[0], each.picture[1])
      let (mmdet, authors) = (
        DetectorInput(width: width, height: height, rounding: .mmdet),
        DetectorInput(width: width, height: height, rounding: .authors)
      )
      #expect([mmdet.resized.width, mmdet.resized.height] == each.mmdet, "\(each.picture)")
      #expect([authors.resized.width, authors.resized.height] == each.authors, "\(each.picture)")
      #expect(authors.padded.width % 32 == 0 && (0..<32).contains(authors.padded.width - authors.resized.width))
    }
  }

  @Test("Boxes of one class are paired by overlap; lost ones count as nothing")
  func change() {
    func box(_ x: Double, _ label: Int, _ score: Double) -> FoundBox {
      FoundBox(left: x, top: 0, right: x + 10, bottom: 10, score: score, label: label)
    }
    let before = [box(0, 0, 0.9), box(100, 0, 0.8), box(0, 1, 0.7)]
    let after = [box(5, 0, 0.5), box(1, 0, 0.6), box(300, 1, 0.4)]
    let change = BoxChange(from: before, to: after)
    #expect(change.pairs.map(\.after) == [1, nil, nil])
    #expect(change.new == [0, 2] && change.lost == 2)
    #expect(abs((change.meanIoU ?? 0) - 9.0 / 11 / 3) < 1e-12)
    #expect(abs((change.scoreChange ?? 0) - (-0.3 - 0.8 - 0.7) / 3) < 1e-12)
    #expect(BoxChange(from: before, to: before).meanIoU == 1)
    #expect(BoxChange(from: [], to: after).meanIoU == nil)
  }

  @Test("Intersection over union, with and without the border of one pixel")
  func iou() {
    let a = FoundBox(left: 0, top: 0, right: 9, bottom: 9, score: 1, label: 0)
    let b = FoundBox(left: 5, top: 0, right: 14, bottom: 9, score: 1, label: 0)
    #expect(abs(a.iou(with: b) - 36.0 / 126) < 1e-15)
    #expect(abs(a.iou(with: b, border: 1) - 50.0 / 150) < 1e-15)
    let point = FoundBox(left: 3, top: 3, right: 3, bottom: 3, score: 1, label: 0)
    #expect(point.iou(with: point) == 0 && point.iou(with: point, border: 1) == 1)
  }
}
