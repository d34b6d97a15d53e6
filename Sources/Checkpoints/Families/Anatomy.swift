import HRNet

/// Where an HRNet lies among a file's tensors: which prefix its backbone's names have, where its pose head is, and
/// what else hangs on it.
///
/// Names are reused between families (`head`, `final_layer`), so every part is recognised by shape and depth as well.
struct Anatomy {
  /// What stands before `conv1` in the backbone's names: `state_dict.backbone.`
  let backbonePrefix: String
  /// What stands before `final_layer` in the pose head's names; nil where there is no pose head that can be computed.
  private(set) var posePrefix: String?
  let family: Family
  private(set) var architecture: Architecture
  /// Why there is none, though the file has one.
  private(set) var headRefusal: HeadRefusal?
  private let bodysHead: any Head
  /// Another head than a pose head, or beside one.
  let head: HeadAnatomy?

  /// - Parameters:
  ///   - shapes: of every tensor, by its name in the file.
  ///   - unsupported: types of tensors this program does not read, by name.
  /// - Throws: `notAnHRNet` naming the first thing that no HRNet has.
  init(_ shapes: [String: [Int]], unsupported: [String: String]) throws(CheckpointError.Reason) {
    if let (name, type) = unsupported.filter({ $0.key.hasSuffix(Self.landmark) }).min(by: { $0.key < $1.key }) {
      throw .unsupportedType(tensor: name, type: type)
    }
    let prefix = try Self.backbonePrefix(shapes)
    // MMPose, MMDetection and MMSegmentation put their heads beside the backbone; elsewhere they lie among its parts.
    let outer = prefix.hasSuffix("backbone.") ? String(prefix.dropLast("backbone.".count)) : prefix
    func shape(_ name: String) -> [Int]? { shapes[outer + name] }

    var backbone: [String: [Int]] = [:]
    for (name, shape) in shapes where name.hasPrefix(prefix) { backbone[String(name.dropFirst(prefix.count))] = shape }
    var architecture = try Architecture(inferredFrom: backbone)
    let width = architecture.width

    let poseHeads: [(prefix: String, family: Family)] =
      outer == prefix
      ? [("", .officialPose)]
      : [("head.", .mmpose1), ("keypoint_head.", .mmpose0), ("", .officialPose)]
    bodysHead = architecture.head
    let poseHead = poseHeads.first { Self.isPoseHead(shape($0.prefix + "final_layer.weight"), width: width) }
    head =
      HeadAnatomy(outer: outer, body: architecture, shape: shape)
      ?? HeadAnatomy(outer: prefix, body: architecture) { shapes[prefix + $0] }
    let isCorners: Bool
    if let poseHead, let weight = shape(poseHead.prefix + "final_layer.weight") {
      architecture.head = PoseHead(joints: weight[0], kernel: weight[2])
      if let head { architecture.head = HeadPair(architecture.head, head.head) }
      family = poseHead.family
      posePrefix = outer + poseHead.prefix
      isCorners = false
    } else {
      if let head { architecture.head = head.head }
      family = head?.family ?? Self.family(width: width, shape)
      isCorners = Self.alignsCorners(width: width, shape)
    }
    architecture.upsampling = isCorners ? .bilinearCorners : family.upsampling
    self.architecture = architecture
    backbonePrefix = prefix
    if let posePrefix {
      let obstacles = HeadObstacles(
        backbonePrefix: prefix, outerPrefix: outer, posePrefix: posePrefix,
        backbonePrefixes: Self.backbonePrefixes(shapes),
        hasOtherHead: posePrefix == outer && shape("head.0.weight")?.dropFirst().first == 15 * width)
      let others = (Array(shapes.keys) + unsupported.keys).filter { canonicalKey(of: $0) == nil }
      let names = obstacles.names(among: others)
      if !names.isEmpty { refuseHead(.otherLayers(names)) }
    }
  }

  /// Leaves the pose head out: the body opens without it.
  mutating func refuseHead(_ reason: HeadRefusal) {
    architecture.head = head?.head ?? bodysHead
    posePrefix = nil
    headRefusal = reason
  }

  /// The canonical key of a name in the file, or nil for what belongs neither to the backbone nor to a head.
  func canonicalKey(of name: String) -> String? {
    if let key = head?.canonicalKey(of: name) { return key }
    if let posePrefix, [".weight", ".bias"].contains(where: { name == posePrefix + "final_layer" + $0 }) {
      return String(name.dropFirst(posePrefix.count))
    }
    guard name.hasPrefix(backbonePrefix) else { return nil }
    let key = name.dropFirst(backbonePrefix.count)
    return Self.isPartOfBackbone(key) ? String(key) : nil
  }

  /// Whether a key names a part of stem, stages or transitions.
  ///
  /// What is named like one – `stage2_attention`, `layer2`, `conv3` – stands among them, and would change what follows.
  private static func isPartOfBackbone(_ key: some StringProtocol) -> Bool {
    let part = key.prefix { $0 != "." }
    guard part != "conv3x3_ocr" else { return false }
    return ["conv", "bn", "layer", "transition", "stage"].contains { name in
      part.hasPrefix(name) && part.dropFirst(name.count).first?.isNumber == true
    }
  }

  // MARK: The backbone

  /// A residual unit of stage 2 is unlike anything in other networks, and lies equally deep in every HRNet.
  private static let landmark = "stage2.0.branches.0.0.conv1.weight"

  /// A training checkpoint holds its network more than once; the first of these is taken, then any other.
  private static let wrappers = ["", "state_dict.", "model_state_dict.", "model.", "best_state_dict.", "net."]

  private static func backbonePrefixes(_ shapes: [String: [Int]]) -> [String] {
    shapes.keys.filter { $0.hasSuffix(landmark) }.map { String($0.dropLast(landmark.count)) }
  }

  private static func backbonePrefix(_ shapes: [String: [Int]]) throws(CheckpointError.Reason) -> String {
    let prefixes = backbonePrefixes(shapes)
    func rank(_ prefix: String) -> (Int, Int, String) {
      let inner = ["module.", "model.", "backbone.", "module.backbone.", "model.backbone.", ""]
      let wrapper = wrappers.firstIndex { wrapper in inner.contains { wrapper + $0 == prefix } }
      return (wrapper ?? wrappers.count, prefix.utf8.count, prefix)
    }
    guard let prefix = prefixes.min(by: { rank($0) < rank($1) }) else {
      throw .notAnHRNet(
        shapes.isEmpty ? "it holds no tensors" : "tensor '\(landmark)' is missing (found \(summary(shapes.keys)))")
    }
    return prefix
  }

  /// A few names that tell one network from another, and how many there are.
  private static func summary(_ names: some Collection<String>) -> String {
    let weights = names.filter { $0.hasSuffix(".weight") }
    let first = (weights.isEmpty ? Array(names) : weights).sorted().prefix(3).map { "'\(printable($0))'" }
    let others = names.count - first.count
    return first.joined(separator: ", ") + (others == 0 ? "" : " and \(others) more")
  }

  // MARK: What hangs on it

  /// One convolution from the finest stream to heat maps.
  private static func isPoseHead(_ shape: [Int]?, width: Int) -> Bool {
    guard let shape, shape.count == 4 else { return false }
    return (1...4096).contains(shape[0]) && shape[1] == width && shape[2] == shape[3] && [1, 3].contains(shape[2])
  }

  /// Whether a head by the authors was trained with aligned corners: all with OCR, and plain ones for the classes of
  /// ADE20K and COCO-Stuff.
  private static func alignsCorners(width: Int, _ shape: (String) -> [Int]?) -> Bool {
    func isReading(_ name: String) -> Bool {
      shape(name + ".weight").map { $0.count == 4 && $0[1] == 15 * width } ?? false
    }
    if isReading("conv3x3_ocr.0") || isReading("aux_head.0") { return true }
    return isReading("last_layer.0") && [150, 171].contains(shape("last_layer.3.weight")?.first)
  }

  private static func family(width: Int, _ shape: (String) -> [Int]?) -> Family {
    // V2 heads read all four streams together.
    let all = 15 * width
    func reads(_ channels: Int, _ names: String...) -> Bool {
      names.contains { shape($0 + ".weight").map { $0.count == 4 && $0[1] == channels } ?? false }
    }
    // By the authors, then by OpenMMLab.
    if reads(all, "conv3x3_ocr.0", "aux_head.0", "decode_head.0.convs.0.conv") { return .segmentationOCR }
    if reads(all, "last_layer.0", "decode_head.convs.0.conv") { return .segmentation }
    if reads(all, "neck.reduction_conv.conv", "neck.reduction_conv.0", "reduction_conv.conv", "reduction_conv.0") {
      return .detection
    }
    if reads(width, "incre_modules.0.0.conv1") || shape("classifier.weight")?.count == 2 { return .imageNet }
    if reads(all, "head.0") { return .landmarks }
    for head in ["head.", "keypoint_head."]
    where reads(all, head + "conv_layers.0", head + "final_layer.0", head + "final_layer") {
      return .landmarks
    }
    return .backbone
  }
}
