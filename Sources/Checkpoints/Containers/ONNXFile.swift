import HRNet

/// A network in ONNX: a graph of operators with their weights, as `torch.onnx.export` and deployment tools write it.
/// Names are usually lost and batch normalisation folded, so the HRNet in it is found by following the graph.
enum ONNXFile {
  /// Whether a file begins like an ONNX model: its format's version, then one of the fields that come next. It has no
  /// magic number.
  static func isLikely(_ file: FileBytes) -> Bool {
    guard file.count > 8, file[0] == 0x08, (1..<0x80).contains(file[1]),
      // Otherwise the same bytes are the length of a safetensors header.
      let length = file.integer(UInt64.self, at: 0), length > UInt64(SafetensorsFile.longestHeader)
    else { return false }
    let producer: UInt8 = 0x12
    let otherFields: [UInt8] = [0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72]
    return file[2] == producer || otherFields.contains(file[2])
  }

  static func read(_ files: NumberFiles) throws(CheckpointError.Reason) -> TensorFile {
    let model = try ONNXModel(files.model)
    let found = try ONNXNetwork(model, files)
    let matcher = found.matcher
    var result = TensorFile(container: .onnx, byteCount: files.byteCount + sharedBytes)
    var folded = 0
    for (keys, layer) in matcher.layers {
      if try result.add(layer, as: keys) { folded += 1 }
    }
    for (key, normalization) in matcher.normalizations { result.add(normalization, as: key) }
    for made in matcher.head?.tensors ?? [] {
      result.add(try .tensor(made.tensor, else: Float(made.number), made.shape), as: made.key)
    }
    result.hasNamesOfHead = matcher.head?.code != nil

    // Neither factors of upsampling nor whole numbers, which are sizes and axes, are weights.
    let resizes = model.nodes.filter { ["Resize", "Upsample"].contains($0.operation) }
    // A bias of zeros and a factor of one are read, but have no place in the network.
    let read = (matcher.taken + matcher.graph.passedOver).map { model.nodes[$0] } + resizes
    let used = Set(result.namesInFile.values).union(read.flatMap(\.inputs))
    result.unread = model.initializers.filter { $0.isFloatingPoint && !used.contains($0.name) }.map(\.name)
    result.companions = files.companions
    result.metadata["upsampling"] = matcher.upsampling?.rawValue
    result.metadata["classUpsampling"] = matcher.head?.concatenation?.rawValue
    result.metadata["pyramidStride"] = matcher.head?.pyramidStride.map { "\($0)" }
    result.metadata["centerness"] = matcher.head?.detector?.centerness.rawValue
    result.metadata["distances"] = matcher.head?.detector?.distances.rawValue
    // Heads but pose heads take any size.
    let rule = matcher.head == nil ? matcher.inputs : .any(from: InputRule.wholeStreams.smallest)
    if let size = model.inputs.first(where: { $0.shape.count == 4 })?.shape, let height = size[2], let width = size[3],
      rule.allows(InputSize(height: height, width: width))
    {
      result.metadata["input"] = "\(height)x\(width)"
    }
    let normalized = matcher.layers.count { $0.keys.normalization != nil }
    result.graph = GraphFacts(
      opset: model.opset, producer: model.producer,
      batchNormalization: folded == 0 ? .kept : folded == normalized ? .folded : .partlyFolded,
      heatMaps: found.heatMaps, notComputed: found.notComputed, numberFiles: files.companions.keys.sorted())
    return result
  }

  /// Exporters write equal tensors once, so that a file may hold less than the network reads: the batch normalisation
  /// of a network that was never trained, and what is made up for a folded one.
  private static let sharedBytes = 4 << 20
}

extension ConvolutionLayer.Tensor {
  /// A tensor, or where there is none one number again and again, in memory: of batch normalisation that was folded, and
  /// of what exporters leave out.
  fileprivate static func tensor(
    _ tensor: ConvolutionLayer.Tensor?, else number: Float, _ shape: [Int]
  ) throws(CheckpointError.Reason) -> ConvolutionLayer.Tensor {
    if let tensor { return tensor }
    // A step of 0 from element to element.
    guard let layout = TensorLayout(shape: shape, strides: shape.map { _ in 0 }, offset: 0) else {
      throw .notAnHRNet("a tensor of \(shape.prefix(8)) is too large")
    }
    let size = MemoryLayout<Float>.size
    let bytes = FileBytes(count: size) { memory in
      memory.storeBytes(of: number.bitPattern.littleEndian, as: UInt32.self)
      return true
    }
    guard let bytes else { throw .unreadable("out of memory") }
    return ConvolutionLayer.Tensor(
      name: "(folded)", stored: StoredTensor(type: .float32, layout: layout, storage: 0..<size, of: bytes))
  }
}

extension TensorFile {
  /// With PyTorch's epsilon of 1e-5, `1 / √(variance + 1e-5)` is 1 + 1.4e-8, which is 1 in single precision.
  private static let unitVariance: Float = 1 - 1e-5

  /// Adds what a convolution needs: its own tensors and those of its normalisation, made up where that was folded.
  ///
  /// - Returns: whether it was folded.
  fileprivate mutating func add(
    _ layer: ConvolutionLayer, as keys: HRNetMatcher.Keys
  ) throws(CheckpointError.Reason) -> Bool {
    add(layer.weights, as: keys.convolution + ".weight")
    let channels = [layer.channels]
    if keys.hasBias {
      // Of a folded normalisation it is the offset.
      let bias = layer.normalization == nil ? nil : layer.bias
      add(try .tensor(bias, else: 0, channels), as: keys.convolution + ".bias")
    }
    guard let normalization = keys.normalization else {
      add(try .tensor(layer.bias, else: 0, channels), as: keys.convolution + ".bias")
      return false
    }
    if let found = layer.normalization {
      add(found, as: normalization)
      return false
    }
    add(try .tensor(nil, else: 1, channels), as: normalization + ".weight")
    add(try .tensor(layer.bias, else: 0, channels), as: normalization + ".bias")
    add(try .tensor(nil, else: 0, channels), as: normalization + ".running_mean")
    add(try .tensor(nil, else: Self.unitVariance, channels), as: normalization + ".running_var")
    return true
  }

  fileprivate mutating func add(_ normalization: ConvolutionLayer.Normalization, as key: String) {
    add(normalization.scale, as: key + ".weight")
    add(normalization.offset, as: key + ".bias")
    add(normalization.mean, as: key + ".running_mean")
    add(normalization.variance, as: key + ".running_var")
  }

  fileprivate mutating func add(_ tensor: ConvolutionLayer.Tensor, as key: String) {
    tensors[key] = tensor.stored
    namesInFile[key] = tensor.name
  }
}
