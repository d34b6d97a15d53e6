import CKernels
import Checkpoints
import HRNet

/// A 1×1 convolution of streams that are brought to one size and laid side by side, as heads have it, computed before they
/// are: each stream is projected at its own resolution, the projections are brought up, and summed.
///
/// Bilinear upsampling and a 1×1 convolution may change places, since one acts on positions alone, the other on channels. A
/// head over streams of C, 2C, 4C and 8C channels has an eighth of the multiplications then.
struct EarlyProjection {
  /// What is read instead of the streams side by side: the finest, then those that are brought up to it.
  let sources: [Node.ID]
  let rule: Upsampling
  /// Of the finest stream, with the convolution's bias.
  let finest: ConvolutionKernel
  let coarser: [ConvolutionKernel]
  /// Of the convolution as it is written.
  let hasReLU: Bool

  var scratchCount: Int { ([finest] + coarser).map(\.scratchCount).max() ?? 0 }

  /// - Returns: nil where a node is nothing of the kind.
  /// - Throws: what `weights` throws.
  init?(
    _ node: Node, of network: Network, in store: inout WeightStore, from weights: some WeightSource, cpu: CPULevel,
    choice: KernelChoice, threads: Int
  ) throws(CheckpointError) {
    guard case .sequence(let convolutions) = node.operation, convolutions.count == 1, convolutions[0].kernel == 1,
      convolutions[0].stride == 1, !convolutions[0].isShared, let streams = Self.streams(node, network)
    else { return nil }
    let convolution = convolutions[0]
    rule = streams.rule
    hasReLU = convolution.hasReLU
    sources = streams.parts.map(\.node)
    var kernels: [ConvolutionKernel] = []
    for (index, part) in streams.parts.enumerated() {
      let shape = network[part.node].shape
      kernels.append(
        try ConvolutionKernel(
          convolution.part(reading: part.channels, height: shape.height, width: shape.width), inputShape: shape,
          in: &store,
          from: SomeChannels(source: weights, whole: convolution, channels: part.channels, hasBias: index == 0),
          cpu: cpu, choice: choice, threads: threads))
    }
    finest = kernels[0]
    coarser = Array(kernels.dropFirst())
  }

  /// The streams that a node reads side by side, the finest first, and which of its input's channels each one is.
  private static func streams(
    _ node: Node, _ network: Network
  ) -> (parts: [(node: Node.ID, channels: Range<Int>)], rule: Upsampling)? {
    guard node.inputs.count == 1, case .concatenation = network[node.inputs[0]].operation else { return nil }
    var finest: [(Node.ID, Range<Int>)] = [], coarser: [(Node.ID, Range<Int>)] = []
    var rules: Set<Upsampling> = []
    var first = 0
    for input in network[node.inputs[0]].inputs.map({ network[$0] }) {
      let channels = first..<first + input.shape.channels
      first = channels.upperBound
      if case .upsample(let rule) = input.operation {
        rules.insert(rule)
        coarser.append((input.inputs[0], channels))
      } else {
        finest.append((input.id, channels))
      }
    }
    guard finest.count == 1, !coarser.isEmpty, rules.count == 1, let rule = rules.first, rule != .nearest else {
      return nil
    }
    return (finest + coarser, rule)
  }
}

/// The weights of a convolution that belong to some of the channels it reads.
private struct SomeChannels<Source: WeightSource>: WeightSource {
  let source: Source
  let whole: Convolution
  let channels: Range<Int>
  let hasBias: Bool

  func weights(of part: Convolution) throws(CheckpointError) -> ConvolutionWeights {
    var result = try source.weights(of: whole)
    let all = result.weights
    result.weights = (0..<whole.outputChannels).flatMap { output in
      all[output * whole.inputChannels + channels.lowerBound..<output * whole.inputChannels + channels.upperBound]
    }
    if !hasBias { result.bias = Array(repeating: 0, count: result.bias.count) }
    return result
  }
}
