/// The paper's ablation of repeated fusion: TPAMI, Table 12, COCO val AP of HRNet-W32, retrained for each row.
public enum PaperAblation: CaseIterable, Hashable, Sendable {
  case finalOnly, finalAndAcross, all

  /// As the table calls it.
  public var row: String {
    switch self {
    case .finalOnly: "(a)"
    case .finalAndAcross: "(b)"
    case .all: "(c)"
    }
  }

  /// The exchange units that are on.
  public var kinds: [FusionKind] {
    switch self {
    case .finalOnly: [.final]
    case .finalAndAcross: [.final, .across]
    case .all: FusionKind.allCases
    }
  }

  /// In percent, as the paper prints it.
  public var averagePrecision: Double {
    switch self {
    case .finalOnly: 70.8
    case .finalAndAcross: 71.9
    case .all: 73.4
    }
  }

  /// Cuts the exchange units that are off in a trained network, which is not the paper's experiment.
  public func interventions(in network: Network) -> Interventions {
    let off = network.exchangeUnits.filter { !kinds.contains($0.kind) }
    var result = Interventions()
    result.set(0, for: EdgeSelection.foreignEdges(of: off, in: network))
    return result
  }
}
