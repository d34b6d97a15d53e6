import Experiments
import Pictures
import Pose

extension Model {
  mutating func toggleTrace() -> [Effect] { screen.look == .trace ? stopTracing() : startTracing() }

  /// Blocks the picture part by part, or stops that.
  mutating func toggleOcclusion() -> [Effect] {
    guard screen.look == .trace else { return startTracing() + occlude() }
    let isUnderWay = study.tracing.occlusion?.isRunning == true && study.tracing.occlusion?.map?.isComplete != true
    return isUnderWay ? stopOccluding() : occlude()
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
    let stay = stayOnFrame()
    guard let items = study.current?.reading.items, items.indices.contains(screen.selectedItem) else { return stay }
    if !tastes.layer.isOcclusion { (study.tracing.layerBefore, tastes.layer) = (tastes.layer, .occlusionDrop) }
    guard study.tracing.occlusion?.map?.isComplete != true else { return stay }
    study.tracing.asked.answer = Tracing.Occlusion()
    let centre = study.frame.inputPoint(items[screen.selectedItem].place ?? study.frame.seen.centre)
    return stay + [.occlude(nearestTo: centre, generation: study.tracing.asked.ask())]
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
