import HRNet

/// Finds an HRNet in a graph by following it from the picture, the way `HRNetLayout` builds one: stem, stage 1, then
/// transition and modules of stages 2 to 4, then the head. Names and the order of sums do not matter.
///
/// At every fork one look ahead tells what follows, and from there on everything must be as in an HRNet; so the first
/// node that is not can be named. Every node that has a part in what is asked for must have its place in the network.
struct HRNetMatcher {
  let graph: Dataflow
  /// The network's convolutions with the keys they have in a checkpoint, in the order they run.
  var layers: [(keys: Keys, layer: ConvolutionLayer)] = []
  /// Normalisations that no convolution stands before, by their keys.
  var normalizations: [(key: String, ConvolutionLayer.Normalization)] = []
  /// Positions of the nodes that have their place in the network.
  private(set) var taken: Set<Int> = []
  /// What the last exchange unit puts out, finest first.
  private(set) var streams: [Dataflow.Value] = []
  /// Sizes of the picture.
  var inputs = InputRule.wholeStreams
  /// How all exchange units bring coarser streams up.
  var upsampling: Upsampling?
  /// The head that has been found behind the streams, but a pose head.
  var head: HeadFacts?
  /// Residual units of every stream of every module; known after the first.
  private var unitsPerStream: Int?

  /// Canonical prefixes of the keys of a convolution and of its batch normalisation (`Convolution.key`).
  struct Keys {
    let convolution: String
    /// Nil where there is a bias instead.
    let normalization: String?
    /// Whether there is a bias beside the normalisation.
    var hasBias = false
  }

  /// What a graph is followed for.
  enum Goal {
    /// Exactly the network that puts out the graph's one output, and nothing besides.
    case heatMaps
    /// The body, whatever other heads make of its streams.
    case streams
  }

  /// One that has followed nothing yet.
  init(following graph: Dataflow) { self.graph = graph }

  /// - Throws: `departingNode` for the first that no HRNet has in its place.
  init(_ graph: Dataflow, for goal: Goal) throws(CheckpointError.Reason) {
    self.graph = graph
    streams = [try stage1(on: stem(on: graph.input))]
    for stage in 2...Stream.maximumCount {
      streams = try transition(stage - 1, on: streams)
      var module = 0
      repeat {
        streams = try self.module("stage\(stage).\(module)", on: streams, mayLeaveOutRows: stage == Stream.maximumCount)
        module += 1
      } while stage < Stream.maximumCount ? !isTransition(after: streams) : isModule(on: streams)
    }
    guard case .heatMaps = goal else { return }
    try takeHead(on: streams[0])
    try expectNothingElse()
  }

  /// - Throws: for a node that has a part in what is asked for, and no place in the network.
  func expectNothingElse() throws(CheckpointError.Reason) {
    if let node = graph.nodes.first(where: { !taken.contains($0.position) }) {
      throw departure(at: node, expected: "nothing beside the network")
    }
  }

  // MARK: Parts

  private mutating func stem(on picture: Dataflow.Value) throws(CheckpointError.Reason) -> Dataflow.Value {
    var value = picture
    for number in 1...2 {
      let keys = Keys(convolution: "conv\(number)", normalization: "bn\(number)")
      value = try convolution(keys, reading: value, kernel: 3, stride: 2)
      value = try rectified(value)
    }
    return value
  }

  private mutating func stage1(on stem: Dataflow.Value) throws(CheckpointError.Reason) -> Dataflow.Value {
    var value = stem
    var unit = 0
    repeat {
      value = try residualUnit("layer1.\(unit)", reading: value, kernels: [1, 3, 1])
      unit += 1
    } while graph.readers(of: value).contains { $0.isConvolution(kernel: 1, stride: 1) }
    return value
  }

  private mutating func transition(
    _ number: Int, on streams: [Dataflow.Value]
  ) throws(CheckpointError.Reason) -> [Dataflow.Value] {
    var result: [Dataflow.Value] = []
    for (index, stream) in streams.enumerated() {
      // A stream that goes on as it is enters a residual unit at once, whose sum reads it.
      if graph.readers(of: stream).contains(where: \.isSum) {
        result.append(stream)
      } else {
        let keys = Keys(sequence: "transition\(number).\(index)")
        let widened = try convolution(keys, reading: stream, kernel: 3, stride: 1)
        result.append(try rectified(widened))
      }
    }
    let keys = Keys(sequence: "transition\(number).\(streams.count).0")
    let lowest = try convolution(keys, reading: streams[streams.count - 1], kernel: 3, stride: 2) { $0.startsUnit }
    return result + [try rectified(lowest)]
  }

  /// Residual units on every stream, then an exchange unit.
  private mutating func module(
    _ key: String, on streams: [Dataflow.Value], mayLeaveOutRows: Bool
  ) throws(CheckpointError.Reason) -> [Dataflow.Value] {
    var streams = streams
    for index in streams.indices {
      var unit = 0
      repeat {
        let key = "\(key).branches.\(index).\(unit)"
        streams[index] = try residualUnit(key, reading: streams[index], kernels: [3, 3])
        unit += 1
      } while unitsPerStream.map { unit < $0 }
        ?? graph.readers(of: streams[index]).contains { $0.isConvolution(kernel: 3, stride: 1) }
      unitsPerStream = unit
    }
    return try exchangeUnit("\(key).fuse_layers", on: streams, mayLeaveOutRows: mayLeaveOutRows)
  }

  /// A pose head: one convolution whose output is the graph's.
  mutating func takeHead(on stream: Dataflow.Value) throws(CheckpointError.Reason) {
    guard let head = head(on: stream) else { throw departure(after: stream, expected: Self.headText) }
    guard graph.outputs == [head.output] else { throw departure(after: head.output, expected: Self.endText) }
    take(head, Keys(convolution: "final_layer", normalization: nil))
  }

  private func head(on stream: Dataflow.Value) -> Dataflow.Node? {
    graph.readers(of: stream).first { node in
      guard case .convolution(let layer) = node.operation else { return false }
      return layer.normalization == nil && layer.stride == 1
    }
  }

  /// Whether what follows the streams may be left to other heads: of a pose network's one stream nothing else is
  /// known, and what stands between it and the heat maps, or behind those, changes them.
  var endsInStreams: Bool { streams.count > 1 || graph.outputs.contains(streams[0]) }

  /// What is wrong with a pose network that has not been found for its heat maps.
  var departureBehindStreams: CheckpointError.Reason {
    head(on: streams[0]).map { departure(after: $0.output, expected: Self.endText) }
      ?? departure(after: streams[0], expected: Self.headText)
  }

  private static let headText = "the heat maps' convolution (final_layer)"
  private static let endText = "nothing behind the heat maps (final_layer)"

  // MARK: Looking ahead

  /// Whether the lowest stream is read by something other than a residual unit, as at the end of a stage.
  private func isTransition(after streams: [Dataflow.Value]) -> Bool {
    graph.readers(of: streams[streams.count - 1]).contains { !$0.startsUnit }
  }

  private func isModule(on streams: [Dataflow.Value]) -> Bool {
    let readers = graph.readers(of: streams[0])
    return readers.contains(where: \.isSum) && readers.contains { $0.isConvolution(kernel: 3, stride: 1) }
  }

  // MARK: Residual units

  /// Convolutions with ReLUs between them, the sum with what they started from, a ReLU.
  ///
  /// - Parameters:
  ///   - kernels: of the convolutions: a bottleneck has three and may project what it adds to them.
  ///   - stride: of a bottleneck's middle one, and of the projection.
  mutating func residualUnit(
    _ key: String, reading start: Dataflow.Value, kernels: [Int], stride: Int = 1
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    var value = start
    for (index, kernel) in kernels.enumerated() {
      if index > 0 { value = try rectified(value) }
      let keys = Keys(convolution: "\(key).conv\(index + 1)", normalization: "\(key).bn\(index + 1)")
      // A projection is a convolution too, but a sum comes after it.
      let stride = kernels.count == 3 && index == 1 ? stride : 1
      value = try convolution(keys, reading: value, kernel: kernel, stride: stride) { [graph] node in
        index == 0 && (node.isSum || graph.readers(of: node.output).contains(where: \.isSum))
      }
    }
    guard let sum = graph.readers(of: value).first(where: \.isSum), sum.inputs.count == 2 else {
      throw departure(after: value, expected: "the sum of a residual unit (\(key))")
    }
    take(sum)
    let other = sum.inputs[0] == value ? sum.inputs[1] : sum.inputs[0]
    if other != start {
      guard kernels.count == 3, let node = graph.producer(of: other), node.isConvolution(kernel: 1, stride: stride),
        node.inputs == [start]
      else {
        throw departure(at: graph.producer(of: other) ?? sum, expected: "the shortcut of a residual unit (\(key))")
      }
      take(node, Keys(sequence: "\(key).downsample"))
    }
    return try rectified(sum.output)
  }

  // MARK: Steps

  /// Takes the convolution that reads a value.
  ///
  /// - Parameter isOther: tells nodes that rightly read the value for another purpose.
  /// - Returns: the convolution's output.
  mutating func convolution(
    _ keys: Keys, reading value: Dataflow.Value, kernel: Int, stride: Int,
    isOther: (Dataflow.Node) -> Bool = { _ in false }
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    let readers = graph.readers(of: value)
    let fitting = readers.filter { $0.isConvolution(kernel: kernel, stride: stride) && $0.inputs == [value] }
    guard let node = fitting.first(where: { !isOther($0) }) else {
      let expected = Self.text(kernel: kernel, stride: stride, keys.convolution)
      throw departure(after: value, expected: expected, isOther: isOther)
    }
    take(node, keys)
    return node.output
  }

  /// The output of the ReLU that reads a value.
  mutating func rectified(_ value: Dataflow.Value) throws(CheckpointError.Reason) -> Dataflow.Value {
    guard let node = graph.readers(of: value).first(where: \.isReLU) else {
      throw departure(after: value, expected: "a ReLU\(layers.last.map { " (after \($0.keys.convolution))" } ?? "")")
    }
    take(node)
    return node.output
  }

  mutating func take(_ node: Dataflow.Node) { taken.insert(node.position) }

  mutating func take(_ node: Dataflow.Node, _ keys: Keys, as layer: ConvolutionLayer) {
    layers.append((keys, layer))
    take(node)
  }

  mutating func take(_ node: Dataflow.Node, _ keys: Keys) {
    guard case .convolution(let layer) = node.operation else { return }
    layers.append((keys, layer))
    take(node)
  }

  mutating func replaceLayers(from first: Int, with others: [(keys: Keys, layer: ConvolutionLayer)]) {
    layers.replaceSubrange(first..., with: others)
  }

  static func text(kernel: Int, stride: Int, _ key: String) -> String {
    "a \(kernel)×\(kernel) convolution\(stride == 1 ? "" : " of stride \(stride)") (\(key))"
  }
}

extension HRNetMatcher.Keys {
  /// Of a convolution and its batch normalisation as numbers 0 and 1 of a sequence.
  init(sequence: String) {
    self.init(convolution: sequence + ".0", normalization: sequence + ".1")
  }
}

extension Dataflow.Node {
  var isSum: Bool { if case .sum = operation { true } else { false } }

  var isReLU: Bool { if case .relu = operation { true } else { false } }

  func isConvolution(kernel: Int, stride: Int) -> Bool {
    if case .convolution(let layer) = operation { layer.kernel == kernel && layer.stride == stride } else { false }
  }

  /// Whether it is what first reads a stream in a basic unit: its convolution, or its sum.
  var startsUnit: Bool { isSum || isConvolution(kernel: 3, stride: 1) }
}
