import HRNet

extension Model {
  /// Cuts, joins and weakens edges; everything can be undone.
  mutating func intervene(_ command: Command) -> [Effect] {
    switch command {
    case .undo:
      return study.history.undo() ? compute() : tell("nothing to undo")
    case .redo:
      return study.history.redo() ? compute() : tell("nothing to redo")
    case .reset:
      return change(to: .none)
    case .cutFinal: return toggle(.final)
    case .cutAcross: return toggle(.across)
    case .cutWithin: return toggle(.within)
    default: break
    }

    let edges = edgesUnderCursor
    guard !edges.isEmpty else {
      if let stage = stageUnderCursor { return tell("stage \(stage) is a single stream: there is no fusion to cut") }
      return tell("edges are cut at an exchange unit ◆: } goes to the next one")
    }
    switch command {
    case .cut: return toggle(edges)
    case .gainUp, .gainDown:
      var changed = study.interventions
      for edge in edges {
        // Tenths, so that ten steps from 1 are 0 and not almost 0.
        let tenths = (changed[edge] * 10).rounded() + (command == .gainUp ? 1 : -1)
        changed[edge] = min(max(tenths, 0), 20) / 10
      }
      return change(to: changed)
    case .cutRow, .keepOnly:
      guard let edge, let unit = exchangeUnit else {
        return tell("first choose an edge: Enter goes into the exchange unit")
      }
      var changed = study.interventions
      for other in row(of: unit, to: edge.destination) {
        if command == .cutRow, !other.isIdentity { changed[contributionOf: other] = study.cutContribution }
        if command == .keepOnly { changed[contributionOf: other] = other == edge ? .gain(1) : study.cutContribution }
      }
      return change(to: changed)
    case .cutStream:
      guard let unit = exchangeUnit else { return tell("streams are cut at an exchange unit ◆") }
      return toggle(row(of: unit, to: Stream(currentStream)))
    default: return []
    }
  }

  /// The edge in the matrix; else all foreign edges of the exchange unit, or of the stage whose heading is chosen.
  private var edgesUnderCursor: [EdgeAddress] {
    if let edge { return [edge] }
    let units =
      stageUnderCursor.map { stage in study.network.exchangeUnits.filter { $0.address.stage == stage } }
      ?? exchangeUnit.map { [$0] } ?? []
    return EdgeSelection.foreignEdges(of: units, in: study.network)
  }

  private mutating func toggle(_ kind: FusionKind) -> [Effect] {
    let units = study.network.exchangeUnits.filter { $0.kind == kind }
    guard !units.isEmpty else { return tell("this network has no exchange unit \(kind.rawValue) stages") }
    return toggle(EdgeSelection.foreignEdges(of: units, in: study.network))
  }

  /// Every edge into a stream, its own among them.
  private func row(of unit: ExchangeUnit, to destination: Stream) -> [EdgeAddress] {
    (0..<unit.sourceCount).map { EdgeAddress(unit.address, from: Stream($0), to: destination) }
  }

  /// Cuts all of them, or puts what a cut contributes in their place; joins all of them where that is done.
  private mutating func toggle(_ edges: [EdgeAddress]) -> [Effect] {
    var changed = study.interventions
    let isDone = edges.allSatisfy { study.interventions[contributionOf: $0] == study.cutContribution }
    changed.set(isDone ? .gain(1) : study.cutContribution, for: edges)
    return change(to: changed)
  }

  mutating func change(to changed: Interventions) -> [Effect] {
    study.history.change(to: changed) ? compute() : []
  }

  mutating func tell(_ text: String) -> [Effect] {
    notice = text
    return []
  }
}
