/// Values in other shapes: as rows of positions, or of channels.
extension HRNetMatcher {
  /// What a value is without changes of its shape.
  private func source(of value: Dataflow.Value) -> Dataflow.Value {
    var value = value
    while let node = graph.producer(of: value), case .view = node.operation { value = node.inputs[0] }
    return value
  }

  /// Whether positions come before channels.
  func isTransposed(_ value: Dataflow.Value) -> Bool {
    var (value, result) = (value, false)
    while let node = graph.producer(of: value) {
      switch node.operation {
      case .view(.transposed): result.toggle()
      case .view(.positions), .softmax, .scaled: break
      case .product: return !result
      default: return result
      }
      value = node.inputs[0]
    }
    return result
  }

  func isPositions(_ axis: Int, of value: Dataflow.Value) -> Bool {
    guard graph.shapes[value]?.count == 3 else { return false }
    return axis == (isTransposed(value) ? 1 : 2)
  }

  /// Takes the first node that reads a value, in whatever shape.
  mutating func node(
    behind value: Dataflow.Value, _ expected: String, where isWanted: (Dataflow.Node, HRNetMatcher) -> Bool
  ) throws(CheckpointError.Reason) -> Dataflow.Node {
    let found = graph.nodes.first { node in
      node.inputs.contains { source(of: $0) == value } && isWanted(node, self)
    }
    guard let found else { throw departure(after: value, expected: expected) }
    for input in found.inputs { takeViews(behind: input) }
    take(found)
    return found
  }

  /// The product of two values that are laid out so.
  mutating func product(
    _ first: Dataflow.Value, isTransposed isFirst: Bool, _ second: Dataflow.Value, isTransposed isSecond: Bool
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    try node(behind: first, "a product of matrices") { node, matcher in
      guard case .product = node.operation, matcher.source(of: node.inputs[0]) == first,
        matcher.source(of: node.inputs[1]) == second
      else { return false }
      return matcher.isTransposed(node.inputs[0]) == isFirst && matcher.isTransposed(node.inputs[1]) == isSecond
    }.output
  }

  /// A value in the shape in which some node reads it.
  mutating func value(
    of value: Dataflow.Value, isTransposed: Bool, readBy isReader: (Dataflow.Node) -> Bool
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    let found = graph.nodes.first { node in
      isReader(node) && node.inputs.count == 1 && source(of: node.inputs[0]) == value
        && self.isTransposed(node.inputs[0]) == isTransposed
    }
    guard let found else { throw departure(after: value, expected: "a convolution of it") }
    takeViews(behind: found.inputs[0])
    return found.inputs[0]
  }

  mutating func takeViews(behind value: Dataflow.Value) {
    var value = value
    while let node = graph.producer(of: value), case .view = node.operation {
      take(node)
      value = node.inputs[0]
    }
  }
}
