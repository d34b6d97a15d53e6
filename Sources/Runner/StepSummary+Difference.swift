import Engine
import Explorer
import HRNet

extension StepSummary {
  /// State A minus state B at a step, stream by stream. Streams whose shapes differ are left out.
  ///
  /// - Parameters:
  ///   - request: of B.
  ///   - cursor: where A is.
  init(
    _ request: SummaryRequest, from a: (executor: Executor, pass: Pass), at cursor: Cursor,
    minus b: (executor: Executor, pass: Pass)
  ) {
    let columns = (a.executor.network.columns[cursor.column], b.executor.network.columns[request.column])
    let streams = zip(columns.0.nodes, columns.1.nodes).compactMap { former, node -> StreamSummary? in
      guard let one = a.executor.activation(of: former, layersLeft: cursor.layersLeft, in: a.pass),
        let other = b.executor.activation(of: node, layersLeft: request.layersLeft, in: b.pass),
        one.shape == other.shape, one.upsampling == other.upsampling
      else { return nil }
      let map = one.difference(from: other)
      return StreamSummary(
        node: node, shape: one.shape, statistics: Statistics(of: map), maps: [map], channels: [])
    }
    self.init(request: request, streams: streams, exchange: nil)
  }
}

extension Executor {
  /// What a node of a pass holds when some of its layers are still to run; nil where the pass does not hold it.
  func activation(of node: Node.ID, layersLeft: Int, in pass: Pass) -> Activation? {
    let node = network[node]
    return layersLeft == 0 ? pass[node.id] : activation(inside: node, after: node.layerCount - layersLeft, of: pass)
  }
}

extension Statistics {
  /// Of a map's own values.
  fileprivate init(of map: FeatureMap) {
    let finite = map.values.filter(\.isFinite)
    let count = Double(max(finite.count, 1))
    let mean = finite.reduce(0) { $0 + Double($1) } / count
    let square = finite.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    self.init(
      minimum: finite.min() ?? 0, mean: Float(mean), maximum: finite.max() ?? 0, deviation: Float(square.squareRoot()),
      zeroShare: Double(map.values.count { $0 == 0 }) / Double(max(map.values.count, 1)),
      notFinite: map.values.count - finite.count, deadChannels: 0, histogram: [])
  }
}
