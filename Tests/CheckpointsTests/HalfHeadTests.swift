import HRNet
import TestSupport
import Testing

@testable import Checkpoints

/// Heads of which something is missing or wrong, in every family's names: none of them is taken for a head, and one line
/// names the tensor that is at fault. The body opens.
@Suite("Half-present heads", .enabled(if: Shared.isPresent, Shared.absence))
struct HalfHeadTests {
  private func shapes(_ layout: HeadFamilyTests.Layout) throws -> [String: [Int]] {
    var file = try EditedSafetensors(Shared.path("reference/heads/\(layout.folder)/model.safetensors"))
    layout.change(&file)
    return file.shapes
  }

  /// The file's names of the head's tensors.
  private func names(_ shapes: [String: [Int]]) throws -> [String] {
    let head = try #require(try Anatomy(shapes, unsupported: [:]).head)
    return shapes.keys.filter { head.canonicalKey(of: $0) != nil }.sorted()
  }

  /// What is said of the head; the body is there, with less of a head or none.
  private func obstacle(
    _ shapes: [String: [Int]], unsupported: [String: String] = [:], of whole: HeadFamilyTests.Layout
  ) throws -> String {
    let anatomy = try Anatomy(shapes, unsupported: unsupported)
    let head = anatomy.architecture.head
    #expect(head is BackboneHead || head is PyramidHead || head is WidenedHead, "\(head)")
    #expect("\(head)" != "\(whole.head)")
    let text = anatomy.obstacle?.description ?? ""
    #expect(!text.contains("\n") && text.utf8.count < 300)
    return text
  }

  @Test("each tensor missing, of another shape, of a type that is not read", arguments: HeadFamilyTests.layouts)
  func everyTensor(layout: HeadFamilyTests.Layout) throws {
    let shapes = try shapes(layout)
    // Either form of timm's is named by the usual one, which has biases that the other lacks.
    let isOtherForm = layout.name == "timm's ssld"
    for (place, name) in try names(shapes).enumerated() {
      var without = shapes
      without[name] = nil
      let missing = try obstacle(without, of: layout)
      #expect(missing.contains("'\(name)' is missing") || isOtherForm && !missing.isEmpty, "\(name): \(missing)")
      // The other faults take the same way.
      guard place % 3 == 0 else { continue }
      let unread = try obstacle(without, unsupported: [name: "complex64"], of: layout)
      #expect(unread.contains("'\(name)' is of unsupported type") || isOtherForm, "\(name): \(unread)")
      var other = shapes
      other[name] = (shapes[name] ?? []) + [2]
      let wrong = try obstacle(other, of: layout)
      #expect(wrong.contains("'\(name)': wrong shape") || isOtherForm && !wrong.isEmpty, "\(name): \(wrong)")
    }
  }

  /// Parts of heads by the beginning of their names, and what is then named.
  static let parts: [(layout: String, dropped: [String], named: String)] = [
    ("the OCR branch", ["model.conv3x3_ocr.", "model.ocr_distri_head.", "model.cls_head."], "conv3x3_ocr.0.weight"),
    ("the OCR branch", ["model.aux_head."], "aux_head.0.weight"),
    ("the OCR branch", ["model.aux_head.", "model.conv3x3_ocr."], "conv3x3_ocr.0.weight"),
    ("MMSegmentation OCR", ["state_dict.decode_head.0."], "decode_head.0.convs.0.conv.weight"),
    ("MMSegmentation OCR", ["state_dict.decode_head.1."], "decode_head.1.bottleneck.conv.weight"),
    ("HRNet-Semantic-Segmentation", ["model.last_layer.0."], "last_layer.0.weight"),
    ("HRNet-Semantic-Segmentation", ["model.last_layer.3."], "last_layer.3.weight"),
    ("MMSegmentation FCN", ["state_dict.decode_head.conv_seg."], "decode_head.conv_seg.weight"),
    ("HRNet-Image-Classification", ["final_layer."], "final_layer.0.weight"),
    ("HRNet-Image-Classification", ["classifier."], "classifier.weight"),
    ("HRNet-Image-Classification", ["downsamp_modules.", "classifier."], "classifier.weight"),
    ("HRNet-Image-Classification", ["incre_modules."], "incre_modules.0.0.conv1.weight"),
    ("timm's features", ["incre_modules.2."], "incre_modules.2.0.conv1.weight"),
    ("HRNet-Facial-Landmark-Detection", ["state_dict.module.head.3."], "head.3.weight"),
    ("MMPose 1.x", ["state_dict.head.conv_layers."], "head.conv_layers.0.weight"),
    ("MMPose 0.x", ["state_dict.keypoint_head.final_layer.0."], "keypoint_head.final_layer.0.weight"),
    ("MMDetection 3, FCOS", ["state_dict.bbox_head.scales."], "bbox_head.scales.0.scale"),
    ("MMDetection 3, FCOS", ["state_dict.bbox_head.reg_convs."], "bbox_head.reg_convs.0.conv.weight"),
    ("MMDetection 3, FCOS", ["state_dict.bbox_head.conv_cls."], "bbox_head.conv_cls.weight"),
    ("MMDetection 3, FCOS", ["state_dict.neck."], "reduction_conv.conv.weight"),
    ("MMDetection 1, FCOS without biases", ["state_dict.bbox_head.fcos_cls."], "bbox_head.fcos_cls.weight"),
    ("HRNet-FCOS", ["model.module.rpn.head.scales."], "rpn.head.scales.0.scale"),
    ("HRNet-FCOS", ["model.module.rpn.head.cls_tower."], "rpn.head.cls_tower.0.weight"),
    ("AdelaiDet", ["model.proposal_generator.fcos_head.ctrness."], "fcos_head.ctrness.weight"),
    ("HRNet-Object-Detection", ["state_dict.neck.reduction_conv."], "neck.reduction_conv.0.weight"),
    ("MMDetection 2 and 3, two stages", ["state_dict.neck.fpn_convs."], "neck.fpn_convs.0.conv.weight"),
  ]

  @Test("whole parts missing", arguments: parts.indices)
  func wholeParts(index: Int) throws {
    let (name, dropped, named) = Self.parts[index]
    let layout = try #require(HeadFamilyTests.layouts.first { $0.name == name })
    let rest = try shapes(layout).filter { tensor in !dropped.contains { tensor.key.hasPrefix($0) } }
    let text = try obstacle(rest, of: layout)
    #expect(text.contains(named) && text.contains("is missing"), "\(text)")
  }

  @Test(
    "pose heads that read something else than the finest stream, or have lost their weights",
    arguments: ["final_layer.", "head.final_layer.", "keypoint_head.final_layer."])
  func pose(head: String) throws {
    var file = try EditedSafetensors(Fixture.path("official.safetensors"))
    if head != "final_layer." { file.renameForMMPose(head: String(head.dropLast("final_layer.".count))) }
    let shapes = file.shapes
    func obstacle(_ change: (inout [String: [Int]]) -> Void) throws -> String {
      var changed = shapes
      change(&changed)
      let anatomy = try Anatomy(changed, unsupported: [:])
      #expect(anatomy.architecture.head is BackboneHead)
      return anatomy.obstacle?.description ?? ""
    }
    for shape in [[3, 4, 1, 1], [3, 2, 7, 7], [3, 2], [0, 2, 1, 1]] {
      let text = try obstacle { $0[head + "weight"] = shape }
      #expect(text.contains("V1 pose") && text.contains("'\(head)weight': wrong shape"), "\(text)")
    }
    #expect(try obstacle { $0[head + "weight"] = nil }.contains("'\(head)weight' is missing"))
    #expect(try obstacle { $0 = $0.filter { !$0.key.hasPrefix(head) } } == "")
  }
}
