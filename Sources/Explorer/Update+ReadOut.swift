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
    guard lens.isOn, current != nil, lens.course.isEmpty || lens.pass != answeredPass else { return [] }
    return [.readOut(generation: answeredPass)]
  }

  mutating func take(_ course: [ReadOutDepth], generation: Int) {
    guard generation == answeredPass else { return }
    (lens.course, lens.pass) = (course.filter { network.columns.indices.contains($0.column) }, generation)
  }
}
