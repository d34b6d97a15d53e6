import Engine
import Pose

extension PoseEstimator {
  /// Where the value at the peak of a joint's heat map comes from; nil for a joint that was not found, and where there
  /// is no pose head.
  public func contributions(toJoint joint: Int, in pass: Pass) -> PeakContributions? {
    let maps = heatMaps(pass)
    guard let headWeights, joint < maps.joints else { return nil }
    let peak = maps.peak(of: joint)
    guard peak.value > 0 else { return nil }
    return PeakContributions(ofJoint: joint, x: peak.x, y: peak.y, in: pass, of: network, head: headWeights)
  }
}
