import Experiments
import HRNet

/// The paper's ablation while a person walks it, with what has been seen of it on this picture.
public struct AblationWalk: Hashable, Sendable {
  /// The row that was last gone to.
  public internal(set) var row: PaperAblation
  /// What the network says under each row that has been computed.
  public internal(set) var readings: [PaperAblation: Reading] = [:]

  init(_ row: PaperAblation) { self.row = row }
}

extension Model {
  /// Goes to the next row: what is off in it is cut, everything else is joined. It can be undone like any change.
  mutating func walkAblation() -> [Effect] {
    let rows = PaperAblation.allCases
    let next = study.ablation.flatMap { rows.firstIndex(of: $0.row) }.map { rows[($0 + 1) % rows.count] } ?? rows[0]
    var walk = study.ablation ?? AblationWalk(next)
    walk.row = next
    study.ablation = walk
    (screen.focus, screen.zoom) = (.network, .none)
    if screen.look != .trace { screen.look = .step }
    let effects = change(to: next.interventions(in: study.network))
    if effects.isEmpty, !study.isComputing, let current = study.current { noteAblation(current) }
    return effects + summarise()
  }

  /// Remembers what the network says under the row in force.
  mutating func noteAblation(_ result: PassResult) {
    if study.ablation != nil, let row = ablationInForce { study.ablation?.readings[row] = result.reading }
  }

  /// The row whose cuts are in force.
  var ablationInForce: PaperAblation? {
    PaperAblation.allCases.first { $0.interventions(in: study.network) == study.interventions }
  }
}
