/// Lays out the nodes of an HRNet: stem, stage 1, then transition and modules of stages 2 to 4, then the head
/// (paper, section 3; keys as in the published checkpoints).
struct HRNetLayout {
  let architecture: Architecture
  let input: InputSize
  var builder: NetworkBuilder
  var exchangeUnits: [ExchangeUnit] = []
  var outputs: [HeadOutput] = []

  init(_ architecture: Architecture, input: InputSize) {
    self.architecture = architecture
    self.input = input
    builder = NetworkBuilder(upsampling: architecture.upsampling)
  }

  mutating func build() {
    var streams = [buildStage1(on: buildStem(on: builder.appendInput(input)))]
    for stage in 2...(architecture.modules.count + 1) {
      streams = buildTransition(stage - 1, on: streams)
      for module in 1...architecture.modules[stage - 2] {
        streams = buildModule(ExchangeAddress(stage: stage, module: module), on: streams)
      }
    }
    outputs = architecture.head.build(on: streams, in: &builder)
  }

  /// Two 3×3 convolutions of stride 2: to a quarter of the input's resolution.
  private mutating func buildStem(on input: Node.ID) -> Node.ID {
    builder.addColumn(.input, [input])
    var node = input
    for number in 1...2 {
      let convolution = builder.convolution(
        "conv\(number)", .batchNorm(key: "bn\(number)"), on: node, to: architecture.stemWidth, kernel: 3, stride: 2)
      node = builder.append(.stem(number), .sequence([convolution]), reading: [node])
      builder.addColumn(.stem, [node])
    }
    return node
  }

  /// Bottleneck units; the first has a projection shortcut where it changes the width.
  private mutating func buildStage1(on stem: Node.ID) -> Node.ID {
    var node = stem
    for unit in 1...architecture.stage1Units {
      let operation = builder.bottleneck("layer1.\(unit - 1)", on: node, inner: architecture.stage1Width)
      node = builder.append(.stage1(unit: unit), operation, reading: [node])
      builder.addColumn(.unit(ExchangeAddress(stage: 1, module: 1), unit), [node])
    }
    return node
  }

  /// Existing streams pass a 3×3 convolution where their width changes; the new, lowest one is made from the
  /// previous lowest alone.
  private mutating func buildTransition(_ number: Int, on streams: [Node.ID]) -> [Node.ID] {
    var result: [Node.ID] = []
    for index in 0...streams.count {
      let stream = Stream(index)
      let channels = architecture.channels(of: stream)
      let isNew = index == streams.count
      let source = isNew ? streams[index - 1] : streams[index]
      let operation: Operation
      if !isNew, builder.shape(of: source).channels == channels {
        operation = .identity
      } else {
        // The published code nests a new stream once more than a widened one.
        let key = "transition\(number).\(index)" + (isNew ? ".0" : "")
        operation = .sequence([
          builder.convolution(
            "\(key).0", .batchNorm(key: "\(key).1"), on: source, to: channels, kernel: 3, stride: isNew ? 2 : 1)
        ])
      }
      result.append(builder.append(.transition(number, stream), operation, reading: [source]))
    }
    builder.addColumn(.transition(number), result)
    return result
  }

  /// Basic units on every stream, then an exchange unit over all of them.
  private mutating func buildModule(_ address: ExchangeAddress, on streams: [Node.ID]) -> [Node.ID] {
    var streams = streams
    for unit in 1...architecture.unitsPerStream {
      for index in streams.indices {
        let key = "\(Address.keyPrefix(address)).branches.\(index).\(unit - 1)"
        let channels = builder.shape(of: streams[index]).channels
        let main = (1...2).map { number in
          builder.convolution(
            "\(key).conv\(number)", .batchNorm(key: "\(key).bn\(number)"), on: streams[index], to: channels, kernel: 3,
            hasReLU: number == 1)
        }
        streams[index] = builder.append(
          .unit(address, Stream(index), unit: unit), .residual(main: main, projection: nil), reading: [streams[index]])
      }
      builder.addColumn(.unit(address, unit), streams)
    }
    return buildExchangeUnit(address, on: streams)
  }

  private mutating func buildExchangeUnit(_ address: ExchangeAddress, on streams: [Node.ID]) -> [Node.ID] {
    let isLastModule = address.module == architecture.modules[address.stage - 2]
    let isLastStage = address.stage == architecture.modules.count + 1
    let destinations =
      isLastModule && isLastStage ? min(architecture.head.streamsRead, streams.count) : streams.count

    var edges: [[Node.ID]] = []
    var outputs: [Node.ID] = []
    for destination in 0..<destinations {
      let row = streams.indices.map { source in
        buildEdge(
          EdgeAddress(address, from: Stream(source), to: Stream(destination)), on: streams[source],
          to: streams[destination])
      }
      edges.append(row)
    }
    for (destination, row) in edges.enumerated() {
      outputs.append(builder.append(.fused(address, Stream(destination)), .fusion, reading: row))
    }
    let kind: FusionKind = !isLastModule ? .within : isLastStage ? .final : .across
    exchangeUnits.append(ExchangeUnit(address: address, kind: kind, edges: edges, outputs: outputs))
    builder.addColumn(.exchange(address), outputs)
    return outputs
  }

  /// Identity, or 1×1 convolution and upsampling from a coarser stream, or a chain of 3×3 stride-2 convolutions
  /// from a finer one; the chain keeps its width until the last, which has no ReLU.
  private mutating func buildEdge(_ edge: EdgeAddress, on source: Node.ID, to destination: Node.ID) -> Node.ID {
    let channels = architecture.channels(of: edge.destination)
    let key = "\(Address.keyPrefix(edge.unit)).fuse_layers.\(edge.destination.index).\(edge.source.index)"
    let operation: Operation
    if edge.isIdentity {
      operation = .identity
    } else if edge.source > edge.destination {
      let convolution = builder.convolution(
        "\(key).0", .batchNorm(key: "\(key).1"), on: source, to: channels, kernel: 1, hasReLU: false)
      operation = .projectAndUpsample(convolution, factor: 1 << (edge.source.index - edge.destination.index))
    } else {
      let length = edge.destination.index - edge.source.index
      var shape = builder.shape(of: source)
      operation = .sequence(
        (0..<length).map { position in
          let isLast = position == length - 1
          let convolution = NetworkBuilder.convolution(
            "\(key).\(position).0", .batchNorm(key: "\(key).\(position).1"), on: shape,
            to: isLast ? channels : shape.channels, kernel: 3, stride: 2, hasReLU: !isLast)
          shape = convolution.outputShape
          return convolution
        })
    }
    return builder.append(
      .edge(edge), operation, reading: [source], upTo: edge.source > edge.destination ? destination : nil)
  }
}
