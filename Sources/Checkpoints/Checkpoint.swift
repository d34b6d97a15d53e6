import Network

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
  public let preprocessing: Preprocessing
  /// The network's own input size.
  public let input: InputSize
  /// Name of the skeleton (`coco17`, `lsp14`, …) where the file states it.
  public let skeleton: String?
  /// The file's names of the tensors in use, by canonical key.
  public let matched: [String: String]
  /// Canonical keys of the pose head where there is none; otherwise empty. No other part may be missing.
  public let missing: [String]
  /// The file's names of tensors that belong to no part of the network, sorted; `num_batches_tracked` is not counted.
  public let leftOver: [String]

  private let tensors: [String: StoredTensor]

  /// How a picture is brought to the network's input (`network.md`, "Pose pre- and post-processing").
  public struct Preprocessing: Hashable, Sendable {
    /// Per channel R, G, B, on values of 0…1.
    public var mean: [Float] = [0.485, 0.456, 0.406]
    public var standardDeviation: [Float] = [0.229, 0.224, 0.225]
    /// By how much the box grows before it is cut out.
    public var boxPadding = 1.25
  }

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
    try self.init(FileBytes(mapping: path), name: path, upsampling: upsampling)
  }

  /// Reads the bytes of a file of any container.
  ///
  /// - Parameter name: for messages: the path, or what the embedded bytes are called.
  public init(_ file: FileBytes, name: String, upsampling: Upsampling? = nil) throws(CheckpointError) {
    try self.init(TensorFile(file, path: name), name: name, upsampling: upsampling)
  }

  init(_ file: TensorFile, name: String, upsampling: Upsampling?) throws(CheckpointError) {
    do throws(CheckpointError.Reason) {
      let anatomy = try Anatomy(file.tensors.mapValues(\.shape), unsupported: file.unsupported)
      let metadata = Metadata(file.metadata)
      let stated = try metadata.upsampling()
      var architecture = anatomy.architecture
      architecture.upsampling = upsampling ?? stated ?? architecture.upsampling
      architecture.head = try architecture.head.told(file.metadata)
      self.architecture = architecture
      upsamplingOrigin = upsampling != nil ? .chosen : stated != nil ? .stated : .assumed
      input = try metadata.input(architecture.head.inputs) ?? architecture.head.usualInput
      preprocessing = try metadata.preprocessing()
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
    skeleton = file.metadata["skeleton"]
    missing = architecture.head is BackboneHead ? ["final_layer.weight", "final_layer.bias"] : []
  }

  /// The numbers of a tensor, widened to single precision.
  ///
  /// - Throws: `CheckpointError` where there is none of this name.
  public func floats(_ key: String) throws(CheckpointError) -> [Float] {
    guard let tensor = tensors[key] else { throw CheckpointError(path: name, reason: .missingTensor(key)) }
    return tensor.floats()
  }

  /// By how much rounding may have changed the weights when they were stored, relative to themselves: 2⁻²⁴ in single
  /// precision, 2⁻¹¹ in half, 2⁻⁸ in bfloat16; of the coarsest type in use.
  public var rounding: Double { tensors.values.map(\.type.rounding).max() ?? 0 }

  /// The tensors in use by canonical key.
  var storedTensors: [String: StoredTensor] { tensors }
}
