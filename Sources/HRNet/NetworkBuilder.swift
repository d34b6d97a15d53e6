/// Collects the nodes of a network in the order they can be computed. Heads use it too.
public struct NetworkBuilder {
  private(set) var nodes: [Node] = []
  private(set) var columns: [Column] = []
  /// How the body's exchange units bring coarser streams up.
  public let upsampling: Upsampling

  init(upsampling: Upsampling) {
    self.upsampling = upsampling
  }

  public func shape(of node: Node.ID) -> Shape { nodes[node].shape }

  mutating func addColumn(_ content: Column.Content, _ nodes: [Node.ID]) {
    columns.append(Column(content, nodes: nodes))
  }

  /// Nodes of a head that run side by side.
  ///
  /// - Parameter finest: resolution of the first; each next node is half as fine.
  public mutating func addHeadColumn(_ nodes: [Node.ID], finest: Stream = Stream(0)) {
    columns.append(Column(.head, nodes: nodes, finest: finest))
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

  /// A bottleneck unit, 1×1, 3×3, 1×1, that would follow `node`, with a projection shortcut where it changes the width.
  ///
  /// - Parameter inner: channels of the first two convolutions; the last has four times as many.
  public func bottleneck(_ key: String, on node: Node.ID, inner: Int) -> Operation {
    let outer = inner * Architecture.bottleneckExpansion
    let start = shape(of: node)
    let middle = Shape(channels: inner, height: start.height, width: start.width)
    let main = [(start, inner, 1, true), (middle, inner, 3, true), (middle, outer, 1, false)].enumerated().map {
      index, layer in
      Self.convolution(
        "\(key).conv\(index + 1)", .batchNorm(key: "\(key).bn\(index + 1)"), on: layer.0, to: layer.1, kernel: layer.2,
        hasReLU: layer.3)
    }
    guard start.channels != outer else { return .residual(main: main, projection: nil) }
    let projection = convolution(
      "\(key).downsample.0", .batchNorm(key: "\(key).downsample.1"), on: node, to: outer, kernel: 1, hasReLU: false)
    return .residual(main: main, projection: projection)
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
    case .residual(let main, _): main[main.count - 1].outputShape
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
