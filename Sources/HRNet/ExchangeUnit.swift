/// Where an exchange unit stands, in the terms of the paper's ablation (TPAMI, Table 12).
public enum FusionKind: String, Sendable, CaseIterable {
  /// The last module of the last stage.
  case final
  /// The last module of the earlier stages.
  case across
  /// Every other module.
  case within
  /// No exchange unit of an HRNet: a level of an hourglass, where what went down and came up meets what did not.
  case skip
}

/// One exchange unit: every destination stream is the sum over all source streams (paper, section 3.3).
///
/// An hourglass's skip sum is one too, of one destination: its level's stream is the sum of what was kept there and of
/// what comes up from the level below.
public struct ExchangeUnit: Hashable, Sendable {
  public let address: ExchangeAddress
  public let kind: FusionKind
  /// The streams that are summed, finest first.
  public let sources: [Stream]
  /// The streams that are put out, finest first. The last unit of a V1 network has a single one.
  public let destinations: [Stream]
  /// Node of each edge, `[destination][source]`.
  public let edges: [[Node.ID]]
  /// Node of each fused stream, by destination.
  public let outputs: [Node.ID]

  public var sourceCount: Int { sources.count }
  public var destinationCount: Int { destinations.count }

  /// An edge by the places of its streams among sources and destinations.
  public func edge(from source: Int, to destination: Int) -> EdgeAddress {
    EdgeAddress(address, from: sources[source], to: destinations[destination])
  }

  /// Every edge, by destination and then source.
  public var allEdges: [EdgeAddress] { destinations.indices.flatMap(row) }

  /// Every edge into a destination, by its place.
  public func row(_ destination: Int) -> [EdgeAddress] {
    sources.indices.map { edge(from: $0, to: destination) }
  }

  /// Those that are cut where the unit is off: all but what is passed on then.
  public var foreignEdges: [EdgeAddress] { allEdges.filter { !$0.isPassedOn } }
}
