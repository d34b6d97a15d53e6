/// What a node computes from its inputs.
public enum Operation: Hashable, Sendable {
  /// The picture, normalised.
  case input
  /// Convolutions one after another: a stem convolution, a transition, a downsampling fusion edge, a head.
  case sequence([Convolution])
  /// `ReLU(main(x) + x)`, or `ReLU(main(x) + projection(x))` where the width changes: basic and bottleneck units.
  case residual(main: [Convolution], projection: Convolution?)
  /// The input, untouched: a stream a transition does not change, or an identity edge.
  case identity
  /// A 1×1 convolution at the source's resolution, then upsampling to the destination's size by the body's rule: a fusion
  /// edge from a coarser stream. Sizes differ by `factor`, or by a little less where a stride had to round up.
  case projectAndUpsample(Convolution, factor: Int)
  /// The same with normalisation and ReLU before each convolution and nothing after the sum:
  /// `main(ReLU(norm(x))) + x`, or `… + projection(x)`. Of the later normalisations each is part of the convolution before
  /// it: units of hourglasses (He et al., "Identity Mappings in Deep Residual Networks", ECCV 2016).
  case preactivated(BatchNormalization, main: [Convolution], projection: Convolution?)
  /// `Σ gain·term` over the edges of one destination of an exchange unit (paper, section 3.3); an HRNet's has a ReLU.
  case fusion(hasReLU: Bool)
  /// Brought to the node's height and width.
  case upsample(Upsampling)
  /// The channels of all inputs, one after another.
  case concatenation
  /// The sum of all inputs, without a ReLU.
  case sum
  case relu
  /// Means over squares of `side` values a side, side by side; what is left over on the right and below is not read.
  case averagePool(side: Int)
  /// Maxima over squares of `side` values a side, 2 or 3, two apart; those of 3 reach one value beyond the border.
  case maxPool(side: Int)
  /// The mean of every channel over all positions.
  case mean
  case softmax(Softmax)
  case product(MatrixProduct)
  case groupNorm(GroupNormalization)
  case distances(Distances)
}

/// Batch normalisation that follows no convolution.
public struct BatchNormalization: Hashable, Sendable {
  /// Prefix of its keys in a checkpoint.
  public let key: String
  public let channels: Int

  public init(key: String, channels: Int) { (self.key, self.channels) = (key, channels) }

  var tensors: [(key: String, shape: [Int])] {
    Convolution.batchNormTensors.map { ("\(key).\($0)", [channels]) }
  }
}

/// Where a maximum's square lies.
public enum MaxPool {
  /// Between squares.
  public static let stride = 2
  /// Values that a square reaches beyond the border.
  public static func padding(side: Int) -> Int { (side - 1) / 2 }
  /// Squares along so many values.
  static func outputs(_ inputs: Int, side: Int) -> Int { (inputs + 2 * padding(side: side) - side) / stride + 1 }
}

/// Over what a softmax sums to 1.
public enum Softmax: Hashable, Sendable {
  /// Every channel, over all positions.
  case positions
  /// Every position, over all channels.
  case channels
}

/// A product of the two activations read, as matrices: a row for every position, a column for every channel.
public enum MatrixProduct: Hashable, Sendable {
  /// `first ᵀ · second`: for every channel of the first, the sum of the second's positions, weighed by it. The result
  /// has a row, a position, for every channel of the first: `[channels of second] × [channels of first] × 1`.
  case gather
  /// `first · secondᵀ / √D` with D channels in both: how like each position of the first is to each of the second, the
  /// result's channels.
  case similarity
  /// `first · second`: every position of the first is a mixture of the second's positions, weighed by the first's channels.
  case mixture
}

/// Group normalisation: mean and variance over a group's channels and all positions, then a learned scale and offset per
/// channel (Wu and He, "Group Normalization", ECCV 2018).
public struct GroupNormalization: Hashable, Sendable {
  /// Prefix of its keys in a checkpoint.
  public let key: String
  public let channels: Int
  /// Divides `channels`. No file says it.
  public let groups: Int
  /// An earlier node has the same numbers, and they are counted there.
  public var isShared = false

  public init(key: String, channels: Int, groups: Int, isShared: Bool = false) {
    (self.key, self.channels, self.groups, self.isShared) = (key, channels, groups, isShared)
  }

  /// What is added to the variance, in every published detector.
  public static let epsilon = 1e-5
}

/// What makes a box's distances, to the left, the top, the right and the bottom, from what a convolution says: in pixels of
/// the input.
public struct Distances: Hashable, Sendable {
  public enum Rule: String, CaseIterable, Hashable, Sendable {
    /// `exp(scale · x)`
    case exponential
    /// `max(0, scale · x) · stride`
    case linear
  }

  /// Key of the learned scale, one number for each level.
  public let key: String
  public let rule: Rule
  /// Pixels of the input that one position spans along a side.
  public let stride: Int

  public init(key: String, rule: Rule, stride: Int) {
    (self.key, self.rule, self.stride) = (key, rule, stride)
  }
}

extension Operation {
  /// Every convolution of the operation, in the order they run; a projection comes last.
  public var convolutions: [Convolution] {
    switch self {
    case .sequence(let convolutions): convolutions
    case .residual(let main, let projection), .preactivated(_, let main, let projection):
      main + (projection.map { [$0] } ?? [])
    case .projectAndUpsample(let convolution, _): [convolution]
    case .input, .identity, .fusion, .upsample, .concatenation, .sum, .relu, .averagePool, .maxPool, .mean, .softmax,
      .product, .groupNorm, .distances:
      []
    }
  }

  /// The tensors a checkpoint must hold for the operation, with their shapes.
  public var tensors: [(key: String, shape: [Int])] {
    switch self {
    case .groupNorm(let norm): ["weight", "bias"].map { ("\(norm.key).\($0)", [norm.channels]) }
    case .distances(let distances): [(distances.key, [])]
    case .preactivated(let norm, _, _): norm.tensors + convolutions.flatMap(\.tensors)
    default: convolutions.flatMap(\.tensors)
    }
  }

  /// Learned numbers.
  public var parameters: Int {
    switch self {
    case .groupNorm(let norm): norm.isShared ? 0 : 2 * norm.channels
    case .distances: 1
    case .preactivated(let norm, _, _): convolutions.reduce(2 * norm.channels) { $0 + $1.parameters }
    default: convolutions.reduce(0) { $0 + $1.parameters }
    }
  }

  /// Multiply-accumulates of convolutions and linear layers in one pass. Products of matrices count as none, as in every
  /// published count.
  public var multiplyAccumulates: Int { convolutions.reduce(0) { $0 + $1.multiplyAccumulates } }

  /// How many convolutions run one after another; a projection runs beside them.
  public var layerCount: Int {
    switch self {
    case .sequence(let convolutions): convolutions.count
    case .residual(let main, _), .preactivated(_, let main, _): main.count
    default: 1
    }
  }

  /// Whether running it takes arithmetic; the input and identities only hand on what is there.
  public var isComputed: Bool {
    switch self {
    case .input, .identity: false
    default: true
    }
  }
}
