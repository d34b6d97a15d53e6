/// HRNet V2: all streams at the finest one's resolution, side by side, mixed by a 1×1 convolution; then a 1×1 classifier
/// (paper, sections 3.4 and 5; for landmarks section 7).
public struct V2Head: Head, Hashable {
  /// What the K maps are.
  public enum Maps: Hashable, Sendable {
    /// Logits of classes: segmentation.
    case classes
    /// Heat maps of landmarks.
    case landmarks
  }

  public let maps: Maps
  /// K
  public let count: Int
  /// Before the concatenation; nil for what goes with the body's exchange units.
  public var upsampling: Upsampling?
  /// Whether the first convolution has a bias beside its batch normalisation: the authors' has, MMSegmentation's has not.
  public let hasMixBias: Bool

  public init(_ maps: Maps, count: Int, upsampling: Upsampling? = nil, hasMixBias: Bool = true) {
    (self.maps, self.count, self.upsampling, self.hasMixBias) = (maps, count, upsampling, hasMixBias)
  }

  public var name: String { maps == .classes ? "V2 classes" : "V2 landmarks" }
  public var streamsRead: Int { Stream.maximumCount }
  public var joints: Int? { maps == .landmarks ? count : nil }
  public var usualInput: InputSize {
    maps == .classes ? .usual(classes: count) : InputSize(height: 256, width: 256)
  }

  /// Prefix of the head's keys in the authors' checkpoints.
  public var key: String { maps == .classes ? "last_layer" : "head" }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    let all = builder.concatenate(streams, upsampling: upsampling)
    let mix = builder.mix(all, key: key, to: builder.shape(of: all).channels, hasBias: hasMixBias, as: .mix)
    let result = builder.classify(mix, key: "\(key).3", to: count, as: maps == .classes ? .logits : .heatMaps)
    builder.addHeadColumn([mix])
    builder.addHeadColumn([result])
    return [maps == .classes ? .classMap(result) : .heatMaps(result)]
  }
}

/// HRNet V1h, the paper's ablation: stream 1/4 alone, brought to V2's width by a 1×1 convolution; then V2's classifier.
public struct V1hHead: Head, Hashable {
  public let classes: Int

  public init(classes: Int) { self.classes = classes }

  public var name: String { "V1h classes" }
  public var streamsRead: Int { 1 }
  public var usualInput: InputSize { .usual(classes: classes) }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    // V2's width: C + 2C + 4C + 8C.
    let width = ((1 << Stream.maximumCount) - 1) * builder.shape(of: streams[0]).channels
    let mix = builder.mix(streams[0], key: "last_layer", to: width, as: .mix)
    let logits = builder.classify(mix, key: "last_layer.3", to: classes, as: .logits)
    builder.addHeadColumn([mix])
    builder.addHeadColumn([logits])
    return [.classMap(logits)]
  }
}

extension NetworkBuilder {
  /// V2's representation: coarser streams brought up, then all side by side.
  ///
  /// - Parameter rule: of upsampling. By default the exchange units' own, but bilinear where that is nearest: no published
  ///   network brings streams up by nearest here.
  mutating func concatenate(_ streams: [Node.ID], upsampling rule: Upsampling? = nil) -> Node.ID {
    let rule = rule ?? (upsampling == .nearest ? .bilinear : upsampling)
    let raised =
      [streams[0]]
      + streams.indices.dropFirst().map {
        append(.head(.up(Stream($0))), .upsample(rule), reading: [streams[$0]], upTo: streams[0])
      }
    addHeadColumn(raised)
    let all = append(.head(.concat), .concatenation, reading: raised)
    addHeadColumn([all])
    return all
  }

  /// A convolution, batch normalisation and ReLU: `key.0` and `key.1`.
  ///
  /// - Parameter hasBias: beside the normalisation.
  mutating func mix(
    _ node: Node.ID, key: String, to channels: Int, kernel: Int = 1, hasBias: Bool = true, as part: HeadAddress
  ) -> Node.ID {
    let norm = "\(key).1"
    let convolution = convolution(
      "\(key).0", hasBias ? .biasAndBatchNorm(key: norm) : .batchNorm(key: norm), on: node, to: channels,
      kernel: kernel)
    return append(.head(part), .sequence([convolution]), reading: [node])
  }

  /// 1×1 convolution with bias alone.
  mutating func classify(_ node: Node.ID, key: String, to classes: Int, as part: HeadAddress) -> Node.ID {
    let convolution = convolution(key, .bias, on: node, to: classes, kernel: 1, hasReLU: false)
    return append(.head(part), .sequence([convolution]), reading: [node])
  }
}

extension InputSize {
  /// What published networks for so many classes are given: Cityscapes, LIP, PASCAL-Context, ADE20K and COCO-Stuff.
  static func usual(classes: Int) -> InputSize {
    switch classes {
    case 20: InputSize(height: 473, width: 473)
    case 59, 60: InputSize(height: 480, width: 480)
    case 150, 171: InputSize(height: 520, width: 520)
    default: InputSize(height: 512, width: 1024)
    }
  }
}
