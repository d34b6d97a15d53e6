/// The classification head: every stream is widened, then from the finest down each level's sum is brought to the next and
/// added there; the coarsest is widened once more, averaged over all positions and classified (paper, appendix B).
public struct ImageNetHead: Head, Hashable {
  public let classes: Int
  /// Inner channels of each stream's bottleneck, finest first; it puts out four times as many.
  public let widths: [Int]
  /// Channels that are averaged: 2048 in every published network.
  public let features: Int

  /// - Precondition: a width for each of an HRNet's streams.
  public init(classes: Int, widths: [Int] = [32, 64, 128, 256], features: Int = 2048) {
    precondition(widths.count == Stream.maximumCount)
    (self.classes, self.widths, self.features) = (classes, widths, features)
  }

  public var name: String { "ImageNet classes" }
  public var streamsRead: Int { Stream.maximumCount }
  public var usualInput: InputSize { InputSize(height: 224, width: 224) }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    let increased = streams.indices.map { index in
      builder.append(
        .head(.increased(Stream(index))),
        builder.bottleneck("incre_modules.\(index).0", on: streams[index], inner: widths[index]),
        reading: [streams[index]])
    }
    builder.addHeadColumn(increased)
    var level = increased[0]
    for index in streams.indices.dropFirst() {
      let key = "downsamp_modules.\(index - 1)"
      let convolution = builder.convolution(
        "\(key).0", .biasAndBatchNorm(key: "\(key).1"), on: level,
        to: builder.shape(of: increased[index]).channels, kernel: 3, stride: 2)
      let down = builder.append(.head(.down(Stream(index - 1))), .sequence([convolution]), reading: [level])
      level = builder.append(.head(.sum(Stream(index))), .sum, reading: [increased[index], down])
      builder.addHeadColumn([level], finest: Stream(index))
    }
    let last = Stream(streams.count - 1)
    let final = builder.mix(level, key: "final_layer", to: features, as: .final)
    let pool = builder.append(.head(.pool), .mean, reading: [final])
    var linear = builder.convolution("classifier", .bias, on: pool, to: classes, kernel: 1, hasReLU: false)
    linear.isLinear = true
    let logits = builder.append(.head(.logits), .sequence([linear]), reading: [pool])
    for node in [final, pool, logits] { builder.addHeadColumn([node], finest: last) }
    return [.classScores(logits)]
  }
}
