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
/// same method from weights in the same form.
struct WeightStore {
  private struct Key: Hashable {
    let convolution: String
    let method: UInt32
    let isLean: Bool
  }

  /// The key of the first convolution or normalisation of which not all numbers are finite.
  private(set) var firstNotFinite: String?
  private let arena: FloatArena
  private var known: [Key: [PreparedWeights]] = [:]

  /// Prepares them, its members side by side.
  private let team: ThreadTeam

  init(_ arena: FloatArena, team: ThreadTeam) { (self.arena, self.team) = (arena, team) }

  /// What each of a convolution's plans reads.
  ///
  /// - Parameters:
  ///   - plans: one, or one for each quarter of a transposed convolution, in the order of `TransposedQuarter.all`.
  ///   - source: asked only for what is not known.
  mutating func weights(
    of convolution: Convolution, for plans: [hrs_convolution_plan], from source: some WeightSource
  ) throws(CheckpointError) -> [PreparedWeights] {
    let key = Key(convolution: convolution.key, method: plans[0].method.rawValue, isLean: plans[0].is_lean)
    if let known = known[key] { return known }
    let numbers = try source.weights(of: convolution)
    if firstNotFinite == nil, !numbers.isFinite { firstNotFinite = convolution.key }
    let outputs = convolution.outputChannels
    precondition(numbers.weights.count == convolution.weightCount)
    precondition(numbers.scale.count == outputs && numbers.bias.count == outputs)
    let result = plans.enumerated().map { index, plan in
      let weights = convolution.isTransposed ? TransposedQuarter.all[index].weights(numbers.weights) : numbers.weights
      return prepare(weights, numbers, for: plan)
    }
    known[key] = result
    return result
  }

  private func prepare(
    _ weights: [Float], _ numbers: ConvolutionWeights, for plan: hrs_convolution_plan
  ) -> PreparedWeights {
    var plan = plan
    let result = PreparedWeights(
      weights: arena.floats(hrs_prepared_weights(&plan)), bias: arena.floats(hrs_prepared_bias(&plan)))
    team.prepare(plan, weights, scale: numbers.scale, into: result.weights)
    result.bias.initialize(repeating: 0, count: hrs_prepared_bias(&plan))
    result.bias.update(from: numbers.bias, count: numbers.bias.count)
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
  /// What batch normalisation multiplies with, and what it adds then.
  mutating func scaleAndShift(
    _ norm: BatchNormalization, from source: some WeightSource
  ) throws(CheckpointError) -> [[Float]] {
    var read: [[Float]] = []
    for name in ["weight", "bias", "running_mean", "running_var"] {
      read.append(try numbers("\(norm.key).\(name)", count: norm.channels, from: source))
    }
    let channels = (0..<norm.channels).map { channel in
      StoredNormalization(
        gamma: Double(read[0][channel]), beta: Double(read[1][channel]), mean: Double(read[2][channel]),
        variance: Double(read[3][channel]), bias: 0)
    }
    return [channels.map { Float($0.scale) }, channels.map { Float($0.offset) }]
  }
}
