import HRNet

extension HRNetMatcher {
  /// For every stream the sum of what all streams bring to it, and a ReLU.
  ///
  /// - Parameter mayLeaveOutRows: whether all but the finest stream may end here.
  mutating func exchangeUnit(
    _ key: String, on streams: [Dataflow.Value], mayLeaveOutRows: Bool
  ) throws(CheckpointError.Reason) -> [Dataflow.Value] {
    var result: [Dataflow.Value] = []
    for (destination, stream) in streams.enumerated() {
      let row = "\(key).\(destination)"
      // Every stream goes into its own sum as it is.
      guard let sum = graph.readers(of: stream).first(where: \.isSum) else {
        if mayLeaveOutRows, destination == 1 { return result }
        throw departure(after: stream, expected: "the sum of an exchange unit (\(row))")
      }
      guard sum.inputs.count == streams.count else {
        throw departure(at: sum, expected: "a sum of \(streams.count) terms (\(row))")
      }
      var sources: Set<Int> = []
      for term in sum.inputs {
        let path = try path(to: term, from: streams, row)
        guard sources.insert(path.source).inserted else {
          throw departure(at: sum, expected: "one term a stream (\(row))")
        }
        if path.source != destination || term != stream {
          try takeEdge(path, to: destination, stream, endingIn: sum, "\(row).\(path.source)")
        }
      }
      take(sum)
      result.append(try rectified(sum.output))
    }
    return result
  }

  /// What lies between a stream and a term it brings to a sum.
  private struct Path {
    /// Index of the stream.
    var source = 0
    /// With a ReLU between any two.
    var convolutions: [Dataflow.Node] = []
    var activations: [Dataflow.Node] = []
    /// Behind them.
    var upsampling: Dataflow.Node?
  }

  /// Follows a term of a sum back to the stream it comes from.
  private func path(
    to term: Dataflow.Value, from streams: [Dataflow.Value], _ row: String
  ) throws(CheckpointError.Reason) -> Path {
    let expected = "an edge of an exchange unit (\(row))"
    var path = Path()
    var value = term
    while true {
      if let source = streams.firstIndex(of: value) {
        path.source = source
        return path
      }
      guard var node = graph.producer(of: value) else { throw departure(after: value, expected: expected) }
      if node.isReLU, !path.convolutions.isEmpty, let before = graph.producer(of: node.inputs[0]) {
        path.activations.append(node)
        node = before
      }
      switch node.operation {
      case .upsampling where path.convolutions.isEmpty && path.upsampling == nil: path.upsampling = node
      case .convolution where path.convolutions.isEmpty || node.output != value:
        guard path.convolutions.count < Stream.maximumCount else { throw departure(at: node, expected: expected) }
        path.convolutions.insert(node, at: 0)
      default: throw departure(at: node, expected: expected)
      }
      value = node.inputs[0]
    }
  }

  /// Takes a 1×1 convolution with an upsampling from a coarser stream, or a chain of 3×3 convolutions of stride 2 from a
  /// finer one.
  private mutating func takeEdge(
    _ path: Path, to destination: Int, _ stream: Dataflow.Value, endingIn sum: Dataflow.Node, _ key: String
  ) throws(CheckpointError.Reason) {
    let isUp = path.source > destination
    let (kernel, stride, count) = isUp ? (1, 1, 1) : (3, 2, destination - path.source)
    if let node = path.convolutions.first(where: { !$0.isConvolution(kernel: kernel, stride: stride) }) {
      throw departure(at: node, expected: Self.text(kernel: kernel, stride: stride, key))
    }
    guard path.convolutions.count == count, (path.upsampling != nil) == isUp else {
      let node = path.upsampling ?? path.convolutions.last ?? sum
      throw departure(
        at: node, expected: isUp ? "a convolution and an upsampling (\(key))" : "\(count) convolutions (\(key))")
    }
    for (position, node) in path.convolutions.enumerated() {
      take(node, Keys(sequence: isUp ? key : "\(key).\(position)"))
    }
    for node in path.activations { take(node) }
    if let node = path.upsampling {
      try takeUpsampling(node, factor: 1 << max(path.source - destination, 0), to: stream, key)
    }
  }

  /// Whether a node puts out as many rows and columns as a stream has.
  func isSized(_ node: Dataflow.Node, like stream: Dataflow.Value) -> Bool {
    guard let size = graph.shapes[stream], let found = graph.shapes[node.output] else { return false }
    return size.count == 4 && found.count == 4 && size[2...] == found[2...]
  }

  private mutating func takeUpsampling(
    _ node: Dataflow.Node, factor: Int, to stream: Dataflow.Value, _ key: String
  ) throws(CheckpointError.Reason) {
    guard case .upsampling(let found) = node.operation, found.factor == factor || isSized(node, like: stream),
      upsampling == nil || upsampling == found.mode
    else {
      throw departure(
        at: node, expected: "\(upsampling.map { "a \($0.rawValue)" } ?? "an") upsampling by \(factor) (\(key))")
    }
    upsampling = found.mode
    take(node)
  }
}
