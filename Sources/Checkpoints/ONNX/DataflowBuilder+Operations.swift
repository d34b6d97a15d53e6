extension DataflowBuilder {
  /// What a node does, and the sizes of what it puts out where they are known.
  func operation(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?]
  ) throws(CheckpointError.Reason) -> (Dataflow.Operation, shape: [Int]?) {
    let activations = inputs.compactMap { $0 }.filter { constant($0) == nil }
    let other: (Dataflow.Operation, shape: [Int]?) = (.other, nil)
    guard let first = activations.first, first == inputs.first || ["Add", "Mul"].contains(node.operation) else {
      return other
    }
    let shape = shapes[first]
    switch node.operation {
    case "Conv" where activations.count == 1:
      guard let layer = try convolution(node, inputs) else { return other }
      return (.convolution(layer), shape.flatMap(layer.shape(on:)))
    case "ConvTranspose" where activations.count == 1:
      guard let layer = try transposedConvolution(node, inputs) else { return other }
      return (.transposedConvolution(layer), shape.flatMap(layer.shape(on:)))
    case "MaxPool" where activations.count == 1:
      guard let side = sideOfMaxPool(node) else { return other }
      return (.maxPool(side: side), shape.map { Array($0.prefix(2)) + $0.dropFirst(2).map { ($0 + side - 2) / 2 } })
    case "BatchNormalization" where activations.count == 1:
      guard let normalization = try normalization(node, inputs) else { return other }
      return (.batchNormalization(normalization), shape)
    case "Relu" where activations.count == 1: return (.relu, shape)
    case "Clip" where isRectifier(inputs): return (.relu, shape)
    case "Add", "Sum":
      guard activations.count == inputs.count else { return try headOperation(node, inputs, activations) ?? other }
      return (.sum, activations.allSatisfy { shapes[$0] == shape } ? shape : nil)
    case "Resize", "Upsample":
      guard let factors = factors(node, inputs),
        let upsampling = ONNXUpsampling(node, opset: model.opset, factors: factors)
      else { return other }
      return (.upsampling(upsampling), shape.map { zip($0, factors).map { Int((Double($0) * $1).rounded()) } })
    default: return try headOperation(node, inputs, activations) ?? other
    }
  }

  /// Whether a Clip node of opset 11 and later takes away what is below 0, and nothing else.
  private func isRectifier(_ inputs: [Dataflow.Value?]) -> Bool {
    guard inputs.count > 1, let lowest = inputs[1], numbers(lowest)?.values == [0] else { return false }
    return inputs.count == 2 || inputs[2] == nil
  }

  /// By how much a Resize or Upsample node scales each axis; nil where it is not known.
  func factors(_ node: ONNXNode, _ inputs: [Dataflow.Value?]) -> [Double]? {
    let known = known(inputs)
    let position = node.operation == "Resize" && model.opset >= 11 ? 2 : 1
    func list(_ index: Int) -> [Double]?? {
      guard inputs.indices.contains(index), inputs[index] != nil else { return .some(nil) }
      guard let numbers = known[index], numbers.rank == 1 else { return nil }
      return numbers.values.isEmpty ? .some(nil) : numbers.values
    }
    // What is given but not known could be anything.
    guard let scales = list(position), let sizes = position == 2 ? list(3) : .some(nil) else { return nil }
    func byAxis(_ numbers: [Double], else usual: [Double]) -> [Double]? {
      guard let axes = node.attributes["axes"]?.integers, !axes.isEmpty else { return numbers }
      guard axes.count == numbers.count else { return nil }
      var result = usual
      for (axis, number) in zip(axes, numbers) {
        let index = axis < 0 ? axis + usual.count : axis
        guard usual.indices.contains(index) else { return nil }
        result[index] = number
      }
      return result
    }
    if let scales = scales ?? node.attributes["scales"]?.numbers.map(Double.init) {
      return sizes == nil ? byAxis(scales, else: [1, 1, 1, 1]) : nil
    }
    guard let sizes, let value = inputs.first ?? nil, let shape = shapes[value]?.map(Double.init),
      let all = byAxis(sizes, else: shape), all.count == shape.count
    else { return nil }
    return zip(all, shape).map { $0 / $1 }
  }

  /// - Returns: nil for a convolution of a kind that no HRNet has.
  private func convolution(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?]
  ) throws(CheckpointError.Reason) -> ConvolutionLayer? {
    guard let weights = try tensor(1, of: inputs) else { return nil }
    let shape = weights.stored.shape
    guard shape.count == 4, shape[2] == shape[3], [1, 3, 7].contains(shape[2]) else { return nil }
    let kernel = shape[2]
    let strides = node.list("strides", else: [1, 1])
    guard [[1, 1], [2, 2]].contains(strides), isPlain(node, kernel: kernel),
      isPaddedByHalf(node, kernel: kernel, stride: strides[0], node.list("pads", else: [0, 0, 0, 0])),
      let bias = try bias(inputs, channels: shape[0])
    else { return nil }
    return ConvolutionLayer(weights: weights, bias: bias.tensor, normalization: nil, kernel: kernel, stride: strides[0])
  }

  /// - Returns: nil for one of another kind than SimpleBaseline's, which doubles both sides.
  private func transposedConvolution(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?]
  ) throws(CheckpointError.Reason) -> ConvolutionLayer? {
    guard let weights = try tensor(1, of: inputs) else { return nil }
    let (shape, kernel) = (weights.stored.shape, 4)
    guard shape.count == 4, shape[2...] == [kernel, kernel], isPlain(node, kernel: kernel),
      node.list("strides", else: [1, 1]) == [2, 2], node.list("pads", else: [0, 0, 0, 0]) == [1, 1, 1, 1],
      node.list("output_padding", else: [0, 0]) == [0, 0], node.attributes["output_shape"] == nil,
      ["NOTSET", ""].contains(node.attributes["auto_pad"]?.text ?? ""),
      let bias = try bias(inputs, channels: shape[1])
    else { return nil }
    return ConvolutionLayer(
      weights: weights, bias: bias.tensor, normalization: nil, kernel: kernel, stride: 2, isTransposed: true)
  }

  /// Of one of an encoder–decoder, which halves both sides; nil for others.
  private func sideOfMaxPool(_ node: ONNXNode) -> Int? {
    guard node.list("strides", else: [1, 1]) == [2, 2], node.list("dilations", else: [1, 1]) == [1, 1],
      node.attributes["ceil_mode"]?.integer ?? 0 == 0, ["NOTSET", ""].contains(node.attributes["auto_pad"]?.text ?? "")
    else { return nil }
    switch (node.list("kernel_shape", else: []), node.list("pads", else: [0, 0, 0, 0])) {
    case ([3, 3], [1, 1, 1, 1]): return 3
    case ([2, 2], [0, 0, 0, 0]): return 2
    default: return nil
    }
  }

  private func isPlain(_ node: ONNXNode, kernel: Int) -> Bool {
    node.list("kernel_shape", else: [kernel, kernel]) == [kernel, kernel]
      && node.list("dilations", else: [1, 1]) == [1, 1] && node.attributes["group"]?.integer ?? 1 == 1
  }

  /// - Returns: nil for a bias whose numbers are computed; one of zeros is none.
  private func bias(
    _ inputs: [Dataflow.Value?], channels: Int
  ) throws(CheckpointError.Reason) -> (tensor: ConvolutionLayer.Tensor?, Void)? {
    guard inputs.count > 2, let value = inputs[2], !isZero(value) else { return (nil, ()) }
    guard let tensor = try tensor(2, of: inputs), tensor.stored.shape == [channels] else { return nil }
    // PyTorch's unoptimized export adds zeros. Wider layers than these are in no HRNet, and not worth the time.
    let isZero = channels <= 1 << 12 ? try tensor.stored.floats().allSatisfy { $0 == 0 } : false
    return (isZero ? nil : tensor, ())
  }

  private func isPaddedByHalf(_ node: ONNXNode, kernel: Int, stride: Int, _ pads: [Int]) -> Bool {
    switch node.attributes["auto_pad"]?.text ?? "NOTSET" {
    case "NOTSET", "": pads == [Int](repeating: kernel / 2, count: 4)
    case "VALID": kernel == 1
    // With a stride of 2 one side has less.
    case "SAME_UPPER", "SAME_LOWER": kernel == 1 || stride == 1
    default: false
    }
  }

  /// Whether a bias is left out in all but name.
  private func isZero(_ value: Dataflow.Value) -> Bool {
    if case .fill(let number)? = constant(value) { return number == 0 }
    return numbers(value)?.values.allSatisfy { $0 == 0 } ?? false
  }

  /// - Returns: nil for one whose numbers are computed, whose epsilon is not that of every HRNet, or that trains.
  private func normalization(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?]
  ) throws(CheckpointError.Reason) -> ConvolutionLayer.Normalization? {
    guard abs((node.attributes["epsilon"]?.number ?? 1e-5) - 1e-5) < 1e-8,
      node.attributes["training_mode"]?.integer ?? 0 == 0, node.attributes["spatial"]?.integer ?? 1 == 1,
      let scale = try tensor(1, of: inputs), let offset = try tensor(2, of: inputs),
      let mean = try tensor(3, of: inputs),
      let variance = try tensor(4, of: inputs)
    else { return nil }
    return ConvolutionLayer.Normalization(scale: scale, offset: offset, mean: mean, variance: variance)
  }

  func tensor(
    _ index: Int, of inputs: [Dataflow.Value?]
  ) throws(CheckpointError.Reason) -> ConvolutionLayer.Tensor? {
    guard inputs.indices.contains(index), let value = inputs[index], case .tensor(let tensor)? = constant(value) else {
      return nil
    }
    return ConvolutionLayer.Tensor(name: tensor.name, stored: try tensor.stored(in: files))
  }
}
