import Foundation
import Pictures
import TestSupport
import Testing

@Suite(
  "hrscope detect, and average precision of boxes", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct DetectCommandTests {
  private struct Document: Decodable {
    struct Found: Decodable {
      let `class`: String
      let score: Double
      let box: [Double]
    }
    let input: [Int]
    let boxes: [Found]
  }

  private struct Precision: Decodable {
    let metric: String
    let value: Double?
    let perClass: [String: Double]
    let coco: [String: Double]
    let pictures: Int
  }

  private static let model = Shared.path("reference/heads/fcos/model.safetensors")

  private func detect(_ arguments: String...) throws -> Document {
    try HRScope.json(
      Document.self, ["detect", "--json", "--weights", Self.model, "--input", "128x160"] + arguments)
  }

  @Test("boxes lie in the picture, best first; the threshold takes the worse ones away")
  func boxes() throws {
    let picture = try Picture(contentsOf: SamplePictures.runner)
    let all = try detect(SamplePictures.runner, "--threshold", "0.05")
    #expect(all.input.allSatisfy { $0.isMultiple(of: 32) && $0 <= 160 } && !all.boxes.isEmpty)
    #expect(all.boxes.map(\.score) == all.boxes.map(\.score).sorted(by: >))
    for found in all.boxes {
      #expect(found.box[0] >= 0 && found.box[1] >= 0 && ["class 0", "class 1", "class 2"].contains(found.class))
      #expect(found.box[0] + found.box[2] <= Double(picture.width) + 0.01)
      #expect(found.box[1] + found.box[3] <= Double(picture.height) + 0.01)
    }
    let middle = all.boxes[all.boxes.count / 2].score
    let better = try detect(SamplePictures.runner, "--threshold", "\(middle - 1e-6)")
    #expect(better.boxes.map(\.score) == all.boxes.map(\.score).filter { $0 >= middle })
    #expect(try detect(SamplePictures.runner, "--threshold", "1").boxes.isEmpty)
    #expect(
      try detect(SamplePictures.runner, "--threshold", "0.05", "--cut", "all").boxes.map(\.box) != all.boxes.map(\.box))
  }

  @Test("families resize and choose differently; --overlay is a picture")
  func families() throws {
    try withTemporaryFolder { folder in
      let usual = try detect(SamplePictures.runner, "--threshold", "0.05", "--overlay", folder + "o.png")
      let authors = try detect(SamplePictures.runner, "--threshold", "0.05", "--fcos", "fcos")
      // A root is larger than what it is of.
      #expect(authors.boxes[0].score > usual.boxes[0].score)
      #expect(try Picture(contentsOf: folder + "o.png") != Picture(contentsOf: SamplePictures.runner))
      try HRScope.failure(["detect", SamplePictures.runner, "--threshold", "1.5"], status: 64)
      let line = try HRScope.failure(["detect", SamplePictures.runner], status: 65)
      #expect(line.contains("V1 pose") && line.contains("pose"), "\(line)")
    }
  }

  @Test("what is found is wholly precise against itself, and not at all against what lies elsewhere")
  func precision() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(atPath: SamplePictures.runner, toPath: folder + "a.jpg")
      let found = try detect(folder + "a.jpg", "--threshold", "0.05").boxes
      func evaluate(shiftedBy shift: Double) throws -> Precision {
        let annotations = found.enumerated().map { index, box in
          let id = Int(box.class.suffix(1)) ?? 0
          let sides = [box.box[0] + shift, box.box[1] + shift, box.box[2], box.box[3]].map { "\($0)" }
          return "{\"id\":\(index + 1),\"image_id\":1,\"category_id\":\(id),\"iscrowd\":0,"
            + "\"area\":\(box.box[2] * box.box[3]),\"bbox\":[\(sides.joined(separator: ","))]}"
        }
        let categories = (0..<3).map { "{\"id\":\($0),\"name\":\"class \($0)\"}" }.joined(separator: ",")
        let text =
          "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\"}],\"categories\":[\(categories)],"
          + "\"annotations\":[\(annotations.joined(separator: ","))]}"
        try Data(text.utf8).write(to: URL(filePath: folder + "instances_a.json"))
        let result = try HRScope.run([
          "evaluate", folder + "instances_a.json", "--json", "--weights", Self.model, "--input", "128x160",
        ])
        return try JSONDecoder().decode(Precision.self, from: result.output)
      }
      let own = try evaluate(shiftedBy: 0)
      #expect(own.metric == "box AP" && own.pictures == 1)
      #expect(abs((own.value ?? 0) - 1) < 1e-4 && abs((own.coco["AR100"] ?? 0) - 1) < 1e-4)
      #expect(own.perClass.values.allSatisfy { abs($0 - 1) < 1e-4 })
      #expect(try evaluate(shiftedBy: 5000).value == 0)
    }
  }
}

@Suite("hrscope pose --detector", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct DetectorPoseTests {
  private struct Pose: Decodable {
    let box: [Double]
    let boxScore: Double
    let joints: [PoseDocument.Joint]
  }

  private struct Boxes: Decodable {
    struct Found: Decodable {
      let `class`: String
      let box: [Double]
      let score: Double
    }
    let boxes: [Found]
  }

  @Test(
    "its head can be chosen as detect's can, and finds the same",
    arguments: [[], ["--fcos", "improved"], ["--fcos", "hrnet-fcos"]])
  func chosenHead(head: [String]) throws {
    let detector = Shared.path("reference/heads/fcos/model.safetensors")
    let options = ["--json", SamplePictures.runner, "--threshold", "0.08"] + head
    let found = try HRScope.json(Boxes.self, ["detect", "--weights", detector] + options).boxes
      .filter { $0.class == "class 0" && $0.box[2] > 0 && $0.box[3] > 0 }
    let poses = try HRScope.json([Pose].self, ["pose", "--detector", detector] + options)
    #expect(!poses.isEmpty && poses.map(\.box) == found.map(\.box) && poses.map(\.boxScore) == found.map(\.score))
  }

  @Test("a pose for each box of the first class, as pose finds it in that box")
  func poses() throws {
    let detector = Shared.path("reference/heads/fcos/model.safetensors")
    let picture = SamplePictures.runner
    let threshold = ["--threshold", "0.08"]
    let found = try HRScope.json(Boxes.self, ["detect", "--json", picture, "--weights", detector] + threshold).boxes
      .filter { $0.class == "class 0" && $0.box[2] > 0 && $0.box[3] > 0 }
    let poses = try HRScope.json([Pose].self, ["pose", "--json", picture, "--detector", detector] + threshold)
    #expect(!poses.isEmpty && poses.map(\.box) == found.map(\.box) && poses.map(\.boxScore) == found.map(\.score))
    let first = try #require(poses.first)
    let boxed = try pose(picture, "--box", first.box.map { "\($0)" }.joined(separator: ","))
    for (one, other) in zip(first.joints, boxed.joints) { #expect(one.distance(to: (other.x, other.y)) < 1) }
    let none = try HRScope.run(["pose", "--json", picture, "--detector", detector, "--threshold", "1"])
    #expect(none.status == 0 && none.errorText.contains("nobody found"))
    #expect(try JSONDecoder().decode([Pose].self, from: none.output).isEmpty)
  }

  @Test("what is no detector is refused by its head; options that exclude each other")
  func refusals() throws {
    let pose = ["pose", SamplePictures.runner, "--detector", embeddedModelFile]
    #expect(try HRScope.failure(pose, status: 65).contains("V1 pose"))
    try HRScope.failure(pose + ["--box", "1,2,30,40"], status: 64)
    for option in [["--threshold", "0.5"], ["--fcos", "mmdet"], ["--pyramid-stride", "1"]] {
      let text = try HRScope.failure(["pose", SamplePictures.runner] + option, status: 64)
      #expect(text.contains("\(option[0]) needs --detector"))
    }
    let detector = Shared.path("reference/heads/fcos/model.safetensors")
    try HRScope.failure(
      ["pose", SamplePictures.runner, "--detector", detector, "--pyramid-stride", "3"], status: 64)
    try HRScope.failure(["pose", SamplePictures.runner, "--detector", "/nowhere/d.pth"], status: 66)
  }
}
