/// Collects the nodes of a network in the order they can be computed. Heads use it too.
public struct NetworkBuilder {
  private(set) var nodes: [Node] = []
  private(set) var columns: [Column] = []
  private(set) var exchangeUnits: [ExchangeUnit] = []
  /// The streams at the end of the body.
  private(set) var lastStreams: [Node.ID] = []
  /// How the body's exchange units bring coarser streams up.
  public let upsampling: Upsampling

  init(upsampling: Upsampling) {
    self.upsampling = upsampling
  }

  public func shape(of node: Node.ID) -> Shape { nodes[node].shape }

  /// - Parameter streams: the nodes' resolutions; by default those of an HRNet's streams, finest first.
  mutating func addColumn(_ content: Column.Content, _ nodes: [Node.ID], streams: [Stream]? = nil) {
    columns.append(Column(content, nodes: nodes, streams: streams ?? nodes.indices.map { Stream($0) }))
  }

  mutating func addExchangeUnit(_ unit: ExchangeUnit) { exchangeUnits.append(unit) }

  mutating func endBody(with streams: [Node.ID]) { lastStreams = streams }

  /// The head, on the streams at the end of the body.
  mutating func build(_ head: any Head, on streams: [Node.ID]) -> [HeadOutput] {
    endBody(with: streams)
    return head.build(on: streams, in: &self)
  }

  /// Nodes of a head that run side by side.
  ///
  /// - Parameter finest: resolution of the first; each next node is half as fine.
  public mutating func addHeadColumn(_ nodes: [Node.ID], finest: Stream = Stream(0)) {
    addColumn(.head, nodes, streams: nodes.indices.map { Stream(finest.index + $0) })
  }

  /// A convolution that would follow `node`, with the size its output would have.
  public func convolution(
    _ key: String, _ normalization: Convolution.Normalization, on node: Node.ID, to outputChannels: Int, kernel: Int,
    stride: Int = 1, hasReLU: Bool = true
  ) -> Convolution {
    Self.convolution(
      key, normalization, on: nodes[node].shape, to: outputChannels, kernel: kernel, stride: stride, hasReLU: hasReLU)
  }

  static func convolution(
    _ key: String, _ normalization: Convolution.Normalization, on shape: Shape, to outputChannels: Int, kernel: Int,
    stride: Int = 1, hasReLU: Bool = true
  ) -> Convolution {
    // With padding kernel/2 a stride-s convolution puts out ceil(size / s) values a side.
    Convolution(
      key: key, inputChannels: shape.channels, outputChannels: outputChannels, kernel: kernel, stride: stride,
      normalization: normalization, hasReLU: hasReLU, outputHeight: (shape.height + stride - 1) / stride,
      outputWidth: (shape.width + stride - 1) / stride)
  }

  /// A transposed convolution, 4×4 of stride 2, that would follow `node`: twice its height and width.
  func transposedConvolution(
    _ key: String, _ normalization: Convolution.Normalization, on node: Node.ID, to outputChannels: Int
  ) -> Convolution {
    let shape = shape(of: node)
    return Convolution(
      key: key, inputChannels: shape.channels, outputChannels: outputChannels, kernel: 4, stride: 2,
      normalization: normalization, hasReLU: true, outputHeight: 2 * shape.height, outputWidth: 2 * shape.width,
      isTransposed: true)
  }

  /// A bottleneck unit, 1×1, 3×3, 1×1, that would follow `node`, with a projection shortcut where it changes the shape.
  ///
  /// - Parameters:
  ///   - inner: channels of the first two convolutions; the last has four times as many.
  ///   - stride: of the 3×3, as in PyTorch's ResNets.
  public func bottleneck(_ key: String, on node: Node.ID, inner: Int, stride: Int = 1) -> Operation {
    let outer = inner * Architecture.bottleneckExpansion
    let main = chain(on: shape(of: node), [(inner, 1, 1), (inner, 3, stride), (outer, 1, 1)]) { number, isLast in
      ("\(key).conv\(number)", .batchNorm(key: "\(key).bn\(number)"), !isLast)
    }
    guard shape(of: node).channels != outer || stride > 1 else { return .residual(main: main, projection: nil) }
    let projection = convolution(
      "\(key).downsample.0", .batchNorm(key: "\(key).downsample.1"), on: node, to: outer, kernel: 1, stride: stride,
      hasReLU: false)
    return .residual(main: main, projection: projection)
  }

  /// A bottleneck unit that normalises before it convolves, with biases, and a projection shortcut where it changes the
  /// width. What stands before the second and third convolution is done with the first and second.
  func preactivated(_ key: String, on node: Node.ID, inner: Int, expansion: Int) -> Operation {
    let (start, outer) = (shape(of: node), inner * expansion)
    let main = chain(on: start, [(inner, 1, 1), (inner, 3, 1), (outer, 1, 1)]) { number, isLast in
      ("\(key).conv\(number)", isLast ? .bias : .biasAndBatchNorm(key: "\(key).bn\(number + 1)"), !isLast)
    }
    let projection =
      start.channels == outer
      ? nil : convolution("\(key).downsample.0", .bias, on: node, to: outer, kernel: 1, hasReLU: false)
    return .preactivated(
      BatchNormalization(key: "\(key).bn1", channels: start.channels), main: main, projection: projection)
  }

  /// Convolutions one after another.
  ///
  /// - Parameter naming: key, normalisation and whether a ReLU follows, of a number from 1 and whether it is the last.
  private func chain(
    on start: Shape, _ layers: [(channels: Int, kernel: Int, stride: Int)],
    naming: (Int, Bool) -> (String, Convolution.Normalization, Bool)
  ) -> [Convolution] {
    var shape = start
    return layers.enumerated().map { index, layer in
      let (key, normalization, hasReLU) = naming(index + 1, index == layers.count - 1)
      let convolution = Self.convolution(
        key, normalization, on: shape, to: layer.channels, kernel: layer.kernel, stride: layer.stride, hasReLU: hasReLU)
      shape = convolution.outputShape
      return convolution
    }
  }

  /// Appends a node; its shape follows from the operation and its inputs.
  ///
  /// - Parameter destination: a node of the height and width that upsampling leads to.
  public mutating func append(
    _ address: Address, _ operation: Operation, reading inputs: [Node.ID], upTo destination: Node.ID? = nil
  ) -> Node.ID {
    let shapes = inputs.map { nodes[$0].shape }
    var shape = operation.outputShape(reading: shapes)
    if let destination {
      let size = nodes[destination].shape
      shape = Shape(channels: shape.channels, height: size.height, width: size.width)
    }
    return append(address, operation, reading: inputs, shape: shape)
  }

  mutating func appendInput(_ size: InputSize) -> Node.ID {
    append(.input, .input, reading: [], shape: Shape(channels: 3, height: size.height, width: size.width))
  }

  private mutating func append(
    _ address: Address, _ operation: Operation, reading inputs: [Node.ID], shape: Shape
  ) -> Node.ID {
    nodes.append(Node(id: nodes.count, address: address, operation: operation, inputs: inputs, shape: shape))
    return nodes.count - 1
  }
}

extension Convolution {
  /// Shape of the output.
  public var outputShape: Shape { Shape(channels: outputChannels, height: outputHeight, width: outputWidth) }
}

extension Operation {
  /// The shape of what comes out, before upsampling to a destination's size.
  fileprivate func outputShape(reading inputs: [Shape]) -> Shape {
    switch self {
    case .input, .identity, .fusion, .upsample, .sum, .relu, .softmax, .groupNorm, .distances: inputs[0]
    case .sequence(let convolutions): convolutions[convolutions.count - 1].outputShape
    case .residual(let main, _), .preactivated(_, let main, _): main[main.count - 1].outputShape
    case .maxPool(let side):
      Shape(
        channels: inputs[0].channels, height: MaxPool.outputs(inputs[0].height, side: side),
        width: MaxPool.outputs(inputs[0].width, side: side))
    case .projectAndUpsample(let convolution, _): convolution.outputShape
    case .concatenation:
      Shape(channels: inputs.reduce(0) { $0 + $1.channels }, height: inputs[0].height, width: inputs[0].width)
    case .averagePool(let side):
      Shape(channels: inputs[0].channels, height: inputs[0].height / side, width: inputs[0].width / side)
    case .mean: Shape(channels: inputs[0].channels, height: 1, width: 1)
    case .product(.gather): Shape(channels: inputs[1].channels, height: inputs[0].channels, width: 1)
    case .product(.similarity):
      Shape(channels: inputs[1].height * inputs[1].width, height: inputs[0].height, width: inputs[0].width)
    case .product(.mixture): Shape(channels: inputs[1].channels, height: inputs[0].height, width: inputs[0].width)
    }
  }
}
