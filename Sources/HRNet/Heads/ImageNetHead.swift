/// The classification head: every stream is widened, then from the finest down each level's sum is brought to the next and
/// added there; the coarsest is widened once more, averaged over all positions and classified (paper, appendix B).
public struct ImageNetHead: Head, Hashable {
  public let classes: Int
  /// Inner channels of each stream's bottleneck, finest first; it puts out four times as many.
  public let widths: [Int]
  /// Channels that are averaged: 2048 in every published network.
  public let features: Int
  /// Whether the convolutions behind the widened streams have a bias beside their batch normalisation: timm's `ssld`
  /// networks have none.
  public let hasBias: Bool

  /// - Precondition: a width for each of an HRNet's streams.
  public init(classes: Int, widths: [Int] = [32, 64, 128, 256], features: Int = 2048, hasBias: Bool = true) {
    precondition(widths.count == Stream.maximumCount)
    (self.classes, self.widths, self.features, self.hasBias) = (classes, widths, features, hasBias)
  }

  public var name: String { "ImageNet classes" }
  public var streamsRead: Int { Stream.maximumCount }
  public var usualInput: InputSize { InputSize(height: 224, width: 224) }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    let increased = builder.widen(streams, to: widths)
    var level = increased[0]
    for index in streams.indices.dropFirst() {
      let key = "downsamp_modules.\(index - 1)"
      let convolution = builder.convolution(
        "\(key).0", hasBias ? .biasAndBatchNorm(key: "\(key).1") : .batchNorm(key: "\(key).1"), on: level,
        to: builder.shape(of: increased[index]).channels, kernel: 3, stride: 2)
      let down = builder.append(.head(.down(Stream(index - 1))), .sequence([convolution]), reading: [level])
      level = builder.append(.head(.sum(Stream(index))), .sum, reading: [increased[index], down])
      builder.addHeadColumn([level], finest: Stream(index))
    }
    let last = Stream(streams.count - 1)
    let final = builder.mix(level, key: "final_layer", to: features, hasBias: hasBias, as: .final)
    let pool = builder.append(.head(.pool), .mean, reading: [final])
    var linear = builder.convolution("classifier", .bias, on: pool, to: classes, kernel: 1, hasReLU: false)
    linear.isLinear = true
    let logits = builder.append(.head(.logits), .sequence([linear]), reading: [pool])
    for node in [final, pool, logits] { builder.addHeadColumn([node], finest: last) }
    return [.classScores(logits)]
  }
}

/// The classification head's widened streams and nothing behind them: what timm's networks put out as features.
public struct WidenedHead: Head, Hashable {
  /// Inner channels of each stream's bottleneck, finest first; it puts out four times as many.
  public let widths: [Int]

  /// - Precondition: a width for each of an HRNet's streams.
  public init(widths: [Int] = [32, 64, 128, 256]) {
    precondition(widths.count == Stream.maximumCount)
    self.widths = widths
  }

  public var name: String { "ImageNet features" }
  public var streamsRead: Int { Stream.maximumCount }
  public var usualInput: InputSize { InputSize(height: 224, width: 224) }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    [.levels(builder.widen(streams, to: widths))]
  }
}

extension NetworkBuilder {
  /// A bottleneck on every stream, with a projection shortcut.
  fileprivate mutating func widen(_ streams: [Node.ID], to widths: [Int]) -> [Node.ID] {
    let widened = streams.indices.map { index in
      append(
        .head(.increased(Stream(index))),
        bottleneck("incre_modules.\(index).0", on: streams[index], inner: widths[index]), reading: [streams[index]])
    }
    addHeadColumn(widened)
    return widened
  }
}
