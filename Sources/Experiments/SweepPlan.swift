import HRNet

/// What a sweep cuts at a time.
public enum SweepTarget: Hashable, Sendable {
  case edge(EdgeAddress)
  /// Every foreign edge of an exchange unit.
  case unit(ExchangeAddress)
  /// Every foreign edge of all exchange units of a kind.
  case kind(FusionKind)
}

extension SweepTarget: CustomStringConvertible {
  /// A SPEC of the command line: `pose --cut` with it measures the same.
  public var description: String {
    switch self {
    case .edge(let edge): edge.description
    case .unit(let unit): unit.description
    case .kind(let kind): kind.rawValue
    }
  }
}

/// Everything a sweep cuts, in an order in which every pass finds most of what it needs in the executor's cache.
///
/// Exchange units come from the last to the first: the activations a cut leaves alone lie upstream of it, and those are
/// what all later cuts read too, so that the least recently used ones, which the cache drops first, are those that
/// nothing needs any more. In a unit come its edges, then the unit itself, then the kind whose first unit it is: they share
/// fused streams and, between units, whole modules.
public struct SweepPlan: Hashable, Sendable {
  public struct Step: Hashable, Sendable {
    public let target: SweepTarget
    /// The kind of its exchange units.
    public let kind: FusionKind
    public let edges: [EdgeAddress]
    /// Multiply-accumulates downstream of the edges, which is what a pass computes anew at most, and a twentieth of the
    /// network's for what every pass costs beside them. For shares of time, not for display.
    public let work: Int
  }

  public let steps: [Step]

  /// - Parameter includesIdentities: whether identity edges are cut too. By default they are not: in the paper's terms an
  ///   exchange unit that is off still passes each stream to itself, so that an identity edge is no fusion.
  public init(_ network: Network, includesIdentities: Bool = false) {
    var steps: [Step] = []
    for unit in network.exchangeUnits.reversed() {
      let edges = network.edges.filter { $0.unit == unit.address && (includesIdentities || !$0.isPassedOn) }
      for edge in edges {
        steps.append(Step(.edge(edge), unit.kind, [edge], network))
      }
      steps.append(
        Step(.unit(unit.address), unit.kind, EdgeSelection.foreignEdges(of: [unit], in: network), network))
      let units = network.exchangeUnits.filter { $0.kind == unit.kind }
      if units.first == unit {
        steps.append(Step(.kind(unit.kind), unit.kind, EdgeSelection.foreignEdges(of: units, in: network), network))
      }
    }
    self.steps = steps
  }
}

extension SweepPlan.Step {
  init(_ target: SweepTarget, _ kind: FusionKind, _ edges: [EdgeAddress], _ network: Network) {
    let cut = Set(edges.compactMap { network.node(.edge($0))?.id })
    var isDownstream = [Bool](repeating: false, count: network.nodes.count)
    var work = network.multiplyAccumulates / 20 + 1
    for node in network.nodes where node.inputs.contains(where: { cut.contains($0) || isDownstream[$0] }) {
      isDownstream[node.id] = true
      work += node.multiplyAccumulates
    }
    (self.target, self.kind, self.edges, self.work) = (target, kind, edges, work)
  }
}
