import Foundation
import TestSupport
import Testing

/// What a file of weights says about itself, and what it does not, from the shell.
@Suite("Files that say how they are used, or do not", .waitsForPrograms)
struct StatedFactsCommandTests {
  private struct Document: Decodable {
    struct Joint: Decodable {
      let name: String
      let x: Double?
      let score: Double
    }

    let joints: [Joint]
    let input: [Int]
    /// Absent where the file says everything.
    let assumptions: [String]?
  }

  private struct Facts: Decodable {
    struct Upsampling: Decodable {
      let mode: String
      let origin: String
    }

    struct NotFinite: Decodable {
      let node: String
      let tensor: String
    }

    let upsampling: Upsampling
    let assumptions: [String]
    let notes: [String]
    let headRefusal: String?
    let notFinite: NotFinite?
    let jointNames: [String]?
  }

  /// A file with a network of three joints, changed.
  private func withFile(
    _ change: (inout EditedSafetensors) -> Void, _ body: (String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      var file = try EditedSafetensors(Shared.inRepository("Tests/CheckpointsTests/Fixtures/official.safetensors"))
      change(&file)
      try file.write(to: folder + "network.safetensors")
      try body(folder + "network.safetensors")
    }
  }

  private func pose(_ path: String, _ options: String...) -> [String] {
    ["pose", SamplePictures.runner, "--weights", path, "--input", "64x64", "--json"] + options
  }

  private static let meta = """
    {"dataset_name": "birds", "num_keypoints": 3, "flip_pairs": [[2, 1]],
     "keypoint_id2name": {"0": "beak", "1": "right_wing", "2": "left_wing"}}
    """

  @Test("joints are called by the names that the file states, and exchanged by its pairs")
  func names() throws {
    try withFile({ $0.metadata["dataset_meta"] = Self.meta }) { path throws in
      let plain = try HRScope.json(Document.self, pose(path))
      #expect(plain.joints.map(\.name) == ["beak", "right wing", "left wing"])
      #expect(plain.input == [64, 64])
      #expect(plain.assumptions?.contains { $0.contains("joints") } == false)
      let flipped = try HRScope.json(Document.self, pose(path, "--flip-test"))
      #expect(flipped.joints.map(\.score) != plain.joints.map(\.score))
      let facts = try HRScope.json(Facts.self, ["checkpoint", path, "--json"])
      #expect(facts.jointNames == ["beak", "right_wing", "left_wing"])
    }
  }

  @Test("names that speak of no side, and no pairs: no flip test")
  func sides() throws {
    try withFile({ $0.metadata["jointNames"] = "cabeza,mano derecha,mano izquierda" }) { path throws in
      #expect(try HRScope.json(Document.self, pose(path)).joints.last?.name == "mano izquierda")
      #expect(try HRScope.failure(pose(path, "--flip-test"), status: 65).contains("left and right"))
    }
  }

  @Test("joints that nobody names have numbers, and no flip test")
  func numbers() throws {
    try withFile({ _ in }) { path throws in
      let document = try HRScope.json(Document.self, pose(path))
      #expect(document.joints.map(\.name) == ["joint 0", "joint 1", "joint 2"])
      #expect(document.assumptions?.contains("nothing about its 3 joints") == true)
      #expect(try HRScope.failure(pose(path, "--flip-test"), status: 65).contains("left and right"))
    }
  }

  @Test(
    "17 joints are COCO's only where the file says nothing else",
    arguments: [
      (nil, "nose", "COCO's 17 joints"), ("dataset_type = 'AnimalAP10KDataset'", "left eye", nil),
      ("dataset_type = 'BirdDataset'", "joint 0", "nothing about its 17 joints"),
      ("dataset_type = 'CustomBirds'", "joint 0", "nothing about its 17 joints"),
    ] as [(String?, String, String?)])
  func seventeen(cfg: String?, first: String, assumption: String?) throws {
    try withFile({ file in
      file.repeatRows(of: "final_layer.weight", to: 17)
      file.repeatRows(of: "final_layer.bias", to: 17)
      file.renameForMMPose()
      file.metadata["cfg"] = cfg
    }) { path throws in
      let document = try HRScope.json(Document.self, pose(path))
      #expect(document.joints.first?.name == first)
      #expect(document.assumptions?.first { $0.contains("joints") } == assumption)
    }
  }

  @Test("14 joints of MMPose or of anybody are not LSP's", arguments: [true, false])
  func fourteen(isMMPose: Bool) throws {
    try withFile({ file in
      file.repeatRows(of: "final_layer.weight", to: 14)
      file.repeatRows(of: "final_layer.bias", to: 14)
      if isMMPose { file.renameForMMPose() }
    }) { path throws in
      #expect(try HRScope.json(Document.self, pose(path)).joints.first?.name == "joint 0")
    }
  }

  @Test("a conversion keeps what the file states")
  func conversion() throws {
    try withFile({ file in
      file.metadata["dataset_meta"] = Self.meta
      file.metadata["cfg"] = "codec = dict(type='UDPHeatmap', input_size=(64, 64))"
    }) { path throws in
      let copy = path + ".copy.safetensors"
      #expect(try HRScope.run(["checkpoint", path, "--convert", copy]).status == 0)
      for option in [[], ["--flip-test"]] {
        let (before, after) = (
          try HRScope.json(Document.self, pose(path) + option), try HRScope.json(Document.self, pose(copy) + option)
        )
        #expect(before.joints.map(\.name) == after.joints.map(\.name))
        #expect(before.joints.map(\.x) == after.joints.map(\.x))
      }
    }
  }

  @Test("a head that cannot be computed: no joints, but the body opens and says why")
  func obstacles() throws {
    try withFile({ file in
      file.renameForMMPose()
      file.add("head.deconv_layers.0.weight", [2, 2, 4, 4])
    }) { path throws in
      let error = try HRScope.failure(pose(path), status: 65)
      #expect(error.contains("no joints can be computed") && error.contains("'head.deconv_layers.0.weight'"))
      try HRScope.failure(["evaluate", "/nowhere.json", "--weights", path], status: 65)
      try HRScope.failure(["sweep", SamplePictures.runner, "--weights", path], status: 65)
      let facts = try HRScope.json(Facts.self, ["checkpoint", path, "--json"])
      #expect(facts.headRefusal?.contains("head.deconv_layers.0.weight") == true)
      let network = try HRScope.run(["network", "--weights", path])
      #expect(network.status == 0)
      HRScope.expectOneLine(network)
      #expect(network.errorText.contains("opened without joints"))
    }
  }

  @Test("upsampling can be chosen wherever a network runs", arguments: ["nearest", "bilinear", "bilinear-corners"])
  func upsampling(mode: String) throws {
    let path = Shared.inRepository("Tests/CheckpointsTests/Fixtures/backbone-legacy.pth")
    for other in ["nearest", "bilinear", "bilinear-corners"] {
      let reference = Shared.inRepository("Tests/CheckpointsTests/Fixtures/\(other).reference.safetensors")
      let result = try HRScope.run(["verify", "--weights", path, "--reference", reference, "--upsampling", mode])
      #expect(result.status == (other == mode ? 0 : 1), "\(mode) \(other)")
    }
    let facts = try HRScope.json(Facts.self, ["checkpoint", path, "--json", "--upsampling", mode])
    #expect(facts.upsampling.mode == mode && facts.upsampling.origin == "chosen")
    #expect(!facts.assumptions.contains { $0.contains("upsampling") })
    let built = try HRScope.json(Document.self, ["pose", SamplePictures.runner, "--json", "--upsampling", mode])
    let own = try HRScope.json(Document.self, ["pose", SamplePictures.runner, "--json"])
    #expect((built.joints.map(\.score) == own.joints.map(\.score)) == (mode == "nearest"))
    #expect(own.assumptions == nil)
    try HRScope.failure(["pose", SamplePictures.runner, "--upsampling", "bicubic"], status: 64)
  }

  @Test("a file that states another upsampling is refused, unless one is chosen")
  func otherUpsampling() throws {
    try withFile({ file in
      file.renameForMMPose()
      file.metadata["cfg"] = "model = dict(type='TopDown', backbone=dict(extra=dict(upsample=dict(mode='bicubic'))))"
    }) { path throws in
      #expect(try HRScope.failure(pose(path), status: 65).contains("'bicubic'"))
      #expect(try HRScope.run(pose(path, "--upsampling", "nearest")).status == 0)
    }
  }

  @Test(
    "weights that are not finite are named, and documents stay documents",
    arguments: [
      ("stage2.0.branches.0.0.conv1.weight", Float.nan, "stage2.0.branches.0.0"), ("conv1.weight", .infinity, "stem.1"),
      ("stage3.0.fuse_layers.0.2.1.running_var", -.infinity, "stage3.0.fuse.0.2"),
      ("layer1.0.bn1.running_var", -1, "layer1.0"), ("final_layer.bias", .nan, "heatmaps"),
    ])
  func notFinite(tensor: String, value: Float, node: String) throws {
    try withFile({ $0.set(tensor, to: value) }) { path throws in
      let facts = try HRScope.json(Facts.self, ["checkpoint", path, "--json"])
      #expect(facts.notFinite?.node == node && facts.notFinite?.tensor == tensor)
      #expect(try HRScope.run(["checkpoint", path]).outputText.contains(tensor))
      for command in [
        pose(path),
        ["sweep", SamplePictures.runner, "--weights", path, "--json", "--input", "64x64"],
        ["bench", "--weights", path, "--json", "--runs", "1", "--no-recompute"],
      ] {
        let result = try HRScope.run(command)
        #expect(result.status == 0, "\(command)")
        HRScope.expectOneLine(result)
        #expect(result.errorText.contains("\(node): weights of '"), "\(command)")
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: result.output) }
      }
    }
  }

  @Test("activations that overflow are named where they do")
  func overflow() throws {
    // Twice the largest number is infinite: a unit adds what comes by its shortcut.
    try withFile({
      $0.set("layer1.0.bn3.bias", to: 3e38)
      $0.set("layer1.0.downsample.1.bias", to: 3e38)
    }) { path throws in
      let facts = try HRScope.json(Facts.self, ["checkpoint", path, "--json"])
      #expect(facts.notFinite == nil)
      let result = try HRScope.run(pose(path))
      #expect(result.status == 0)
      HRScope.expectOneLine(result)
      #expect(result.errorText.contains("layer1.0: its activation is not finite"))
      _ = try JSONDecoder().decode(Document.self, from: result.output)
    }
  }

  @Test("metadata of others: passed over with a word, never refused")
  func metadata() throws {
    try withFile({ file in
      file.metadata = ["mean": "[0.485, 0.456, 0.406]", "std": "imagenet", "input": "image", "upsampling": "true"]
    }) { path throws in
      let facts = try HRScope.json(Facts.self, ["checkpoint", path, "--json"])
      #expect(facts.notes.count == 3)
      let result = try HRScope.run(pose(path))
      #expect(result.status == 0)
      #expect(result.errorText.count { $0.isNewline } == 3)
    }
  }

  @Test("the files of the field", .enabled(if: Shared.isPresent, Shared.absence))
  func field() throws {
    let folder = Shared.path("field/")
    let faces = try HRScope.json(Facts.self, ["checkpoint", folder + "face_landmarks.pth", "--json"])
    #expect(faces.upsampling.mode == "bilinear")
    #expect(faces.assumptions.contains("bilinear upsampling"))
    let picture = folder + "person1.jpg"
    try HRScope.failure(["pose", picture, "--weights", folder + "mmpose1_head_with_deconvolution.pth"], status: 65)
    let crowd = ["pose", picture, "--weights", folder + "mmpose1_crowdpose.pth", "--json"]
    for options in [[], ["--flip-test"]] {
      let document = try HRScope.json(Document.self, crowd + options)
      #expect(document.joints[0].name == "left shoulder" && document.joints[11].name == "right ankle")
    }
    let metadata = try HRScope.json(Facts.self, ["checkpoint", folder + "metadata_mean_as_list.safetensors", "--json"])
    #expect(metadata.notes.isEmpty)
    #expect(!metadata.assumptions.contains { $0.contains("mean") })
  }
}
