/// Lays out the nodes of an HRNet's body: stem, stage 1, then transition and modules of stages 2 to 4
/// (paper, section 3; keys as in the published checkpoints).
struct HRNetLayout {
  let body: HRNetBody
  /// How many streams the last exchange unit puts out at most.
  let rowsRead: Int

  /// - Returns: the streams at the end.
  func build(on input: Node.ID, in builder: inout NetworkBuilder) -> [Node.ID] {
    let stem = buildStem(on: input, in: &builder)
    var streams = body.streams == .maintained ? buildFirstTransition(on: stem, in: &builder) : [stem]
    streams = buildStage1(on: streams, in: &builder)
    for stage in 2...(body.modules.count + 1) {
      streams = buildTransition(stage - 1, on: streams, in: &builder)
      for module in 1...body.modules[stage - 2] {
        streams = buildModule(ExchangeAddress(stage: stage, module: module), on: streams, in: &builder)
      }
    }
    return streams
  }

  /// Two 3×3 convolutions of stride 2: to a quarter of the input's resolution.
  private func buildStem(on input: Node.ID, in builder: inout NetworkBuilder) -> Node.ID {
    var node = input
    for number in 1...2 {
      let convolution = builder.convolution(
        "conv\(number)", .batchNorm(key: "bn\(number)"), on: node, to: body.stemWidth, kernel: 3, stride: 2)
      node = builder.append(.stem(number), .sequence([convolution]), reading: [node])
      builder.addColumn(.stem, [node])
    }
    return node
  }

  /// All streams from the start, by as many convolutions of stride 2 as it takes.
  private func buildFirstTransition(on stem: Node.ID, in builder: inout NetworkBuilder) -> [Node.ID] {
    let result = (0..<body.streamCount(inStage: 1)).map { index -> Node.ID in
      var shape = builder.shape(of: stem)
      let chain = (0..<index).map { position in
        let key = "transition0.\(index).\(position)"
        let convolution = NetworkBuilder.convolution(
          "\(key).0", .batchNorm(key: "\(key).1"), on: shape, to: shape.channels, kernel: 3, stride: 2)
        shape = convolution.outputShape
        return convolution
      }
      return builder.append(
        .transition(0, Stream(index)), chain.isEmpty ? .identity : .sequence(chain), reading: [stem])
    }
    builder.addColumn(.transition(0), result)
    return result
  }

  /// Bottleneck units; the first has a projection shortcut where it changes the width.
  private func buildStage1(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [Node.ID] {
    var streams = streams
    let module = ExchangeAddress(stage: 1, module: 1)
    for unit in 1...body.stage1Units {
      for index in streams.indices {
        // Of a body that begins with one stream there are no branches.
        let isBranch = body.streams == .maintained
        let key = isBranch ? "\(Address.keyPrefix(module)).branches.\(index).\(unit - 1)" : "layer1.\(unit - 1)"
        let operation = builder.bottleneck(key, on: streams[index], inner: body.stage1Width)
        streams[index] = builder.append(
          isBranch ? .unit(module, Stream(index), unit: unit) : .layer(1, unit: unit), operation,
          reading: [streams[index]])
      }
      builder.addColumn(.unit(module, unit), streams)
    }
    return streams
  }

  /// Existing streams pass a 3×3 convolution where their width changes; the new, lowest one is made from the
  /// previous lowest alone.
  private func buildTransition(
    _ number: Int, on streams: [Node.ID], in builder: inout NetworkBuilder
  ) -> [Node.ID] {
    var result: [Node.ID] = []
    for index in 0..<body.streamCount(inStage: number + 1) {
      let stream = Stream(index)
      let channels = body.channels(of: stream)
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

  /// Basic units on every stream, then an exchange unit over all of them, where there are several.
  private func buildModule(
    _ address: ExchangeAddress, on streams: [Node.ID], in builder: inout NetworkBuilder
  ) -> [Node.ID] {
    var streams = streams
    for unit in 1...body.unitsPerStream {
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
    return body.streams == .single ? streams : buildExchangeUnit(address, on: streams, in: &builder)
  }

  private func buildExchangeUnit(
    _ address: ExchangeAddress, on streams: [Node.ID], in builder: inout NetworkBuilder
  ) -> [Node.ID] {
    let isLastModule = address.module == body.modules[address.stage - 2]
    let isLastStage = address.stage == body.modules.count + 1
    let destinations = isLastModule && isLastStage ? min(rowsRead, streams.count) : streams.count

    var edges: [[Node.ID]] = []
    var outputs: [Node.ID] = []
    for destination in 0..<destinations {
      let row = streams.indices.map { source in
        buildEdge(
          EdgeAddress(address, from: Stream(source), to: Stream(destination)), on: streams[source],
          to: streams[destination], in: &builder)
      }
      edges.append(row)
    }
    for (destination, row) in edges.enumerated() {
      outputs.append(builder.append(.fused(address, Stream(destination)), .fusion(hasReLU: true), reading: row))
    }
    let kind: FusionKind = !isLastModule ? .within : isLastStage ? .final : .across
    builder.addExchangeUnit(
      ExchangeUnit(
        address: address, kind: kind, sources: streams.indices.map { Stream($0) },
        destinations: (0..<destinations).map { Stream($0) }, edges: edges, outputs: outputs))
    builder.addColumn(.exchange(address), outputs)
    return outputs
  }

  /// Identity, or 1×1 convolution and upsampling from a coarser stream, or a chain of 3×3 stride-2 convolutions
  /// from a finer one; the chain keeps its width until the last, which has no ReLU.
  private func buildEdge(
    _ edge: EdgeAddress, on source: Node.ID, to destination: Node.ID, in builder: inout NetworkBuilder
  ) -> Node.ID {
    let channels = body.channels(of: edge.destination)
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
