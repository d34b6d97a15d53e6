import HRNet

/// What a file of weights says about how to use them, beyond the weights. Nil is what it does not say.
public struct StatedFacts: Hashable, Sendable {
  /// Of the exchange units.
  public var upsampling: Upsampling?
  /// Whether what follows the body – the concatenation of streams, class maps – upsamples with aligned corners.
  public var alignsCorners: Bool?
  /// How class maps bring coarser streams up, where the file has a rule for them alone.
  public var classUpsampling: Upsampling?
  public var input: InputSize?
  /// Per channel in the network's order, on values of 0…1.
  public var mean: [Float]?
  /// Per channel in the network's order, on values of 0…1.
  public var standardDeviation: [Float]?
  public var channels: Preprocessing.ChannelOrder?
  public var boxPadding: Double?
  /// Unbiased data processing (J. Huang et al., CVPR 2020): positions are counted between the centres of the outermost
  /// pixels.
  public var isUnbiased: Bool?
  public var joints: StatedJoints?
  public var classNames: [String]?
  /// Whether the convolutions of a V2 or OCR head have a bias beside their batch normalisation.
  var hasHeadBias = true
  /// Of a pyramid's convolutions, 1 or 2.
  public var pyramidStride: Int?
  /// Which FCOS a detector is.
  public var detector: FCOSHead.Variant?
  /// Whether the head puts out tags too, which tell people apart.
  var isAssociativeEmbedding = false
  /// The upsampling of the exchange units or of class maps, where it is none of `Upsampling`.
  var otherUpsampling: String?
  /// What was found and could not be used, a line each.
  public var notes: [String] = []
}

/// What a file says about the joints a network finds.
public struct StatedJoints: Hashable, Sendable {
  /// The data set: "crowdpose", "CocoDataset".
  public var dataSet: String?
  /// In the order of the heat maps; nil where only the data set is named.
  public var names: [String]?
  /// How many joints there are, where the file says so.
  public var count: Int?
  /// Pairs of indices that change places in a mirrored picture, each once, the left one first.
  public var flipPairs: [[Int]]?
  /// OKS's σ of each joint.
  public var sigmas: [Double]?
  /// Pairs of indices to draw lines between.
  public var limbs: [[Int]]?
}

extension StatedFacts {
  /// Reads what a container holds beside its tensors.
  ///
  /// Metadata of a safetensors file win over a configuration, since whoever converted the file wrote them last.
  init(_ file: TensorFile) {
    var configuration = Configuration()
    for (name, value) in file.facts { configuration.take(value, named: name) }
    for name in Configuration.names {
      if let text = file.metadata[name] { configuration.take(.text(text), named: name) }
    }
    self = configuration.facts
    Metadata(file.metadata).add(to: &self)
  }
}
