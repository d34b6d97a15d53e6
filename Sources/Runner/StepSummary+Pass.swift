import Engine
import Experiments
import Explorer
import HRNet

extension StepSummary {
  /// Reduces what a step needs of a pass to a few small pictures.
  ///
  /// - Parameters:
  ///   - executor: of the passes; looks inside of units where the request asks for it.
  ///   - baseline: for differences.
  ///   - sum: of the request's value.
  ///   - contributions: to the peak of the request's joint.
  init(
    _ request: SummaryRequest, executor: Executor, pass: Pass, baseline: Pass?, sum: ValueSum? = nil,
    contributions: PeakContributions? = nil
  ) {
    let network = executor.network
    let column = network.columns[request.column]
    func activation(_ node: Node.ID, of pass: Pass) -> Activation? {
      executor.activation(of: node, layersLeft: request.layersLeft, in: pass)
    }
    var streams = column.nodes.enumerated().compactMap { index, node -> StreamSummary? in
      guard let values = activation(node, of: pass) else { return nil }
      let count = index < request.mosaicCounts.count ? request.mosaicCounts[index] : 4
      return StreamSummary(
        node: node, activation: values, baseline: baseline.flatMap { activation(node, of: $0) }, mode: request.mode,
        channel: request.channel,
        mosaicCount: count)
    }
    // The map of an edge whose sum is written out, too.
    if let node = request.sum?.node, !column.nodes.contains(node), let values = pass[node] {
      streams.append(
        StreamSummary(
          node: node, activation: values, baseline: nil, mode: request.mode, channel: request.channel, mosaicCount: 1))
    }
    var exchange: ExchangeSummary?
    if case .exchange(let address) = column.content, let unit = network.exchangeUnit(address) {
      exchange = ExchangeSummary(
        terms: unit.edges.indices.map { Self.terms(of: unit, destination: $0, pass: pass) },
        sums: unit.outputs.compactMap { pass[$0]?.meanAbsolute() })
    }
    let probed = request.probe.flatMap { probe -> [Float]? in
      guard probe.stream < column.nodes.count, let values = activation(column.nodes[probe.stream], of: pass),
        probe.x < values.shape.width, probe.y < values.shape.height
      else { return nil }
      return values.values(x: probe.x, y: probe.y)
    }
    let named = request.wantsNamedMaps ? column.nodes.first.flatMap { activation($0, of: pass) } : nil
    self.init(
      request: request, streams: streams, exchange: exchange, probed: probed ?? [], sum: sum,
      contributions: contributions,
      namedMaps: named.map { activation in (0..<activation.shape.channels).map(activation.channel) } ?? [])
  }

  private static func terms(of unit: ExchangeUnit, destination: Int, pass: Pass) -> [TermSummary] {
    let row = unit.edges[destination]
    let norms = row.indices.map { source -> Double in
      let edge = unit.edge(from: source, to: destination)
      let gain = pass.interventions[edge]
      return gain == 0 ? 0 : abs(Double(gain)) * (pass[row[source]]?.norm() ?? 0)
    }
    let sum = norms.reduce(0, +)
    return row.indices.map { source in
      TermSummary(share: sum > 0 && sum.isFinite ? norms[source] / sum : 0, map: pass[row[source]]?.meanAbsolute())
    }
  }
}

extension StreamSummary {
  fileprivate init(
    node: Node.ID, activation: Activation, baseline: Activation?, mode: MapMode, channel: Int, mosaicCount: Int
  ) {
    var maps: [FeatureMap] = []
    var channels: [Int] = []
    switch mode {
    case .meanAbsolute: maps = [activation.meanAbsolute()]
    case .maximum: maps = [activation.maximum()]
    case .norm: maps = [activation.channelNorm()]
    case .components: maps = (try? activation.principalComponents()) ?? []
    case .difference: maps = [activation.difference(from: baseline ?? activation)]
    case .channel: channels = [channel % activation.shape.channels]
    case .mosaic: channels = activation.strongestChannels(mosaicCount)
    }
    if !channels.isEmpty { maps = channels.map(activation.channel) }
    self.init(
      node: node, shape: activation.shape, statistics: activation.statistics(), maps: maps,
      channels: channels)
  }
}
