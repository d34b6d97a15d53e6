import HRNet
import TestSupport
import Testing

@testable import Checkpoints

/// openseg.pytorch's files (`Scripts/make_openseg.py`): `config_dict` beside `state_dict`, and an OCR that is another one. It
/// is refused by name, and the body opens.
@Suite("openseg.pytorch")
struct OpenSegTests {
  static let files = Fixture.files(inZip: "openseg.zip")

  @Test("in every container", arguments: ["zip.pth", "legacy.pth", "openseg.safetensors"])
  func refusal(name: String) throws {
    let checkpoint = try Fixture.open(try #require(Self.files[name]))
    #expect(checkpoint.architecture.head is BackboneHead && checkpoint.architecture.head.streamsRead == 4)
    #expect(checkpoint.family == .segmentationOCR && checkpoint.architecture.upsampling == .bilinearCorners)
    let text = try #require(checkpoint.headObstacle).description
    #expect(text.contains("openseg.pytorch's OCR") && text.contains("3×3") && text.contains("MMSegmentation"))
    #expect(checkpoint.leftOver.contains { $0.hasSuffix("module.conv3x3.0.weight") })
  }

  @Test("a graph of it opens as a body, and names what it does not compute")
  func graph() throws {
    let checkpoint = try Fixture.open(try #require(Self.files["openseg.onnx"]))
    #expect(checkpoint.architecture.head is BackboneHead && checkpoint.architecture.head.streamsRead == 4)
    #expect(checkpoint.graph?.notComputed.isEmpty == false)
  }

  /// The other networks of that code, by what tells them, whatever stands around the names.
  @Test(
    "its other heads by name",
    arguments: [
      ("cls_head.0", "3×3 where"), ("ppm_module.0", "3×3 where"), ("aspp_module.0", "3×3 where"),
      ("isa_head.0", "3×3 where"), ("asp_ocr_head.context.0", "openseg.pytorch's OCR"), ("conv3x3.0", "OCR"),
    ], ["", "state_dict.module.", "model."])
  func others(evidence: (key: String, words: String), wrapper: String) throws {
    let (key, words) = evidence
    var file = try EditedSafetensors(Fixture.path("official.safetensors"))
    file.rename { $0.hasPrefix("final_layer.") ? nil : wrapper + "backbone." + $0 }
    file.add(wrapper + key + ".weight", [30, 30, 3, 3])
    file.add(wrapper + key + ".bias", [30])
    let checkpoint = try Fixture.open(file.bytes)
    #expect(checkpoint.architecture.head is BackboneHead)
    let text = try #require(checkpoint.headObstacle).description
    #expect(text.contains("openseg.pytorch") && text.contains(words), "\(text)")
  }
}
