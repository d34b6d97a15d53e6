/// What a linear read-out reads: a node, or the node and the coarser streams beside it, brought to its size and laid side
/// by side, as HRNetV2's head reads them.
public struct ProbeInput: Hashable, Sendable {
  /// The node itself, then the coarser ones, finest first.
  public let nodes: [Node.ID]
  /// Of all channels side by side, at the size of the first node.
  public let shape: Shape
  /// As `network` names the first node: `s4.m2.1/8.u1`, `s4.m2>1/4`.
  public let name: String
}

extension Column {
  fileprivate var isProbed: Bool {
    switch content {
    case .unit(let module, _): module.stage >= 2
    case .exchange, .decoder, .stack: true
    case .input, .stem, .transition, .head: false
    }
  }
}

extension Network {
  /// What read-outs are fitted to where nobody says which: every stream after every unit and exchange unit of stages 2
  /// to 4, in the order of time, and what a decoder or an hourglass computes. Transitions hand on what stands before them,
  /// or begin a stream.
  public var probedNodes: [Node.ID] { columns.filter(\.isProbed).flatMap(\.nodes) }

  /// Where each stream ends: the last of `probedNodes` of its resolution, finest first.
  public var streamEnds: [Node.ID] {
    var ends: [Stream: Node.ID] = [:]
    for column in columns where column.isProbed {
      for (stream, node) in zip(column.streams, column.nodes) { ends[stream] = node }
    }
    return ends.sorted { $0.key < $1.key }.map(\.value)
  }

  /// What a read-out of a node reads.
  ///
  /// - Parameters:
  ///   - name: as `network` prints it; of the body behind the input.
  ///   - isConcatenated: whether the coarser streams of its column are read too.
  /// - Returns: nil where the network has no such node, or one that has no place in the course of the streams: the input,
  ///   an edge, a part of a head.
  public func probeInput(_ name: String, isConcatenated: Bool = false) -> ProbeInput? {
    for column in columns {
      switch column.content {
      case .input, .head: continue
      case .stem, .unit, .transition, .exchange, .decoder, .stack: break
      }
      guard let place = column.nodes.firstIndex(where: { self[$0].address.description == name }) else { continue }
      let read = isConcatenated ? Array(column.nodes[place...]) : [column.nodes[place]]
      let own = self[read[0]].shape
      let channels = read.reduce(0) { $0 + self[$1].shape.channels }
      return ProbeInput(
        nodes: read, shape: Shape(channels: channels, height: own.height, width: own.width), name: name)
    }
    return nil
  }
}
