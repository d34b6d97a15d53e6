/// One convolution with what follows it, as the network's description states it.
///
/// Weights are `[outputChannels, inputChannels, kernel, kernel]`; padding is `kernel / 2`, as everywhere in HRNet. A
/// transposed one's are `[inputChannels, outputChannels, kernel, kernel]`, with a padding of 1.
public struct Convolution: Hashable, Sendable {
  /// What moves a convolution's output in scale and offset.
  public enum Normalization: Hashable, Sendable {
    /// Batch normalization with learned scale and offset, under this prefix of checkpoint keys.
    case batchNorm(key: String)
    /// The convolution's own bias; no normalization.
    case bias
    /// The convolution's own bias, then batch normalization: what the authors' heads have.
    case biasAndBatchNorm(key: String)
    /// Nothing.
    case none

    public var hasBias: Bool {
      switch self {
      case .bias, .biasAndBatchNorm: true
      case .batchNorm, .none: false
      }
    }

    /// The prefix of the batch normalization's keys, where there is one.
    public var batchNormKey: String? {
      switch self {
      case .batchNorm(let key), .biasAndBatchNorm(let key): key
      case .bias, .none: nil
      }
    }
  }

  /// Prefix of the convolution's keys in a checkpoint; the weights are `key + ".weight"`.
  public let key: String
  public let inputChannels: Int
  public let outputChannels: Int
  /// Side of the square kernel: 1, 3 or 7; 4 of a transposed one.
  public let kernel: Int
  /// 1 or 2.
  public let stride: Int
  public let normalization: Normalization
  /// Whether a ReLU follows at once. In a residual unit's last convolution the ReLU comes after the addition.
  public let hasReLU: Bool
  /// Size of the output in values.
  public let outputHeight: Int
  public let outputWidth: Int
  /// A linear layer: checkpoints hold its weights without axes for a kernel, `[outputChannels, inputChannels]`.
  public var isLinear = false
  /// An earlier node has the same weights, and they are counted there: a detector's head, on every level but the first.
  public var isShared = false
  /// Every value read is spread over a kernel of the output, `stride` values further for each: it doubles a resolution.
  public var isTransposed = false

  /// Learned numbers: weights, bias, and the scale and offset of batch normalisation. Running statistics
  /// are not learned and do not count, as in PyTorch's `parameters()`; nor do those of an earlier node.
  public var parameters: Int {
    guard !isShared else { return 0 }
    let perChannel = (normalization.hasBias ? 1 : 0) + (normalization.batchNormKey == nil ? 0 : 2)
    return weightCount + perChannel * outputChannels
  }

  /// What reads some of the channels of this convolution's input, alone, in an activation of another size; its outputs are
  /// summed up elsewhere, and what follows the sum follows there.
  ///
  /// - Precondition: it is 1×1, of stride 1.
  public func part(reading channels: Range<Int>, height: Int, width: Int) -> Convolution {
    precondition(kernel == 1 && stride == 1)
    return Convolution(
      key: "\(key)[\(channels)]", inputChannels: channels.count, outputChannels: outputChannels, kernel: 1, stride: 1,
      normalization: normalization, hasReLU: false, outputHeight: height, outputWidth: width)
  }

  /// Number of weights, without bias and normalisation.
  public var weightCount: Int { outputChannels * inputChannels * kernel * kernel }

  /// Multiply-accumulates of one pass, counted as the paper does: the convolution only.
  public var multiplyAccumulates: Int {
    isTransposed ? multiplyAccumulatesAtOutput / (stride * stride) : multiplyAccumulatesAtOutput
  }

  /// The same as if every weight were used at every value of the output. For a transposed convolution, too, as
  /// SimpleBaseline's printed costs have it: four times what is computed.
  public var multiplyAccumulatesAtOutput: Int { weightCount * outputHeight * outputWidth }

  /// The tensors a checkpoint must hold for this convolution, with their shapes.
  public var tensors: [(key: String, shape: [Int])] {
    let channels = isTransposed ? [inputChannels, outputChannels] : [outputChannels, inputChannels]
    let axes = channels + (isLinear ? [] : [kernel, kernel])
    var result = [(key: key + ".weight", shape: axes)]
    if normalization.hasBias { result.append((key + ".bias", [outputChannels])) }
    if let norm = normalization.batchNormKey {
      result += Self.batchNormTensors.map { ("\(norm).\($0)", [outputChannels]) }
    }
    return result
  }

  /// What follows a batch normalisation's key.
  static let batchNormTensors = ["weight", "bias", "running_mean", "running_var"]
}

extension Convolution: CustomStringConvertible {
  /// `3×3 conv 16→32, stride 2, BN, ReLU`
  public var description: String {
    var text = isLinear ? "linear" : "\(kernel)×\(kernel) \(isTransposed ? "transposed " : "")conv"
    text += " \(inputChannels)→\(outputChannels)"
    if stride > 1 { text += ", stride \(stride)" }
    if normalization.hasBias { text += ", bias" }
    if normalization.batchNormKey != nil { text += ", BN" }
    if hasReLU { text += ", ReLU" }
    return text
  }
}
