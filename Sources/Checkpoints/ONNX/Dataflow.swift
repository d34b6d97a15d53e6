import HRNet

/// What an ONNX graph computes, stripped to what tells an HRNet: convolutions with their batch normalisation, ReLUs,
/// sums, upsamplings, and whatever else as `other`. Values are numbers; names, nodes that change nothing and nodes that
/// compute constants are gone.
///
/// Nodes are in an order they can be computed in, and only those that the outputs asked for depend on.
struct Dataflow {
  typealias Value = Int

  enum Operation {
    case convolution(ConvolutionLayer)
    /// One of 4×4 and stride 2, which doubles both sides.
    case transposedConvolution(ConvolutionLayer)
    /// Largest values of squares of so many a side, every two values; of three a side with one value around.
    case maxPool(side: Int)
    /// One that follows no convolution; elsewhere it is part of it.
    case batchNormalization(ConvolutionLayer.Normalization)
    case relu
    /// Of all its inputs.
    case sum
    case upsampling(ONNXUpsampling)
    /// The channels of all its inputs, one after another.
    case concatenation
    /// A softmax over an axis, counted from 0.
    case softmax(axis: Int)
    /// The product of two matrices a picture.
    case product
    /// The same numbers in another shape.
    case view(View)
    /// All numbers multiplied with one.
    case scaled(Double)
    /// Means over squares of so many values a side.
    case pool(side: Int)
    /// The mean of every channel over all positions.
    case mean
    /// A linear layer with a bias.
    case linear(ConvolutionLayer)
    case exponential
    /// The same numbers in their order, the channels in other groups.
    case regrouped
    /// Every channel's mean and deviation over all positions taken out; nothing is scaled or moved.
    case instanceNormalization
    case groupNormalization(groups: Int, scale: ConvolutionLayer.Tensor, offset: ConvolutionLayer.Tensor)
    /// Every channel multiplied with a number of its own, and moved by one.
    case channelScale(ConvolutionLayer.Tensor)
    case channelOffset(ConvolutionLayer.Tensor)
    case other
  }

  enum View {
    /// Batch and what comes next stay; positions are arranged in other rows.
    case positions
    /// The two last of three axes change places.
    case transposed
  }

  struct Node {
    /// Position among the file's nodes.
    let position: Int
    var operation: Operation
    /// Activations it reads; constants are part of the operation.
    var inputs: [Value]
    /// One, except for some of the others.
    var outputs: [Value]

    var output: Value { outputs[0] }
  }

  let model: ONNXModel
  /// The picture.
  let input: Value
  let outputs: Set<Value>
  let nodes: [Node]
  /// Sizes of activations, where they are known.
  let shapes: [Value: [Int]]
  /// Positions of the file's nodes that change nothing.
  let passedOver: [Int]
  private let producers: [Value: Int]
  private let readers: [Value: [Int]]

  /// - Parameter keepsAll: nodes that lead to no output, too; for messages.
  init(_ builder: DataflowBuilder, outputs: Set<Value>, keepsAll: Bool = false) {
    model = builder.model
    input = builder.input
    shapes = builder.shapes
    passedOver = builder.passedOver
    self.outputs = outputs
    var nodes = keepsAll ? builder.nodes : Self.needed(for: outputs, of: builder.nodes)
    nodes = Self.joiningNormalization(nodes, outputs: outputs)
    nodes = Self.joiningSums(nodes, outputs: outputs)
    self.nodes = nodes
    producers = Dictionary(
      nodes.enumerated().flatMap { index, node in node.outputs.map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
    readers = Self.readers(of: nodes)
  }

  /// The node that puts out a value; nil for the picture.
  func producer(of value: Value) -> Node? { producers[value].map { nodes[$0] } }

  /// The nodes that read a value, in the order they are computed in.
  func readers(of value: Value) -> [Node] { readers[value, default: []].map { nodes[$0] } }

  private static func needed(for outputs: Set<Value>, of nodes: [Node]) -> [Node] {
    var needed = outputs
    var result: [Node] = []
    for node in nodes.reversed() where node.outputs.contains(where: needed.contains) {
      needed.formUnion(node.inputs)
      result.append(node)
    }
    return result.reversed()
  }

  private static func readers(of nodes: [Node]) -> [Value: [Int]] {
    var readers: [Value: [Int]] = [:]
    for (index, node) in nodes.enumerated() {
      for value in node.inputs where readers[value]?.last != index { readers[value, default: []].append(index) }
    }
    return readers
  }

  /// A batch normalisation that alone reads a convolution becomes part of it.
  private static func joiningNormalization(_ nodes: [Node], outputs: Set<Value>) -> [Node] {
    let readers = readers(of: nodes)
    var nodes = nodes
    var isGone = [Bool](repeating: false, count: nodes.count)
    for index in nodes.indices {
      guard var layer = nodes[index].operation.convolution, layer.bias == nil else { continue }
      let output = nodes[index].output
      guard !outputs.contains(output), let following = readers[output], following.count == 1,
        case .batchNormalization(let normalization) = nodes[following[0]].operation
      else { continue }
      layer.normalization = normalization
      nodes[index].operation = layer.isTransposed ? .transposedConvolution(layer) : .convolution(layer)
      nodes[index].outputs = nodes[following[0]].outputs
      isGone[following[0]] = true
    }
    return nodes.indices.filter { !isGone[$0] }.map { nodes[$0] }
  }

  /// A sum that only another sum reads becomes part of that.
  private static func joiningSums(_ nodes: [Node], outputs: Set<Value>) -> [Node] {
    let readers = readers(of: nodes)
    var nodes = nodes
    var sums: [Value: Int] = [:]
    var isGone = [Bool](repeating: false, count: nodes.count)
    for index in nodes.indices {
      guard case .sum = nodes[index].operation else { continue }
      let parts = nodes[index].inputs.map { value in
        let inner = readers[value]?.count == 1 && !outputs.contains(value) ? sums[value] : nil
        return (inner, inner.map { nodes[$0].inputs } ?? [value])
      }
      // An exchange unit adds a term a stream; a long chain of sums would take memory of its length squared.
      if parts.reduce(0, { $0 + $1.1.count }) <= Stream.maximumCount {
        nodes[index].inputs = parts.flatMap(\.1)
        for case let inner? in parts.map(\.0) { isGone[inner] = true }
      }
      sums[nodes[index].output] = index
    }
    return nodes.indices.filter { !isGone[$0] }.map { nodes[$0] }
  }
}

/// A convolution with what scales and moves its output.
struct ConvolutionLayer {
  struct Normalization {
    let scale: Tensor
    let offset: Tensor
    let mean: Tensor
    let variance: Tensor
  }

  /// A constant, under the file's name of it.
  struct Tensor {
    let name: String
    let stored: StoredTensor
  }

  let weights: Tensor
  /// Nil where there is none, or only zeros.
  let bias: Tensor?
  var normalization: Normalization?
  /// Side of the square kernel; padding is half of it.
  let kernel: Int
  let stride: Int
  /// Whether it goes the other way, from every value to a square of them; its weights are [in, out, 4, 4] then, its padding 1.
  var isTransposed = false

  /// Of the output.
  var channels: Int { weights.stored.shape[isTransposed ? 1 : 0] }

  /// Sizes of the output for those of the input; nil where the weights are for other channels.
  func shape(on input: [Int]) -> [Int]? {
    guard input.count == 4, input[1] == weights.stored.shape[isTransposed ? 0 : 1] else { return nil }
    return [input[0], channels] + input[2...].map { isTransposed ? $0 * stride : ($0 - 1) / stride + 1 }
  }
}

extension Dataflow.Operation {
  /// A convolution's layer, whichever way it goes.
  var convolution: ConvolutionLayer? {
    switch self {
    case .convolution(let layer), .transposedConvolution(let layer): layer
    default: nil
    }
  }
}
