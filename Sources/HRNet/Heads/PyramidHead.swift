/// HRNet V2p: V2's representation at a detector's width, averaged over ever larger squares, with a 3×3 convolution of its
/// own for each level (paper, section 6).
public struct PyramidHead: Head, Hashable {
  /// 256 in every published network.
  public let channels: Int
  public let levels: Int
  /// Of the levels' convolutions: 1 gives 1/4, 1/8 and so on, 2 gives 1/8, 1/16 and so on. Weights do not say.
  public var stride: Int

  public init(channels: Int = 256, levels: Int = 5, stride: Int = 1) {
    (self.channels, self.levels, self.stride) = (channels, levels, stride)
  }

  public var name: String { "V2p" }
  public var streamsRead: Int { Stream.maximumCount }
  /// The coarsest level averages over squares of this side, in input pixels.
  public var inputs: InputRule { .any(from: Stream(levels - 1).divisor) }
  public var usualInput: InputSize { InputSize(height: 800, width: 1216) }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    [.levels(buildLevels(on: streams, in: &builder))]
  }

  /// The resolution of the first level.
  var finest: Stream { Stream(stride == 1 ? 0 : 1) }

  func buildLevels(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [Node.ID] {
    let all = builder.concatenate(streams)
    let reduction = builder.convolution("reduction_conv.conv", .bias, on: all, to: channels, kernel: 1, hasReLU: false)
    let reduced = builder.append(.head(.reduced), .sequence([reduction]), reading: [all])
    builder.addHeadColumn([reduced])
    let pooled =
      [reduced]
      + (1..<max(levels, 1)).map {
        builder.append(.head(.pool(level: $0)), .averagePool(side: 1 << $0), reading: [reduced])
      }
    builder.addHeadColumn(pooled)
    let result = pooled.enumerated().map { level, node in
      let convolution = builder.convolution(
        "fpn_convs.\(level).conv", .bias, on: node, to: channels, kernel: 3, stride: stride, hasReLU: false)
      return builder.append(.head(.pyramid(level: level)), .sequence([convolution]), reading: [node])
    }
    builder.addHeadColumn(result, finest: finest)
    return result
  }
}
