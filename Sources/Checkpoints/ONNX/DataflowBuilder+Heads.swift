extension DataflowBuilder {
  /// What heads are made of beside convolutions, and the sizes of what it puts out; nil for everything else, and where
  /// sizes are not known.
  func headOperation(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?], _ activations: [Dataflow.Value]
  ) throws(CheckpointError.Reason) -> (Dataflow.Operation, shape: [Int]?)? {
    let shapes = activations.compactMap { self.shapes[$0] }
    guard let shape = shapes.first, shapes.count == activations.count else { return nil }
    switch (node.operation, activations.count) {
    case ("Concat", _) where activations.count == inputs.count: return concatenation(node, shapes)
    case ("MatMul", 2):
      guard shapes.allSatisfy({ $0.count == 3 }), shape[0] == shapes[1][0], shape[2] == shapes[1][1] else { return nil }
      return (.product, [shape[0], shape[1], shapes[1][2]])
    case ("Softmax", 1): return softmax(node, shape)
    case ("Mul", 1), ("Div", 1), ("Add", 1): return try scaled(node, inputs, shape)
    case ("Exp", 1): return (.exponential, shape)
    case ("InstanceNormalization", 1), ("GroupNormalization", 1): return try normalized(node, inputs, shape)
    case ("Transpose", 1):
      guard node.attributes["perm"]?.integers == [0, 2, 1] else { return nil }
      return (.view(.transposed), [shape[0], shape[2], shape[1]])
    case ("Reshape", 1), ("Unsqueeze", 1), ("Squeeze", 1), ("Flatten", 1):
      guard let result = reshaped(node, inputs, shape), result.count > 1, shape.count > 1, result[0] == shape[0]
      else { return nil }
      return (result[1] == shape[1] ? .view(.positions) : .regrouped, result)
    case ("AveragePool", 1): return pool(node, shape)
    case ("GlobalAveragePool", 1) where shape.count == 4: return (.mean, [shape[0], shape[1], 1, 1])
    case ("ReduceMean", 1): return mean(node, inputs, shape)
    case ("Gemm", 1): return try linear(node, inputs, shape)
    default: return nil
    }
  }

  /// Counted from 0; nil where there is no such axis.
  private func axis(_ axis: Int, of shape: [Int]) -> Int? {
    let index = axis < 0 ? axis + shape.count : axis
    return shape.indices.contains(index) ? index : nil
  }

  private func concatenation(_ node: ONNXNode, _ shapes: [[Int]]) -> (Dataflow.Operation, shape: [Int]?)? {
    let first = shapes[0]
    guard first.count == 4, node.attributes["axis"]?.integer.flatMap({ axis($0, of: first) }) == 1,
      shapes.allSatisfy({ $0.count == 4 && $0[0] == first[0] && $0[2...] == first[2...] })
    else { return nil }
    return (.concatenation, [first[0], shapes.reduce(0) { $0 + $1[1] }, first[2], first[3]])
  }

  /// Before opset 13 a softmax went over all axes from its own on: the same for the last.
  private func softmax(_ node: ONNXNode, _ shape: [Int]) -> (Dataflow.Operation, shape: [Int]?)? {
    guard let axis = axis(node.attributes["axis"]?.integer ?? (model.opset < 13 ? 1 : -1), of: shape),
      model.opset >= 13 || axis == shape.count - 1
    else { return nil }
    return (.softmax(axis: axis), shape)
  }

  /// The sizes that a node arranges the same numbers in.
  func reshaped(_ node: ONNXNode, _ inputs: [Dataflow.Value?], _ shape: [Int]) -> [Int]? {
    let known = known(inputs)
    let list = inputs.count > 1 ? known[1]?.integers : node.attributes["axes"]?.integers
    switch node.operation {
    case "Flatten":
      let axis = node.attributes["axis"]?.integer ?? 1
      guard shape.indices.contains(axis) else { return nil }
      return [shape[..<axis].reduce(1, *), shape[axis...].reduce(1, *)]
    case "Unsqueeze":
      guard let axes = list else { return nil }
      let rank = shape.count + axes.count
      let places = Set(axes.map { $0 < 0 ? $0 + rank : $0 })
      guard places.count == axes.count, places.allSatisfy((0..<rank).contains), rank <= 4 else { return nil }
      var rest = shape[...]
      return (0..<rank).map { places.contains($0) ? 1 : rest.removeFirst() }
    case "Squeeze":
      guard let places = list.map({ Set($0.map { $0 < 0 ? $0 + shape.count : $0 }) }),
        places.allSatisfy({ shape.indices.contains($0) && shape[$0] == 1 })
      else { return nil }
      return shape.indices.filter { !places.contains($0) }.map { shape[$0] }
    default:
      guard var sizes = list, sizes.count <= 4 else { return nil }
      if node.attributes["allowzero"]?.integer ?? 0 == 0 {
        for index in sizes.indices where sizes[index] == 0 && shape.indices.contains(index) {
          sizes[index] = shape[index]
        }
      }
      let count = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
      let others = sizes.filter { $0 != -1 }
      guard others.allSatisfy((1...1 << 40).contains), sizes.count - others.count <= 1 else { return nil }
      var product = 1
      for size in others {
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        guard !overflow else { return nil }
        product = next
      }
      guard product <= count, count % product == 0, sizes.contains(-1) || product == count else { return nil }
      return sizes.map { $0 == -1 ? count / product : $0 }
    }
  }

  /// Squares side by side, what is left over on the right and below not read; or one square that is everything.
  private func pool(_ node: ONNXNode, _ shape: [Int]) -> (Dataflow.Operation, shape: [Int]?)? {
    func list(_ name: String) -> [Int] { node.attributes[name]?.integers ?? [] }
    let kernel = list("kernel_shape")
    guard shape.count == 4, kernel.count == 2, list("pads").allSatisfy({ $0 == 0 }),
      node.attributes["ceil_mode"]?.integer ?? 0 == 0, list("dilations").allSatisfy({ $0 == 1 }),
      ["NOTSET", "VALID"].contains(node.attributes["auto_pad"]?.text ?? "NOTSET")
    else { return nil }
    if kernel == Array(shape[2...]), kernel[0] > 1 || kernel[1] > 1 {
      return (.mean, [shape[0], shape[1], 1, 1])
    }
    guard kernel[0] == kernel[1], list("strides") == kernel, (2...64).contains(kernel[0]), shape[2] >= kernel[0],
      shape[3] >= kernel[0]
    else { return nil }
    return (.pool(side: kernel[0]), [shape[0], shape[1], shape[2] / kernel[0], shape[3] / kernel[0]])
  }

  private func mean(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?], _ shape: [Int]
  ) -> (Dataflow.Operation, shape: [Int]?)? {
    let axes = inputs.count > 1 ? known(inputs)[1]?.integers : node.attributes["axes"]?.integers
    guard shape.count == 4, let axes, Set(axes.map { $0 < 0 ? $0 + 4 : $0 }) == [2, 3] else { return nil }
    let keeps = node.attributes["keepdims"]?.integer ?? 1 != 0
    return (.mean, Array(shape[..<2]) + (keeps ? [1, 1] : []))
  }

  /// `x · Wᵀ + b`
  private func linear(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?], _ shape: [Int]
  ) throws(CheckpointError.Reason) -> (Dataflow.Operation, shape: [Int]?)? {
    guard shape.count == 2, node.attributes["transB"]?.integer == 1, node.attributes["transA"]?.integer ?? 0 == 0,
      node.attributes["alpha"]?.number ?? 1 == 1, node.attributes["beta"]?.number ?? 1 == 1,
      let weights = try tensor(1, of: inputs), weights.stored.shape.count == 2, weights.stored.shape[1] == shape[1]
    else { return nil }
    var bias: ConvolutionLayer.Tensor?
    if inputs.count > 2, inputs[2] != nil {
      guard let tensor = try tensor(2, of: inputs), tensor.stored.shape == [weights.stored.shape[0]] else { return nil }
      bias = tensor
    }
    let layer = ConvolutionLayer(weights: weights, bias: bias, normalization: nil, kernel: 1, stride: 1)
    return (.linear(layer), [shape[0], weights.stored.shape[0]])
  }
}
