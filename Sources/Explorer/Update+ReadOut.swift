import Experiments

extension Model {
  mutating func toggleLens() -> [Effect] {
    guard !study.network.earlyReadOuts.isEmpty else {
      notice =
        "\(study.subject.jointAbsence?.description ?? "this head fits nowhere else"): there is nothing to read early with"
      return []
    }
    study.lens.isOn.toggle()
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
