/// One convolution with what follows it, as the network's description states it.
///
/// Weights are `[outputChannels, inputChannels, kernel, kernel]`; padding is `kernel / 2`, as everywhere in HRNet.
public struct Convolution: Hashable, Sendable {
  /// What moves a convolution's output in scale and offset.
  public enum Normalization: Hashable, Sendable {
    /// Batch normalization with learned scale and offset, under this prefix of checkpoint keys.
    case batchNorm(key: String)
    /// The convolution's own bias; no normalization.
    case bias
  }

  /// Prefix of the convolution's keys in a checkpoint; the weights are `key + ".weight"`.
  public let key: String
  public let inputChannels: Int
  public let outputChannels: Int
  /// Side of the square kernel: 1 or 3.
  public let kernel: Int
  /// 1 or 2.
  public let stride: Int
  public let normalization: Normalization
  /// Whether a ReLU follows at once. In a residual unit's last convolution the ReLU comes after the addition.
  public let hasReLU: Bool
  /// Size of the output in values.
  public let outputHeight: Int
  public let outputWidth: Int

  /// Learned numbers: weights, and bias or the scale and offset of batch normalisation. Running statistics
  /// are not learned and do not count, as in PyTorch's `parameters()`.
  public var parameters: Int {
    let perChannel =
      switch normalization {
      case .batchNorm: 2
      case .bias: 1
      }
    return weightCount + perChannel * outputChannels
  }

  /// Number of weights, without bias and normalisation.
  public var weightCount: Int { outputChannels * inputChannels * kernel * kernel }

  /// Multiply-accumulates of one pass, counted as the paper does: the convolution only.
  public var multiplyAccumulates: Int { weightCount * outputHeight * outputWidth }

  /// The tensors a checkpoint must hold for this convolution, with their shapes.
  public var tensors: [(key: String, shape: [Int])] {
    let weight = (key + ".weight", [outputChannels, inputChannels, kernel, kernel])
    switch normalization {
    case .bias:
      return [weight, (key + ".bias", [outputChannels])]
    case .batchNorm(let norm):
      return [weight] + ["weight", "bias", "running_mean", "running_var"].map { ("\(norm).\($0)", [outputChannels]) }
    }
  }
}

extension Convolution: CustomStringConvertible {
  /// `3×3 conv 16→32, stride 2, BN, ReLU`
  public var description: String {
    var text = "\(kernel)×\(kernel) conv \(inputChannels)→\(outputChannels)"
    if stride > 1 { text += ", stride \(stride)" }
    if case .batchNorm = normalization { text += ", BN" } else { text += ", bias" }
    if hasReLU { text += ", ReLU" }
    return text
  }
}
