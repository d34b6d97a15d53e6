import CKernels
import Checkpoints
import HRNet

/// Runs a network: input and interventions in, every node's activation out.
///
/// The result is a pure function of weights, input and interventions. The executor remembers activations, so a
/// change recomputes only what lies downstream of it, and going back to an earlier state costs next to nothing.
///
/// Not `Sendable`: one worker owns an executor and calls it.
public final class Executor {
  public let network: Network
  /// The first node whose weights are not all finite.
  public let firstNotFiniteWeights: NotFinite?
  let cpu: CPULevel
  let kernels: [NodeKernels]
  let team: ThreadTeam
  let pool = FloatBufferPool()
  /// Of weights and scratch memory.
  private let arena = FloatArena()
  let scratch: UnsafeMutablePointer<Float>
  /// By node, the nodes whose activations it is computed from.
  let inputs: [[Node.ID]]
  /// By node, whether no output is computed from it: it is there to be looked at.
  private let isForShow: [Bool]
  /// By node, the nodes that nobody reads any more once it is computed.
  private let lastReads: [[Node.ID]]
  var cache: ActivationCache
  private var lastVersion: UInt64 = 0
  /// Passes with nothing changed that the last interventions took replacements from, by the version of their input.
  var references: [UInt64: Pass] = [:]

  /// What one node computes with: its convolutions, in the order they run, and numbers that belong to none.
  struct NodeKernels {
    var main: [ConvolutionKernel] = []
    var projection: ConvolutionKernel?
    /// Of a head's convolution over streams side by side: another way to the same numbers, which is shorter.
    var early: EarlyProjection?
    /// Scale and offset of a group normalisation, the scale of distances; scale and shift of a normalisation before the
    /// first convolution.
    var numbers: [[Float]] = []
  }

  /// How many buffers of each count another pass would write.
  private lazy var buffersOfPass = network.buffersOfPass

  /// Has memory at hand for another pass, so that the next change does not wait for the system. For moments in which nobody
  /// waits: it takes as long as the memory that came to be in use since the last time.
  public func makeRoom() { pool.reserve(buffersOfPass) }

  /// - Parameters:
  ///   - threads: members of the team that computes; at least 1.
  ///   - cacheBudget: bytes of activations to remember; those of the current pass always are. By default a few passes,
  ///     `Network.rememberedBytes`.
  ///   - cpu: a level this machine supports.
  ///   - progress: told of every node whose weights are prepared.
  /// - Throws: `CheckpointError` where a tensor the network needs is missing.
  public init(
    _ network: Network, weights: some WeightSource, threads: Int, cacheBudget: Int? = nil,
    cpu: CPULevel = .preferred, choice: KernelChoice = .preferred, progress: Cancellation? = nil
  ) throws(CheckpointError) {
    precondition(cpu <= .best)
    self.network = network
    self.cpu = cpu
    team = ThreadTeam(count: max(1, threads))
    cache = ActivationCache(nodes: network.nodes.count, budget: cacheBudget ?? network.rememberedBytes)
    var kernels: [NodeKernels] = []
    var notFinite: NotFinite?
    var store = WeightStore(arena, team: team)
    for node in network.nodes {
      var result = NodeKernels()
      var shape = node.inputs.first.map { network[$0].shape } ?? node.shape
      let convolutions = node.operation.convolutions
      for (index, convolution) in convolutions.enumerated() {
        let isProjection = node.operation.hasProjection && index == convolutions.count - 1
        let kernel = try ConvolutionKernel(
          convolution, inputShape: isProjection ? network[node.inputs[0]].shape : shape, in: &store, from: weights,
          cpu: cpu, choice: choice, threads: team.count)
        if isProjection { result.projection = kernel } else { result.main.append(kernel) }
        shape = kernel.outputShape
      }
      result.early = try EarlyProjection(
        node, of: network, in: &store, from: weights, cpu: cpu, choice: choice, threads: team.count)
      if case .preactivated(let norm, _, _) = node.operation {
        result.numbers = try store.scaleAndShift(norm, from: weights)
      } else if convolutions.isEmpty {
        for tensor in node.operation.tensors {
          result.numbers.append(try store.numbers(tensor.key, count: tensor.shape.reduce(1, *), from: weights))
        }
      }
      if notFinite == nil, let key = store.firstNotFinite {
        notFinite = NotFinite(node: node.id, cause: .weights(key: key))
      }
      kernels.append(result)
      progress?.advance()
    }
    self.kernels = kernels
    firstNotFiniteWeights = notFinite
    let all = kernels.lazy.flatMap { $0.main + ($0.projection.map { [$0] } ?? []) }
    let counts = all.map(\.scratchCount) + kernels.compactMap { $0.early?.scratchCount }
    scratch = arena.floats((counts.max() ?? 0) * team.count)
    inputs = zip(network.nodes, kernels).map { $1.early?.sources ?? $0.inputs }
    (isForShow, lastReads) = network.reads(inputs)
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
  /// Replaced edges need a pass with nothing changed, on the same input for means, on the donors for patches. It is run
  /// first where it is not known, and kept as long as interventions need it.
  ///
  /// - Parameters:
  ///   - input: made by `input(_:)` of this executor; the same object means the same picture.
  ///   - donors: inputs that patched edges take their terms from; made in the same way.
  ///   - keepsActivations: false for an input that will not come again, of whose activations only the network's outputs
  ///     are wanted. The pass drives nothing else out of the cache, and is faster: its memory stays with the processor.
  /// - Precondition: there are as many donors as the interventions name.
  /// - Throws: `PassCancelled` when asked to stop; what was computed until then is remembered.
  public func run(
    _ input: Activation, _ interventions: Interventions = .none, donors: [Activation] = [],
    keepsActivations: Bool = true, cancellation: Cancellation? = nil
  ) throws(PassCancelled) -> Pass {
    let clock = ContinuousClock()
    let start = clock.now
    try prepareReferences(for: interventions, input, donors, cancellation)
    var activations: [Activation?] = Array(repeating: nil, count: network.nodes.count)
    var recomputed: [Node.ID] = []
    var nodeDurations: [Duration] = []
    cache.beginPass()
    defer { cache.trim() }

    for node in network.nodes {
      if cancellation?.isCancelled == true { throw PassCancelled() }
      defer { cancellation?.advance() }
      if isForShow[node.id], !keepsActivations { continue }
      if let replacement = replacement(for: node, by: interventions, input, donors) {
        activations[node.id] = replacement
        continue
      }
      switch node.operation {
      case .input: activations[node.id] = input
      case .identity: activations[node.id] = activations[node.inputs[0]]
      default:
        let (key, terms) = reads(of: node, activations, interventions)
        if let known = cache.activation(of: node.id, for: key) {
          activations[node.id] = known
        } else if !isCut(node, by: interventions) {
          let nodeStart = clock.now
          let result = compute(node, terms)
          nodeDurations.append(clock.now - nodeStart)
          if keepsActivations { cache.insert(result, of: node.id, for: key) }
          activations[node.id] = result
          recomputed.append(node.id)
        }
      }
      if !keepsActivations { for read in lastReads[node.id] { activations[read] = nil } }
    }
    return Pass(
      activations: activations, recomputed: recomputed, nodeDurations: nodeDurations, duration: clock.now - start,
      interventions: interventions)
  }

  /// What a unit of a pass holds after some of its layers. Computed anew: a pass keeps only what units put out.
  ///
  /// - Parameter layers: how many of the unit's convolutions to run, not all. With none it is what the first one reads.
  /// - Returns: nil where there is no such layer.
  public func activation(inside node: Node, after layers: Int, of pass: Pass) -> Activation? {
    let kernels = kernels[node.id].main
    guard layers >= 0, layers < kernels.count, let source = pass[node.inputs[0]] else { return nil }
    return chain(Array(kernels.prefix(layers)), on: firstRead(of: node, source))
  }

  /// What a unit's first convolution reads.
  private func firstRead(of node: Node, _ source: Activation) -> Activation {
    guard case .preactivated = node.operation else { return source }
    let numbers = kernels[node.id].numbers
    return scaled(source, by: numbers[0], shiftedBy: numbers[1], hasReLU: true)
  }

  /// Whether a node is an edge whose term would be multiplied by zero: nothing needs it.
  private func isCut(_ node: Node, by interventions: Interventions) -> Bool {
    if case .edge(let edge) = node.address { interventions[contributionOf: edge] == .nothing } else { false }
  }

  /// The activations a node reads with their gains, and the key that stands for them.
  private func reads(
    of node: Node, _ activations: [Activation?], _ interventions: Interventions
  ) -> (ActivationKey, [(activation: Activation, gain: Float)]) {
    var key = ActivationKey(versions: [])
    var terms: [(activation: Activation, gain: Float)] = []
    let inputs = inputs[node.id]
    key.versions.reserveCapacity(inputs.count)
    terms.reserveCapacity(inputs.count)
    for input in inputs {
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

  func compute(_ node: Node, _ terms: [(activation: Activation, gain: Float)]) -> Activation {
    switch node.operation {
    case .input, .identity: return terms[0].activation
    case .fusion(let hasReLU): return fuse(terms, shape: node.shape, hasReLU: hasReLU)
    case .sequence:
      if let early = kernels[node.id].early { return project(early, terms.map(\.activation)) }
      return chain(kernels[node.id].main, on: terms[0].activation)
    case .projectAndUpsample(let convolution, let factor):
      let (kernels, rule) = (kernels[node.id].main, network.architecture.upsampling)
      let isWhole =
        convolution.outputShape.height * factor == node.shape.height
        && convolution.outputShape.width * factor == node.shape.width
      if rule == .nearest, isWhole {
        return chain(kernels, on: terms[0].activation, upsampling: factor.trailingZeroBitCount)
      }
      return upsampled(chain(kernels, on: terms[0].activation), to: node.shape, by: rule)
    case .residual:
      let source = terms[0].activation
      let shortcut = kernels[node.id].projection.map { run($0, on: source, residual: nil, hasReLU: false) }
      return chain(kernels[node.id].main, on: source, residual: shortcut ?? source, residualHasReLU: true)
    case .preactivated:
      let source = terms[0].activation
      let shortcut = kernels[node.id].projection.map { run($0, on: source, residual: nil, hasReLU: false) }
      return chain(kernels[node.id].main, on: firstRead(of: node, source), residual: shortcut ?? source)
    case .upsample(.nearest) where node.isEdge && node.isWhole(timesSizeOf: terms[0].activation):
      // The sum reads every value as often as it is repeated.
      let source = terms[0].activation
      let factor = node.shape.height / source.shape.height
      return activation(source.shape, source.buffer, upsampling: factor.trailingZeroBitCount)
    default: return computeHead(node, terms.map(\.activation))
    }
  }

  /// Convolutions one after another; the last adds the residual, where there is one.
  private func chain(
    _ kernels: [ConvolutionKernel], on source: Activation, residual: Activation? = nil, residualHasReLU: Bool = false,
    upsampling: Int = 0
  ) -> Activation {
    var current = source
    for (index, kernel) in kernels.enumerated() {
      let isLast = index == kernels.count - 1
      current = run(
        kernel, on: current, residual: isLast ? residual : nil,
        hasReLU: kernel.convolution.hasReLU || (isLast && residualHasReLU), upsampling: isLast ? upsampling : 0)
    }
    return current
  }

  private func project(_ early: EarlyProjection, _ sources: [Activation]) -> Activation {
    let coarser = zip(early.coarser, sources.dropFirst()).map { run($0, on: $1, residual: nil, hasReLU: false) }
    let sum = summed(coarser, broughtTo: early.finest.outputShape, by: early.rule)
    return run(early.finest, on: sources[0], residual: sum, hasReLU: early.hasReLU)
  }

  private func run(
    _ kernel: ConvolutionKernel, on source: Activation, residual: Activation?, hasReLU: Bool, upsampling: Int = 0
  ) -> Activation {
    let buffer = pool.buffer(count: kernel.outputShape.count)
    kernel.run(
      source.buffer.pointer, residual: residual.map { UnsafePointer($0.buffer.pointer) }, hasReLU: hasReLU,
      output: buffer.pointer, scratch: scratch, team: team)
    return activation(kernel.outputShape, buffer, upsampling: upsampling)
  }

  func fuse(_ terms: [(activation: Activation, gain: Float)], shape: Shape, hasReLU: Bool) -> Activation {
    let buffer = pool.buffer(count: shape.count)
    let terms = terms.map {
      hrs_term(values: $0.activation.buffer.pointer, gain: $0.gain, shift: Int32($0.activation.upsampling))
    }
    terms.withUnsafeBufferPointer { terms in
      let start = terms.baseAddress
      team.split(shape.height) { _, rows in
        hrs_fuse(
          cpu.kernelLevel, start, Int32(terms.count), Int32(shape.width), Int32(shape.channels), hasReLU,
          buffer.pointer, Int32(rows.lowerBound), Int32(rows.upperBound))
      }
    }
    return activation(shape, buffer)
  }

  func activation(_ shape: Shape, _ buffer: FloatBuffer, upsampling: Int = 0) -> Activation {
    lastVersion += 1
    return Activation(shape: shape, upsampling: upsampling, version: lastVersion, buffer: buffer)
  }
}

extension Network {
  /// By node, whether no output is computed from it, and those of its inputs that no later node reads and that are no
  /// output.
  fileprivate func reads(_ inputs: [[Node.ID]]) -> (isForShow: [Bool], lastReads: [[Node.ID]]) {
    var (isForShow, isRead) = (nodes.map { _ in true }, nodes.map { _ in false })
    var lastReads: [[Node.ID]] = Array(repeating: [], count: nodes.count)
    for output in outputs.flatMap(\.nodes) { (isForShow[output], isRead[output]) = (false, true) }
    for node in nodes.reversed() where !isForShow[node.id] {
      for input in inputs[node.id] {
        isForShow[input] = false
        if !isRead[input] { lastReads[node.id].append(input) }
        isRead[input] = true
      }
    }
    return (isForShow, lastReads)
  }
}

extension Operation {
  fileprivate var hasProjection: Bool {
    switch self {
    case .residual(_, projection: .some), .preactivated(_, _, projection: .some): true
    default: false
    }
  }
}

extension Node {
  fileprivate var isEdge: Bool { if case .edge = address { true } else { false } }

  /// Whether both sides are the same power of two as large as an activation's, which is not itself upsampled.
  fileprivate func isWhole(timesSizeOf source: Activation) -> Bool {
    let factor = shape.height / source.shape.height
    return source.upsampling == 0 && factor.nonzeroBitCount == 1 && shape.height == factor * source.shape.height
      && shape.width == factor * source.shape.width
  }
}
