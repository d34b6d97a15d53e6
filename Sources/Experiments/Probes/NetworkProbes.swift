import HRNet

/// The linear read-outs that belong to one network, found by the node that they read.
public struct NetworkProbes: Hashable, Sendable {
  /// As they were fitted, in the order in which they were given.
  public let sets: [FittedProbes]
  /// Of each set, where among its entries a node's is.
  private let places: [[Node.ID: Int]]

  /// A network without any.
  public static let none = NetworkProbes()

  private init() { (sets, places) = ([], []) }

  /// - Parameters:
  ///   - sets: of which `FittedProbes.check` has found that they are this network's. Of a node that several read, the first
  ///     counts.
  ///   - network: at any size.
  public init(_ sets: [FittedProbes], of network: Network) {
    let nodes = Dictionary(
      network.columns.flatMap(\.nodes).map { (network[$0].address.description, $0) }, uniquingKeysWith: { $1 })
    self.sets = sets
    places = sets.map { set in
      var places: [Node.ID: Int] = [:]
      for (index, entry) in set.entries.enumerated() {
        if let node = nodes[entry.node] { places[node] = index }
      }
      return places
    }
  }

  public var isEmpty: Bool { sets.isEmpty }

  /// What can be read: joints, classes, or both.
  public var kinds: [ProbeTargets.Kind] {
    ProbeTargets.Kind.allCases.filter { kind in sets.contains { $0.targets.kind == kind } }
  }

  /// What read-outs of a kind say; nil where there are none. All of a kind say the same.
  public func targets(_ kind: ProbeTargets.Kind) -> ProbeTargets? { sets.first { $0.targets.kind == kind }?.targets }

  /// What is known of a node's read-out, and of the set that it is one of: C, h×w, λ, how much of which pictures it finds.
  ///
  /// - Parameter isConcatenated: of that which reads the coarser streams of the node's column too.
  /// - Returns: nil where none was fitted.
  public func facts(
    of node: Node.ID, _ kind: ProbeTargets.Kind, isConcatenated: Bool = false
  ) -> (entry: FittedProbes.Entry, set: FittedProbes)? {
    for (set, places) in zip(sets, places) where set.targets.kind == kind && set.isConcatenated == isConcatenated {
      if let place = places[node] { return (set.entries[place], set) }
    }
    return nil
  }

  /// A node's read-out; nil where none was fitted.
  public func probe(
    of node: Node.ID, _ kind: ProbeTargets.Kind, isConcatenated: Bool = false
  ) -> FittedProbe? {
    facts(of: node, kind, isConcatenated: isConcatenated).flatMap { $0.set[$0.entry.node] }
  }

  /// The nodes that are read, in the order of time.
  public func nodes(_ kind: ProbeTargets.Kind, isConcatenated: Bool = false) -> [Node.ID] {
    var result: Set<Node.ID> = []
    for (set, places) in zip(sets, places) where set.targets.kind == kind && set.isConcatenated == isConcatenated {
      result.formUnion(places.keys)
    }
    return result.sorted()
  }
}
