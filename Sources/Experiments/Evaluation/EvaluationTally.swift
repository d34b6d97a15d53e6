import Pose

/// Adds up pictures, in whatever order they come.
public struct EvaluationTally: Sendable {
  public let plan: EvaluationPlan
  private var cuts: [CutTally]

  /// What has been said under one cut.
  private struct CutTally: Sendable {
    var isDone: [Bool]
    /// Per picture and joint: sum and count. Added up in the pictures' order in the end, so that sums do not depend on
    /// the order in which pictures came.
    var joints: [[(sum: Double, count: Int)]]
    var poses = OKSCollection()
  }

  public init(_ plan: EvaluationPlan) {
    self.plan = plan
    cuts = plan.cuts.map { _ in
      CutTally(
        isDone: Array(repeating: false, count: plan.pictures), joints: Array(repeating: [], count: plan.pictures))
    }
  }

  /// Adds what a picture said; the second time it says nothing.
  ///
  /// - Returns: false where the score does not fit the plan.
  public mutating func add(_ score: PictureScore) -> Bool {
    guard cuts.indices.contains(score.cut), (0..<plan.pictures).contains(score.picture),
      score.joints.allSatisfy({ $0.count == plan.joints.count }), (score.comparison != nil) == (plan.metric == .oks),
      score.comparison?.isSound ?? true
    else { return false }
    guard !cuts[score.cut].isDone[score.picture] else { return true }
    cuts[score.cut].isDone[score.picture] = true
    cuts[score.cut].joints[score.picture] = plan.joints.indices.map { joint in
      let values = score.joints.compactMap { $0[joint] }
      return (values.reduce(0, +), values.count)
    }
    if let comparison = score.comparison { cuts[score.cut].poses.add(comparison, index: score.picture) }
    return true
  }

  /// The cuts a picture still lacks.
  public func missingCuts(ofPicture picture: Int) -> [Int] { cuts.indices.filter { !cuts[$0].isDone[picture] } }

  /// Pictures that lack a cut.
  public var missingPictures: Int { (0..<plan.pictures).count { !missingCuts(ofPicture: $0).isEmpty } }

  /// What all pictures say together under a cut.
  public func result(underCut cut: Int) -> EvaluationResult {
    var sums = [(sum: Double, count: Int)](repeating: (0, 0), count: plan.joints.count)
    for picture in cuts[cut].joints {
      for (joint, value) in picture.enumerated() {
        sums[joint].sum += value.sum
        sums[joint].count += value.count
      }
    }
    let precision = plan.metric == .oks ? OKSPrecision(cuts[cut].poses) : nil
    let (sum, count) = sums.reduce((0, 0)) { ($0.0 + $1.sum, $0.1 + $1.count) }
    return EvaluationResult(
      cut: plan.cuts[cut], value: precision.map { $0.ap } ?? (count > 0 ? sum / Double(count) : nil),
      joints: sums.map { $0.count > 0 ? $0.sum / Double($0.count) : nil }, precision: precision)
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
