import HRNet

extension Model {
  mutating func undo() -> [Effect] { study.history.undo() ? compute() : [] }

  mutating func redo() -> [Effect] { study.history.redo() ? compute() : [] }

  /// Cuts or joins what the cursor stands on.
  mutating func toggleEdges() -> [Effect] { toggle(edgesUnderCursor) }

  mutating func changeGain(byTenths step: Float) -> [Effect] {
    var changed = study.interventions
    for edge in edgesUnderCursor {
      // Tenths, so that ten steps from 1 are 0 and not almost 0.
      changed[edge] = min(max((changed[edge] * 10).rounded() + step, 0), 20) / 10
    }
    if changed == study.interventions { notice = "a gain goes from 0 to 2, and is \(step < 0 ? 0 : 2) here already" }
    return change(to: changed)
  }

  /// Cuts all foreign sources of the edge's destination.
  mutating func cutRow() -> [Effect] {
    guard let edge, let unit = exchangeUnit else { return [] }
    var changed = study.interventions
    changed.set(study.cutContribution, for: unit.row(screen.cursor.stream).filter { !$0.isPassedOn })
    if changed == study.interventions { noteDone("every foreign source of \(edge.destination) is cut already") }
    return change(to: changed)
  }

  /// Cuts all sources of the edge's destination but the edge itself.
  mutating func keepOnlyEdge() -> [Effect] {
    guard let edge, let unit = exchangeUnit else { return [] }
    var changed = study.interventions
    changed.set(study.cutContribution, for: unit.row(screen.cursor.stream))
    changed[contributionOf: edge] = .gain(1)
    if changed == study.interventions { noteDone("\(edge.source) is the only source of \(edge.destination) already") }
    return change(to: changed)
  }

  private mutating func noteDone(_ text: String) { notice = "\(text) · \(keyMap.text(of: .undo)) takes it back" }

  /// Cuts or joins all sources of the stream under the cursor.
  mutating func toggleStream() -> [Effect] {
    exchangeUnit.map { toggle($0.row(currentStream)) } ?? []
  }

  /// Cuts or joins all exchange units of a kind.
  mutating func toggle(_ kind: FusionKind) -> [Effect] {
    toggle(EdgeSelection.foreignEdges(of: study.network.exchangeUnits.filter { $0.kind == kind }, in: study.network))
  }

  /// The edge in the matrix; else all foreign edges of the exchange unit, or of the stage whose heading is chosen.
  var edgesUnderCursor: [EdgeAddress] {
    if let edge { return [edge] }
    let units =
      stageUnderCursor.map { section in study.network.exchangeUnits.filter { $0.address.section == section } }
      ?? exchangeUnit.map { [$0] } ?? []
    return EdgeSelection.foreignEdges(of: units, in: study.network)
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
}
