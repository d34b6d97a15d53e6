import Files
import Pose

extension Model {
  mutating func open(_ path: String) -> [Effect] {
    openGeneration += 1
    opening = printable(FileName.last(path))
    return [.open(path: path, generation: openGeneration)]
  }

  /// Stops what has been under way for so long that the person was told of it. A pass that is stopped takes with it what
  /// it was asked for: the last change, or the other picture. Nil where there is nothing to go back to.
  mutating func stopWaiting() -> [Effect]? {
    if opening != nil {
      opening = nil
      return tell("stopped: the picture stays as it was")
    }
    guard isComputing, let answered else { return nil }
    notice = "stopped: everything is as it was"
    if past.last == answered.interventions { past.removeLast() }
    interventions = answered.interventions
    (scene, personIndex) = (answered.scene, answered.personIndex)
    // What the worker had for the old view it may have dropped for the new one.
    return [.stop] + look(at: answered.box)
  }
}
