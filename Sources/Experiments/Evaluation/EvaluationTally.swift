import Pictures
import Pose

/// Adds up pictures, in whatever order they come, with the same result: sums are of whole numbers.
///
/// Takes a byte for a picture under a cut, and for OKS some 24 for each pose.
public struct EvaluationTally: Sendable {
  public let plan: EvaluationPlan
  private var cuts: [CutTally]
  private var joints: ConfusionTally?

  /// What has been said under one cut.
  private struct CutTally: Sendable {
    var isDone: [Bool]
    /// Per joint.
    var joints: [JointTally]
    /// Per category.
    var poses: [OKSCollection]
    var classes: ClassTally
    var turns: [LabelledPicture.Turn: Int] = [:]
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
    joints = plan.confusion.map { ConfusionTally($0) }
    cuts = plan.cuts.map { _ in
      CutTally(
        isDone: Array(repeating: false, count: plan.pictures),
        joints: Array(repeating: JointTally(), count: plan.joints.count),
        poses: Array(repeating: OKSCollection(), count: plan.categories.count),
        classes: ClassTally(plan.metric, classes: plan.classes?.count ?? 0))
    }
  }

  /// Adds what a picture said; the second time it says nothing.
  ///
  /// - Returns: false where the score does not fit the plan.
  public mutating func add(_ score: PictureScore) -> Bool {
    guard cuts.indices.contains(score.cut), (0..<plan.pictures).contains(score.picture),
      score.joints.allSatisfy({ $0.count == plan.joints.count && $0.allSatisfy { (0...1).contains($0 ?? 0) } }),
      (score.comparison?.count ?? 0) == (plan.metric == .oks ? plan.categories.count : 0),
      score.comparison?.allSatisfy(\.isSound) ?? true,
      score.confusion?.count == (score.cut == 0 && joints != nil ? score.joints.count : nil)
    else { return false }
    guard !cuts[score.cut].isDone[score.picture] else { return true }
    guard cuts[score.cut].classes.add(score.classes, picture: score.picture) else { return false }
    if let confusion = score.confusion, joints?.add(confusion) != true { return false }
    cuts[score.cut].isDone[score.picture] = true
    for person in score.joints {
      for (joint, value) in person.enumerated() {
        guard let value else { continue }
        cuts[score.cut].joints[joint].sum &+= Int((value * JointTally.unit).rounded())
        cuts[score.cut].joints[joint].count += 1
      }
    }
    for (category, comparison) in (score.comparison ?? []).enumerated() {
      cuts[score.cut].poses[category].add(comparison, index: score.picture)
    }
    if let turn = score.turn { cuts[score.cut].turns[turn, default: 0] += 1 }
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
    let categories = plan.metric == .oks ? cuts[cut].poses.map { OKSPrecision($0) } : []
    let precision = plan.metric == .oks ? OKSPrecision(meanOf: categories) : nil
    let classes = cuts[cut].classes.result
    return EvaluationResult(
      cut: plan.cuts[cut], value: plan.classes != nil ? classes.value : precision.map { $0.ap } ?? whole.mean,
      joints: joints.map(\.mean), precision: precision, categories: categories.map(\.ap), classes: classes.perClass,
      further: classes.further)
  }

  /// Which joints the network takes for one, with nothing cut beyond what holds for all; nil where the plan does not want
  /// it.
  public var confusion: JointConfusion? { joints?.result }

  /// What a person should know of the pictures that were measured, a line each.
  public var notes: [String] {
    let stored = cuts[0].turns[.stored] ?? 0
    let assumed = cuts[0].turns[.assumed] ?? 0
    return
      (stored > 0
      ? ["\(stored) pictures are labelled as they are stored, says their size: not turned by their EXIF orientation"]
      : [])
      + (assumed > 0
        ? [
          "\(assumed) pictures have an EXIF orientation that no size confirms: assumed to be labelled as viewers turn them"
        ]
        : [])
  }
}

/// What a set says of a network under one cut.
public struct EvaluationResult: Sendable {
  public let cut: EvaluationPlan.Cut
  /// PCK, AP, mIoU or top-1, 0…1; nil where nobody counts.
  public let value: Double?
  /// Per joint: the share of right ones (PCK), or the mean similarity (OKS); nil where none is labelled.
  public let joints: [Double?]
  /// COCO's numbers, for OKS.
  public let precision: OKSPrecision?
  /// AP of each category, for OKS.
  public let categories: [Double?]
  /// The metric for each class, where classes are counted; nil for one that does not occur.
  public let classes: [Double?]
  /// What else is measured of classes.
  public let further: [Further]

  /// A number beside the metric.
  public struct Further: Sendable {
    /// `pixelAccuracy`, `top5`, `AP50` …
    public let name: String
    /// 0…1; nil where nothing counts.
    public let value: Double?
  }
}
