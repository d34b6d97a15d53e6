/// Two joints of a skeleton, by their places.
public struct JointPair: Hashable, Sendable {
  /// The one that comes first.
  public let first: Int
  public let second: Int

  /// All pairs of so many joints, (0, 1) (0, 2) … (1, 2) …, each once: K · (K − 1) / 2.
  public static func all(of joints: Int) -> [JointPair] {
    (0..<joints).flatMap { first in (first + 1..<max(joints, first + 1)).map { JointPair(first: first, second: $0) } }
  }

  /// How many there are.
  public static func count(of joints: Int) -> Int { joints * (joints - 1) / 2 }
}

extension Skeleton {
  /// The joint of the other side for each joint; nil for those in the middle, and where nobody knows the sides.
  public var mirrors: [Int?] {
    var mirrors = [Int?](repeating: nil, count: jointNames.count)
    for pair in flipPairs where pair[0] != pair[1] && mirrors[pair[0]] == nil && mirrors[pair[1]] == nil {
      (mirrors[pair[0]], mirrors[pair[1]]) = (pair[1], pair[0])
    }
    return mirrors
  }
}
