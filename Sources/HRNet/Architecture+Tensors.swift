/// A tensor that an architecture needs.
public struct NeededTensor: Hashable, Sendable {
  /// Canonical key (`Documentation/HRNet.md`, "Structure").
  public let key: String
  public let shape: [Int]
  /// The first node that reads it.
  public let node: Address
}

/// What of an architecture does not depend on the size of its input: its weights.
extension Architecture {
  /// The tensors a checkpoint must hold, in the order of the network, each once.
  ///
  /// - Throws: where a number of the architecture is out of bounds.
  public func tensors() throws(ArchitectureError) -> [NeededTensor] {
    var known: Set<String> = []
    return try nodes().flatMap { node in
      node.operation.tensors.filter { known.insert($0.key).inserted }
        .map { NeededTensor(key: $0.key, shape: $0.shape, node: node.address) }
    }
  }

  /// Learned numbers.
  ///
  /// - Throws: where a number of the architecture is out of bounds.
  public func parameters() throws(ArchitectureError) -> Int { try nodes().reduce(0) { $0 + $1.parameters } }

  /// Nodes whose shapes say nothing but how many channels there are.
  private func nodes() throws(ArchitectureError) -> [Node] {
    try validate()
    var builder = NetworkBuilder(upsampling: upsampling)
    _ = build(input: .smallest(for: self), in: &builder)
    return builder.nodes
  }
}
