/// SimpleBaseline's body: a ResNet goes down to 1/32, three transposed convolutions come back up to 1/4 (Xiao, Wu and Wei,
/// "Simple Baselines for Human Pose Estimation and Tracking", ECCV 2018; He et al., CVPR 2016).
///
/// Nothing connects the two arms: what the way down loses, the way up has to guess.
public struct SimpleBaselineBody: Body, Hashable {
  /// Channels of the first convolution, and inner channels of the first stage's bottlenecks, which double with every stage.
  public var stemWidth: Int
  /// Bottleneck units of each of the four stages.
  public var units: [Int]
  /// Channels of each of the three transposed convolutions.
  public var filters: [Int]

  public init(units: [Int], stemWidth: Int = 64, filters: [Int] = [256, 256, 256]) {
    (self.units, self.stemWidth, self.filters) = (units, stemWidth, filters)
  }

  /// The published depths.
  public static let depths = [50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3]]

  /// A published one: ResNet-50, -101 or -152; nil for other depths.
  public init?(depth: Int) {
    guard let units = Self.depths[depth] else { return nil }
    self.init(units: units)
  }

  public var name: String {
    let depth = Self.depths.first { $0.value == units }?.key
    return "SimpleBaseline" + (depth.map { "-\($0)" } ?? " of \(units.map(String.init).joined(separator: ", ")) units")
      + (stemWidth == 64 ? "" : ", stem \(stemWidth)")
  }

  public var metadataName: String { "simple-baseline" }
  /// Halved five times and doubled three times, whole each time.
  public var inputs: InputRule { .wholeStreams }

  public var facts: [(name: String, value: String)] {
    [
      ("stem", "\(stemWidth) channels"),
      ("encoder", "\(units.map(String.init).joined(separator: ", ")) bottlenecks"),
      ("decoder", "3 transposed convolutions of \(filters.map(String.init).joined(separator: ", "))"),
    ]
  }

  public func validate() throws(ArchitectureError) {
    try check([
      ("stem width", stemWidth, 1...512), ("stages of the encoder", units.count, 4...4),
      ("transposed convolutions", filters.count, 3...3),
    ])
    for (index, count) in units.enumerated() { try check([("units of stage \(index + 1)", count, 1...64)]) }
    for (index, count) in filters.enumerated() {
      try check([("channels of transposed convolution \(index + 1)", count, 1...1024)])
    }
  }

  public func build(on input: Node.ID, under head: any Head, in builder: inout NetworkBuilder) -> [HeadOutput] {
    var node = buildStem(on: input, in: &builder)
    for stage in 1...units.count {
      for unit in 1...units[stage - 1] {
        let operation = builder.bottleneck(
          "layer\(stage).\(unit - 1)", on: node, inner: stemWidth << (stage - 1),
          stride: stage > 1 && unit == 1 ? 2 : 1)
        node = builder.append(.layer(stage, unit: unit), operation, reading: [node])
        let address = ExchangeAddress(stage: stage, module: 1)
        builder.addColumn(.unit(address, unit), [node], streams: [Stream(stage - 1)])
      }
    }
    for (index, channels) in filters.enumerated() {
      let convolution = builder.transposedConvolution(
        "deconv_layers.\(3 * index)", .batchNorm(key: "deconv_layers.\(3 * index + 1)"), on: node, to: channels)
      node = builder.append(.decoder(index + 1), .sequence([convolution]), reading: [node])
      builder.addColumn(.decoder(index + 1), [node], streams: [Stream(filters.count - 1 - index)])
    }
    return builder.build(head, on: [node])
  }

  /// 7×7 of stride 2 and maxima of 3×3: to a quarter of the input's resolution.
  private func buildStem(on input: Node.ID, in builder: inout NetworkBuilder) -> Node.ID {
    let convolution = builder.convolution(
      "conv1", .batchNorm(key: "bn1"), on: input, to: stemWidth, kernel: 7, stride: 2)
    let stem = builder.append(.stem(1), .sequence([convolution]), reading: [input])
    builder.addColumn(.stem, [stem])
    let pool = builder.append(.stemPool, .maxPool(side: 3), reading: [stem])
    builder.addColumn(.stem, [pool])
    return pool
  }
}
