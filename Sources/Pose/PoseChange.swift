import Pictures

/// How far an intervention moved a pose: two runs of one network on one person, compared joint by joint.
public struct PoseChange: Hashable, Sendable {
  /// How far each joint moved, in picture pixels; nil for a joint that one of the two runs did not find.
  public let shifts: [Double?]
  /// By how much each joint's score changed; a joint that was not found counts with the maximum of its heat map.
  public let scoreChanges: [Double]
  /// Object keypoint similarity to the pose before: 1 where nothing moved. Every joint counts.
  public let oks: Double
  /// How many joints are lost (`Joint.isLost`) and were not before.
  public let lost: Int

  /// - Parameters:
  ///   - box: the person; OKS takes its area for the person's, as nothing else is known without ground truth.
  /// - Precondition: both have the same joints.
  public init(from before: [Joint], to after: [Joint], box: Box, skeleton: Skeleton) {
    precondition(before.count == after.count, "poses of one network have the same joints")
    shifts = zip(before, after).map { before, after in
      before.isFound && after.isFound ? before.position.distance(to: after.position) : nil
    }
    scoreChanges = zip(before, after).map { $1.score - $0.score }
    lost = zip(before, after).count { !$0.isLost && $1.isLost }
    oks = Metrics.oks(
      predicted: after.map(\.position), reference: before.map(\.position), area: box.width * box.height,
      skeleton: skeleton)
  }

  /// Whether any joint was found by both runs; otherwise there is no shift to speak of, and its mean is not one of zero.
  public var isMeasured: Bool { shifts.contains { $0 != nil } }

  /// Over the joints that both runs found, in picture pixels; 0 where there is none.
  public var meanShift: Double { Self.mean(shifts.compactMap(\.self)) }

  /// Of the joint that moved most, in picture pixels; 0 where both runs found none.
  public var maxShift: Double { shifts.compactMap(\.self).max() ?? 0 }

  /// Mean change of the joints' scores: negative where the network has become less sure.
  public var scoreChange: Double { Self.mean(scoreChanges) }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}
