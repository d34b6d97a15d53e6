import HRNet

/// Where a network lies among a file's tensors: which prefix its backbone's names have, where its heads are, and what else
/// hangs on it.
///
/// Names are reused between families (`head`, `final_layer`), so every part is recognised by shape and depth as well.
struct Anatomy {
  /// What stands before `conv1` in the backbone's names: `state_dict.backbone.`
  let backbonePrefix: String
  /// What stands before `final_layer` in the pose head's names; nil where there is no pose head that can be computed.
  private(set) var posePrefix: String?
  let family: Family
  private(set) var architecture: Architecture
  /// How the family's code prepares pictures.
  let preprocessing: Preprocessing
  /// Whose names the pose head has.
  private(set) var poseCode: String?
  /// Why there is no pose head, though the file has one.
  private(set) var headRefusal: HeadRefusal?
  private let bodysHead: any Head
  /// The network where it is no HRNet.
  private let encoderDecoder: EncoderDecoder?
  /// Another head than a pose head, or beside one.
  let head: FoundHead?
  /// Another head that the file has and that is left out.
  let obstacle: HeadObstacle?

  /// - Parameters:
  ///   - shapes: of every tensor, by its name in the file.
  ///   - unsupported: types of tensors this program does not read, by name.
  ///   - hasHeadBias: false where the file says that its head's convolutions have none.
  /// - Throws: `notAnHRNet` naming the first thing that no HRNet has.
  init(
    _ shapes: [String: [Int]], unsupported: [String: String], hasHeadBias: Bool = true
  ) throws(CheckpointError.Reason) {
    if let (name, type) = unsupported.filter({ $0.key.hasSuffix(Self.landmark) }).min(by: { $0.key < $1.key }) {
      throw .unsupportedType(tensor: name, type: type)
    }
    if Self.backbonePrefixes(shapes).isEmpty, let found = try EncoderDecoder(shapes) {
      self = Anatomy(found)
      return
    }
    let prefix = try Self.backbonePrefix(shapes)
    let outer = Self.outer(of: prefix)
    var backbone: [String: [Int]] = [:]
    for (name, shape) in shapes where name.hasPrefix(prefix) { backbone[String(name.dropFirst(prefix.count))] = shape }
    var architecture = try ArchitectureInference(shapes: backbone).hrnet()
    (bodysHead, encoderDecoder) = (architecture.head, nil)
    let width = architecture.hrnet?.width ?? 0

    let searches = (outer == prefix ? [outer] : [outer, prefix]).map {
      HeadSearch(outer: $0, width: width, tensors: shapes, unsupported: unsupported)
    }
    let others = OtherHeads(searches, on: architecture, hasHeadBias: hasHeadBias)
    let pose = Self.pose(prefix: prefix, searches[0])
    head = others.found
    obstacle =
      others.obstacle
      ?? (pose == nil && others.found == nil ? HeadObstacle(ofPoseIn: searches[0], prefix: prefix) : nil)
    if let pose {
      architecture.head = pose.head
      if let head { architecture.head = HeadPair(architecture.head, head.head) }
      posePrefix = pose.prefix
      poseCode = pose.row.code
    } else if let head {
      architecture.head = head.head
    }
    family = pose?.row.family ?? others.row?.family ?? .backbone
    preprocessing = (pose?.row ?? others.row)?.preprocessing ?? Preprocessing()
    architecture.upsampling = pose?.row.upsampling ?? others.upsampling
    self.architecture = architecture
    backbonePrefix = prefix
    guard let posePrefix else { return }
    let bias = posePrefix + "final_layer.bias"
    guard shapes[bias] != nil || unsupported[bias] != nil else {
      refuseHead(.incomplete(missing: bias))
      return
    }
    let obstacles = HeadObstacles(
      backbonePrefix: prefix, outerPrefix: outer, posePrefix: posePrefix,
      backbonePrefixes: Self.backbonePrefixes(shapes),
      hasOtherHead: posePrefix == outer && shapes[outer + "head.0.weight"]?.dropFirst().first == 15 * width
    )
    let names = obstacles.names(
      among: (Array(shapes.keys) + unsupported.keys).filter { canonicalKey(of: $0) == nil })
    if !names.isEmpty { refuseHead(.otherLayers(names)) }
  }

  private init(_ found: EncoderDecoder) {
    (encoderDecoder, architecture, bodysHead) = (found, found.architecture, found.architecture.head)
    (backbonePrefix, family, poseCode) = (found.bodyPrefix, found.row.family, found.row.code)
    preprocessing = found.row.preprocessing
    (posePrefix, headRefusal, head, obstacle) = (nil, nil, nil, nil)
  }

  /// Leaves the pose head out: the body opens without it.
  mutating func refuseHead(_ reason: HeadRefusal) {
    architecture.head = head?.head ?? bodysHead
    (posePrefix, poseCode) = (nil, nil)
    headRefusal = reason
  }

  /// The canonical key of a name in the file, or nil for what belongs neither to the backbone nor to a head.
  func canonicalKey(of name: String) -> String? {
    if let encoderDecoder { return encoderDecoder.canonicalKey(of: name) }
    if let key = head?.canonicalKey(of: name) { return key }
    if let posePrefix, [".weight", ".bias"].contains(where: { name == posePrefix + "final_layer" + $0 }) {
      return String(name.dropFirst(posePrefix.count))
    }
    guard name.hasPrefix(backbonePrefix) else { return nil }
    let key = name.dropFirst(backbonePrefix.count)
    return Self.isPartOfBackbone(key) ? String(key) : nil
  }

  /// What a key is called in the file, for messages.
  func name(of key: String) -> String {
    if let encoderDecoder { return encoderDecoder.name(of: key) }
    return (key.hasPrefix("final_layer.") ? posePrefix ?? "" : backbonePrefix) + key
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
      (Self.rank(ofOuter: outer(of: prefix)).0, prefix.utf8.count, prefix)
    }
    guard let prefix = prefixes.min(by: { rank($0) < rank($1) }) else {
      throw .notAnHRNet(
        shapes.isEmpty ? "it holds no tensors" : "tensor '\(landmark)' is missing (found \(summary(shapes.keys)))")
    }
    return prefix
  }

  /// The order in which copies of a network are taken, by what stands before their names.
  static func rank(ofOuter outer: String) -> (Int, Int, String) {
    let wrapper = wrappers.firstIndex { wrapper in ["", "module.", "model."].contains { wrapper + $0 == outer } }
    return (wrapper ?? wrappers.count, outer.utf8.count, outer)
  }

  /// A few names that tell one network from another, and how many there are.
  private static func summary(_ names: some Collection<String>) -> String {
    let weights = names.filter { $0.hasSuffix(".weight") }
    let first = (weights.isEmpty ? Array(names) : weights).sorted().prefix(3).map { "'\(printable($0))'" }
    let others = names.count - first.count
    return first.joined(separator: ", ") + (others == 0 ? "" : " and \(others) more")
  }

  // MARK: What hangs on it

  /// MMPose, MMDetection and MMSegmentation put their heads beside the backbone; elsewhere they lie among its parts.
  static func outer(of prefix: String) -> String {
    let body = FamilyTable.bodies.first { prefix.hasSuffix($0) } ?? ""
    return String(prefix.dropLast(body.count))
  }

  /// The first of the rows whose pose head the file has: one convolution from the finest stream to heat maps.
  private static func pose(
    prefix: String, _ file: HeadSearch
  ) -> (row: FamilyRow, prefix: String, head: PoseHead)? {
    for row in FamilyTable.pose(onBody: prefix) {
      let (name, shape) = file.shapes(row).tensor("final_layer.weight")
      guard let shape, shape.count == 4, (1...4096).contains(shape[0]), shape[1] == file.width, shape[2] == shape[3],
        [1, 3].contains(shape[2])
      else { continue }
      let posePrefix = String(name.dropLast("final_layer.weight".count))
      return (row, posePrefix, PoseHead(joints: shape[0], kernel: shape[2]))
    }
    return nil
  }
}
