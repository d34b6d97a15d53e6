import Experiments
import Pose

extension Model {
  mutating func trace(_ command: Command) -> [Effect] {
    if let absence = study.subject.jointAbsence {
      notice = "\(absence): there is no peak to trace"
      return []
    }
    if command == .occlude {
      if screen.look == .trace, study.tracing.occlusion?.isRunning == true,
        study.tracing.occlusion?.map?.isComplete != true
      {
        return stopOccluding()
      }
      return (screen.look == .trace ? [] : startTracing()) + occlude()
    }
    return screen.look == .trace ? stopTracing() : startTracing()
  }

  private mutating func startTracing() -> [Effect] {
    (screen.look, screen.focus) = (.trace, .streams)
    return summarise()
  }

  /// Leaves the trace; what occlusion has found is kept as long as it is true.
  mutating func stopTracing() -> [Effect] {
    screen.look = .step
    if tastes.layer.isOcclusion { tastes.layer = study.tracing.layerBefore ?? .photograph }
    return stopOccluding() + summarise()
  }

  /// Blocks the picture part by part, near the chosen item first. What is known already is only shown.
  private mutating func occlude() -> [Effect] {
    guard let items = study.current?.reading.items, items.indices.contains(screen.selectedJoint) else { return [] }
    if !tastes.layer.isOcclusion { (study.tracing.layerBefore, tastes.layer) = (tastes.layer, .occlusionDrop) }
    guard study.tracing.occlusion?.map?.isComplete != true else { return [] }
    study.tracing.asked.answer = Tracing.Occlusion()
    let centre = study.crop.inputPoint(items[screen.selectedJoint].place ?? study.crop.centre)
    return [.occlude(nearestTo: centre, generation: study.tracing.asked.ask())]
  }

  private mutating func stopOccluding() -> [Effect] {
    guard study.tracing.occlusion?.isRunning == true else { return [] }
    study.tracing.asked.answer?.isRunning = false
    study.tracing.asked.close()
    return [.stopOccluding]
  }

  /// The pass has changed, and what was found is not true of it. The worker has stopped by itself.
  mutating func forgetOcclusion() {
    study.tracing.asked.forget()
    if tastes.layer.isOcclusion { tastes.layer = study.tracing.layerBefore ?? .photograph }
  }

  mutating func take(_ map: OcclusionMap, secondsLeft: Double?, generation: Int) {
    let occlusion = Tracing.Occlusion(map: map, secondsLeft: secondsLeft, isRunning: !map.isComplete)
    _ = study.tracing.asked.take(occlusion, generation: generation)
  }
}
