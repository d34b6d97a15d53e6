import Engine
import HRNet
import TestSupport
import Testing

@testable import Checkpoints

/// The networks of `../shared/reference/heads` under the names of every code that trains such: they open with their
/// heads and compute PyTorch's numbers. The names are spelled out here once more, not taken from the table under test.
@Suite("Families with their heads", .enabled(if: Shared.isPresent, Shared.absence))
struct HeadFamilyTests {
  /// A file as a code would save it.
  struct Layout: CustomTestStringConvertible, Sendable {
    let name: String
    /// Of `../shared/reference/heads`.
    let folder: String
    var activations = "activations"
    let head: any Head
    var upsampling = Upsampling.nearest
    let family: Family
    var leftOver: [String] = []
    let change: @Sendable (inout EditedSafetensors) -> Void

    var testDescription: String { name }
  }

  /// - Parameter names: beginnings of canonical names, and what stands there instead; the rest is the body's.
  private static func renamed(
    _ names: [(String, String)], body: String = "state_dict.backbone.", heads: String = "state_dict."
  ) -> @Sendable (inout EditedSafetensors) -> Void {
    { file in
      file.rename { name in
        for (canonical, inFile) in names where name.hasPrefix(canonical) {
          return heads + inFile + name.dropFirst(canonical.count)
        }
        return body + name
      }
    }
  }

  private static let openMMLabOCR =
    [
      ("aux_head.0.", "decode_head.0.convs.0.conv."), ("aux_head.1.", "decode_head.0.convs.0.bn."),
      ("aux_head.3.", "decode_head.0.conv_seg."), ("conv3x3_ocr.0.", "decode_head.1.bottleneck.conv."),
      ("conv3x3_ocr.1.", "decode_head.1.bottleneck.bn."), ("cls_head.", "decode_head.1.conv_seg."),
    ]
    + [
      ("f_pixel.0", "query_project.0.conv"), ("f_pixel.1.0", "query_project.0.bn"),
      ("f_pixel.2", "query_project.1.conv"), ("f_pixel.3.0", "query_project.1.bn"),
      ("f_object.0", "key_project.0.conv"), ("f_object.1.0", "key_project.0.bn"),
      ("f_object.2", "key_project.1.conv"), ("f_object.3.0", "key_project.1.bn"), ("f_down.0", "value_project.conv"),
      ("f_down.1.0", "value_project.bn"), ("f_up.0", "out_project.conv"), ("f_up.1.0", "out_project.bn"),
    ].map { ("ocr_distri_head.object_context_block.\($0).", "decode_head.1.object_context_block.\($1).") }
    + [
      ("ocr_distri_head.conv_bn_dropout.0.", "decode_head.1.object_context_block.bottleneck.conv."),
      ("ocr_distri_head.conv_bn_dropout.1.0.", "decode_head.1.object_context_block.bottleneck.bn."),
    ]

  private static let fcos = FCOSHead(classes: 3, pyramid: PyramidHead(channels: 32, stride: 2))

  /// The authors' towers: convolution, normalisation, ReLU in one sequence.
  private static func towers(_ head: String, centerness: String) -> [(String, String)] {
    (0..<4).flatMap { unit in
      [("cls", "cls_tower"), ("reg", "bbox_tower")].flatMap { part, tower in
        [
          ("bbox_head.\(part)_convs.\(unit).conv.", "\(head)\(tower).\(3 * unit)."),
          ("bbox_head.\(part)_convs.\(unit).gn.", "\(head)\(tower).\(3 * unit + 1)."),
        ]
      }
    } + [
      ("bbox_head.conv_cls.", head + "cls_logits."), ("bbox_head.conv_reg.", head + "bbox_pred."),
      ("bbox_head.conv_centerness.", head + centerness + "."), ("bbox_head.scales.", head + "scales."),
    ]
  }

  private static func neck(_ reduction: String, _ level: String) -> [(String, String)] {
    [("reduction_conv.conv.", reduction)]
      + (0..<6).map { ("fpn_convs.\($0).conv.", level.replacing("#", with: "\($0)")) }
  }

  static let segmentation: [Layout] = [
    Layout(
      name: "HRNet-Semantic-Segmentation", folder: "v2-segmentation", head: V2Head(.classes, count: 19),
      upsampling: .bilinear, family: .segmentation, leftOver: ["loss.criterion.weight"]
    ) {
      $0.rename { "model." + $0 }
      $0.add("loss.criterion.weight", [19])
    },
    Layout(
      name: "HRNet-Semantic-Segmentation in training", folder: "v2-odd-size", head: V2Head(.classes, count: 7),
      upsampling: .bilinear, family: .segmentation
    ) { $0.rename { "state_dict.module.model." + $0 } },
    Layout(
      name: "the OCR branch", folder: "ocr", head: OCRHead(classes: 7, middle: 24, keyChannels: 12),
      upsampling: .bilinearCorners, family: .segmentationOCR
    ) { $0.rename { "model." + $0 } },
    Layout(
      name: "MMSegmentation FCN", folder: "v2-segmentation",
      head: V2Head(.classes, count: 19, hasMixBias: false), upsampling: .bilinear, family: .segmentation,
      leftOver: ["state_dict.auxiliary_head.conv_seg.weight"]
    ) {
      $0.foldBias(of: "last_layer.0", into: "last_layer.1")
      renamed([
        ("last_layer.0.", "decode_head.convs.0.conv."), ("last_layer.1.", "decode_head.convs.0.bn."),
        ("last_layer.3.", "decode_head.conv_seg."),
      ])(&$0)
      $0.add("state_dict.auxiliary_head.conv_seg.weight", [19, 90, 1, 1])
    },
    Layout(
      name: "MMSegmentation OCR", folder: "ocr", activations: "activations_half_pixel",
      head: OCRHead(classes: 7, middle: 24, keyChannels: 12, hasMixBias: false), upsampling: .bilinear,
      family: .segmentationOCR
    ) {
      $0.foldBias(of: "aux_head.0", into: "aux_head.1")
      $0.foldBias(of: "conv3x3_ocr.0", into: "conv3x3_ocr.1")
      renamed(openMMLabOCR)(&$0)
    },
  ]

  static let landmarks: [Layout] = [
    Layout(
      name: "HRNet-Facial-Landmark-Detection", folder: "landmarks", head: V2Head(.landmarks, count: 19),
      upsampling: .bilinear, family: .landmarks
    ) { $0.rename { "state_dict.module." + $0 } },
    Layout(
      name: "MMPose 1.x", folder: "landmarks", head: V2Head(.landmarks, count: 19), upsampling: .bilinear,
      family: .landmarks,
      change: renamed([
        ("head.0.", "head.conv_layers.0."), ("head.1.", "head.conv_layers.1."), ("head.3.", "head.final_layer."),
      ])),
    Layout(
      name: "MMPose 0.x", folder: "landmarks", head: V2Head(.landmarks, count: 19), upsampling: .bilinear,
      family: .landmarks, change: renamed([("head.", "keypoint_head.final_layer.")])),
  ]

  static let classification: [Layout] = [
    Layout(
      name: "HRNet-Image-Classification", folder: "classification",
      head: ImageNetHead(classes: 10, widths: [4, 6, 8, 12], features: 40), family: .imageNet
    ) { _ in },
    Layout(
      name: "timm's ssld", folder: "classification",
      head: ImageNetHead(classes: 10, widths: [4, 6, 8, 12], features: 40, hasBias: false), family: .imageNet
    ) { file in
      for level in 0..<3 { file.foldBias(of: "downsamp_modules.\(level).0", into: "downsamp_modules.\(level).1") }
      file.foldBias(of: "final_layer.0", into: "final_layer.1")
    },
    Layout(
      name: "timm's features", folder: "classification", head: WidenedHead(widths: [4, 6, 8, 12]), family: .imageNet
    ) { file in
      file.rename { name in ["downsamp", "final_layer", "classifier"].contains { name.hasPrefix($0) } ? nil : name }
    },
  ]

  static let detection: [Layout] = [
    Layout(
      name: "HRNet-Object-Detection", folder: "v2p", head: PyramidHead(channels: 20), family: .detection,
      change: renamed(neck("neck.reduction_conv.0.", "neck.fpn_conv.#."))),
    Layout(
      name: "MMDetection 1, two stages", folder: "v2p", head: PyramidHead(channels: 20), family: .detection,
      leftOver: ["bbox_head.fc_cls.weight", "mask_head.0.conv_logits.weight", "rpn_head.rpn_cls.weight"].map {
        "state_dict." + $0
      }
    ) {
      renamed(neck("neck.reduction_conv.conv.", "neck.fpn_conv.#."))(&$0)
      $0.add("state_dict.bbox_head.fc_cls.weight", [81, 1024])
      $0.add("state_dict.rpn_head.rpn_cls.weight", [3, 20, 1, 1])
      $0.add("state_dict.mask_head.0.conv_logits.weight", [81, 20, 1, 1])
    },
    Layout(
      name: "MMDetection 2 and 3, two stages", folder: "v2p", head: PyramidHead(channels: 20), family: .detection,
      leftOver: ["state_dict.roi_head.bbox_head.0.fc_cls.weight"]
    ) {
      renamed(neck("neck.reduction_conv.conv.", "neck.fpn_convs.#.conv."))(&$0)
      $0.add("state_dict.roi_head.bbox_head.0.fc_cls.weight", [81, 1024])
    },
    Layout(name: "MMDetection 3, FCOS", folder: "fcos", head: fcos, family: .detection) {
      $0.rename { "state_dict." + $0 }
    },
    Layout(
      name: "MMDetection 1, FCOS without biases", folder: "fcos", activations: "activations_no_bias",
      head: FCOSHead(classes: 3, pyramid: PyramidHead(channels: 32, stride: 2), hasTowerBias: false),
      family: .detection
    ) { file in
      file.rename { name in
        if name.contains("_convs."), name.hasPrefix("bbox_head."), name.hasSuffix(".conv.bias") { return nil }
        return "state_dict." + name.replacing("bbox_head.conv_", with: "bbox_head.fcos_")
      }
    },
    Layout(name: "HRNet-FCOS", folder: "fcos", head: fcos, family: .detection) { file in
      for level in 0..<5 { file.reshape("bbox_head.scales.\(level).scale", [1]) }
      file.rename { $0.hasPrefix("backbone.") ? String($0.dropFirst("backbone.".count)) : $0 }
      let names =
        towers("rpn.head.", centerness: "centerness")
        + neck("backbone.fpn.reduction_conv.0.", "backbone.fpn.fpn_conv.#.").map { ("neck." + $0, $1) }
      renamed(names, body: "model.module.backbone.body.", heads: "model.module.")(&file)
    },
    Layout(
      name: "AdelaiDet", folder: "fcos", activations: "activations_improved",
      head: FCOSHead(classes: 3, pyramid: PyramidHead(channels: 32, stride: 2), variant: .improved),
      family: .detection
    ) { file in
      for level in 0..<5 { file.reshape("bbox_head.scales.\(level).scale", [1]) }
      file.rename { $0.hasPrefix("backbone.") ? String($0.dropFirst("backbone.".count)) : $0 }
      let names =
        towers("proposal_generator.fcos_head.", centerness: "ctrness")
        + neck("backbone.fpn.reduction_conv.0.", "backbone.fpn.fpn_conv.#.").map { ("neck." + $0, $1) }
      renamed(names, body: "model.backbone.body.", heads: "model.")(&file)
    },
  ]

  static let layouts = segmentation + landmarks + classification + detection

  private func open(_ layout: Layout, _ change: (inout EditedSafetensors) -> Void = { _ in }) throws -> Checkpoint {
    var file = try EditedSafetensors(Shared.path("reference/heads/\(layout.folder)/model.safetensors"))
    layout.change(&file)
    change(&file)
    return try Fixture.open(file.bytes)
  }

  @Test("opens with its head, and nothing else is left over", arguments: layouts)
  func opens(layout: Layout) throws {
    let checkpoint = try open(layout)
    #expect("\(checkpoint.architecture.head)" == "\(layout.head)")
    #expect(checkpoint.architecture.upsampling == layout.upsampling)
    #expect(checkpoint.family == layout.family)
    #expect(checkpoint.headObstacle == nil && checkpoint.headRefusal == nil)
    #expect(checkpoint.leftOver == layout.leftOver && checkpoint.missing.isEmpty)
  }

  @Test("computes PyTorch's numbers", arguments: layouts)
  func numbers(layout: Layout) throws {
    let checkpoint = try open(layout)
    let folder = Shared.path("reference/heads/\(layout.folder)/")
    func file(_ name: String) throws -> SafetensorsFile {
      try SafetensorsFile(FileBytes(opening: folder + name), path: folder + name)
    }
    let numbers = try file(layout.activations + ".safetensors")
    let tensors = try ReferenceTensors(
      numbers, path: layout.activations, inputFrom: file("activations.safetensors"))
    let network = try Network(checkpoint.architecture, input: #require(tensors.inputSize))
    let verification = try Verification(Executor(network, weights: checkpoint, threads: 2), activations: tensors)
    #expect(verification.firstDeparture(tolerance: 1e-4) == nil)
    // What features have no more of is not compared.
    if !(layout.head is WidenedHead) {
      #expect(Set(verification.units.map(\.name)) == Set(numbers.tensors.keys).subtracting(["input"]))
    }
  }

  @Test("a conversion keeps the head, and what weights do not tell of it", arguments: layouts)
  func conversion(layout: Layout) throws {
    let checkpoint = try open(layout)
    try withTemporaryFolder { folder in
      try checkpoint.write(to: folder + "c.safetensors")
      let copy = try Checkpoint(contentsOf: folder + "c.safetensors")
      let rule = copy.architecture.upsampling
      #expect(rule == layout.upsampling && copy.upsamplingOrigin == .stated)
      // MMSegmentation's names are gone, and with them what told that there is no bias.
      #expect(copy.headObstacle == nil, "\(copy.headObstacle?.description ?? "")")
      #expect("\(copy.architecture.head)" == "\(layout.head)")
      #expect(copy.preprocessing == checkpoint.preprocessing)
      #expect(copy.leftOver.isEmpty)
    }
  }

  @Test("a layer too many among the head's own is none of ours", arguments: layouts)
  func extra(layout: Layout) throws {
    let places: [String: String] = [
      "v2-segmentation": layout.name.hasPrefix("MM")
        ? "state_dict.decode_head.convs.1.conv.weight" : "model.last_layer.4.weight",
      "v2-odd-size": "state_dict.module.model.last_layer.4.weight",
      "ocr": layout.name.hasPrefix("MM")
        ? "state_dict.decode_head.1.extra.weight" : "model.ocr_distri_head.extra.weight",
      "landmarks": layout.name.hasSuffix("Detection")
        ? "state_dict.module.head.4.weight"
        : layout.name.hasSuffix("1.x")
          ? "state_dict.head.deconv_layers.0.weight" : "state_dict.keypoint_head.mlp.weight",
      "classification": "incre_modules.0.1.conv1.weight",
      "v2p": "state_dict.neck.attention.weight",
    ]
    guard let name = places[layout.folder] else { return }
    let checkpoint = try open(layout) { $0.add(name, [2, 2, 1, 1]) }
    #expect(checkpoint.architecture.head is BackboneHead)
    // Of timm's two forms the usual one is named, with the bias that it lacks.
    let words = layout.name == "timm's ssld" ? "bias' is missing" : "'\(name)' is no part"
    #expect(checkpoint.headObstacle?.description.contains(words) == true)
    #expect(checkpoint.leftOver.contains(name))
  }
}
