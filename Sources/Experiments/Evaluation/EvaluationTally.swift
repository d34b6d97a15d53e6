import Pose

/// Adds up pictures, in whatever order they come, with the same result: sums are of whole numbers.
///
/// Takes a byte for a picture under a cut, and for OKS some 24 for each pose.
public struct EvaluationTally: Sendable {
  public let plan: EvaluationPlan
  private var cuts: [CutTally]

  /// What has been said under one cut.
  private struct CutTally: Sendable {
    var isDone: [Bool]
    /// Per joint.
    var joints: [JointTally]
    var poses = OKSCollection()
  }

  /// Values of 0 to 1 in units of 2⁻⁴⁰, far below what is printed: there is room for four million people.
  private struct JointTally: Sendable {
    var sum = 0
    var count = 0

    static let unit = 0x1p40

    var mean: Double? { count > 0 ? Double(sum) / Self.unit / Double(count) : nil }
  }

  public init(_ plan: EvaluationPlan) {
    self.plan = plan
    cuts = plan.cuts.map { _ in
      CutTally(
        isDone: Array(repeating: false, count: plan.pictures),
        joints: Array(repeating: JointTally(), count: plan.joints.count))
    }
  }

  /// Adds what a picture said; the second time it says nothing.
  ///
  /// - Returns: false where the score does not fit the plan.
  public mutating func add(_ score: PictureScore) -> Bool {
    guard cuts.indices.contains(score.cut), (0..<plan.pictures).contains(score.picture),
      score.joints.allSatisfy({ $0.count == plan.joints.count && $0.allSatisfy { (0...1).contains($0 ?? 0) } }),
      (score.comparison != nil) == (plan.metric == .oks), score.comparison?.isSound ?? true
    else { return false }
    guard !cuts[score.cut].isDone[score.picture] else { return true }
    cuts[score.cut].isDone[score.picture] = true
    for person in score.joints {
      for (joint, value) in person.enumerated() {
        guard let value else { continue }
        cuts[score.cut].joints[joint].sum &+= Int((value * JointTally.unit).rounded())
        cuts[score.cut].joints[joint].count += 1
      }
    }
    if let comparison = score.comparison { cuts[score.cut].poses.add(comparison, index: score.picture) }
    return true
  }

  /// The cuts a picture still lacks.
  public func missingCuts(ofPicture picture: Int) -> [Int] { cuts.indices.filter { !cuts[$0].isDone[picture] } }

  /// Pictures of a part that lack a cut.
  func missingPictures(ofShard shard: Shard) -> Int {
    plan.pictures(ofShard: shard).count { !missingCuts(ofPicture: $0).isEmpty }
  }

  /// What all pictures say together under a cut.
  public func result(underCut cut: Int) -> EvaluationResult {
    let joints = cuts[cut].joints
    var whole = JointTally()
    for joint in joints {
      whole.sum &+= joint.sum
      whole.count += joint.count
    }
    let precision = plan.metric == .oks ? OKSPrecision(cuts[cut].poses) : nil
    return EvaluationResult(
      cut: plan.cuts[cut], value: precision.map { $0.ap } ?? whole.mean, joints: joints.map(\.mean),
      precision: precision)
  }
}

/// What a set says of a network under one cut.
public struct EvaluationResult: Sendable {
  public let cut: EvaluationPlan.Cut
  /// PCK or AP, 0…1; nil where nobody counts.
  public let value: Double?
  /// Per joint: the share of right ones (PCK), or the mean similarity (OKS); nil where none is labelled.
  public let joints: [Double?]
  /// COCO's numbers, for OKS.
  public let precision: OKSPrecision?
}
