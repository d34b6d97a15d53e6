/// Channels, height and width of an activation (batch size is always 1).
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  public let channels: Int
  public let height: Int
  public let width: Int

  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Number of values.
  public var count: Int { channels * height * width }

  /// `48×40×16`: height, width, channels.
  public var description: String { "\(height)×\(width)×\(channels)" }
}

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
  /// A 1×1 convolution at the source's resolution, then upsampling: a fusion edge from a coarser stream.
  case projectAndUpsample(Convolution, factor: Int)
  /// `ReLU(Σ gain·term)` over the edges of one destination of an exchange unit (paper, section 3.3).
  case fusion

  /// Every convolution of the operation, in the order they run; a projection comes last.
  public var convolutions: [Convolution] {
    switch self {
    case .input, .identity, .fusion: []
    case .sequence(let convolutions): convolutions
    case .residual(let main, let projection): main + (projection.map { [$0] } ?? [])
    case .projectAndUpsample(let convolution, _): [convolution]
    }
  }
}

/// One step of the network's computation: a unit, a fusion edge, a fused stream, a head.
public struct Node: Identifiable, Hashable, Sendable {
  /// Position in `Network.nodes`, where inputs come before the nodes that read them.
  public let id: Int
  public let address: Address
  public let operation: Operation
  /// The nodes read, in order; for a fused stream one edge per source stream.
  public let inputs: [Node.ID]
  /// Shape of the output. A fusion edge's is that of the term it adds, after upsampling.
  public let shape: Shape

  /// Learned numbers.
  public var parameters: Int { operation.convolutions.reduce(0) { $0 + $1.parameters } }
  /// Multiply-accumulates of convolutions in one pass.
  public var multiplyAccumulates: Int { operation.convolutions.reduce(0) { $0 + $1.multiplyAccumulates } }
}

extension Node {
  /// The operation in words: `1×1 conv 32→16, BN, ×2 nearest`.
  public var operationText: String {
    switch operation {
    case .input: return "picture, normalised"
    case .identity: return "identity"
    case .fusion: return "sum of \(inputs.count) terms, ReLU"
    case .projectAndUpsample(let convolution, let factor): return "\(convolution), upsampled ×\(factor)"
    case .sequence(let convolutions): return convolutions.map(\.description).joined(separator: " · ")
    case .residual(let main, let projection):
      let name = main.count == 3 ? "bottleneck" : "basic unit"
      let widths = "\(main[0].inputChannels)→\(main[main.count - 1].outputChannels)"
      let kernels = main.map { "\($0.kernel)×\($0.kernel)" }.joined(separator: ", ")
      return "\(name) \(widths) (\(kernels))\(projection == nil ? "" : ", 1×1 projection shortcut")"
    }
  }
}

extension Node {
  /// How many convolutions run one after another; a projection runs beside them.
  public var layerCount: Int {
    switch operation {
    case .input, .identity, .fusion, .projectAndUpsample: 1
    case .sequence(let convolutions): convolutions.count
    case .residual(let main, _): main.count
    }
  }
}

extension Node {
  /// Whether running the node takes arithmetic; the input and identities only hand on what is there.
  public var isComputed: Bool {
    switch operation {
    case .input, .identity: false
    case .sequence, .residual, .projectAndUpsample, .fusion: true
    }
  }
}
