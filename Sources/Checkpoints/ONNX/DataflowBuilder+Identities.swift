extension DataflowBuilder {
  /// The value that a node hands on as it is, whatever the picture; nil where that is not certain.
  func unchanged(_ node: ONNXNode, _ inputs: [Dataflow.Value?]) -> Dataflow.Value? {
    guard let value = inputs.first ?? nil else { return nil }
    let known = known(inputs)
    switch node.operation {
    case "Identity": return value
    case "Dropout": return isInference(node, known, inputs.count) ? value : nil
    case "Cast": return isCastExact(of: value, to: node.attributes["to"]?.integer ?? 0) ? value : nil
    case "CastLike":
      guard inputs.count == 2, let other = inputs[1], case .tensor(let tensor)? = constant(other) else { return nil }
      return isCastExact(of: value, to: tensor.type) ? value : nil
    case "Add", "Sum", "Mul": return onlyActivation(in: inputs, besides: node.operation == "Mul" ? 1 : 0)
    case "Sub": return onlyActivation(in: inputs, besides: 0) == value ? value : nil
    case "Div", "Pow": return onlyActivation(in: inputs, besides: 1) == value ? value : nil
    case "Max", "Min", "Mean", "Concat": return inputs.count == 1 && constant(value) == nil ? value : nil
    case "Relu": return rectified.contains(value) ? value : nil
    default: break
    }
    guard constant(value) == nil, let shape = shapes[value] else { return nil }
    switch node.operation {
    case "Transpose":
      return node.attributes["perm"]?.integers == Array(shape.indices) ? value : nil
    case "Reshape": return isReshapeIdentity(node, known, shape) ? value : nil
    case "Expand":
      guard known.count == 2, let sizes = known[1]?.integers, sizes.count <= shape.count else { return nil }
      return zip(sizes.reversed(), shape.reversed()).allSatisfy { $0 == 1 || $0 == $1 } ? value : nil
    case "Resize", "Upsample":
      guard let factors = factors(node, inputs),
        ONNXUpsampling(node, opset: model.opset, factors: factors)?.factor == 1
      else { return nil }
      return value
    case "Pad":
      let pads = inputs.count > 1 ? known[1]?.integers : node.attributes["pads"]?.integers
      return pads.map { $0.allSatisfy { $0 == 0 } } == true ? value : nil
    case "Slice": return isWhole(NodeSlice(node, known), of: shape) ? value : nil
    case "Clip": return isUnlimited(node, inputs, known) ? value : nil
    default: return nil
    }
  }

  /// Whether a Dropout node leaves all in: since opset 12 an input says that it trains.
  private func isInference(_ node: ONNXNode, _ known: [GraphNumbers?], _ count: Int) -> Bool {
    count < 3 || node.inputs[2].isEmpty || known[2]?.values == [0]
  }

  /// Rounding to a type that the weights were rounded to anyway belongs to a network in that precision.
  private func isCastExact(of value: Dataflow.Value, to type: Int) -> Bool {
    if case .tensor(let tensor)? = constant(value) { return ONNXTensor.isExact(from: tensor.type, to: type) }
    guard constant(value) == nil, value != input || isPictureFloatingPoint else { return false }
    return [1, 11].contains(type) || ONNXTensor.isFloatingPoint(type: type) && weightTypes.contains(type)
  }

  /// The one activation among constants that are all of one number, and change its sizes as little.
  private func onlyActivation(in inputs: [Dataflow.Value?], besides number: Float) -> Dataflow.Value? {
    var result: Dataflow.Value?
    for value in inputs {
      guard let value else { return nil }
      guard constant(value) == nil else { continue }
      guard result == nil else { return nil }
      result = value
    }
    guard let result, let shape = shapes[result] else { return nil }
    for case let value? in inputs where value != result {
      switch constant(value) {
      case .tensor(let tensor):
        guard tensor.shape.count <= shape.count,
          zip(tensor.shape.reversed(), shape.reversed()).allSatisfy({ $0 == 1 || $0 == $1 }),
          let numbers = tensor.fewNumbers(in: files, limit: Self.mostNeutral), !numbers.isEmpty,
          numbers.allSatisfy({ $0 == number })
        else { return nil }
      case .numbers(let numbers):
        guard numbers.rank == 0 || numbers.values.count == 1 || numbers.values.count == shape.last,
          numbers.values.allSatisfy({ Float($0) == number })
        else { return nil }
      case .fill, nil: return nil
      }
    }
    return result
  }

  /// Zeros or ones of a tensor that are looked at, to tell whether it changes anything: as many as channels.
  static var mostNeutral: Int { 1 << 10 }

  private func isReshapeIdentity(_ node: ONNXNode, _ known: [GraphNumbers?], _ shape: [Int]) -> Bool {
    guard known.count == 2, let sizes = known[1]?.integers, sizes.count == shape.count else { return false }
    let keepsZero = node.attributes["allowzero"]?.integer ?? 0 == 0
    // One size may be left to the others.
    return sizes.count { $0 == -1 } <= 1
      && zip(sizes, shape).allSatisfy { $0 == $1 || $0 == -1 || $0 == 0 && keepsZero }
  }

  private func isWhole(_ slice: NodeSlice?, of shape: [Int]) -> Bool {
    guard let slice else { return false }
    for index in slice.axes.indices {
      let axis = slice.axes[index] < 0 ? slice.axes[index] + shape.count : slice.axes[index]
      guard shape.indices.contains(axis), slice.steps[index] == 1, slice.ends[index] >= shape[axis],
        slice.starts[index] == 0 || slice.starts[index] <= -shape[axis]
      else { return false }
    }
    return true
  }

  private func isUnlimited(_ node: ONNXNode, _ inputs: [Dataflow.Value?], _ known: [GraphNumbers?]) -> Bool {
    func isOpen(_ index: Int, _ attribute: String) -> Bool {
      guard inputs.indices.contains(index), inputs[index] != nil else {
        return node.attributes[attribute]?.number.map { $0.magnitude >= .greatestFiniteMagnitude } ?? true
      }
      return known[index]?.values.allSatisfy { $0.magnitude >= Double(Float.greatestFiniteMagnitude) } ?? false
    }
    return isOpen(1, "min") && isOpen(2, "max")
  }
}
