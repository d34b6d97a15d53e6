import HRNet

/// What is changed in the network, with what was before and what was undone.
struct History: Sendable {
  private(set) var interventions: Interventions
  private var past: [Interventions] = []
  private var future: [Interventions] = []

  init(_ interventions: Interventions) { self.interventions = interventions }

  /// False where nothing would change.
  mutating func change(to changed: Interventions) -> Bool {
    guard changed != interventions else { return false }
    past.append(interventions)
    future = []
    interventions = changed
    return true
  }

  /// False where there is nothing to undo.
  mutating func undo() -> Bool {
    guard let last = past.popLast() else { return false }
    future.append(interventions)
    interventions = last
    return true
  }

  /// False where there is nothing to redo.
  mutating func redo() -> Bool {
    guard let next = future.popLast() else { return false }
    past.append(interventions)
    interventions = next
    return true
  }

  /// Takes the last change back as if it had never been, where it was made from these interventions.
  mutating func forgetChange(from earlier: Interventions) {
    if past.last == earlier { past.removeLast() }
    interventions = earlier
  }
}
