import Pose

/// Of which joints an evaluation says how alike they are, and what is known of them before it begins. A part of the plan,
/// so that joining parts needs no weights.
public struct ConfusionPlan: Codable, Hashable, Sendable {
  /// The network's joints, in the order of its maps.
  let joints: [String]
  /// The places among them of those that are compared with the set's.
  let compared: [Int]
  /// Of each that is compared the place among these of the other side's; nil for those that have none.
  let mirrors: [Int?]
  /// Of the head's rows, for every pair of `joints`; to nine decimals, so that all machines say the same.
  let cosines: [Double?]

  /// - Parameters:
  ///   - rows: of the network's head.
  ///   - match: which joints are compared.
  public init(_ rows: HeadRows, joints: [String], match: JointMatch) {
    (self.joints, compared, mirrors) = (joints, match.network, match.skeleton.mirrors)
    cosines = rows.cosines.map { $0.map { ($0 * 1e9).rounded() / 1e9 } }
  }

  /// Whether it fits itself and an evaluation of so many joints; a file may say anything.
  func isSound(compared count: Int) -> Bool {
    (1...1000).contains(joints.count) && compared.count == count && mirrors.count == count
      && compared.allSatisfy { joints.indices.contains($0) }
      && mirrors.allSatisfy { $0.map { (0..<count).contains($0) } ?? true }
      && cosines.count == JointPair.count(of: joints.count) && cosines.allSatisfy { abs($0 ?? 0) <= 1 }
  }
}
