/// Which joints a network finds, in which order, and how they hang together.
public struct Skeleton: Hashable, Sendable {
  /// The side of the person's body, not of the picture.
  public enum Side: Hashable, Sendable {
    case left, right, centre
  }

  /// A line between two joints, for drawing.
  public struct Bone: Hashable, Sendable {
    /// Index of one end in `jointNames`.
    public let from: Int
    /// Index of the other end.
    public let to: Int
    /// The side of the body it belongs to; `centre` for the trunk and head.
    public let side: Side

    /// A bone between two joints.
    public init(from: Int, to: Int, side: Side) {
      self.from = from
      self.to = to
      self.side = side
    }
  }

  /// "coco17", "lsp14", "mpii16", or "joints K" for K joints nobody named.
  public let name: String
  /// The joints in the order of the heat maps: "right ankle", "neck", …
  public let jointNames: [String]
  /// Lines to draw between joints.
  public let bones: [Bone]
  /// Pairs of indices, left and right of each other.
  public let flipPairs: [[Int]]
  /// OKS's σ of each joint: how far annotators differ, as a fraction of the person's size.
  ///
  /// COCO's own values. For joints that COCO lacks: neck, head top and thorax as shoulders, .079; pelvis as hips, .107.
  /// Joints nobody named: .079. So OKS on lsp14 and mpii16 is this program's convention.
  public let sigmas: [Double]

  /// A skeleton from its joints' names; pairs and σ follow from them.
  ///
  /// - Parameter bones: lines between joints, by index.
  /// - Precondition: bones join existing joints.
  public init(name: String, jointNames: [String], bones: [Bone]) {
    let indices = jointNames.indices
    precondition(bones.allSatisfy { indices.contains($0.from) && indices.contains($0.to) }, "bones join joints")
    self.name = name
    self.jointNames = jointNames
    self.bones = bones
    self.flipPairs = indices.compactMap { left in
      guard jointNames[left].hasPrefix("left ") else { return nil }
      let opposite = "right " + jointNames[left].dropFirst("left ".count)
      return jointNames.firstIndex(of: opposite).map { [left, $0] }
    }
    self.sigmas = jointNames.map { Self.sigma(of: $0) }
  }

  /// The index of a joint, by its name.
  public func index(of jointName: String) -> Int? {
    jointNames.firstIndex(of: jointName)
  }

  /// The name of a joint; "joint 15" for index 14 where the skeleton has no such joint.
  public func jointName(_ joint: Int) -> String {
    jointNames.indices.contains(joint) ? jointNames[joint] : "joint \(joint + 1)"
  }

  /// The name for narrow tables: "r. ankle", "l. hip", "neck".
  public func shortJointName(_ joint: Int) -> String {
    let name = jointName(joint)
    for side in ["left", "right"] where name.hasPrefix(side + " ") {
      return "\(side.prefix(1)). \(name.dropFirst(side.count + 1))"
    }
    return name
  }

  /// The side of the body a joint is on.
  public func side(ofJoint joint: Int) -> Side {
    let name = jointName(joint)
    return name.hasPrefix("left ") ? .left : name.hasPrefix("right ") ? .right : .centre
  }

  /// The joints that PCK measures the torso by, where the skeleton has them.
  public var torso: (leftShoulder: Int, rightHip: Int)? {
    guard let shoulder = index(of: "left shoulder"), let hip = index(of: "right hip") else { return nil }
    return (shoulder, hip)
  }

  private static func sigma(of jointName: String) -> Double {
    switch jointName.split(separator: " ").last {
    case "nose": 0.026
    case "eye": 0.025
    case "ear": 0.035
    case "elbow": 0.072
    case "wrist": 0.062
    case "hip", "pelvis": 0.107
    case "knee": 0.087
    case "ankle": 0.089
    default: 0.079
    }
  }
}
