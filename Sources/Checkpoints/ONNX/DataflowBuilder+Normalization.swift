/// Factors of channels, and the two forms that group normalisation has in graphs: a node of its own since opset 21; before,
/// an instance normalisation of groups that are laid out as channels, then a factor and an offset for each channel.
extension DataflowBuilder {
  /// A product with one number or one for each channel, or a sum with these.
  func scaled(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?], _ shape: [Int]
  ) throws(CheckpointError.Reason) -> (Dataflow.Operation, shape: [Int]?)? {
    guard inputs.count == 2, let place = inputs.firstIndex(where: { $0.map { constant($0) != nil } ?? false }),
      let other = inputs[place]
    else { return nil }
    if node.operation != "Add", let number = numbers(other), number.values.count == 1 {
      guard node.operation == "Mul" || place == 1 else { return nil }
      return (.scaled(node.operation == "Mul" ? number.values[0] : 1 / number.values[0]), shape)
    }
    guard node.operation != "Div", case .tensor(let tensor)? = constant(other), shape.count == 4,
      tensor.shape.drop(while: { $0 == 1 }) == [shape[1], 1, 1], tensor.shape.count <= 4
    else { return nil }
    let factors = ConvolutionLayer.Tensor(name: tensor.name, stored: try tensor.shaped([shape[1]]).stored(in: files))
    return (node.operation == "Mul" ? .channelScale(factors) : .channelOffset(factors), shape)
  }

  /// - Returns: nil for one whose epsilon is not that of every network here, or that has numbers of another kind.
  func normalized(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?], _ shape: [Int]
  ) throws(CheckpointError.Reason) -> (Dataflow.Operation, shape: [Int]?)? {
    guard abs((node.attributes["epsilon"]?.number ?? 1e-5) - 1e-5) < 1e-8, shape.count > 2, inputs.count == 3,
      let factors = inputs[1], let offsets = inputs[2]
    else { return nil }
    if node.operation == "InstanceNormalization" {
      guard isAll(1, factors, count: shape[1]), isAll(0, offsets, count: shape[1]) else { return nil }
      return (.instanceNormalization, shape)
    }
    // Before opset 21 there was a number for each group.
    guard model.opset >= 21, let groups = node.attributes["num_groups"]?.integer,
      let scale = try tensor(1, of: inputs), let offset = try tensor(2, of: inputs), scale.stored.shape == [shape[1]],
      offset.stored.shape == [shape[1]]
    else { return nil }
    return (.groupNormalization(groups: groups, scale: scale, offset: offset), shape)
  }

  /// Whether a constant is as many of one number.
  private func isAll(_ number: Float, _ value: Dataflow.Value, count: Int) -> Bool {
    switch constant(value) {
    case .tensor(let tensor)?:
      tensor.shape == [count]
        && tensor.fewNumbers(in: files, limit: Self.mostNeutral)?.allSatisfy { $0 == number } == true
    case .numbers(let numbers)?: numbers.values.count == count && numbers.values.allSatisfy { Float($0) == number }
    case .fill(let found)?: Float(found) == number
    case nil: false
    }
  }
}
