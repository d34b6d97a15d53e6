/// V2 with object-contextual representations: pixels are told what the regions look like that they seem to belong to
/// (Yuan, Chen and Wang, "Object-Contextual Representations for Semantic Segmentation", ECCV 2020).
///
/// An auxiliary classifier gives soft regions; the pixels of each are gathered into one vector; every pixel then reads a
/// mixture of these vectors, weighed by how like them it is.
public struct OCRHead: Head, Hashable {
  public let classes: Int
  /// Channels of pixels and regions: 512 in every published network.
  public let middle: Int
  /// Channels in which pixels and regions are compared: 256.
  public let keyChannels: Int
  /// Before the concatenation; nil for what goes with the body's exchange units.
  public var upsampling: Upsampling?
  /// Whether the two convolutions that read the concatenation have a bias beside their batch normalisation: the authors'
  /// have, MMSegmentation's have not.
  public let hasMixBias: Bool

  public init(
    classes: Int, middle: Int = 512, keyChannels: Int = 256, upsampling: Upsampling? = nil, hasMixBias: Bool = true
  ) {
    (self.classes, self.middle, self.keyChannels) = (classes, middle, keyChannels)
    (self.upsampling, self.hasMixBias) = (upsampling, hasMixBias)
  }

  public var name: String { "OCR classes" }
  public var streamsRead: Int { Stream.maximumCount }
  public var usualInput: InputSize { .usual(classes: classes) }

  private static let object = "ocr_distri_head.object_context_block"

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    let all = builder.concatenate(streams, upsampling: upsampling)
    let auxiliaryMix = builder.mix(
      all, key: "aux_head", to: builder.shape(of: all).channels, hasBias: hasMixBias, as: .auxiliaryMix)
    let regions = builder.classify(auxiliaryMix, key: "aux_head.3", to: classes, as: .auxiliary)
    let pixels = builder.mix(all, key: "conv3x3_ocr", to: middle, kernel: 3, hasBias: hasMixBias, as: .pixels)
    builder.addHeadColumn([auxiliaryMix])
    builder.addHeadColumn([regions])
    builder.addHeadColumn([pixels])

    let weights = builder.append(.head(.regionWeights), .softmax(.positions), reading: [regions])
    let gathered = builder.append(.head(.regions), .product(.gather), reading: [weights, pixels])
    builder.addHeadColumn([weights])
    builder.addHeadColumn([gathered])

    let context = buildContext(pixels: pixels, regions: gathered, in: &builder)
    let both = builder.append(.head(.pixelsInContext), .concatenation, reading: [context, pixels])
    let mix = append(.mix, "ocr_distri_head.conv_bn_dropout", on: both, to: middle, in: &builder)
    let logits = builder.classify(mix, key: "cls_head", to: classes, as: .logits)
    builder.addHeadColumn([mix])
    builder.addHeadColumn([logits])
    return [.classMap(logits)]
  }

  /// What every pixel reads of the regions.
  private func buildContext(pixels: Node.ID, regions: Node.ID, in builder: inout NetworkBuilder) -> Node.ID {
    func transform(_ part: HeadAddress, _ key: String, _ count: Int, on node: Node.ID) -> Node.ID {
      // Convolutions are numbers 0 and 2 of a transform, their normalisations 1.0 and 3.0.
      var shape = builder.shape(of: node)
      let convolutions = (0..<count).map { number in
        let convolution = NetworkBuilder.convolution(
          "\(Self.object).\(key).\(2 * number)", .batchNorm(key: "\(Self.object).\(key).\(2 * number + 1).0"),
          on: shape,
          to: keyChannels, kernel: 1)
        shape = convolution.outputShape
        return convolution
      }
      return builder.append(.head(part), .sequence(convolutions), reading: [node])
    }
    let query = transform(.query, "f_pixel", 2, on: pixels)
    let key = transform(.key, "f_object", 2, on: regions)
    let value = transform(.value, "f_down", 1, on: regions)
    let similarity = builder.append(.head(.similarity), .product(.similarity), reading: [query, key])
    let attention = builder.append(.head(.attention), .softmax(.channels), reading: [similarity])
    let mixture = builder.append(.head(.gathered), .product(.mixture), reading: [attention, value])
    let context = append(.context, "\(Self.object).f_up", on: mixture, to: middle, in: &builder)
    for node in [query, attention, mixture, context] { builder.addHeadColumn([node]) }
    return context
  }

  /// 1×1 convolution without bias, batch normalisation and ReLU: `key.0` and `key.1.0`.
  private func append(
    _ part: HeadAddress, _ key: String, on node: Node.ID, to channels: Int, in builder: inout NetworkBuilder
  ) -> Node.ID {
    let convolution = builder.convolution("\(key).0", .batchNorm(key: "\(key).1.0"), on: node, to: channels, kernel: 1)
    return builder.append(.head(part), .sequence([convolution]), reading: [node])
  }
}
