import Pose

/// How far heat maps have gone from what they were, and which joints only changed places between two peaks.
struct HeatMapChange {
  /// `‖after − before‖ / ‖before‖` over all joints together, in percent; nil where there was nothing before, and where
  /// any value is not finite.
  let whole: Double?
  /// The same for each joint, against what a joint's map is on average: one that held next to nothing counts for little,
  /// whatever becomes of it.
  let joints: [Double?]
  /// The joints whose peak went to another place that was nearly as high before, and left one that still is.
  let jumps: Set<Int>

  /// - Returns: nil where the two have another shape.
  init?(from before: HeatMaps, to after: HeatMaps) {
    guard (before.joints, before.height, before.width) == (after.joints, after.height, after.width) else { return nil }
    let norms = (0..<before.joints).map { joint in
      var (old, difference) = (0.0, 0.0)
      for (one, other) in zip(before.map(of: joint), after.map(of: joint)) {
        old += Double(one) * Double(one)
        difference += Double(other - one) * Double(other - one)
      }
      return (old: old, difference: difference)
    }
    let old = norms.reduce(0) { $0 + $1.old }
    whole = Self.percent(norms.reduce(0) { $0 + $1.difference }, of: old)
    joints = norms.map { Self.percent($0.difference, of: old / Double(before.joints)) }
    jumps = Set((0..<before.joints).filter { Self.isJump(before, after, joint: $0) })
  }

  private static func percent(_ square: Double, of whole: Double) -> Double? {
    let share = (square / whole).squareRoot()
    return share.isFinite ? 100 * share : nil
  }

  /// How much of the higher peak the lower one has, in both maps, for the two to be nearly equal.
  private static let nearlyEqual: Float = 0.8
  /// Values between two peaks: a Gaussian as heat maps are trained to be has fallen to an eighth there.
  private static let apart = 4

  private static func isJump(_ before: HeatMaps, _ after: HeatMaps, joint: Int) -> Bool {
    let (old, new) = (before.peak(of: joint), after.peak(of: joint))
    guard old.value > 0, new.value > 0, max(abs(old.x - new.x), abs(old.y - new.y)) >= apart else { return false }
    return before.highest(of: joint, around: new) >= nearlyEqual * old.value
      && after.highest(of: joint, around: old) >= nearlyEqual * new.value
  }
}

extension HeatMaps {
  /// The largest value of a joint's map at a place or right beside it.
  fileprivate func highest(of joint: Int, around place: (x: Int, y: Int, value: Float)) -> Float {
    var highest = -Float.infinity
    for y in max(place.y - 1, 0)...min(place.y + 1, height - 1) {
      for x in max(place.x - 1, 0)...min(place.x + 1, width - 1) {
        highest = max(highest, values[(joint * height + y) * width + x])
      }
    }
    return highest
  }
}
