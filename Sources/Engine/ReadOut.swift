import HRNet

/// A head and what it reads: the head of the network at a node it was not trained for, or a probe that was.
///
/// What read-outs there are is data, so that further heads add pairs to the list and nothing else.
public struct ReadOut: Hashable, Sendable {
  /// Whose activation is read.
  public let node: Node.ID
  /// The node whose convolutions read it.
  public let head: Node.ID

  public init(node: Node.ID, head: Node.ID) {
    self.node = node
    self.head = head
  }
}

extension Network {
  /// The network's own head at every column of stages 2 to 4 where it fits, in the order of time: stream 1/4 has the
  /// width there that the head reads. Empty without a pose head.
  public var earlyReadOuts: [ReadOut] {
    guard let heatMaps, let read = nodes[heatMaps].inputs.first else { return [] }
    return columns.compactMap { column in
      guard let stage = column.stage, stage >= 2, nodes[column.nodes[0]].shape == nodes[read].shape else { return nil }
      return ReadOut(node: column.nodes[0], head: heatMaps)
    }
  }

  /// The early read-out after a unit: an exchange unit as `s3.m2`, or any node of `earlyReadOuts` by its address, such as
  /// `s3.m2.1/4.u1`; nil where the head does not fit.
  public func earlyReadOut(after unit: String) -> ReadOut? {
    earlyReadOuts.first { readOut in
      if case .fused(let exchange, _) = self[readOut.node].address, exchange.description == unit { return true }
      return self[readOut.node].address.description == unit
    }
  }
}
