import Foundation
import HRNet
import TestSupport
import Testing

@testable import Checkpoints

/// What files say about themselves, as MMPose and MMSegmentation keep it (`Scripts/make_stated.py`).
@Suite("What a file states")
struct StatedFactsTests {
  private func facts(_ name: String) throws -> StatedFacts {
    let path = Fixture.path("stated/\(name).pth")
    return try StatedFacts(TensorFile(FileBytes(opening: path), path: path))
  }

  @Test("MMPose 1.x: size in columns and rows, colours, UDP, and joints with arrays of numpy", arguments: ["", "-zip"])
  func mmpose1(container: String) throws {
    let facts = try facts("mmpose1-udp" + container)
    #expect(facts.input == InputSize(height: 256, width: 192))
    #expect(facts.isUnbiased == true)
    #expect(facts.mean?.map { ($0 * 1e5).rounded() } == [48500, 45600, 40600])
    #expect(facts.standardDeviation?.map { ($0 * 1e5).rounded() } == [22900, 22400, 22500])
    #expect(facts.channels == .rgb)
    #expect(facts.boxPadding == 1.5)
    // MMPose's own default, where the configuration is there and says nothing.
    #expect(facts.upsampling == .nearest)
    #expect(facts.notes.isEmpty)
    let joints = try #require(facts.joints)
    #expect(joints.dataSet == "crowdpose")
    #expect(joints.names == ["left_shoulder", "right_shoulder", "top_head", "neck"])
    #expect(joints.flipPairs == [[0, 1]])
    #expect(joints.limbs == [[2, 3], [3, 0], [3, 1]])
    #expect(joints.sigmas?.map { ($0 * 1000).rounded() } == [79, 79, 70, 80])
  }

  @Test("MMPose 1.x: upsampling and channels")
  func upsampling() throws {
    let bilinear = try facts("mmpose1-bilinear")
    #expect(bilinear.upsampling == .bilinear)
    #expect(bilinear.channels == .bgr)
    #expect(bilinear.isUnbiased == false)
    #expect(bilinear.joints == StatedJoints(dataSet: "coco"))
    #expect(try facts("mmpose1-corners").upsampling == .bilinearCorners)
    #expect(try facts("mmpose1-bicubic").otherUpsampling == "bicubic")
  }

  @Test("MMPose 0.x: names stand for their values, joints lie in the data set's description")
  func mmpose0() throws {
    let facts = try facts("mmpose0-animals")
    #expect(facts.input == InputSize(height: 384, width: 288))
    #expect(facts.mean == [0.5, 0.25, 0.125])
    #expect(facts.standardDeviation == [0.2, 0.3, 0.4])
    #expect(facts.channels == .rgb)
    #expect(facts.isUnbiased == true)
    #expect(facts.upsampling == .nearest)
    let joints = try #require(facts.joints)
    #expect(joints.names == ["L_Eye", "R_Eye", "Nose"])
    #expect(joints.flipPairs == [[0, 1]])
    #expect(joints.limbs == [[0, 1], [0, 2]])
    #expect(joints.sigmas == [0.025, 0.025, 0.026])
  }

  @Test("MMSegmentation 1.x: the last head's corners, rows before columns, classes")
  func mmsegmentation1() throws {
    let facts = try facts("mmseg1-ocr")
    #expect(facts.alignsCorners == true)
    // Its exchange units have no choice.
    #expect(facts.upsampling == nil)
    #expect(facts.input == InputSize(height: 512, width: 1024))
    #expect(facts.mean.map { ($0[0] * 1e5).rounded() } == 48500)
    #expect(facts.classNames == ["road", "sidewalk", "sky"])
  }

  @Test("MMSegmentation 0.x: blue before red")
  func mmsegmentation0() throws {
    let facts = try facts("mmseg0-bgr")
    #expect(facts.channels == .bgr)
    #expect(facts.mean.map { ($0[0] * 1e5).rounded() } == 40600)
    #expect(facts.alignsCorners == false)
    #expect(facts.input == InputSize(height: 480, width: 480))
    #expect(facts.classNames == ["background", "person"])
  }

  @Test("the authors' configuration, as a dictionary")
  func authors() throws {
    let facts = try facts("authors-ocr")
    #expect(facts.upsampling == .bilinearCorners)
    #expect(facts.alignsCorners == true)
  }

  @Test("configurations that are objects", arguments: ["config-dictionary", "config-object"])
  func objects(name: String) throws {
    let facts = try facts(name)
    #expect(facts.input == InputSize(height: 384, width: 288))
    #expect(facts.joints == StatedJoints(dataSet: "crowdpose"))
  }

  @Test("what cannot be read to its end falls back with a word; a path says nothing")
  func unreadable() throws {
    let facts = try facts("unreadable")
    #expect(facts.notes == ["its configuration cannot be read to the end"])
    #expect(facts.input == nil)
    #expect(try self.facts("path") == StatedFacts())
  }

  @Test("every data set's type gives its name")
  func dataSets() {
    for (type, name) in [
      ("TopDownCrowdPoseDataset", "crowdpose"), ("AnimalAP10KDataset", "ap10k"), ("AP10KDataset", "ap10k"),
      ("BottomUpCocoDataset", "coco"), ("AicDataset", "aic"), ("TopDownMpiiDataset", "mpii"), ("CocoDataset", "coco"),
      ("CocoWholeBodyDataset", "cocowholebody"), ("H36MDataset", "h36m"),
    ] {
      var configuration = Configuration()
      configuration.take(.text("dataset_type = '\(type)'\n"), named: "cfg")
      #expect(configuration.facts.joints == StatedJoints(dataSet: name), "\(type)")
    }
  }

  @Test("pairs that contradict themselves and numbers of another count are passed over")
  func contradictions() throws {
    func joints(_ text: String) throws -> StatedJoints {
      try #require(LiteralReader.value(of: text).flatMap { StatedJoints($0) })
    }
    let names = "keypoint_id2name={0: 'a', 1: 'left_b', 2: 'right_b'}"
    #expect(try joints("dict(\(names), flip_pairs=[[0, 1], [1, 2]])").flipPairs == nil)
    #expect(try joints("dict(\(names), flip_pairs=[[2, 1], [1, 2]])").flipPairs == [[1, 2]])
    #expect(try joints("dict(\(names), flip_pairs=[[2, 9]])").flipPairs == [])
    #expect(try joints("dict(\(names), flip_indices=[0, 2, 1])").flipPairs == [[1, 2]])
    #expect(try joints("dict(\(names), flip_indices=[1, 2, 0])").flipPairs == nil)
    #expect(try joints("dict(\(names), sigmas=[0.1, 0.1])").sigmas == nil)
    #expect(try joints("dict(\(names), sigmas=[0.1, 0.1, -1])").sigmas == nil)
    #expect(try joints("dict(keypoint_id2name={0: 'a', 2: 'b'}, num_keypoints=2)").names == nil)
    #expect(try joints("dict(keypoints=['nose', 'tail'], skeleton=[[0, 1]])").limbs == [[0, 1]])
    #expect(LiteralReader.value(of: "dict(palette=[1])").flatMap { StatedJoints($0) } == nil)
  }
}

/// Free text pairs of safetensors files, of which the names are ours by chance.
@Suite("Metadata of others")
struct MetadataTests {
  private func facts(_ pairs: [String: String]) -> StatedFacts {
    var facts = StatedFacts()
    Metadata(pairs).add(to: &facts)
    return facts
  }

  @Test(
    "sizes in every usual form",
    arguments: [
      "256x192", "256×192", " 256 x 192", "[256, 192]", "(256, 192)", "[1,3,256,192]", "[1, 3, 256, 192]",
      "1x3x256x192",
      "(3, 256, 192)", "[1,256,192,3]", "\"256x192\"", "256,192",
    ])
  func sizes(text: String) {
    #expect(facts(["input": text]).input == InputSize(height: 256, width: 192))
    #expect(facts(["input": text]).notes.isEmpty)
  }

  @Test(
    "what is no size is passed over with a word",
    arguments: [
      "image", "", "256", "[1,4,256,192]", "pixel_values", "-256x192", "1e2x192", "99999x32",
    ])
  func noSizes(text: String) {
    let facts = facts(["input": text])
    #expect(facts.input == nil)
    #expect(facts.notes.count == 1 && facts.notes[0].contains("'input'"))
  }

  @Test(
    "mean and deviation in every usual form, of colours from 0 to 1 or to 255",
    arguments: [
      ("0.485,0.456,0.406", "0.229,0.224,0.225"), ("[0.485, 0.456, 0.406]", "[0.229, 0.224, 0.225]"),
      ("0.485 0.456 0.406", "0.229 0.224 0.225"), ("(0.485, 0.456, 0.406)", "(0.229;0.224;0.225)"),
      ("[123.675, 116.28, 103.53]", "[58.395, 57.12, 57.375]"), ("\"0.485, 0.456, 0.406\"", "0.229\t0.224\n0.225"),
    ])
  func colours(mean: String, deviation: String) {
    let facts = facts(["mean": mean, "std": deviation])
    #expect(facts.mean?.map { ($0 * 1e5).rounded() } == [48500, 45600, 40600])
    #expect(facts.standardDeviation?.map { ($0 * 1e5).rounded() } == [22900, 22400, 22500])
    #expect(facts.notes.isEmpty)
  }

  @Test("one number for all, and scales that differ only in appearance")
  func scales() {
    #expect(facts(["mean": "0.5", "std": "0.5"]).mean == [0.5, 0.5, 0.5])
    #expect(facts(["mean": "0,0,0", "std": "255,255,255"]).standardDeviation == [1, 1, 1])
    // Subtracted from colours to 255, and not divided.
    #expect(
      facts(["mean": "127.5,127.5,127.5", "std": "1,1,1"]).standardDeviation
        == Array(repeating: Float(1) / 255, count: 3))
    let contradictory = facts(["mean": "123,117,104", "std": "0.229,0.224,0.225"])
    #expect(contradictory.mean == nil && contradictory.standardDeviation == nil && contradictory.notes.count == 2)
  }

  @Test(
    "numbers that are none are passed over",
    arguments: ["imagenet", "", "1,2", "nan,0,0", "inf", "1e9,0,0", "{}", "1,2,3,4"])
  func noColours(text: String) {
    let facts = facts(["mean": text])
    #expect(facts.mean == nil)
    #expect(facts.notes.count == 1)
  }

  @Test("upsampling in every usual form")
  func upsampling() {
    for (text, mode) in [
      ("nearest", Upsampling.nearest), ("BILINEAR", .bilinear), ("\"bilinear\"", .bilinear), ("'Bilinear'", .bilinear),
      ("bilinear-corners", .bilinearCorners), ("bilinear_align_corners", .bilinearCorners), (" nearest ", .nearest),
    ] {
      #expect(facts(["upsampling": text]).upsampling == mode, "\(text)")
    }
    #expect(facts(["upsampling": "bilinear", "align_corners": "True"]).upsampling == .bilinearCorners)
    #expect(facts(["upsampling": "bilinear", "alignCorners": "false"]).upsampling == .bilinear)
    // The corners are those of class maps.
    let two = facts(["upsampling": "nearest", "classUpsampling": "bilinear", "alignCorners": "true"])
    #expect(two.upsampling == .nearest && two.alignsCorners == true)
    for text in ["true", "2x", "", "bicubic", "[1, 2]"] {
      let facts = facts(["upsampling": text])
      #expect(facts.upsampling == nil && facts.notes.count == 1, "\(text)")
    }
  }

  @Test("joints, by name or number, and skeletons as lines")
  func joints() {
    #expect(facts(["joints": "17"]) == StatedFacts())
    #expect(facts(["jointNames": "nose,left eye, tail"]).joints?.names == ["nose", "left eye", "tail"])
    #expect(facts(["joints": "[\"a\", \"b\"]"]).joints?.names == ["a", "b"])
    #expect(facts(["skeleton": "lsp14"]).joints?.dataSet == "lsp14")
    #expect(facts(["skeleton": "\"coco\""]).joints?.dataSet == "coco")
    #expect(facts(["jointNames": "a,b", "skeleton": "[[0, 1]]"]).joints?.limbs == [[0, 1]])
    for text in ["{\"bones\": 3}", "", String(repeating: "x", count: 100), "a\u{1b}b"] {
      let facts = facts(["skeleton": text])
      #expect(facts.joints == nil && facts.notes.count == 1, "\(text)")
    }
  }

  @Test("a size that the network cannot be given is passed over with a word, when the network is known")
  func otherSizes() throws {
    var file = try EditedSafetensors(Fixture.path("official.safetensors"))
    file.metadata = ["input": "255x192"]
    let checkpoint = try Fixture.open(file.bytes)
    #expect(checkpoint.input == InputSize(height: 256, width: 192))
    #expect(checkpoint.facts.input == nil)
    #expect(checkpoint.facts.notes.count == 1 && checkpoint.facts.notes[0].contains("255×192"))
  }

  @Test("a configuration may lie in the metadata too")
  func configuration() throws {
    var file = try EditedSafetensors(Fixture.path("official.safetensors"))
    file.metadata = [
      "dataset_meta": "{\"dataset_name\": \"three\", \"keypoint_id2name\": {\"0\": \"a\", \"1\": \"b\", \"2\": \"c\"}}",
      "cfg": "codec = dict(type='UDPHeatmap', input_size=(64, 128))", "joints": "17",
    ]
    let checkpoint = try Fixture.open(file.bytes)
    #expect(checkpoint.input == InputSize(height: 128, width: 64))
    #expect(checkpoint.preprocessing.isUnbiased)
    #expect(checkpoint.facts.joints?.names == ["a", "b", "c"])
  }

  @Test("no pair of texts refuses a file")
  func everything() throws {
    var file = try EditedSafetensors(Fixture.path("official.safetensors"))
    for text in [
      "image", "[", "{", "'", "dict(", "true", "1e999", "\u{0}", "[[[[", "17", "-", String(repeating: "[", count: 9999),
    ] {
      for key in [
        "input", "mean", "std", "boxPadding", "upsampling", "alignCorners", "skeleton", "joints", "jointNames",
        "flipPairs",
        "sigmas", "limbs", "channelOrder", "unbiased", "classNames", "cfg", "config", "meta", "dataset_meta", "CLASSES",
      ] { file.metadata[key] = text }
      let checkpoint = try Fixture.open(file.bytes)
      #expect(checkpoint.facts.notes.allSatisfy { !$0.contains("\n") && $0.utf8.count < 300 })
    }
  }
}
