/// Where an exchange unit stands, in the terms of the paper's ablation (TPAMI, Table 12).
public enum FusionKind: String, Sendable, CaseIterable {
  /// The last module of the last stage.
  case final
  /// The last module of the earlier stages.
  case across
  /// Every other module.
  case within
}

/// One exchange unit: every destination stream is the sum over all source streams (paper, section 3.3).
public struct ExchangeUnit: Hashable, Sendable {
  public let address: ExchangeAddress
  public let kind: FusionKind
  /// Node of each edge, `[destination][source]`. The last unit of a V1 network has a single row.
  public let edges: [[Node.ID]]
  /// Node of each fused stream, by destination.
  public let outputs: [Node.ID]

  public var sourceCount: Int { edges.first?.count ?? 0 }
  public var destinationCount: Int { edges.count }
}
