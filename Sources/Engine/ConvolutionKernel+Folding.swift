import Checkpoints
import Network

extension ConvolutionKernel {
  /// PyTorch's and every HRNet's batch-normalisation epsilon.
  static let batchNormEpsilon = 1e-5

  /// Folds what follows a convolution into its weights: `γ/√(σ²+ε)` as scale, `β − μ·γ/√(σ²+ε)` as bias.
  ///
  /// - Throws: `CheckpointError` where a tensor is missing.
  convenience init(
    _ convolution: Convolution, inputShape: Shape, from checkpoint: Checkpoint
  ) throws(CheckpointError) {
    let weights = try checkpoint.floats(convolution.key + ".weight")
    switch convolution.normalization {
    case .bias:
      let scale = [Float](repeating: 1, count: convolution.outputChannels)
      let bias = try checkpoint.floats(convolution.key + ".bias")
      self.init(convolution, inputShape: inputShape, weights: weights, scale: scale, bias: bias)
    case .batchNorm(let key):
      let gamma = try checkpoint.floats(key + ".weight")
      let beta = try checkpoint.floats(key + ".bias")
      let mean = try checkpoint.floats(key + ".running_mean")
      let variance = try checkpoint.floats(key + ".running_var")
      let scale = zip(gamma, variance).map { Double($0) / (Double($1) + Self.batchNormEpsilon).squareRoot() }
      let bias = zip(zip(beta, mean), scale).map { Float(Double($0.0) - Double($0.1) * $1) }
      self.init(convolution, inputShape: inputShape, weights: weights, scale: scale.map { Float($0) }, bias: bias)
    }
  }
}
