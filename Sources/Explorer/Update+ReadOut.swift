import Experiments

extension Model {
  mutating func toggleLens() -> [Effect] {
    study.lens.isOn.toggle()
    if Layout(self).strip == nil {
      notice =
        study.lens.isOn
        ? "\(said.items) are read early now, by \(study.prefersProbes ? "probes" : "the head"), at the cursor of the map"
        : "\(study.output.items) are read at the end again"
    }
    // Layout has changed, and with it how many channels a mosaic has room for.
    return summarise() + readOutCourse()
  }

  /// Lets the other of the two read where both can.
  mutating func changeReader() -> [Effect] {
    study.lens.prefersHead.toggle()
    notice =
      study.lens.prefersHead
      ? "the head reads early now, trained for the end; probes where it does not fit"
      : "probes read early now, each fitted to its stream; the head where there is none"
    return []
  }

  /// Asks for what can be read early in the pass that is shown, unless it is at hand or nobody looks.
  mutating func readOutCourse() -> [Effect] {
    guard wantsReadOuts, study.current != nil,
      study.lens.course.isEmpty || study.lens.asked.answered != study.passAsked.answered
    else { return [] }
    return [.readOut(generation: study.lens.asked.ask(about: study.passAsked.answered))]
  }

  mutating func take(_ course: [ReadOutDepth], generation: Int) {
    _ = study.lens.asked.take(
      course.filter { study.network.columns.indices.contains($0.column) }, generation: generation)
  }
}
