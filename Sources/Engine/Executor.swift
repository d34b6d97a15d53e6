import CKernels
import Checkpoints
import Network

/// Runs a network: input and interventions in, every node's activation out.
///
/// The result is a pure function of weights, input and interventions. The executor remembers activations, so a
/// change recomputes only what lies downstream of it, and going back to an earlier state costs next to nothing.
///
/// Not `Sendable`: one worker owns an executor and calls it.
public final class Executor {
  public let network: Network
  private let kernels: [[ConvolutionKernel]]
  private let team: ThreadTeam
  private let pool = FloatBufferPool()
  private let scratch: FloatBuffer
  private var cache: ActivationCache
  private var lastVersion: UInt64 = 0

  /// - Parameters:
  ///   - threads: members of the team that computes; at least 1.
  ///   - cacheBudget: bytes of activations to remember beyond the current pass.
  /// - Throws: `CheckpointError` where a tensor the network needs is missing.
  public init(
    _ network: Network, weights: Checkpoint, threads: Int, cacheBudget: Int = 512 << 20
  ) throws(CheckpointError) {
    hr_use_one_blas_thread()
    self.network = network
    team = ThreadTeam(count: max(1, threads))
    cache = ActivationCache(nodes: network.nodes.count, budget: cacheBudget)
    var kernels: [[ConvolutionKernel]] = []
    for node in network.nodes {
      kernels.append(try Self.kernels(of: node, in: network, from: weights))
    }
    self.kernels = kernels
    let scratchCount = kernels.joined().map(\.scratchCount).max() ?? 0
    scratch = FloatBuffer(count: scratchCount * max(1, threads))
  }

  private static func kernels(
    of node: Node, in network: Network, from weights: Checkpoint
  ) throws(CheckpointError) -> [ConvolutionKernel] {
    guard let first = node.inputs.first else { return [] }
    let source = network[first].shape
    func kernel(_ convolution: Convolution, on shape: Shape) throws(CheckpointError) -> ConvolutionKernel {
      try ConvolutionKernel(convolution, inputShape: shape, from: weights)
    }
    switch node.operation {
    case .input, .identity, .fusion: return []
    case .projectAndUpsample(let convolution, _): return [try kernel(convolution, on: source)]
    case .sequence(let convolutions): return try chain(convolutions)
    case .residual(let main, let projection):
      let last = try projection.map { convolution throws(CheckpointError) in try kernel(convolution, on: source) }
      return try chain(main) + (last.map { [$0] } ?? [])
    }

    func chain(_ convolutions: [Convolution]) throws(CheckpointError) -> [ConvolutionKernel] {
      var shape = source
      var result: [ConvolutionKernel] = []
      for convolution in convolutions {
        let next = try kernel(convolution, on: shape)
        shape = next.outputShape
        result.append(next)
      }
      return result
    }
  }

  /// Makes an input of the network.
  ///
  /// - Parameter values: `height × width × 3`, normalised.
  /// - Precondition: the number of values is that of the network's input.
  public func input(_ values: [Float]) -> Activation {
    let shape = network.nodes[0].shape
    precondition(values.count == shape.count)
    let buffer = pool.buffer(count: shape.count)
    buffer.pointer.update(from: values, count: values.count)
    return activation(shape, buffer)
  }

  /// Runs the network, reading from the cache what has been computed before.
  ///
  /// - Parameter input: made by `input(_:)` of this executor; the same object means the same picture.
  /// - Throws: `PassCancelled` when asked to stop; what was computed until then is remembered.
  public func run(
    _ input: Activation, _ interventions: Interventions = .none, cancellation: Cancellation? = nil
  ) throws(PassCancelled) -> Pass {
    let clock = ContinuousClock()
    let start = clock.now
    var activations: [Activation?] = Array(repeating: nil, count: network.nodes.count)
    var recomputed: [Node.ID] = []
    cache.beginPass()
    defer { cache.trim() }

    for node in network.nodes {
      if cancellation?.isCancelled == true { throw PassCancelled() }
      switch node.operation {
      case .input: activations[node.id] = input
      case .identity: activations[node.id] = activations[node.inputs[0]]
      default:
        let (key, terms) = reads(of: node, activations, interventions)
        if let known = cache.activation(of: node.id, for: key) {
          activations[node.id] = known
        } else if !isCut(node, by: interventions) {
          let result = compute(node, terms)
          cache.insert(result, of: node.id, for: key)
          activations[node.id] = result
          recomputed.append(node.id)
        }
      }
    }
    return Pass(
      activations: activations, recomputed: recomputed, duration: clock.now - start, interventions: interventions)
  }

  /// Whether a node is an edge whose term would be multiplied by zero: nothing needs it.
  private func isCut(_ node: Node, by interventions: Interventions) -> Bool {
    if case .edge(let edge) = node.address { interventions[edge] == 0 } else { false }
  }

  /// The activations a node reads with their gains, and the key that stands for them.
  private func reads(
    of node: Node, _ activations: [Activation?], _ interventions: Interventions
  ) -> (ActivationKey, [(activation: Activation, gain: Float)]) {
    var key = ActivationKey(versions: [])
    var terms: [(activation: Activation, gain: Float)] = []
    for input in node.inputs {
      guard let activation = activations[input] else { continue }
      var gain: Float = 1
      if case .edge(let edge) = network[input].address {
        gain = interventions[edge]
        // A cut edge's activation may still be at hand from an earlier pass; it is no part of the sum.
        if gain == 0 { continue }
        key.gains.append(gain)
      }
      key.versions.append(activation.version)
      terms.append((activation, gain))
    }
    return (key, terms)
  }

  private func compute(_ node: Node, _ terms: [(activation: Activation, gain: Float)]) -> Activation {
    switch node.operation {
    case .input, .identity: return terms[0].activation
    case .fusion: return fuse(terms, shape: node.shape)
    case .sequence:
      return chain(kernels[node.id], on: terms[0].activation)
    case .projectAndUpsample(_, let factor):
      switch network.architecture.upsampling {
      case .nearest:
        return chain(kernels[node.id], on: terms[0].activation, upsampling: factor.trailingZeroBitCount)
      case .bilinear:
        return upsampledBilinearly(chain(kernels[node.id], on: terms[0].activation), factor: factor)
      }
    case .residual(let main, let projection):
      let source = terms[0].activation
      let shortcut = projection == nil ? source : chain(Array(kernels[node.id].suffix(1)), on: source)
      return chain(Array(kernels[node.id].prefix(main.count)), on: source, residual: shortcut)
    }
  }

  /// Convolutions one after another; the last adds the residual, where there is one, and then has a ReLU.
  private func chain(
    _ kernels: [ConvolutionKernel], on source: Activation, residual: Activation? = nil, upsampling: Int = 0
  ) -> Activation {
    var current = source
    for (index, kernel) in kernels.enumerated() {
      let isLast = index == kernels.count - 1
      let buffer = pool.buffer(count: kernel.outputShape.count)
      kernel.run(
        current.buffer.pointer, residual: isLast ? residual.map { UnsafePointer($0.buffer.pointer) } : nil,
        hasReLU: kernel.convolution.hasReLU || (isLast && residual != nil), output: buffer.pointer,
        scratch: scratch.pointer, team: team)
      current = activation(kernel.outputShape, buffer, upsampling: isLast ? upsampling : 0)
    }
    return current
  }

  private func upsampledBilinearly(_ source: Activation, factor: Int) -> Activation {
    let (height, width, channels) = (source.shape.height, source.shape.width, source.shape.channels)
    let shape = Shape(channels: channels, height: height * factor, width: width * factor)
    let buffer = pool.buffer(count: shape.count)
    team.split(rows: shape.height) { _, rows in
      hr_upsample_bilinear(
        source.buffer.pointer, Int32(height), Int32(width), Int32(channels), Int32(factor), buffer.pointer,
        Int32(rows.lowerBound), Int32(rows.upperBound))
    }
    return activation(shape, buffer)
  }

  private func fuse(_ terms: [(activation: Activation, gain: Float)], shape: Shape) -> Activation {
    let buffer = pool.buffer(count: shape.count)
    let terms = terms.map {
      hr_term(values: $0.activation.buffer.pointer, gain: $0.gain, shift: Int32($0.activation.upsampling))
    }
    terms.withUnsafeBufferPointer { terms in
      let start = terms.baseAddress
      team.split(rows: shape.height) { _, rows in
        hr_fuse(
          start, Int32(terms.count), Int32(shape.width), Int32(shape.channels), buffer.pointer,
          Int32(rows.lowerBound), Int32(rows.upperBound))
      }
    }
    return activation(shape, buffer)
  }

  private func activation(_ shape: Shape, _ buffer: FloatBuffer, upsampling: Int = 0) -> Activation {
    lastVersion += 1
    return Activation(shape: shape, upsampling: upsampling, version: lastVersion, buffer: buffer)
  }
}
