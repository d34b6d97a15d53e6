/// A few numbers that a graph computes with: sizes, factors, axes. What graphs do to them on the way is computed here.
struct GraphNumbers {
  /// Numbers of more than this are weights.
  static let most = 16

  let values: [Double]
  /// Whether they are integers, which divide otherwise.
  let isWhole: Bool
  /// 0 for a single number, 1 for a list.
  let rank: Int

  init?(_ values: [Double], isWhole: Bool, rank: Int = 1) {
    guard values.count <= Self.most, (0...1).contains(rank), rank == 1 || values.count == 1,
      values.allSatisfy(\.isFinite)
    else { return nil }
    // Integers beyond these stand for "to the end" and nothing else.
    let bounds = (-0x1p52, 0x1p52)
    self.values =
      isWhole
      ? values.map { min(max($0.rounded(.towardZero), bounds.0), bounds.1) } : values.map { Double(Float($0)) }
    self.isWhole = isWhole
    self.rank = rank
  }

  init?(sizes: [Int]) { self.init(sizes.map(Double.init), isWhole: true) }

  var integers: [Int]? { isWhole ? values.map { Int($0) } : nil }

  /// What a node puts out that reads only such numbers.
  ///
  /// - Parameter operands: nil for those that are left out.
  /// - Returns: nil for a node that does something else, or does it to something else.
  init?(_ node: ONNXNode, of operands: [GraphNumbers?]) {
    guard let first = operands.first ?? nil else { return nil }
    let second = operands.count > 1 ? operands[1] : nil
    let result: GraphNumbers? =
      switch node.operation {
      case "Add": Self.elementwise(first, second) { $0 + $1 }
      case "Sub": Self.elementwise(first, second) { $0 - $1 }
      case "Mul": Self.elementwise(first, second) { $0 * $1 }
      // Rounded to zero where both are integers; by zero it is not finite.
      case "Div": Self.elementwise(first, second) { $0 / $1 }
      case "Neg": GraphNumbers(first.values.map { -$0 }, isWhole: first.isWhole, rank: first.rank)
      case "Floor": GraphNumbers(first.values.map { $0.rounded(.down) }, isWhole: first.isWhole, rank: first.rank)
      case "Ceil": GraphNumbers(first.values.map { $0.rounded(.up) }, isWhole: first.isWhole, rank: first.rank)
      case "Identity": first
      case "Cast": first.cast(to: node.attributes["to"]?.integer ?? 0)
      case "Unsqueeze": first.reranked(by: Self.axes(node, operands).map(\.count))
      case "Squeeze": first.reranked(by: first.values.count == 1 ? -first.rank : nil)
      case "Reshape": second.flatMap { first.reranked(by: $0.values.count - first.rank) }
      case "Concat": Self.concatenated(operands, axis: node.attributes["axis"]?.integer)
      case "Gather": second.flatMap { first.gathered($0, axis: node.attributes["axis"]?.integer ?? 0) }
      case "Slice": NodeSlice(node, operands).flatMap(first.sliced)
      case "Expand": second.flatMap(first.expanded)
      default: nil
      }
    guard let result else { return nil }
    self = result
  }

  private static func elementwise(
    _ first: GraphNumbers, _ second: GraphNumbers?, _ operation: (Double, Double) -> Double
  ) -> GraphNumbers? {
    guard let second, first.isWhole == second.isWhole else { return nil }
    let (one, other) = (first.values, second.values)
    let count = one.count == 1 ? other.count : one.count
    guard one.count == count || one.count == 1, other.count == count || other.count == 1 else { return nil }
    let values = (0..<count).map {
      operation(one.count == 1 ? one[0] : one[$0], other.count == 1 ? other[0] : other[$0])
    }
    return GraphNumbers(values, isWhole: first.isWhole, rank: max(first.rank, second.rank))
  }

  private func reranked(by change: Int?) -> GraphNumbers? {
    change.flatMap { GraphNumbers(values, isWhole: isWhole, rank: rank + $0) }
  }

  private func cast(to type: Int) -> GraphNumbers? {
    switch type {
    case 6, 7: GraphNumbers(values.map { $0.rounded(.towardZero) }, isWhole: true, rank: rank)
    case 1, 11: GraphNumbers(values, isWhole: false, rank: rank)
    // Whole numbers of eight bits are numbers of either half precision.
    case 10, 16:
      values.allSatisfy { $0.magnitude <= 256 && $0 == $0.rounded() }
        ? GraphNumbers(values, isWhole: false, rank: rank) : nil
    default: nil
    }
  }

  private static func concatenated(_ operands: [GraphNumbers?], axis: Int?) -> GraphNumbers? {
    guard axis == 0 || axis == -1, let first = operands.first ?? nil else { return nil }
    var values: [Double] = []
    for operand in operands {
      guard let operand, operand.rank == 1, operand.isWhole == first.isWhole, values.count <= most else { return nil }
      values += operand.values
    }
    return GraphNumbers(values, isWhole: first.isWhole)
  }

  private func gathered(_ indices: GraphNumbers, axis: Int) -> GraphNumbers? {
    guard rank == 1, axis == 0, let places = indices.integers else { return nil }
    var result: [Double] = []
    for place in places {
      let index = place < 0 ? place + values.count : place
      guard values.indices.contains(index) else { return nil }
      result.append(values[index])
    }
    return GraphNumbers(result, isWhole: isWhole, rank: indices.rank)
  }

  private func sliced(_ slice: NodeSlice) -> GraphNumbers? {
    guard rank == 1, slice.axes == [0] || slice.axes == [-1], slice.steps == [1], slice.starts.count == 1,
      slice.ends.count == 1
    else { return nil }
    func clamped(_ place: Int) -> Int { min(max(place < 0 ? place + values.count : place, 0), values.count) }
    let (start, end) = (clamped(slice.starts[0]), clamped(slice.ends[0]))
    return GraphNumbers(Array(values[start..<max(start, end)]), isWhole: isWhole)
  }

  /// One number as many times as a list of one size says.
  private func expanded(_ sizes: GraphNumbers) -> GraphNumbers? {
    guard values.count == 1, let count = sizes.integers, count.count == 1, (1...Self.most).contains(count[0]) else {
      return nil
    }
    return GraphNumbers(Array(repeating: values[0], count: count[0]), isWhole: isWhole)
  }

  /// Axes stand in an attribute or, since opset 13, in an input.
  private static func axes(_ node: ONNXNode, _ operands: [GraphNumbers?]) -> [Int]? {
    operands.count > 1 ? operands[1]?.integers : node.attributes["axes"]?.integers
  }
}

/// What a Slice node cuts out: in attributes or, since opset 10, in inputs.
struct NodeSlice {
  let starts: [Int]
  let ends: [Int]
  let axes: [Int]
  let steps: [Int]

  /// - Parameter operands: the node's inputs, as far as they are known.
  init?(_ node: ONNXNode, _ operands: [GraphNumbers?]) {
    func list(_ index: Int, _ attribute: String) -> [Int]? {
      operands.indices.contains(index) ? operands[index]?.integers : node.attributes[attribute]?.integers
    }
    guard let starts = list(1, "starts"), let ends = list(2, "ends"), starts.count == ends.count else { return nil }
    // Nil where there are some, but computed.
    let known =
      (operands.count <= 3 || operands[3] != nil || node.inputs[3].isEmpty)
      && (operands.count <= 4 || operands[4] != nil || node.inputs[4].isEmpty)
    guard known else { return nil }
    self.starts = starts
    self.ends = ends
    axes = list(3, "axes") ?? Array(starts.indices)
    steps = list(4, "steps") ?? Array(repeating: 1, count: starts.count)
    guard axes.count == starts.count, steps.count == starts.count else { return nil }
  }
}
