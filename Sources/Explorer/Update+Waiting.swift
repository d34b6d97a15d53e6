import Files
import Pictures
import Pose

extension Model {
  mutating func open(_ path: String) -> [Effect] {
    study.sceneName = printable(FileName.last(path))
    return [.open(path: path, generation: study.sceneAsked.ask())]
  }

  /// Stops what has been under way for so long that the person was told of it. A pass that is stopped takes with it what
  /// it was asked for: the last change, or the other picture. Nil where there is nothing to go back to.
  mutating func stopWaiting() -> [Effect]? {
    if study.opening != nil {
      study.sceneAsked.close()
      return tell("stopped: the picture stays as it was")
    }
    guard study.isComputing, let basis = study.passAsked.answer?.basis else { return nil }
    notice = "stopped: everything is as it was"
    study.history.forgetChange(from: basis.interventions)
    (study.scene, study.personIndex, study.output) = (basis.scene, basis.personIndex, basis.output)
    study.boxed = basis.boxed
    // What the worker had for the old view it may have dropped for the new one.
    return [.stop] + look(at: basis.box)
  }
}
