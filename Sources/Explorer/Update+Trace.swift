import Experiments
import Pose

extension Model {
  mutating func trace(_ command: Command) -> [Effect] {
    guard network.architecture.joints != nil else {
      notice = "this model has no pose head: there is no peak to trace"
      return []
    }
    if command == .occlude {
      if screen.look == .trace, tracing.occlusion?.isRunning == true, tracing.occlusion?.map?.isComplete != true {
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
    if tastes.layer.isOcclusion { tastes.layer = tracing.layerBefore ?? .photograph }
    return stopOccluding() + summarise()
  }

  /// Blocks the picture part by part, near the joint first. What is known already is only shown.
  private mutating func occlude() -> [Effect] {
    guard let current, selectedJoint < current.joints.count else { return [] }
    if !tastes.layer.isOcclusion { (tracing.layerBefore, tastes.layer) = (tastes.layer, .occlusionDrop) }
    guard tracing.occlusion?.map?.isComplete != true else { return [] }
    tracing.asked.answer = Tracing.Occlusion()
    let centre = crop.inputPoint(current.joints[selectedJoint].position)
    return [.occlude(nearestTo: centre, generation: tracing.asked.ask())]
  }

  private mutating func stopOccluding() -> [Effect] {
    guard tracing.occlusion?.isRunning == true else { return [] }
    tracing.asked.answer?.isRunning = false
    tracing.asked.close()
    return [.stopOccluding]
  }

  /// The pass has changed, and what was found is not true of it. The worker has stopped by itself.
  mutating func forgetOcclusion() {
    tracing.asked.forget()
    if tastes.layer.isOcclusion { tastes.layer = tracing.layerBefore ?? .photograph }
  }

  mutating func take(_ map: OcclusionMap, secondsLeft: Double?, generation: Int) {
    let occlusion = Tracing.Occlusion(map: map, secondsLeft: secondsLeft, isRunning: !map.isComplete)
    _ = tracing.asked.take(occlusion, generation: generation)
  }
}
