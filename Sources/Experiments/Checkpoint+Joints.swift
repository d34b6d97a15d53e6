import Checkpoints
import Engine
import HRNet
import Pictures
import Pose

extension Checkpoint {
  /// The joints a network finds: those that its file states; else, by their number, those of the authors' networks,
  /// whose files say nothing; else numbers. Without a pose head there are none.
  public var jointSkeleton: Skeleton {
    let count = architecture.joints ?? 0
    guard let stated = facts.joints, count > 0 else { return .named(nil, joints: count) }
    if let names = stated.names, names.count == count {
      return Skeleton(
        stating: names, dataSet: stated.dataSet, flipPairs: stated.flipPairs, sigmas: stated.sigmas,
        limbs: stated.limbs)
    }
    // Of another number of joints, what is said is not said of this head.
    guard stated.names == nil, let dataSet = stated.dataSet else { return Skeleton(numbered: count) }
    return .named(dataSet, joints: count)
  }

  /// Why there are no joints; nil where there are.
  public var jointAbsence: ReadingAbsence? {
    jointSkeleton.jointNames.isEmpty ? ReadingAbsence(refusal: headRefusal?.description) : nil
  }

  /// What a file does not say about its use and is assumed, a phrase each; empty for a file that says everything.
  public var assumptions: [String] {
    guard let count = architecture.joints, container != .random else { return unstated }
    let skeleton = jointSkeleton
    if skeleton.isNumbered { return unstated + ["nothing about its \(count) joints"] }
    let isStated = facts.joints?.names != nil || facts.joints?.dataSet != nil
    return isStated ? unstated : unstated + ["\(skeleton.title ?? skeleton.name)'s \(count) joints"]
  }
}

extension Crop {
  /// As a network wants it.
  public init(box: Box, input: InputSize, _ preprocessing: Preprocessing) {
    self.init(box: box, input: input, padding: preprocessing.boxPadding, isUnbiased: preprocessing.isUnbiased)
  }
}
