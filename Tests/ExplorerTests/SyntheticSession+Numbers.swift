import Engine
import HRNet
import Pose

@testable import Experiments

extension SyntheticSession {
  /// What a flip test would make of heat maps: all of them one value further to the right.
  static func shifted(_ maps: HeatMaps) -> HeatMaps {
    HeatMaps(
      joints: maps.joints, height: maps.height, width: maps.width,
      values: maps.values.indices.map { $0 % maps.width == 0 ? 0 : maps.values[$0 - 1] })
  }

  /// Numbers that depend on place and channel alone: an exchange unit's terms, a convolution's products by channel, or one
  /// value handed on.
  static func sum(at place: ValueSum.Place, _ network: Network, _ interventions: Interventions) -> ValueSum {
    let node = network[place.node]
    func number(_ index: Int) -> Double { Double((index * 37 + place.x + place.y + place.channel) % 64 - 20) / 64 }
    func value(_ terms: [ValueSum.Term]) -> Float { Float(terms.reduce(0) { $0 + $1.amount }) }
    if case .fusion = node.operation {
      let terms = node.inputs.enumerated().compactMap { index, input -> ValueSum.Term? in
        guard case .edge(let edge) = network[input].address else { return nil }
        let contribution = interventions[contributionOf: edge]
        return contribution == .nothing
          ? ValueSum.Term(.edge(edge, .nothing), amount: 0)
          : ValueSum.Term(.edge(edge, contribution), Double(interventions[edge]), number(index))
      }
      return ValueSum(place, value: max(0, value(terms)), rule: .relu, fixed: terms)
    }
    let convolutions = node.operation.convolutions
    guard let convolution = place.layers.map({ convolutions[$0 - 1] }) ?? convolutions.last else {
      return ValueSum(place, value: Float(number(0)), fixed: [.init(.offset, amount: number(0))])
    }
    let side = convolution.kernel
    let terms = (0..<convolution.inputChannels).map { channel -> ValueSum.Term in
      let weights = (0..<side * side).map { number(channel + $0) / 8 }
      let stored = weights.map { $0 / 4 }
      guard side > 1 else { return .init(.channel(channel), weights[0], 0.5, stored: stored[0]) }
      let values = weights.indices.map { $0 == 0 && place.x == 0 ? nil : Double($0) / 4 }
      return .init(
        .channel(channel), amount: zip(values, weights).reduce(0) { $0 + ($1.0 ?? 0) * $1.1 },
        window: .init(side: side, values: values, weights: weights, stored: stored))
    }
    let bias = ValueSum.Term(.bias, amount: -0.125)
    let result = value(terms + [bias])
    let stored = StoredNormalization(gamma: 1.25, beta: 0.5, mean: 0.75, variance: 0.25, bias: 0)
    return ValueSum(
      place, value: convolution.hasReLU ? max(0, result) : result, rule: convolution.hasReLU ? .relu : .asIs,
      many: terms,
      fixed: [bias],
      folding: .init(convolution: convolution, scale: stored.scale, offset: stored.offset, stored: stored))
  }
}
