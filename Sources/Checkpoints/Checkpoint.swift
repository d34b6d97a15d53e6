import HRNet

/// Trained weights of an HRNet, with what the file says about how to use them.
public struct Checkpoint: Sendable {
  /// The path, or the name of the embedded model; for messages.
  public let name: String
  public let container: Container
  /// Of a file that holds a graph.
  public let graph: GraphFacts?
  public let family: Family
  /// What stands before the canonical keys in the file's names: `state_dict.module.`
  public let prefix: String
  /// `architecture.joints` is nil for a backbone without a pose head.
  public let architecture: Architecture
  /// Why `architecture.upsampling` is what it is.
  public let upsamplingOrigin: UpsamplingOrigin
  public private(set) var preprocessing: Preprocessing
  /// The network's own input size.
  public let input: InputSize
  /// What the file says about its use, as it says it.
  public let facts: StatedFacts
  /// Why joints cannot be computed, though there is a pose head.
  public let headRefusal: HeadRefusal?
  /// Whose names the heads in use have, a code each: `MMSegmentation`; empty where there are none.
  public let headCodes: [String]
  /// Another head than a pose head that the file has and that is left out.
  public let headObstacle: HeadObstacle?
  /// The file's names of the tensors in use, by canonical key.
  public let matched: [String: String]
  /// What is missing of a head: of one that is there in part the first tensor, by the file's name; canonical keys of a
  /// pose head where the file has none at all. No other part may be missing.
  public let missing: [String]
  /// The file's names of tensors that belong to no part of the network, sorted; `num_batches_tracked` is not counted.
  public let leftOver: [String]

  private let tensors: [String: StoredTensor]
  private let companions: [String: FileBytes]

  /// Where the knowledge of the upsampling comes from; weights do not hold it.
  public enum UpsamplingOrigin: String, Sendable {
    /// What the family's code does.
    case assumed
    /// The file's metadata say so.
    case stated
    /// Asked for when opening.
    case chosen
  }

  /// Opens a file.
  ///
  /// - Parameter upsampling: instead of what the file states or its family does.
  /// - Throws: `CheckpointError` where it cannot be read, is damaged, or is no HRNet.
  public init(contentsOf path: String, upsampling: Upsampling? = nil) throws(CheckpointError) {
    try self.init(FileBytes(opening: path), name: path, upsampling: upsampling)
  }

  /// Reads the bytes of a file of any container.
  ///
  /// - Parameter name: for messages: the path, or what the embedded bytes are called.
  public init(_ file: FileBytes, name: String, upsampling: Upsampling? = nil) throws(CheckpointError) {
    try self.init(TensorFile(file, path: name), name: name, upsampling: upsampling)
  }

  init(_ file: TensorFile, name: String, upsampling: Upsampling?) throws(CheckpointError) {
    do throws(CheckpointError.Reason) {
      var facts = StatedFacts(file)
      var anatomy = try Anatomy(
        file.tensors.mapValues(\.shape), unsupported: file.unsupported, hasHeadBias: facts.hasHeadBias)
      if let refusal = facts.refusal(ofHead: anatomy) { anatomy.refuseHead(refusal) }
      headRefusal = anatomy.headRefusal
      headCodes = file.hasNamesOfHead ? [anatomy.poseCode, anatomy.head?.row.code].compactMap { $0 } : []
      headObstacle = anatomy.obstacle
      if upsampling == nil, let other = facts.otherUpsampling { throw .unknownUpsampling(other) }
      var architecture = anatomy.architecture
      architecture.upsampling = upsampling ?? facts.upsampling ?? architecture.upsampling
      architecture.head = architecture.head.told(facts, isChosen: upsampling != nil)
      facts.check(inputBy: architecture.inputs)
      self.facts = facts
      self.architecture = architecture
      upsamplingOrigin = upsampling != nil ? .chosen : facts.upsampling != nil ? .stated : .assumed
      input = facts.input ?? architecture.usualInput
      preprocessing = anatomy.preprocessing.told(facts)
      family = file.graph == nil ? anatomy.family : .exported
      prefix = anatomy.backbonePrefix
      let match = try TensorMatch(file, anatomy)
      tensors = match.tensors
      matched = match.names
      leftOver = match.leftOver
    } catch {
      throw CheckpointError(path: name, reason: error)
    }
    self.name = name
    container = file.container
    graph = file.graph
    let isHeadless = architecture.head is BackboneHead && headRefusal == nil && headObstacle == nil
    missing = isHeadless ? ["final_layer.weight", "final_layer.bias"] : headObstacle?.missing ?? []
    companions = file.companions
  }

  /// A network without a file. Its weights are random, the same in every run: everything runs, and nothing means anything.
  ///
  /// - Parameter name: for messages.
  public init(random architecture: Architecture, name: String) {
    self.name = name
    self.architecture = architecture
    (container, graph, family, prefix, headCodes) = (.random, nil, .backbone, "", [])
    (upsamplingOrigin, preprocessing, facts) = (.chosen, Preprocessing(), StatedFacts())
    input = architecture.usualInput
    (headRefusal, headObstacle, missing, leftOver) = (nil, nil, [], [])
    (tensors, matched, companions) = ([:], [:], [:])
  }

  /// The numbers of a tensor, widened to single precision.
  ///
  /// - Throws: `CheckpointError` where there is none of this name, or the file was changed since it was opened.
  public func floats(_ key: String) throws(CheckpointError) -> [Float] {
    guard let tensor = tensors[key] else { throw CheckpointError(path: name, reason: .missingTensor(key)) }
    do { return try tensor.floats() } catch { throw CheckpointError(path: name, reason: error) }
  }

  /// By how much rounding may have changed the weights when they were stored, relative to themselves: 2⁻²⁴ in single
  /// precision, 2⁻¹¹ in half, 2⁻⁸ in bfloat16; of the coarsest type in use.
  public var rounding: Double { tensors.values.map(\.type.rounding).max() ?? 0 }

  /// The same for pictures that are prepared as another code does; what the file states stays.
  public func preparing(as other: Preprocessing) -> Checkpoint {
    var result = self
    result.preprocessing = other.told(facts)
    return result
  }

  /// Name of the skeleton or data set (`coco17`, `lsp14`, `crowdpose`, …) where the file states it.
  public var skeleton: String? { facts.joints?.dataSet }

  /// What the network puts out, in words, and what of it was left out: `V2 classes, 19 classes at 1/4`.
  public var headSummary: String {
    ([architecture.head is BackboneHead ? "a backbone alone" : HeadReport(self) { _ in [] }.title]
      + [headRefusal.map { "its joints left out: \($0)" }, headObstacle.map { "left out: \($0)" }].compactMap { $0 })
      .joined(separator: "; ")
  }

  /// SHA-256 of every file beside the checkpoint's own that numbers were read from, in the order of their names. Takes
  /// time proportional to their length.
  ///
  /// - Throws: `CheckpointError` where one cannot be read any more.
  public func companionDigests() throws(CheckpointError) -> [String] {
    try companions.sorted { $0.key < $1.key }.map { path, bytes throws(CheckpointError) in
      try FileHash(of: bytes, path: path).digits
    }
  }

  /// The tensors in use by canonical key.
  var storedTensors: [String: StoredTensor] { tensors }
}

extension Preprocessing {
  /// What a file states, and for the rest what its family does.
  fileprivate func told(_ facts: StatedFacts) -> Preprocessing {
    // Colours are of one piece: what a file says of some is not to be mixed with another's.
    let isOfUse = facts.mean == nil && facts.standardDeviation == nil && facts.channels == nil
    let colours = isOfUse ? self : Preprocessing()
    return Preprocessing(
      mean: facts.mean ?? colours.mean, standardDeviation: facts.standardDeviation ?? colours.standardDeviation,
      channels: facts.channels ?? colours.channels, boxPadding: facts.boxPadding ?? boxPadding,
      isUnbiased: facts.isUnbiased ?? isUnbiased)
  }
}

extension StatedFacts {
  /// Why a pose head of this file does not put out heat maps alone.
  func refusal(ofHead anatomy: Anatomy) -> HeadRefusal? {
    guard let channels = anatomy.architecture.joints else { return nil }
    if let count = joints?.count, count > 0 {
      let hasTags = isAssociativeEmbedding && channels > count
      return hasTags || [2 * count, 3 * count].contains(channels)
        ? .otherMaps(channels: channels, joints: count) : nil
    }
    // COCO's bottom-up networks: no set has 34 joints.
    let isBottomUp = isAssociativeEmbedding || (channels == 34 && [.mmpose0, .mmpose1].contains(anatomy.family))
    return isBottomUp ? .otherMaps(channels: channels, joints: channels / 2) : nil
  }
}
