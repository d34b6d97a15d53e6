import CKernels
import HRNet

/// Where a network first has numbers that are NaN or infinite: whatever lies behind it means nothing.
public struct NotFinite: Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// The node's own numbers; the canonical key of the convolution or normalisation that has them.
    case weights(key: String)
    /// What the node put out, of numbers that were all finite.
    case activation
  }

  public let node: Node.ID
  public let cause: Cause

  public init(node: Node.ID, cause: Cause) {
    (self.node, self.cause) = (node, cause)
  }
}

extension Executor {
  /// The first node with weights, or an activation in a pass, that are not finite; its weights are named where both are.
  public func firstNotFinite(in pass: Pass) -> NotFinite? {
    let activation = pass.firstNotFinite.map { NotFinite(node: $0, cause: .activation) }
    guard let weights = firstNotFiniteWeights, weights.node <= activation?.node ?? weights.node else {
      return activation
    }
    return weights
  }
}

extension ConvolutionWeights {
  /// Whether no weight, scale or offset is NaN or infinite.
  var isFinite: Bool {
    hrs_all_finite(weights, weights.count) && hrs_all_finite(scale, scale.count) && hrs_all_finite(bias, bias.count)
  }
}
