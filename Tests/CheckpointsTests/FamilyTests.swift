import HRNet
import TestSupport
import Testing

@testable import Checkpoints

@Suite("Families and wrappings")
struct FamilyTests {
  @Test(
    "pose networks are found under every wrapping",
    arguments: [
      ("official-legacy.pth", Family.officialPose, "", 0),
      ("training-legacy.pth", .officialPose, "state_dict.module.", 202),
      ("simple-hrnet-legacy.pth", .officialPose, "model.", 0),
      ("mmpose1-legacy.pth", .mmpose1, "state_dict.backbone.", 2),
      ("mmpose0-legacy.pth", .mmpose0, "state_dict.backbone.", 0),
    ])
  func pose(name: String, family: Family, prefix: String, leftOver: Int) throws {
    let checkpoint = try Fixture.open(name)
    #expect(checkpoint.family == family)
    #expect(checkpoint.prefix == prefix)
    #expect(checkpoint.leftOver.count == leftOver)
    #expect(checkpoint.missing.isEmpty)
    #expect(checkpoint.architecture.joints == 3)
    #expect(checkpoint.architecture.upsampling == .nearest)
    #expect(try checkpoint.allFloats() == Fixture.open("official.safetensors").allFloats())
  }

  @Test(
    "backbones of other families open without a pose head, and half a head is named with what it lacks",
    arguments: [
      ("backbone-legacy.pth", Family.backbone, [], ["final_layer.weight", "final_layer.bias"]),
      ("imagenet-legacy.pth", .imageNet, ["classifier.bias", "classifier.weight"], []),
      ("timm.safetensors", .imageNet, ["classifier.bias", "classifier.weight"], []),
      ("segmentation-legacy.pth", .segmentation, ["model.last_layer.3.weight"], ["model.last_layer.0.bias"]),
      (
        "ocr-legacy.pth", .segmentationOCR, ["aux_head.0.weight", "cls_head.weight"],
        ["ocr_distri_head.object_context_block.f_pixel.0.weight"]
      ),
      (
        "detection-legacy.pth", .detection, ["state_dict.neck.reduction_conv.conv.weight"],
        ["state_dict.neck.reduction_conv.conv.bias"]
      ),
      ("landmarks-legacy.pth", .landmarks, ["head.3.weight"], ["head.0.bias"]),
    ])
  func backbone(name: String, family: Family, leftOver: [String], missing: [String]) throws {
    let checkpoint = try Fixture.open(name)
    #expect(checkpoint.family == family)
    #expect(checkpoint.architecture.joints == nil)
    #expect(checkpoint.architecture.head.streamsRead == 4)
    #expect(checkpoint.missing == missing)
    #expect((checkpoint.headObstacle == nil) == (family == .backbone))
    #expect(Set(leftOver).isSubset(of: checkpoint.leftOver))
    // Four rows, and everything computed as PyTorch does, in the family's way of upsampling.
    let bilinear: [Family: Upsampling] = [
      .segmentation: .bilinear, .landmarks: .bilinear, .segmentationOCR: .bilinearCorners,
    ]
    #expect(checkpoint.architecture.upsampling == bilinear[family] ?? .nearest)
    #expect(checkpoint.upsamplingOrigin == .assumed)
    let reference = checkpoint.architecture.upsampling.rawValue + ".reference.safetensors"
    let worst = try #require(try checkpoint.worstDeparture(from: Fixture.path(reference)))
    #expect(worst.relativeError < 1e-5, "\(worst.name)")
  }

  /// Names of other families' heads, with shapes for a width of 2.
  static let heads: [(name: String, shape: [Int], family: Family)] = [
    ("decode_head.convs.0.conv.weight", [30, 30, 1, 1], .segmentation),
    ("decode_head.0.convs.0.conv.weight", [30, 30, 1, 1], .segmentationOCR),
    ("head.conv_layers.0.weight", [30, 30, 1, 1], .landmarks),
    ("keypoint_head.final_layer.0.weight", [30, 30, 1, 1], .landmarks),
    ("keypoint_head.conv_layers.0.weight", [30, 30, 1, 1], .landmarks),
    ("head.final_layer.weight", [68, 30, 1, 1], .landmarks),
    ("neck.reduction_conv.0.weight", [256, 30, 1, 1], .detection),
    ("reduction_conv.conv.weight", [256, 30, 1, 1], .detection),
    // As deep as a V2 head, or it is something else.
    ("head.conv_layers.0.weight", [30, 2, 1, 1], .backbone),
    ("final_layers.0.weight", [34, 2, 1, 1], .backbone),
  ]

  @Test("heads of OpenMMLab are told by their names and shapes", arguments: heads.indices)
  func head(index: Int) throws {
    let (name, shape, family) = Self.heads[index]
    var shapes: [String: [Int]] = [:]
    for (key, shape) in try poseShapes() where !key.hasPrefix("final_layer.") {
      shapes["state_dict.backbone." + key] = shape
    }
    shapes["state_dict." + name] = shape
    let anatomy = try Anatomy(shapes, unsupported: [:])
    #expect(anatomy.family == family)
    #expect(anatomy.posePrefix == nil)
  }

  /// Heads of segmentation and landmarks, with how their authors' code upsamples.
  static let rules: [(heads: [String: [Int]], upsampling: Upsampling)] = [
    (["last_layer.0.weight": [30, 30, 1, 1], "last_layer.3.weight": [19, 30, 1, 1]], .bilinear),
    (["last_layer.0.weight": [30, 30, 1, 1], "last_layer.3.weight": [59, 30, 1, 1]], .bilinear),
    (["last_layer.0.weight": [30, 30, 1, 1], "last_layer.3.weight": [150, 30, 1, 1]], .bilinearCorners),
    (["last_layer.0.weight": [30, 30, 1, 1], "last_layer.3.weight": [171, 30, 1, 1]], .bilinearCorners),
    (["conv3x3_ocr.0.weight": [2, 30, 3, 3], "aux_head.0.weight": [30, 30, 1, 1]], .bilinearCorners),
    (["decode_head.0.convs.0.conv.weight": [30, 30, 1, 1]], .bilinear),
    (["decode_head.convs.0.conv.weight": [30, 30, 1, 1]], .bilinear),
    (["head.0.weight": [30, 30, 1, 1], "head.3.weight": [98, 30, 1, 1]], .bilinear),
    (["head.conv_layers.0.weight": [30, 30, 1, 1], "head.final_layer.weight": [21, 30, 1, 1]], .bilinear),
    (["keypoint_head.final_layer.0.weight": [30, 30, 1, 1]], .bilinear),
    (["keypoint_head.conv_layers.0.weight": [30, 30, 1, 1]], .bilinear),
    (["head.final_layer.weight": [68, 30, 1, 1]], .bilinear),
    (["neck.reduction_conv.0.weight": [2, 30, 1, 1]], .nearest),
    (["neck.reduction_conv.conv.weight": [2, 30, 1, 1]], .nearest),
    (["incre_modules.0.0.conv1.weight": [2, 2, 1, 1]], .nearest), ([:], .nearest),
  ]

  @Test("how a family upsamples", arguments: rules.indices)
  func rule(index: Int) throws {
    let (heads, upsampling) = Self.rules[index]
    let isOpenMMLab = heads.keys.contains {
      $0.contains("head.") && !$0.hasPrefix("head.0") && !$0.hasPrefix("aux") || $0.hasPrefix("neck")
    }
    var shapes: [String: [Int]] = heads
    for (key, shape) in try poseShapes() where !key.hasPrefix("final_layer.") {
      shapes[(isOpenMMLab && heads["head.0.weight"] == nil ? "backbone." : "") + key] = shape
    }
    #expect(try Anatomy(shapes, unsupported: [:]).architecture.upsampling == upsampling)
  }

  private func poseShapes() throws -> [String: [Int]] {
    let path = Fixture.path("official.safetensors")
    return try SafetensorsFile(FileBytes(opening: path), path: path).tensors.mapValues(\.shape)
  }

  @Test("the other ways of upsampling give other numbers, and can be chosen", arguments: Upsampling.allCases)
  func chosenUpsampling(upsampling: Upsampling) throws {
    let chosen = try Checkpoint(contentsOf: Fixture.path("backbone-legacy.pth"), upsampling: upsampling)
    #expect(chosen.upsamplingOrigin == .chosen)
    for other in Upsampling.allCases {
      let reference = Fixture.path("\(other.rawValue).reference.safetensors")
      let departure = try #require(try chosen.worstDeparture(from: reference)).relativeError
      if other == upsampling { #expect(departure < 1e-5) } else { #expect(departure > 1e-2) }
    }
  }

  @Test("a backbone's network ends with its streams")
  func network() throws {
    let checkpoint = try Fixture.open("backbone-legacy.pth")
    let network = try Network(checkpoint.architecture, input: InputSize(height: 64, width: 32))
    #expect(network.heatMaps == nil)
    #expect(network.columns.last?.nodes.count == 4)
    #expect(network[network.result].address == .fused(ExchangeAddress(stage: 4, module: 1), Stream(0)))
  }
}
