import Experiments

extension Model {
  mutating func toggleLens() -> [Effect] {
    guard network.architecture.joints != nil else {
      notice = "this model has no pose head to read with"
      return []
    }
    lens.isOn.toggle()
    // Layout has changed, and with it how many channels a mosaic has room for.
    return summarise() + readOutCourse()
  }

  /// Asks for the poses of the pass that is shown, unless they are at hand or nobody looks.
  mutating func readOutCourse() -> [Effect] {
    guard lens.isOn, current != nil, lens.course.isEmpty || lens.asked.answered != passAsked.answered else { return [] }
    return [.readOut(generation: lens.asked.ask(about: passAsked.answered))]
  }

  mutating func take(_ course: [ReadOutDepth], generation: Int) {
    _ = lens.asked.take(course.filter { network.columns.indices.contains($0.column) }, generation: generation)
  }
}
