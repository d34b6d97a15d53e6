import Network

/// Trained weights of an HRNet pose network, with what the file says about how to use them.
public struct Checkpoint: Sendable {
  /// The path, or the name of the embedded model; for messages.
  public let name: String
  public let architecture: Architecture
  public let preprocessing: Preprocessing
  /// The network's own input size.
  public let input: InputSize
  /// Name of the skeleton (`coco17`, `lsp14`, …) where the file states it.
  public let skeleton: String?
  /// Tensors that belong to no part of the network, sorted; `num_batches_tracked` is not counted.
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

  /// Opens a file.
  ///
  /// - Throws: `CheckpointError` where it cannot be read, is damaged, or is no HRNet pose network.
  public init(contentsOf path: String) throws(CheckpointError) {
    try self.init(FileBytes(mapping: path), name: path)
  }

  /// Reads a safetensors file with canonical keys.
  ///
  /// - Parameter name: for messages: the path, or what the embedded bytes are called.
  public init(_ file: FileBytes, name: String) throws(CheckpointError) {
    let container = try SafetensorsFile(file, path: name)
    do throws(CheckpointError.Reason) {
      architecture = try Architecture(inferredFrom: container.tensors.mapValues(\.shape))
      let metadata = Metadata(container.metadata)
      input = try metadata.input() ?? InputSize(height: 256, width: 192)
      preprocessing = try metadata.preprocessing()
      try metadata.checkUpsampling()
      skeleton = container.metadata["skeleton"]
      leftOver = try Self.match(container.tensors, to: architecture)
    } catch {
      throw CheckpointError(path: name, reason: error)
    }
    self.name = name
    tensors = container.tensors
  }

  /// The numbers of a tensor, widened to single precision.
  ///
  /// - Throws: `CheckpointError` where there is none of this name.
  public func floats(_ key: String) throws(CheckpointError) -> [Float] {
    guard let tensor = tensors[key] else { throw CheckpointError(path: name, reason: .missingTensor(key)) }
    return tensor.floats()
  }

  /// Checks every tensor the network needs, and returns the names of those it does not.
  private static func match(
    _ tensors: [String: StoredTensor], to architecture: Architecture
  ) throws(CheckpointError.Reason) -> [String] {
    let network: Network
    do {
      // Weights do not depend on the input's size: the smallest will do.
      network = try Network(architecture, input: InputSize(height: 32, width: 32))
    } catch {
      throw .notAnHRNet(error.description)
    }
    var leftOver = Set(tensors.keys)
    for convolution in network.nodes.flatMap(\.operation.convolutions) {
      for (key, shape) in convolution.tensors {
        guard let tensor = tensors[key] else { throw .missingTensor(key) }
        guard tensor.shape == shape else { throw .wrongShape(tensor: key, expected: shape, found: tensor.shape) }
        leftOver.remove(key)
      }
    }
    return leftOver.filter { !$0.hasSuffix(".num_batches_tracked") }.sorted()
  }
}

/// The free text pairs of a file, read with suspicion.
private struct Metadata {
  let pairs: [String: String]

  init(_ pairs: [String: String]) {
    self.pairs = pairs
  }

  func input() throws(CheckpointError.Reason) -> InputSize? {
    guard let text = pairs["input"] else { return nil }
    guard let size = InputSize(text), size.isValid else {
      throw .badMetadata(key: "input", expected: "e.g. 256x192, divisible by 32", found: text)
    }
    return size
  }

  func preprocessing() throws(CheckpointError.Reason) -> Checkpoint.Preprocessing {
    var result = Checkpoint.Preprocessing()
    if let mean = try numbers("mean", count: 3, in: -1000...1000) { result.mean = mean }
    if let deviation = try numbers("std", count: 3, in: 1e-6...1000) { result.standardDeviation = deviation }
    if let padding = try numbers("boxPadding", count: 1, in: 0.1...10) { result.boxPadding = Double(padding[0]) }
    return result
  }

  func checkUpsampling() throws(CheckpointError.Reason) {
    if let text = pairs["upsampling"], text != "nearest" {
      throw .badMetadata(key: "upsampling", expected: "nearest", found: text)
    }
  }

  private func numbers(
    _ key: String, count: Int, in range: ClosedRange<Float>
  ) throws(CheckpointError.Reason) -> [Float]? {
    guard let text = pairs[key] else { return nil }
    let numbers = text.split(separator: ",").compactMap { Float($0) }
    guard numbers.count == count, numbers.allSatisfy(range.contains) else {
      throw .badMetadata(
        key: key, expected: "\(count) numbers from \(range.lowerBound) to \(range.upperBound)", found: text)
    }
    return numbers
  }
}
