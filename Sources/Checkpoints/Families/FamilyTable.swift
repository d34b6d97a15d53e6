import HRNet

/// The families whose files are known: a new one is a row here and a fixture
/// (`Tests/CheckpointsTests/Scripts/make_heads.py`).
///
/// The first row that fits whole is taken, so that what is part of something larger comes after it. Whose code
/// does what was read in the code itself and, where there are weights, checked on them
/// (`Documentation/Heads.md`, "Which heads open").
enum FamilyTable {
  /// What stands between a wrapper and the canonical names of the body.
  static let bodies = ["backbone.body.", "backbone.bottom_up.", "backbone.", ""]

  /// Heads of joints, which may stand beside another.
  static let pose: [FamilyRow] = [
    FamilyRow(
      family: .mmpose1, code: "MMPose 1.x", head: .pose, renames: [.init("final_layer.", "head.final_layer.")],
      body: "backbone.", evidence: [], owned: []),
    FamilyRow(
      family: .mmpose0, code: "MMPose 0.x", head: .pose,
      renames: [.init("final_layer.", "keypoint_head.final_layer.")], body: "backbone.", evidence: [], owned: []),
    FamilyRow(family: .officialPose, code: "the authors", head: .pose, evidence: [], owned: []),
  ]

  /// The rows of joints that a body of such a prefix can be of.
  static func pose(onBody prefix: String) -> [FamilyRow] {
    pose.filter { $0.body.map { prefix.hasSuffix($0) } ?? true }
  }

  /// All other heads.
  static let others = segmentation + converted + landmarks + responses + classification + detection

  // MARK: Classes of pixels

  private static let v2: [FamilyRow.Evidence] = [.all("last_layer.0"), .all("last_layer.3")]
  private static let ocr: [FamilyRow.Evidence] = [
    .all("conv3x3_ocr.0"), .all("aux_head.0"), .all("aux_head.3"), .any("cls_head"),
    .any("ocr_distri_head.conv_bn_dropout.0"), .any("ocr_distri_head.object_context_block.f_pixel.0"),
  ]

  private static let segmentation: [FamilyRow] = [
    FamilyRow(
      family: .segmentationOCR, code: "openseg.pytorch",
      head: .foreign(
        "openseg.pytorch's OCR, whose auxiliary classifier is 3×3 (that of HRNet-Semantic-Segmentation, OCR branch, and "
          + "MMSegmentation's are computed)"),
      evidence: [.all("conv3x3.0"), .all("asp_ocr_head.context.0")], owned: [], upsampling: .bilinearCorners),
    FamilyRow(
      family: .segmentation, code: "openseg.pytorch",
      head: .foreign("a head of openseg.pytorch, which begins with 3×3 where HRNet V2 has 1×1"),
      evidence: [.all("cls_head.0"), .all("ppm_module.0"), .all("aspp_module.0"), .all("isa_head.0")], owned: [],
      upsampling: .bilinearCorners),
    FamilyRow(
      family: .segmentationOCR, code: "HRNet-Semantic-Segmentation, OCR branch", head: .ocr(hasMixBias: true),
      evidence: ocr, owned: ["aux_head.", "conv3x3_ocr.", "ocr_gather_head.", "ocr_distri_head.", "cls_head."],
      upsampling: .bilinearCorners),
    FamilyRow(
      family: .segmentationOCR, code: "MMSegmentation", head: .ocr(hasMixBias: false), renames: openMMLabOCR,
      evidence: ocr, owned: ["decode_head."], upsampling: .bilinear),
    FamilyRow(
      family: .segmentation, code: "HRNet-Semantic-Segmentation", head: .v2(.classes, hasMixBias: true),
      evidence: v2, owned: ["last_layer."], upsampling: .bilinear, classesWithCorners: [150, 171]),
    FamilyRow(
      family: .segmentation, code: "hrscope", head: .v1h,
      evidence: [.finest("last_layer.0"), .all("last_layer.3")], owned: ["last_layer."],
      upsampling: .bilinear),
    FamilyRow(
      family: .segmentation, code: "MMSegmentation", head: .v2(.classes, hasMixBias: false),
      renames: [
        .init("last_layer.0.", "decode_head.convs.0.conv."), .init("last_layer.1.", "decode_head.convs.0.bn."),
        .init("last_layer.3.", "decode_head.conv_seg."),
      ],
      evidence: v2, owned: ["decode_head."], upsampling: .bilinear),
  ]

  /// Heads of MMSegmentation under canonical names.
  private static let converted: [FamilyRow] = [
    FamilyRow(
      family: .segmentationOCR, code: "hrscope", head: .ocr(hasMixBias: false),
      evidence: ocr, owned: ["aux_head.", "conv3x3_ocr.", "ocr_gather_head.", "ocr_distri_head.", "cls_head."],
      isConverted: true),
    FamilyRow(
      family: .segmentation, code: "hrscope", head: .v2(.classes, hasMixBias: false), evidence: v2,
      owned: ["last_layer."], isConverted: true),
  ]

  private static let openMMLabOCR: [FamilyRow.Rename] = {
    let block = "ocr_distri_head.object_context_block."
    let inFile = "decode_head.1.object_context_block."
    let transforms: [(canonical: String, inFile: String)] =
      [("f_pixel", "query_project"), ("f_object", "key_project")].flatMap { part, name in
        [0, 1].map { ("\(block)\(part).\(2 * $0)", "\(inFile)\(name).\($0)") }
      } + [
        ("\(block)f_down.0", "\(inFile)value_project"), ("\(block)f_up.0", "\(inFile)out_project"),
        ("ocr_distri_head.conv_bn_dropout.0", "\(inFile)bottleneck"),
      ]
    // A convolution, number 2i, is followed by its normalisation, number 2i+1.0.
    func normalization(_ canonical: String) -> String {
      canonical.hasSuffix("2") ? canonical.dropLast() + "3.0." : canonical.dropLast() + "1.0."
    }
    return [
      .init("aux_head.0.", "decode_head.0.convs.0.conv."), .init("aux_head.1.", "decode_head.0.convs.0.bn."),
      .init("aux_head.3.", "decode_head.0.conv_seg."), .init("conv3x3_ocr.0.", "decode_head.1.bottleneck.conv."),
      .init("conv3x3_ocr.1.", "decode_head.1.bottleneck.bn."), .init("cls_head.", "decode_head.1.conv_seg."),
    ]
      + transforms.flatMap { canonical, name in
        [.init("\(canonical).", "\(name).conv."), .init(normalization(canonical), "\(name).bn.")]
      }
  }()

  // MARK: Landmarks

  private static let v2Landmarks: [FamilyRow.Evidence] = [.all("head.0"), .all("head.3")]

  private static let landmarks: [FamilyRow] =
    [
      FamilyRow(
        family: .landmarks, code: "HRNet-Facial-Landmark-Detection", head: .v2(.landmarks, hasMixBias: true),
        evidence: v2Landmarks, owned: ["head."], upsampling: .bilinear)
    ]
    + ["head.", "keypoint_head."].flatMap { head in
      // One convolution and normalisation, which MMPose 1.x calls conv_layers and 0.x part of final_layer.
      [
        FamilyRow(
          family: .landmarks, code: "MMPose 1.x", head: .v2(.landmarks, hasMixBias: true),
          renames: [
            .init("head.0.", head + "conv_layers.0."), .init("head.1.", head + "conv_layers.1."),
            .init("head.3.", head + "final_layer."),
          ],
          evidence: v2Landmarks, owned: [head], upsampling: .bilinear),
        FamilyRow(
          family: .landmarks, code: "MMPose 0.x", head: .v2(.landmarks, hasMixBias: true),
          renames: [.init("head.", head + "final_layer.")], evidence: v2Landmarks, owned: [head],
          upsampling: .bilinear),
      ]
    }

  // MARK: A response of every stream

  /// Associative embedding has a first and a second of the same names, which read something else.
  private static let responses = [
    FamilyRow(
      family: .officialPose, code: "hrscope", head: .responses,
      evidence: [.any("final_layers.2"), .any("final_layers.3")],
      owned: ["final_layers."])
  ]

  // MARK: Classes of pictures

  private static let classification: [FamilyRow] =
    [true, false].map { hasBias in
      FamilyRow(
        family: .imageNet, code: hasBias ? "HRNet-Image-Classification, timm" : "timm's ssld",
        head: .imageNet(hasBias: hasBias),
        evidence: [.linear("classifier"), .any("final_layer.0")] + (0..<3).map { .any("downsamp_modules.\($0).0") },
        owned: ["incre_modules.", "downsamp_modules.", "final_layer.", "classifier."])
    } + [
      FamilyRow(
        family: .imageNet, code: "timm's features", head: .widened,
        evidence: (0..<4).map { .any("incre_modules.\($0).0.conv1") },
        owned: ["incre_modules."])
    ]

  // MARK: Boxes

  /// FCOS as each code names it.
  static let detectors: [FamilyRow] = [
    // MMDetection 2 and 3 since December 2020.
    detector("MMDetection 2 and 3", "bbox_head.", [], preprocessing: .blueFirst),
    detector(
      "MMDetection 1", "bbox_head.",
      ["cls", "reg", "centerness"].map { .init("bbox_head.conv_\($0).", "bbox_head.fcos_\($0).") },
      preprocessing: .caffe),
    detector("HRNet-FCOS", "rpn.head.", towers("rpn.head.", centerness: "centerness"), preprocessing: .caffe),
    detector(
      "AdelaiDet", "proposal_generator.fcos_head.",
      towers("proposal_generator.fcos_head.", centerness: "ctrness"), variant: .improved, preprocessing: .caffe),
  ]

  private static let detection =
    detectors + [
      FamilyRow(
        family: .detection, code: "HRNet-Object-Detection, MMDetection", head: .pyramid, renames: necks,
        evidence: [.all("reduction_conv.conv"), .any("fpn_convs.0.conv")],
        owned: ownedByPyramids)
    ]

  /// The row whose code gave such a name to the weights of classes; nil for no such name.
  static func detectorRow(ofWeights name: String) -> FamilyRow? {
    detectors.first { name.hasSuffix($0.name(of: "bbox_head.conv_cls.weight")) }
  }

  private static let ownedByPyramids = ["neck.", "backbone.fpn.", "reduction_conv.", "fpn_convs.", "fpn_conv."]

  private static func detector(
    _ code: String, _ head: String, _ renames: [FamilyRow.Rename], variant: FCOSHead.Variant = .plain,
    preprocessing: Preprocessing
  ) -> FamilyRow {
    FamilyRow(
      family: .detection, code: code, head: .detector(variant), renames: renames + necks,
      evidence: ["cls", "centerness", "reg"].map { .any("bbox_head.conv_\($0)") }, owned: [head] + ownedByPyramids,
      preprocessing: preprocessing)
  }

  /// The authors' names of FCOS: a tower is one sequence of convolution, normalisation, ReLU.
  private static func towers(_ head: String, centerness: String) -> [FamilyRow.Rename] {
    [("cls", "cls_tower"), ("reg", "bbox_tower")].flatMap { part, tower in
      [
        .init("bbox_head.\(part)_convs.{n}.conv.", "\(head)\(tower).{3n}."),
        .init("bbox_head.\(part)_convs.{n}.gn.", "\(head)\(tower).{3n+1}."),
      ]
    } + [
      .init("bbox_head.conv_cls.", "\(head)cls_logits."), .init("bbox_head.conv_reg.", "\(head)bbox_pred."),
      .init("bbox_head.conv_centerness.", "\(head)\(centerness)."), .init("bbox_head.scales.", "\(head)scales."),
    ]
  }

  /// The pyramid, which detectors call their neck: in MMDetection ≥ 2, in MMDetection 1, by the authors.
  private static let necks: [FamilyRow.Rename] = {
    let places = ["", "neck.", "backbone.fpn."]
    return [
      .init("reduction_conv.conv.", anyOf: places.flatMap { [$0 + "reduction_conv.conv.", $0 + "reduction_conv.0."] }),
      .init("fpn_convs.{n}.conv.", anyOf: places.flatMap { [$0 + "fpn_convs.{n}.conv.", $0 + "fpn_conv.{n}."] }),
    ]
  }()
}
