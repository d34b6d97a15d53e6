import HRNet
import Synchronization

/// The linear read-outs that belong to one network, found by the node that they read. They are opened when somebody first asks
/// for one: who only looks at a network does not wait for them.
public struct NetworkProbes: Sendable {
  private let shelf: Shelf

  /// A network without any.
  public static let none = NetworkProbes(shelf: Shelf { ([], []) })

  private init(shelf: Shelf) { self.shelf = shelf }

  /// - Parameters:
  ///   - sets: of which `FittedProbes.check` has found that they are this network's. Of a node that several read, the first
  ///     counts.
  ///   - network: at any size.
  public init(_ sets: [FittedProbes], of network: Network) { self.init(of: network) { sets } }

  /// The same of sets that are opened when they are asked for.
  public init(of network: Network, opening: @escaping @Sendable () -> [FittedProbes]) {
    shelf = Shelf {
      let sets = opening()
      let nodes = Dictionary(
        network.columns.flatMap(\.nodes).map { (network[$0].address.description, $0) }, uniquingKeysWith: { $1 })
      let places = sets.map { set in
        var places: [Node.ID: Int] = [:]
        for (index, entry) in set.entries.enumerated() {
          if let node = nodes[entry.node] { places[node] = index }
        }
        return places
      }
      return (sets, places)
    }
  }

  /// As they were fitted, in the order in which they were given.
  public var sets: [FittedProbes] { shelf.content.sets }

  public var isEmpty: Bool { sets.isEmpty }

  /// What can be read: joints, classes, or both.
  public var kinds: [ProbeTargets.Kind] {
    let sets = sets
    return ProbeTargets.Kind.allCases.filter { kind in sets.contains { $0.targets.kind == kind } }
  }

  /// What is read in the place of an output: the like of it where there are read-outs of that, else what there are; nil where
  /// there are none.
  public func kind(for output: HeadOutput) -> ProbeTargets.Kind? {
    let like: ProbeTargets.Kind? =
      switch output {
      case .heatMaps: .joints
      case .classMap: .classes
      case .classScores, .levels, .boxes: nil
      }
    let kinds = kinds
    return like.flatMap { kinds.contains($0) ? $0 : nil } ?? kinds.first
  }

  /// What decides how a network is given pictures: a pose head does by itself, and read-outs then see what it sees.
  public func framing(for output: HeadOutput, of network: Network) -> ProbeTargets.Kind? {
    network.heatMaps == nil ? kind(for: output) : nil
  }

  /// What read-outs of a kind say; nil where there are none. All of a kind say the same.
  public func targets(_ kind: ProbeTargets.Kind) -> ProbeTargets? { set(kind)?.targets }

  /// The set of a kind that was given first; nil where there is none.
  public func set(_ kind: ProbeTargets.Kind) -> FittedProbes? { sets.first { $0.targets.kind == kind } }

  /// What is known of a node's read-out, and of the set that it is one of: C, h×w, λ, how much of which pictures it finds.
  ///
  /// - Parameter isConcatenated: of that which reads the coarser streams of the node's column too.
  /// - Returns: nil where none was fitted.
  public func facts(
    of node: Node.ID, _ kind: ProbeTargets.Kind, isConcatenated: Bool = false
  ) -> (entry: FittedProbes.Entry, set: FittedProbes)? {
    let (sets, places) = shelf.content
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
    let (sets, places) = shelf.content
    var result: Set<Node.ID> = []
    for (set, places) in zip(sets, places) where set.targets.kind == kind && set.isConcatenated == isConcatenated {
      result.formUnion(places.keys)
    }
    return result.sorted()
  }

  /// Opens them once.
  private final class Shelf: Sendable {
    /// The sets, and of each, where among its entries a node's is.
    typealias Content = (sets: [FittedProbes], places: [[Node.ID: Int]])

    private let opened = Mutex<Content?>(nil)
    private let open: @Sendable () -> Content

    init(_ open: @escaping @Sendable () -> Content) { self.open = open }

    var content: Content {
      opened.withLock { opened in
        if let opened { return opened }
        let content = open()
        opened = content
        return content
      }
    }
  }
}
