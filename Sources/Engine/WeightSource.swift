import Checkpoints
import HRNet

/// The numbers of one convolution, with its normalisation reduced to a scale and an offset.
public struct ConvolutionWeights: Sendable {
  /// `[outputChannels][inputChannels][kernel][kernel]`
  public var weights: [Float]
  /// `[outputChannels]`, multiplied into the weights.
  public var scale: [Float]
  /// `[outputChannels]`
  public var bias: [Float]

  public init(weights: [Float], scale: [Float], bias: [Float]) {
    (self.weights, self.scale, self.bias) = (weights, scale, bias)
  }
}

/// Where an executor gets its numbers from.
public protocol WeightSource {
  /// - Throws: `CheckpointError` where a tensor is missing.
  func weights(of convolution: Convolution) throws(CheckpointError) -> ConvolutionWeights

  /// Numbers that belong to no convolution, by their key: a group normalisation's, a level's scale.
  ///
  /// - Parameter count: how many there are.
  /// - Throws: `CheckpointError` where the tensor is missing.
  func numbers(_ key: String, count: Int) throws(CheckpointError) -> [Float]

  /// What a convolution's batch normalisation is stored as, for one of its channels; nil where there is none.
  ///
  /// - Throws: `CheckpointError` where a tensor is missing.
  func normalization(of convolution: Convolution, channel: Int) throws(CheckpointError) -> StoredNormalization?
}

/// Batch normalisation of one channel as a checkpoint has it: `(x + bias − mean) · γ / √(variance + ε) + β`.
public struct StoredNormalization: Hashable, Sendable {
  public let gamma: Double
  public let beta: Double
  public let mean: Double
  public let variance: Double
  /// The convolution's own; 0 where it has none.
  public let bias: Double

  public init(gamma: Double, beta: Double, mean: Double, variance: Double, bias: Double) {
    (self.gamma, self.beta, self.mean, self.variance, self.bias) = (gamma, beta, mean, variance, bias)
  }

  /// What is added to the variance: PyTorch's, and every HRNet's.
  public static let epsilon = 1e-5

  /// What the kernel is multiplied with.
  public var scale: Double { gamma / (variance + Self.epsilon).squareRoot() }
  /// What is added to the kernel's sum, multiplied.
  public var offset: Double { beta + (bias - mean) * scale }
}

extension WeightSource {
  public func normalization(of convolution: Convolution, channel: Int) throws(CheckpointError) -> StoredNormalization? {
    nil
  }

  /// For a source of convolutions alone: ones for what scales, zeros for what shifts.
  public func numbers(_ key: String, count: Int) throws(CheckpointError) -> [Float] {
    Array(repeating: key.hasSuffix(".bias") || key.hasSuffix(".running_mean") ? 0 : 1, count: count)
  }
}

extension Checkpoint: WeightSource {
  public func numbers(_ key: String, count: Int) throws(CheckpointError) -> [Float] {
    container == .random ? try RandomWeights().numbers(key, count: count) : try floats(key)
  }

  /// Reduces batch normalisation to `γ/√(σ²+ε)` as scale and `β + (b − μ)·γ/√(σ²+ε)` as offset, where b is the
  /// convolution's own bias.
  public func weights(of convolution: Convolution) throws(CheckpointError) -> ConvolutionWeights {
    if container == .random { return RandomWeights().weights(of: convolution) }
    let stored = try floats(convolution.key + ".weight")
    let weights = convolution.isTransposed ? convolution.outputsFirst(stored) : stored
    let own =
      convolution.normalization.hasBias
      ? try floats(convolution.key + ".bias") : [Float](repeating: 0, count: convolution.outputChannels)
    guard let key = convolution.normalization.batchNormKey else {
      let scale = [Float](repeating: 1, count: convolution.outputChannels)
      return ConvolutionWeights(weights: weights, scale: scale, bias: own)
    }
    let (gamma, beta) = (try floats(key + ".weight"), try floats(key + ".bias"))
    let (mean, variance) = (try floats(key + ".running_mean"), try floats(key + ".running_var"))
    let scale = zip(gamma, variance).map { Double($0) / (Double($1) + StoredNormalization.epsilon).squareRoot() }
    let bias = scale.indices.map { Float(Double(beta[$0]) + (Double(own[$0]) - Double(mean[$0])) * scale[$0]) }
    return ConvolutionWeights(weights: weights, scale: scale.map { Float($0) }, bias: bias)
  }
}

extension Convolution {
  /// A transposed convolution's weights, in files `[inputChannels][outputChannels][kernel][kernel]`, in the order of others'.
  fileprivate func outputsFirst(_ stored: [Float]) -> [Float] {
    let taps = kernel * kernel
    return (0..<outputChannels).flatMap { output in
      (0..<inputChannels).flatMap { input in
        let start = (input * outputChannels + output) * taps
        return stored[start..<start + taps]
      }
    }
  }
}

extension Checkpoint {
  public func normalization(of convolution: Convolution, channel: Int) throws(CheckpointError) -> StoredNormalization? {
    guard container != .random, let key = convolution.normalization.batchNormKey else { return nil }
    func number(_ key: String) throws(CheckpointError) -> Double { Double(try floats(key)[channel]) }
    return StoredNormalization(
      gamma: try number(key + ".weight"), beta: try number(key + ".bias"), mean: try number(key + ".running_mean"),
      variance: try number(key + ".running_var"),
      bias: convolution.normalization.hasBias ? try number(convolution.key + ".bias") : 0)
  }
}

/// Numbers without meaning, the same in every run: to measure a network no weights are at hand for.
public struct RandomWeights: WeightSource, Sendable {
  public init() {}

  /// Uniform, with a variance that keeps activations of a deep residual network in an ordinary range
  /// (He et al. 2015, halved since every unit adds its input).
  public func weights(of convolution: Convolution) -> ConvolutionWeights {
    // FNV-1a: the same on every machine and in every run, unlike `Hasher`.
    var state = convolution.key.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    func random() -> Float {
      // xorshift64 (Marsaglia 2003); the state is never zero but by an accident of the hash.
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(1 << 31)
    }
    let fanIn = convolution.inputChannels * convolution.kernel * convolution.kernel
    let bound = (3 / Float(fanIn)).squareRoot()
    return ConvolutionWeights(
      weights: (0..<convolution.weightCount).map { _ in bound * random() },
      scale: Array(repeating: 1, count: convolution.outputChannels),
      bias: (0..<convolution.outputChannels).map { _ in 0.1 * random() })
  }
}
