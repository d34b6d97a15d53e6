import Checkpoints
import Network
import TestSupport
import Testing

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
    "backbones of other families open without a pose head",
    arguments: [
      ("backbone-legacy.pth", Family.backbone, []),
      ("imagenet-legacy.pth", .imageNet, ["classifier.bias", "classifier.weight"]),
      ("timm.safetensors", .imageNet, ["classifier.bias", "classifier.weight"]),
      ("segmentation-legacy.pth", .segmentation, ["model.last_layer.3.weight"]),
      ("ocr-legacy.pth", .segmentationOCR, ["aux_head.0.weight", "cls_head.weight"]),
      ("detection-legacy.pth", .detection, ["state_dict.neck.reduction_conv.conv.weight"]),
      ("landmarks-legacy.pth", .landmarks, ["head.3.weight"]),
    ])
  func backbone(name: String, family: Family, leftOver: [String]) throws {
    let checkpoint = try Fixture.open(name)
    #expect(checkpoint.family == family)
    #expect(checkpoint.architecture.joints == nil)
    #expect(checkpoint.architecture.head.streamsRead == 4)
    #expect(checkpoint.missing == ["final_layer.weight", "final_layer.bias"])
    #expect(Set(leftOver).isSubset(of: checkpoint.leftOver))
    // Four rows, and everything computed as PyTorch does, in the family's way of upsampling.
    let isSegmentation = [.segmentation, .segmentationOCR].contains(family)
    #expect(checkpoint.architecture.upsampling == (isSegmentation ? .bilinear : .nearest))
    #expect(checkpoint.upsamplingOrigin == .assumed)
    let reference = checkpoint.architecture.upsampling.rawValue + ".reference.safetensors"
    let worst = try #require(try checkpoint.worstDeparture(from: Fixture.path(reference)))
    #expect(worst.relativeError < 1e-5, "\(worst.name)")
  }

  @Test("the other way of upsampling gives other numbers, and can be chosen")
  func chosenUpsampling() throws {
    let path = Fixture.path("backbone-legacy.pth")
    let chosen = try Checkpoint(contentsOf: path, upsampling: .bilinear)
    #expect(chosen.upsamplingOrigin == .chosen)
    #expect(try chosen.worstDeparture(from: Fixture.path("bilinear.reference.safetensors"))?.relativeError ?? 1 < 1e-5)
    #expect(try chosen.worstDeparture(from: Fixture.path("nearest.reference.safetensors"))?.relativeError ?? 0 > 1e-2)
  }

  @Test("a backbone's network ends with its streams")
  func network() throws {
    let checkpoint = try Fixture.open("backbone-legacy.pth")
    let network = try Network(checkpoint.architecture, input: InputSize(height: 64, width: 32))
    #expect(network.node(.head) == nil)
    #expect(network.columns.last?.nodes.count == 4)
    #expect(network[network.output].address == .fused(ExchangeAddress(stage: 4, module: 1), Stream(0)))
  }
}
