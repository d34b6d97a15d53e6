/// Collects the nodes of a network in the order they can be computed. Heads use it too.
public struct NetworkBuilder {
  private(set) var nodes: [Node] = []

  init() {}

  func shape(of node: Node.ID) -> Shape { nodes[node].shape }

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

  /// Appends a node; its shape follows from the operation and its inputs.
  public mutating func append(_ address: Address, _ operation: Operation, reading inputs: [Node.ID]) -> Node.ID {
    let shape =
      switch operation {
      case .input, .identity, .fusion: nodes[inputs[0]].shape
      case .sequence(let convolutions): convolutions[convolutions.count - 1].outputShape
      case .residual(let main, _): main[main.count - 1].outputShape
      case .projectAndUpsample(let convolution, let factor):
        Shape(
          channels: convolution.outputChannels, height: convolution.outputHeight * factor,
          width: convolution.outputWidth * factor)
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
