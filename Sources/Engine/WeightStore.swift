import CKernels
import Checkpoints
import HRNet

/// Weights and bias in the order a kernel reads them, batch normalisation folded in.
struct PreparedWeights {
  let weights: UnsafeMutablePointer<Float>
  let bias: UnsafeMutablePointer<Float>
}

/// The prepared weights of a network, in one arena and in the order they are read.
///
/// A detector's levels have the same head: what is prepared for one serves the others, as far as they are computed by the
/// same method.
struct WeightStore {
  private struct Key: Hashable {
    let convolution: String
    let method: UInt32
  }

  /// The key of the first convolution or normalisation of which not all numbers are finite.
  private(set) var firstNotFinite: String?
  private let arena: FloatArena
  private var known: [Key: PreparedWeights] = [:]

  init(_ arena: FloatArena) { self.arena = arena }

  /// - Parameter source: asked only for what is not known.
  mutating func weights(
    of convolution: Convolution, for plan: inout hrs_convolution_plan, from source: some WeightSource
  ) throws(CheckpointError) -> PreparedWeights {
    let key = Key(convolution: convolution.key, method: plan.method.rawValue)
    if let known = known[key] { return known }
    let numbers = try source.weights(of: convolution)
    if firstNotFinite == nil, !numbers.isFinite { firstNotFinite = convolution.key }
    let outputs = convolution.outputChannels
    precondition(numbers.weights.count == convolution.weightCount)
    precondition(numbers.scale.count == outputs && numbers.bias.count == outputs)
    let result = PreparedWeights(
      weights: arena.floats(hrs_prepared_weights(&plan)), bias: arena.floats(hrs_prepared_bias(&plan)))
    hrs_prepare_weights(&plan, numbers.weights, numbers.scale, result.weights)
    result.bias.initialize(repeating: 0, count: hrs_prepared_bias(&plan))
    result.bias.update(from: numbers.bias, count: outputs)
    known[key] = result
    return result
  }

  /// Numbers that belong to no convolution.
  mutating func numbers(
    _ key: String, count: Int, from source: some WeightSource
  ) throws(CheckpointError) -> [Float] {
    let numbers = try source.numbers(key, count: count)
    precondition(numbers.count == count)
    if firstNotFinite == nil, !numbers.allSatisfy(\.isFinite) { firstNotFinite = key }
    return numbers
  }
}
