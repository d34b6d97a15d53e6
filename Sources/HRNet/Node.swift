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

/// One step of the network's computation: a unit, a fusion edge, a fused stream, a part of a head.
public struct Node: Identifiable, Hashable, Sendable {
  /// Position in `Network.nodes`, where inputs come before the nodes that read them.
  public let id: Int
  public let address: Address
  public let operation: Operation
  /// The nodes read, in order; for a fused stream one edge per source stream.
  public let inputs: [Node.ID]
  /// Shape of the output. A fusion edge's is that of the term it adds, after upsampling.
  public let shape: Shape

  /// Learned numbers; what an earlier node has too is counted there.
  public var parameters: Int { operation.parameters }
  /// Multiply-accumulates of convolutions and linear layers in one pass.
  public var multiplyAccumulates: Int { operation.multiplyAccumulates }
  /// How many convolutions run one after another; a projection runs beside them.
  public var layerCount: Int { operation.layerCount }
  /// Whether running the node takes arithmetic; the input and identities only hand on what is there.
  public var isComputed: Bool { operation.isComputed }
}

extension Node {
  /// The operation in words: `1×1 conv 32→16, BN, ×2 nearest`.
  public var operationText: String {
    switch operation {
    case .input: "picture, normalised"
    case .identity: "identity"
    case .fusion(let hasReLU): "sum of \(inputs.count) terms" + (hasReLU ? ", ReLU" : "")
    case .projectAndUpsample(let convolution, let factor): "\(convolution), upsampled ×\(factor)"
    case .sequence(let convolutions): convolutions.map(\.description).joined(separator: " · ")
    case .residual(let main, let projection): Self.text(of: main, projection)
    case .preactivated(_, let main, let projection): "pre-activated " + Self.text(of: main, projection)
    case .upsample(let rule): "upsampled, \(rule.text)"
    case .concatenation: "\(inputs.count) streams side by side"
    case .sum: "sum of \(inputs.count) terms"
    case .relu: "ReLU"
    case .averagePool(let side): "mean over \(side)×\(side)"
    case .maxPool(let side): "maximum of \(side)×\(side), stride \(MaxPool.stride)"
    case .mean: "mean over all positions"
    case .softmax(.positions): "softmax over positions"
    case .softmax(.channels): "softmax over classes"
    case .product(.gather): "sum of positions, weighed by class"
    case .product(.similarity): "similarity of positions and classes"
    case .product(.mixture): "mixture of classes"
    case .groupNorm(let norm): "group norm, \(norm.groups) groups"
    case .distances(let distances):
      distances.rule == .exponential ? "exp(scale · x)" : "ReLU(scale · x) · \(distances.stride)"
    }
  }

  private static func text(of main: [Convolution], _ projection: Convolution?) -> String {
    let name = main.count == 3 ? "bottleneck" : "basic unit"
    let widths = "\(main[0].inputChannels)→\(main[main.count - 1].outputChannels)"
    let kernels = main.map { "\($0.kernel)×\($0.kernel)\($0.stride == 1 ? "" : " stride \($0.stride)")" }
      .joined(separator: ", ")
    return "\(name) \(widths) (\(kernels))\(projection == nil ? "" : ", 1×1 projection shortcut")"
  }
}

extension Upsampling {
  /// For people: `bilinear, aligned corners`.
  public var text: String { self == .bilinearCorners ? "bilinear, aligned corners" : rawValue }
}
