import Checkpoints
import Engine
import HRNet

/// What heads compute beside convolutions.
extension SumReader {
  func head(
    of node: Node, _ sources: [Activation], _ place: ValueSum.Place, _ value: Float
  ) throws(CheckpointError) -> ValueSum? {
    let (source, shape, channel) = (sources[0], sources[0].shape, place.channel)
    func handedOn(_ input: Int, channel: Int) -> ValueSum.Term {
      .init(
        .node(node.inputs[input], channel: channel),
        amount: Double(sources[input].value(x: place.x, y: place.y, channel)))
    }
    switch node.operation {
    case .identity: return ValueSum(place, value: value, fixed: [handedOn(0, channel: channel)])
    case .concatenation:
      var (input, rest) = (0, channel)
      while rest >= sources[input].shape.channels { (input, rest) = (input + 1, rest - sources[input].shape.channels) }
      return ValueSum(place, value: value, fixed: [handedOn(input, channel: rest)])
    case .sum: return ValueSum(place, value: value, fixed: sources.indices.map { handedOn($0, channel: channel) })
    case .relu: return ValueSum(place, value: value, rule: .relu, fixed: [handedOn(0, channel: channel)])
    case .upsample(let rule):
      let taps = Tap.taps(at: place, from: shape, to: node.shape, by: rule)
      return ValueSum(
        place, value: value,
        fixed: taps.map {
          .init(.position(x: $0.x, y: $0.y), $0.weight, Double(source.value(x: $0.x, y: $0.y, channel)))
        })
    case .averagePool(let side):
      let share = 1 / Double(side * side)
      let terms = (0..<side * side).map { index -> ValueSum.Term in
        let (x, y) = (place.x * side + index % side, place.y * side + index / side)
        return .init(.position(x: x, y: y), share, Double(source.value(x: x, y: y, channel)))
      }
      return ValueSum(place, value: value, many: terms)
    case .mean:
      let share = 1 / Double(shape.height * shape.width)
      return ValueSum(
        place, value: value,
        many: positions(of: shape) {
          .init(.position(x: $0, y: $1), share, Double(source.value(x: $0, y: $1, channel)))
        })
    case .softmax(let softmax): return self.softmax(softmax, of: source, place, value)
    case .product(let product): return self.product(product, sources[0], sources[1], place, value)
    case .groupNorm(let norm): return try groupNorm(norm, of: source, place, value)
    case .distances(let distances):
      let scale = Double(try weights.numbers(distances.key, count: 1)[0])
      let factor = distances.rule == .linear ? scale * Double(distances.stride) : scale
      let read = Double(source.value(place))
      return ValueSum(
        place, value: value, rule: distances.rule == .linear ? .relu : .exponential,
        fixed: [.init(.node(node.inputs[0], channel: channel), factor, read)])
    case .maxPool(let side):
      return maximum(of: source, side: side, place, value)
    case .input, .sequence, .residual, .preactivated, .projectAndUpsample, .fusion: return nil
    }
  }

  /// The one position whose value is taken, the first of several.
  private func maximum(of source: Activation, side: Int, _ place: ValueSum.Place, _ value: Float) -> ValueSum {
    let (left, top) = (
      place.x * MaxPool.stride - MaxPool.padding(side: side), place.y * MaxPool.stride - MaxPool.padding(side: side)
    )
    let positions = (0..<side * side).map { (x: left + $0 % side, y: top + $0 / side) }.filter {
      (0..<source.shape.width).contains($0.x) && (0..<source.shape.height).contains($0.y)
    }
    let found = positions.first { source.value(x: $0.x, y: $0.y, place.channel) == value } ?? positions[0]
    let read = Double(source.value(x: found.x, y: found.y, place.channel))
    return ValueSum(place, value: value, fixed: [.init(.position(x: found.x, y: found.y), amount: read)])
  }

  private func positions(of shape: Shape, _ term: (Int, Int) -> ValueSum.Term) -> [ValueSum.Term] {
    (0..<shape.height * shape.width).map { term($0 % shape.width, $0 / shape.width) }
  }

  /// The terms are `exp(x − largest)`, as the kernels have it.
  private func softmax(
    _ softmax: Softmax, of source: Activation, _ place: ValueSum.Place, _ value: Float
  ) -> ValueSum {
    var read: [(name: ValueSum.Term.Name, value: Double)]
    let own: Int
    switch softmax {
    case .channels:
      read = source.values(x: place.x, y: place.y).enumerated().map { (.channel($0.offset), Double($0.element)) }
      own = place.channel
    case .positions:
      let width = source.shape.width
      read = (0..<source.shape.height * width).map {
        let (x, y) = ($0 % width, $0 / width)
        return (.position(x: x, y: y), Double(source.value(x: x, y: y, place.channel)))
      }
      own = place.y * width + place.x
    }
    let largest = read.reduce(-Double.infinity) { max($0, $1.value) }
    let terms = read.map { ValueSum.Term($0.name, value: $0.value, amount: exponential($0.value - largest)) }
    return ValueSum(
      place, value: value, rule: .share(terms[own].amount),
      many: terms.indices.filter { $0 != own }.map { terms[$0] }, fixed: [terms[own]])
  }

  private func product(
    _ product: MatrixProduct, _ first: Activation, _ second: Activation, _ place: ValueSum.Place, _ value: Float
  ) -> ValueSum {
    switch product {
    case .gather:
      return ValueSum(
        place, value: value,
        many: positions(of: first.shape) { x, y in
          .init(
            .position(x: x, y: y), Double(first.value(x: x, y: y, place.y)),
            Double(second.value(x: x, y: y, place.channel)))
        })
    case .similarity:
      let other = second.values(x: place.channel % second.shape.width, y: place.channel / second.shape.width)
      let scale = 1 / Double(first.shape.channels).squareRoot()
      return ValueSum(
        place, value: value,
        many: first.values(x: place.x, y: place.y).enumerated().map {
          .init(.channel($0.offset), Double(other[$0.offset]) * scale, Double($0.element))
        })
    case .mixture:
      let width = second.shape.width
      return ValueSum(
        place, value: value,
        many: first.values(x: place.x, y: place.y).enumerated().map {
          .init(
            .channel($0.offset), Double($0.element),
            Double(second.value(x: $0.offset % width, y: $0.offset / width, place.channel)))
        })
    }
  }

  /// `(x − mean) · scale / √(variance + ε) + offset`, mean and variance over the group's channels and all positions.
  private func groupNorm(
    _ norm: GroupNormalization, of source: Activation, _ place: ValueSum.Place, _ value: Float
  ) throws(CheckpointError) -> ValueSum {
    let scale = Double(try weights.numbers(norm.key + ".weight", count: norm.channels)[place.channel])
    let offset = Double(try weights.numbers(norm.key + ".bias", count: norm.channels)[place.channel])
    let size = norm.channels / norm.groups
    let group = place.channel / size * size..<(place.channel / size + 1) * size
    let positions = source.shape.height * source.shape.width
    func average(_ number: (Double) -> Double) -> Double {
      source.withValues { values in
        var sum = 0.0
        for position in 0..<positions {
          for channel in group { sum += number(Double(values[position * source.shape.channels + channel])) }
        }
        return sum / Double(positions * size)
      }
    }
    let mean = average { $0 }
    let variance = average { ($0 - mean) * ($0 - mean) }
    let factor = scale / (variance + GroupNormalization.epsilon).squareRoot()
    return ValueSum(
      place, value: value,
      fixed: [
        .init(.channel(place.channel), factor, Double(source.value(place))), .init(.mean, amount: -mean * factor),
        .init(.offset, amount: offset),
      ])
  }
}
