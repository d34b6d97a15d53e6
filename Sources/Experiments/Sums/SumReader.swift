import Checkpoints
import Engine
import HRNet
import Platform

func exponential(_ value: Double) -> Double { exp(value) }

extension Estimator {
  /// How a value of a pass comes about.
  ///
  /// - Returns: nil where the pass holds no such value, as of an edge that is cut.
  public func sum(at place: ValueSum.Place, in pass: Pass) -> ValueSum? {
    let reader = SumReader(executor: executor, weights: weights, preprocessing: preprocessing, pass: pass)
    // The weights have been read before; only a file that has changed since can fail here.
    return try? reader.sum(at: place)
  }
}

/// Writes sums out, by operation. What each does is said in `Executor`; here it is done again for one value, term by term.
struct SumReader {
  let executor: Executor
  let weights: any WeightSource
  let preprocessing: Preprocessing
  let pass: Pass

  private var network: Network { executor.network }

  func sum(at place: ValueSum.Place) throws(CheckpointError) -> ValueSum? {
    guard network.nodes.indices.contains(place.node) else { return nil }
    let node = network[place.node]
    // Of an edge that is cut nothing is computed, inside of it neither.
    guard pass[node.id] != nil else { return nil }
    if let layers = place.layers {
      guard let inside = executor.activation(inside: node, after: layers, of: pass), inside.has(place),
        let source = executor.activation(inside: node, after: layers - 1, of: pass)
      else { return nil }
      let convolution = node.operation.convolutions[layers - 1]
      let (terms, bias, folding) = try products(of: convolution, on: source, place)
      return ValueSum(
        place, value: inside.value(place), rule: convolution.hasReLU ? .relu : .asIs, many: terms, fixed: [bias],
        folding: folding)
    }
    guard let activation = pass[node.id], activation.has(place) else { return nil }
    let value = activation.value(place)
    if case .edge(let edge) = node.address {
      let contribution = pass.interventions[contributionOf: edge]
      switch contribution {
      case .mean, .patch:
        return ValueSum(place, value: value, fixed: [.init(.replacement(edge, contribution), amount: Double(value))])
      case .gain: break
      }
    }
    let sources = node.inputs.map { pass[$0] }
    switch node.operation {
    case .input: return picture(place, value)
    case .fusion(let hasReLU): return fusion(of: node, hasReLU: hasReLU, place, value)
    case .sequence(let convolutions):
      let before = convolutions.count - 1
      guard let source = executor.activation(inside: node, after: before, of: pass) else { return nil }
      let (terms, bias, folding) = try products(of: convolutions[before], on: source, place)
      return ValueSum(
        place, value: value, rule: convolutions[before].hasReLU ? .relu : .asIs, many: terms, fixed: [bias],
        folding: folding)
    case .residual(let main, let projection):
      return try residual(of: node, main, projection, rule: .relu, place, value)
    case .preactivated(_, let main, let projection):
      return try residual(of: node, main, projection, rule: .asIs, place, value)
    case .projectAndUpsample(let convolution, _):
      guard let source = sources[0] else { return nil }
      return try projected(convolution, on: source, to: node.shape, place, value)
    default:
      guard !sources.contains(where: { $0 == nil }) else { return nil }
      return try head(of: node, sources.compactMap(\.self), place, value)
    }
  }

  // MARK: - The body

  /// A colour from 0 to 255, normalised. What fills the input up beyond the picture is no colour.
  private func picture(_ place: ValueSum.Place, _ value: Float) -> ValueSum {
    let (mean, deviation) = (
      Double(preprocessing.mean[place.channel]), Double(preprocessing.standardDeviation[place.channel])
    )
    let colour = (Double(value) * deviation + mean) * 255
    guard abs(colour - colour.rounded()) < 0.02, (0...255).contains(colour.rounded()) else {
      return ValueSum(place, value: value, fixed: [.init(.offset, amount: Double(value))])
    }
    let index = preprocessing.channels == .bgr ? 2 - place.channel : place.channel
    return ValueSum(
      place, value: value,
      fixed: [
        .init(.colour(index), 1 / (255 * deviation), colour.rounded()), .init(.mean, amount: -mean / deviation),
      ])
  }

  private func fusion(of node: Node, hasReLU: Bool, _ place: ValueSum.Place, _ value: Float) -> ValueSum {
    let terms = node.inputs.compactMap { input -> ValueSum.Term? in
      guard case .edge(let edge) = network[input].address else { return nil }
      let contribution = pass.interventions[contributionOf: edge]
      guard contribution != .nothing, let term = pass[input] else {
        return ValueSum.Term(.edge(edge, .nothing), amount: 0)
      }
      return ValueSum.Term(
        .edge(edge, contribution), Double(pass.interventions[edge]), Double(term.value(place)))
    }
    return ValueSum(place, value: value, rule: hasReLU ? .relu : .asIs, fixed: terms)
  }

  private func residual(
    of node: Node, _ main: [Convolution], _ projection: Convolution?, rule: ValueSum.Rule, _ place: ValueSum.Place,
    _ value: Float
  ) throws(CheckpointError) -> ValueSum? {
    guard let source = pass[node.inputs[0]],
      let inside = executor.activation(inside: node, after: main.count - 1, of: pass)
    else { return nil }
    let (terms, bias, folding) = try products(of: main[main.count - 1], on: inside, place)
    let shortcut: ValueSum.Term
    if let projection {
      let (terms, bias, _) = try products(of: projection, on: source, place)
      shortcut = .init(.projection, amount: terms.reduce(bias.amount) { $0 + $1.amount })
    } else {
      shortcut = .init(.shortcut, amount: Double(source.value(place)))
    }
    return ValueSum(place, value: value, rule: rule, many: terms, fixed: [bias, shortcut], folding: folding)
  }

  /// A convolution at its source's resolution, then upsampled: by nearest a value of it, else a mixture of four.
  private func projected(
    _ convolution: Convolution, on source: Activation, to shape: Shape, _ place: ValueSum.Place, _ value: Float
  ) throws(CheckpointError) -> ValueSum {
    let taps = Tap.taps(at: place, from: convolution.outputShape, to: shape, by: network.architecture.upsampling)
    guard taps.count > 1 else {
      let (terms, bias, folding) = try products(of: convolution, on: source, place.moved(to: taps[0]))
      return ValueSum(place, value: value, many: terms, fixed: [bias], folding: folding)
    }
    let weights = try weights.weights(of: convolution)
    return ValueSum(
      place, value: value,
      fixed: taps.map { tap in
        let (terms, bias) = Self.products(of: convolution, weights, on: source, place.moved(to: tap))
        return .init(
          .position(x: tap.x, y: tap.y), tap.weight, terms.reduce(bias.amount) { $0 + $1.amount })
      })
  }

  // MARK: - Convolutions

  /// What every input channel adds to a convolution's value, and what is added whatever it reads.
  func products(
    of convolution: Convolution, on source: Activation, _ place: ValueSum.Place
  ) throws(CheckpointError) -> (terms: [ValueSum.Term], bias: ValueSum.Term, folding: ValueSum.Folding) {
    let numbers = try weights.weights(of: convolution)
    let (terms, bias) = Self.products(of: convolution, numbers, on: source, place)
    let folding = ValueSum.Folding(
      convolution: convolution, scale: Double(numbers.scale[place.channel]), offset: bias.amount,
      stored: try weights.normalization(of: convolution, channel: place.channel))
    return (terms, bias, folding)
  }

  private static func products(
    of convolution: Convolution, _ numbers: ConvolutionWeights, on source: Activation, _ place: ValueSum.Place
  ) -> (terms: [ValueSum.Term], bias: ValueSum.Term) {
    let (side, channels, shape) = (convolution.kernel, convolution.inputChannels, source.shape)
    let scale = Double(numbers.scale[place.channel])
    let patch = (0..<side * side).map { index -> [Float]? in
      guard let x = convolution.position(readBy: place.x, tap: index % side),
        let y = convolution.position(readBy: place.y, tap: index / side)
      else { return nil }
      guard (0..<shape.width).contains(x), (0..<shape.height).contains(y) else { return nil }
      return source.values(x: x, y: y)
    }
    let terms = (0..<channels).map { channel -> ValueSum.Term in
      let start = (place.channel * channels + channel) * side * side
      let stored = (0..<side * side).map { Double(numbers.weights[start + $0]) }
      let kernel = stored.map { $0 * scale }
      guard side > 1 else {
        return .init(.channel(channel), kernel[0], Double(patch[0]?[channel] ?? 0), stored: stored[0])
      }
      let values = patch.map { $0.map { Double($0[channel]) } }
      let amount = zip(kernel, values).reduce(0) { $0 + $1.0 * ($1.1 ?? 0) }
      return .init(
        .channel(channel), amount: amount, window: .init(side: side, values: values, weights: kernel, stored: stored))
    }
    return (terms, .init(.bias, amount: Double(numbers.bias[place.channel])))
  }
}

extension Convolution {
  /// Which position along a side a tap brings to one of the output; nil for a tap of a transposed convolution that brings
  /// none there.
  fileprivate func position(readBy output: Int, tap: Int) -> Int? {
    guard isTransposed else { return output * stride + tap - kernel / 2 }
    let doubled = output + 1 - tap
    return doubled.isMultiple(of: stride) ? doubled / stride : nil
  }
}

extension ValueSum.Place {
  fileprivate func moved(to tap: Tap) -> ValueSum.Place { .init(node: node, channel: channel, x: tap.x, y: tap.y) }
}

extension Activation {
  /// Whether there is such a value, at the node's shape.
  fileprivate func has(_ place: ValueSum.Place) -> Bool {
    (0..<shape.channels).contains(place.channel) && (0..<shape.width << upsampling).contains(place.x)
      && (0..<shape.height << upsampling).contains(place.y)
  }

  /// Of a position at the node's shape, upsampled where that is pending.
  func value(_ place: ValueSum.Place) -> Float { value(x: place.x, y: place.y, place.channel) }

  func value(x: Int, y: Int, _ channel: Int) -> Float {
    withValues { $0[((y >> upsampling) * shape.width + (x >> upsampling)) * shape.channels + channel] }
  }
}
