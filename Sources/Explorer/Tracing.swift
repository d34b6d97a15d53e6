import Experiments
import HRNet
import Pose

/// A trace of the chosen joint: what its heat map's peak depends on.
public struct Tracing: Sendable {
  var asked = Asked<Occlusion>()
  /// What the picture showed before the occlusion map was laid over it.
  var layerBefore: PictureLayer?

  /// Of the pass that is shown; kept until that changes.
  public var occlusion: Occlusion? { asked.answer }

  public struct Occlusion: Sendable {
    /// Nil until the first answer.
    public internal(set) var map: OcclusionMap?
    public internal(set) var secondsLeft: Double?
    /// False where the person has stopped it.
    public internal(set) var isRunning = true
  }
}

extension Model {
  /// What of the network the peak of the chosen joint's heat map can depend on; nil where the joint was not found.
  public var receptiveField: ReceptiveField? {
    let shape = study.network[study.network.result].shape
    guard screen.look == .trace, let peak, peak.x < shape.width, peak.y < shape.height else { return nil }
    return ReceptiveField(of: study.network.result, x: peak.x, y: peak.y, in: study.network, study.interventions)
  }

  /// The peak of the chosen joint's heat map, in values of the map.
  var peak: (x: Int, y: Int)? {
    guard let current = study.current, screen.selectedJoint < current.joints.count,
      current.joints[screen.selectedJoint].isFound,
      screen.selectedJoint < current.heatMaps.joints
    else { return nil }
    let peak = current.heatMaps.peak(of: screen.selectedJoint)
    return (peak.x, peak.y)
  }

  /// Where the value comes from, once the worker has answered for the joint that is chosen now.
  public var contributions: PeakContributions? {
    guard screen.look == .trace, let known = study.summary?.contributions, known.joint == screen.selectedJoint else {
      return nil
    }
    return known
  }

  /// The effects on the chosen joint, by place of the grid: how far the score fell, or how far the joint moved. Nil for a
  /// place that has not been blocked yet, or where a move cannot be told.
  func occlusionValues(_ layer: PictureLayer) -> [Float?] {
    guard let map = study.tracing.occlusion?.map else { return [] }
    return map.effects.map { effect in
      guard let effect, screen.selectedJoint < min(effect.drops.count, effect.shifts.count) else { return nil }
      return layer == .occlusionShift ? effect.shifts[screen.selectedJoint] : effect.drops[screen.selectedJoint]
    }
  }
}
