import Experiments

extension Model {
  mutating func toggleLens() -> [Effect] {
    study.lens.isOn.toggle()
    if Layout(self).strip == nil {
      notice =
        study.lens.isOn ? "joints are read early now, at the cursor of the map" : "joints are read at the end again"
    }
    // Layout has changed, and with it how many channels a mosaic has room for.
    return summarise() + readOutCourse()
  }

  /// Asks for what can be read early in the pass that is shown, unless they are at hand or nobody looks.
  mutating func readOutCourse() -> [Effect] {
    guard study.lens.isOn, study.current != nil,
      study.lens.course.isEmpty || study.lens.asked.answered != study.passAsked.answered
    else { return [] }
    return [.readOut(generation: study.lens.asked.ask(about: study.passAsked.answered))]
  }

  mutating func take(_ course: [ReadOutDepth], generation: Int) {
    _ = study.lens.asked.take(
      course.filter { study.network.columns.indices.contains($0.column) }, generation: generation)
  }
}
