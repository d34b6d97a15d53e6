import Checkpoints
import Experiments
import Foundation
import HRNet
import Pictures
import Recognition
import TestSupport
import Testing

/// The explorer gives every head the frame that the command does, so that both say the same.
@Suite("The explorer sees what commands see", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct FrameAgreementTests {
  private struct Scores: Decodable {
    struct Class: Decodable {
      let id: Int
      let probability: Double
    }
    let input: [Int]
    let classes: [Class]
  }

  private struct Boxes: Decodable {
    struct Found: Decodable {
      let `class`: String
      let score: Double
      let box: [Double]
    }
    let input: [Int]
    let boxes: [Found]
  }

  private static func head(_ name: String) -> String { Shared.path("reference/heads/\(name)/model.safetensors") }

  private static func rounded(_ value: Double, _ places: Double) -> Double { (value * places).rounded() / places }

  /// Pictures of several shapes, one of them turned by what it says of itself.
  private func pictures(_ body: ([String]) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try body([
        SamplePictures.runner, SamplePictures.serve, SamplePictures.turned(SamplePictures.runner, in: folder),
      ])
    }
  }

  private func expectEqual(_ seen: SeenPicture, _ arguments: [String]) throws {
    let document = try HRScope.json(SegmentDocument.self, ["segment", "--json"] + arguments)
    let map = try #require(seen.reading?.classMap)
    let size = seen.session.model.study.network.input
    #expect(document.input == [size.height, size.width], "\(arguments)")
    #expect(document.classes.map(\.share) == map.map.shares.map { Self.rounded($0, 1e6) }, "\(arguments)")
    #expect(document.classes.map(\.name) == map.names.names)
  }

  @Test(
    "class maps: of whole pictures, at the set's size and at others, of parts",
    arguments: [("v2-segmentation", "96x64"), ("ocr", "100x75"), ("v2-odd-size", nil), ("v1h", nil)])
  func classMaps(name: String, input: String?) throws {
    let weights = Self.head(name)
    let options = ["--weights", weights] + (input.map { ["--input", $0] } ?? [])
    let size = input.flatMap { InputSize($0) }
    try pictures { pictures in
      for picture in pictures {
        try expectEqual(SeenPicture(picture, weights: weights, input: size), [picture] + options)
      }
      let box = Box(x: 40, y: 60, width: 200, height: 250)
      try expectEqual(
        SeenPicture(pictures[0], weights: weights, input: size, box: box),
        [pictures[0], "--box", "40,60,200,250"] + options)
    }
  }

  @Test("a size that follows the part is followed while the box is moved, and by the next picture")
  func freeSize() throws {
    // Three classes: no set's, so that the size is the picture's.
    let weights = Self.head("v2-odd-size")
    let classes = try Checkpoint(contentsOf: weights)
    try #require(classes.facts.input == nil)
    var seen = try SeenPicture(SamplePictures.runner, weights: weights)
    let first = seen.session.model.study.network.input
    try seen.press("b - - - - - - -")
    let box = seen.session.model.study.box
    #expect(seen.session.model.study.network.input != first)
    try expectEqual(
      seen, [SamplePictures.runner, "--weights", weights, "--box", "\(box.x),\(box.y),\(box.width),\(box.height)"])
    try seen.press("Enter O 0 2 - s e r v e Enter")
    #expect(seen.session.model.study.scene.name == "02-serve.jpg")
    try expectEqual(seen, [SamplePictures.serve, "--weights", weights])
  }

  @Test("parts beside joints: the pose's crop for both, of one pass; side cars and boxes count")
  func parts() throws {
    for picture in [SamplePictures.runner, SamplePictures.serve] {
      var seen = try SeenPicture(picture, keys: "H")
      try expectEqual(seen, [picture])
      #expect(seen.session.model.study.frame.crop != nil)
      try seen.press("H")
      let pose = try HRScope.json(PoseDocument.self, ["pose", "--json", picture])
      #expect(seen.reading?.items.map { Self.rounded($0.place?.x ?? 0, 1e3) } == pose.joints.map(\.x))
    }
    try expectEqual(
      SeenPicture(SamplePictures.runner, box: Box(x: 20, y: 30, width: 200, height: 300), keys: "H"),
      [SamplePictures.runner, "--box", "20,30,200,300"])
  }

  private struct Landmarks: Decodable {
    struct Joint: Decodable { let x: Double? }
    let joints: [Joint]
  }

  @Test("landmarks: the box squared and grown, as pose has it")
  func landmarks() throws {
    let weights = Self.head("landmarks")
    for box in [Box(x: 100, y: 40, width: 90, height: 120), Box(x: 10, y: 10, width: 150, height: 60)] {
      let seen = try SeenPicture(SamplePictures.runner, weights: weights, box: box)
      let part = try #require(seen.session.model.study.frame.crop?.box)
      #expect(abs(part.width - 1.25 * max(box.width, box.height)) < 1e-9 && abs(part.width - part.height) < 1e-9)
      let pose = try HRScope.run(
        "pose", "--json", SamplePictures.runner, "--weights", weights, "--box",
        "\(box.x),\(box.y),\(box.width),\(box.height)")
      let document = try JSONDecoder().decode(Landmarks.self, from: pose.output)
      #expect(seen.reading?.items.count == document.joints.count)
      for (item, joint) in zip(seen.reading?.items ?? [], document.joints) {
        #expect(item.place.map { Self.rounded($0.x, 1e3) } == joint.x)
      }
    }
  }

  @Test("class scores: the middle of the picture", arguments: [nil, "96x96", "64x96"])
  func scores(input: String?) throws {
    let weights = Self.head("classification")
    try pictures { pictures in
      for picture in pictures {
        let options = ["--weights", weights] + (input.map { ["--input", $0] } ?? [])
        let document = try HRScope.json(Scores.self, ["classify", "--json", "--top", "1000", picture] + options)
        let seen = try SeenPicture(picture, weights: weights, input: input.flatMap { InputSize($0) })
        guard case .classScores(let reading)? = seen.reading else {
          Issue.record("no scores")
          return
        }
        for one in document.classes {
          #expect(one.probability == Self.rounded(reading.scores.probabilities[one.id], 1e6))
        }
      }
    }
  }

  @Test(
    "boxes: the whole picture with its ratio kept, by the file's rules or by those asked for",
    arguments: [nil, .fcos, .mmdet1, .improved] as [FCOSFamily?])
  func boxes(family: FCOSFamily?) throws {
    let weights = Self.head("fcos")
    try pictures { pictures in
      for picture in pictures {
        let asked = family.map { ["--fcos", $0.rawValue] } ?? []
        let document = try HRScope.json(
          Boxes.self,
          ["detect", "--json", "--threshold", "0.05", "--weights", weights, "--input", "128x160", picture] + asked)
        let seen = try SeenPicture(
          picture, weights: weights, input: InputSize(height: 128, width: 160), detector: family)
        let found = try #require(seen.reading?.boxes).boxes.filter { $0.score >= 0.05 }
        let size = seen.session.model.study.network.input
        #expect(document.input == [size.height, size.width])
        #expect(document.boxes.map(\.score) == found.map { Self.rounded($0.score, 1e6) })
        #expect(
          document.boxes.map(\.box)
            == found.map { box in
              [box.left, box.top, box.width, box.height].map { Self.rounded($0, 1e3) }
            })
      }
    }
  }
}
