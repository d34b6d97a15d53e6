/// Stacked hourglasses: each goes down to 1/64 and comes back up to 1/4, and at every resolution adds what it had there on
/// the way down (Newell, Yang and Deng, "Stacked Hourglass Networks for Human Pose Estimation", ECCV 2016).
///
/// Every stack puts out heat maps, which the next one reads: they belong to the body. Keys as in bearpaw's port to PyTorch,
/// whose units are bottlenecks that normalise before they convolve, with biases.
public struct HourglassBody: Body, Hashable {
  public var stacks: Int
  /// Channels of the first convolution.
  public var stemWidth: Int
  /// Inner channels of an hourglass's units, which put out twice as many.
  public var features: Int
  public let responses: ResponseHead

  public init(stacks: Int, stemWidth: Int = 64, features: Int = 128, joints: Int) {
    (self.stacks, self.stemWidth, self.features) = (stacks, stemWidth, features)
    responses = ResponseHead(.stacks, joints: joints)
  }

  /// Resolutions below 1/4, of which the coarsest is level 1.
  public static let levels = 4
  /// How many times its inner width a unit puts out.
  static let expansion = 2

  public var name: String { "Hourglass-\(stacks)" + (features == 128 ? "" : ", \(features) features") }
  public var metadataName: String { "hourglass" }
  public var inputs: InputRule { .wholeHourglass }

  public var facts: [(name: String, value: String)] {
    [
      ("stem", "\(stemWidth) channels"), ("stacks", "\(stacks), of \(Self.levels) levels"),
      ("units", "\(Self.expansion * features) channels, \(features) inside"),
    ]
  }

  public func validate() throws(ArchitectureError) {
    try check([
      ("stacks", stacks, 1...16), ("stem width", stemWidth, 1...512), ("features", features, 1...512),
      ("joints", responses.joints ?? 0, 1...4096),
    ])
  }

  public func build(on input: Node.ID, under head: any Head, in builder: inout NetworkBuilder) -> [HeadOutput] {
    var node = buildStem(on: input, in: &builder)
    var maps: [Node.ID] = []
    for stack in 1...stacks {
      let level = buildLevel(Self.levels, of: stack, on: node, in: &builder)
      let residual = appendUnit(.residual, of: stack, "res.\(stack - 1).0", on: level, in: &builder)
      let convolution = builder.convolution(
        "fc.\(stack - 1).0", .biasAndBatchNorm(key: "fc.\(stack - 1).1"), on: residual,
        to: Self.expansion * features, kernel: 1)
      let read = append(.features, of: stack, .sequence([convolution]), reading: [residual], in: &builder)
      if stack == stacks {
        maps.append(builder.buildLast(responses, on: read, number: stack - 1))
      } else {
        maps.append(responses.respond(to: read, number: stack - 1, in: &builder))
        builder.addColumn(.stack(stack), [maps[stack - 1]])
        node = buildNext(after: stack, on: node, read, maps[stack - 1], in: &builder)
      }
    }
    return maps.reversed().map { .heatMaps($0) }
  }

  /// 7×7 of stride 2, a unit, maxima of 2×2, two units.
  private func buildStem(on input: Node.ID, in builder: inout NetworkBuilder) -> Node.ID {
    let convolution = builder.convolution(
      "conv1", .biasAndBatchNorm(key: "bn1"), on: input, to: stemWidth, kernel: 7, stride: 2)
    var node = builder.append(.stem(1), .sequence([convolution]), reading: [input])
    builder.addColumn(.stem, [node])
    for (index, inner) in [stemWidth, Self.expansion * stemWidth, features].enumerated() {
      if index == 1 {
        node = builder.append(.stemPool, .maxPool(side: 2), reading: [node])
        builder.addColumn(.stem, [node])
      }
      let operation = builder.preactivated("layer\(index + 1).0", on: node, inner: inner, expansion: Self.expansion)
      node = builder.append(.stem(index + 2), operation, reading: [node])
      builder.addColumn(.stem, [node])
    }
    return node
  }

  /// A level and all below it.
  private func buildLevel(
    _ level: Int, of stack: Int, on node: Node.ID, in builder: inout NetworkBuilder
  ) -> Node.ID {
    let (key, below) = ("hg.\(stack - 1).hg.\(level - 1)", Self.stream(ofLevel: level - 1))
    let pool = builder.append(
      .hourglass(HourglassAddress(stack: stack, .pool(level: level))), .maxPool(side: 2), reading: [node])
    var low = appendUnit(.down(level: level), of: stack, "\(key).1.0", on: pool, at: below, in: &builder)
    if level > 1 {
      low = buildLevel(level - 1, of: stack, on: low, in: &builder)
    } else {
      low = appendUnit(.bottom, of: stack, "\(key).3.0", on: low, at: below, in: &builder)
    }
    let back = appendUnit(.back(level: level), of: stack, "\(key).2.0", on: low, at: below, in: &builder)
    return buildSum(level, of: stack, "\(key).0.0", node, back, in: &builder)
  }

  /// Level 0 is what level 1 goes down to.
  private static func stream(ofLevel level: Int) -> Stream { Stream(levels - level) }

  /// What was kept, through a unit, and what comes up from below. The skip's unit is its edge: cut, it is not run.
  private func buildSum(
    _ level: Int, of stack: Int, _ key: String, _ kept: Node.ID, _ back: Node.ID, in builder: inout NetworkBuilder
  ) -> Node.ID {
    let address = ExchangeAddress(stack: stack, level: level)
    let (stream, below) = (Self.stream(ofLevel: level), Self.stream(ofLevel: level - 1))
    let skip = builder.append(
      .edge(EdgeAddress(address, from: stream, to: stream)),
      builder.preactivated(key, on: kept, inner: features, expansion: Self.expansion), reading: [kept])
    let up = builder.append(
      .edge(EdgeAddress(address, from: below, to: stream)), .upsample(.nearest), reading: [back], upTo: kept)
    let sum = builder.append(.fused(address, stream), .fusion(hasReLU: false), reading: [skip, up])
    builder.addExchangeUnit(
      ExchangeUnit(
        address: address, kind: .skip, sources: [stream, below], destinations: [stream], edges: [[skip, up]],
        outputs: [sum]))
    builder.addColumn(.exchange(address), [sum], streams: [stream])
    return sum
  }

  /// The next stack's input: this one's, and what features and heat maps add to it.
  private func buildNext(
    after stack: Int, on node: Node.ID, _ read: Node.ID, _ maps: Node.ID, in builder: inout NetworkBuilder
  ) -> Node.ID {
    let terms = [(HourglassAddress.Part.remappedFeatures, "fc_", read), (.remappedMaps, "score_", maps)].map {
      part, key, source in
      let convolution = builder.convolution(
        "\(key).\(stack - 1)", .bias, on: source, to: Self.expansion * features, kernel: 1, hasReLU: false)
      return builder.append(
        .hourglass(HourglassAddress(stack: stack, part)), .sequence([convolution]), reading: [source])
    }
    return append(.next, of: stack, .sum, reading: [node] + terms, in: &builder)
  }

  private func appendUnit(
    _ part: HourglassAddress.Part, of stack: Int, _ key: String, on node: Node.ID, at stream: Stream = Stream(0),
    in builder: inout NetworkBuilder
  ) -> Node.ID {
    let operation = builder.preactivated(key, on: node, inner: features, expansion: Self.expansion)
    return append(part, of: stack, operation, reading: [node], at: stream, in: &builder)
  }

  /// A node with a column of its own.
  private func append(
    _ part: HourglassAddress.Part, of stack: Int, _ operation: Operation, reading inputs: [Node.ID],
    at stream: Stream = Stream(0), in builder: inout NetworkBuilder
  ) -> Node.ID {
    let node = builder.append(.hourglass(HourglassAddress(stack: stack, part)), operation, reading: inputs)
    builder.addColumn(.stack(stack), [node], streams: [stream])
    return node
  }
}

extension Architecture {
  /// A stacked hourglass, whose body has its heads.
  public init(_ body: HourglassBody) { self.init(body, head: body.responses) }
}

extension NetworkBuilder {
  /// The last stack's response, at the end of the body.
  fileprivate mutating func buildLast(_ head: ResponseHead, on node: Node.ID, number: Int) -> Node.ID {
    endBody(with: [node])
    let maps = head.respond(to: node, number: number, in: &self)
    addHeadColumn([maps])
    return maps
  }
}
