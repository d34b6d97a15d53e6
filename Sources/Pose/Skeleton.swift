/// Which joints a network finds or a set labels, in which order, and how they hang together.
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

  /// Where the σ come from.
  public enum SigmaOrigin: String, Hashable, Sendable {
    /// The set's authors, or the file.
    case published
    /// The set has none: those that others publish for the same joints.
    case alike
    /// Nobody publishes any for some of the joints: COCO's of a shoulder, .079, or on faces of an eye, .025.
    case assumed
  }

  /// "coco17", "lsp14", …, "joints K" for K joints nobody named, or what a file calls its own.
  public let name: String
  /// The data set's name for people, "COCO"; nil for joints of no known set.
  public let title: String?
  /// The joints in the order of the heat maps: "right ankle", "neck", … No two are equal.
  public let jointNames: [String]
  /// Lines to draw between joints.
  public let bones: [Bone]
  /// Pairs of indices that change places in a mirrored picture, the left one first.
  public let flipPairs: [[Int]]
  /// OKS's σ of each joint: how far annotators differ, as a fraction of the person's size.
  public let sigmas: [Double]
  public let sigmaOrigin: SigmaOrigin
  /// Whether nobody says what the joints are: they have numbers, and a mirrored picture cannot be read.
  public let isNumbered: Bool
  /// Whether it is known which joints change places in a mirrored picture: there may be none.
  public let knowsPairs: Bool

  /// A skeleton whose parts are known.
  ///
  /// - Precondition: bones and pairs join existing joints, and there is a σ for each.
  init(
    name: String, title: String?, jointNames: [String], bones: [Bone], flipPairs: [[Int]], sigmas: [Double],
    sigmaOrigin: SigmaOrigin, isNumbered: Bool = false, knowsPairs: Bool = true
  ) {
    let indices = jointNames.indices
    precondition(bones.allSatisfy { indices.contains($0.from) && indices.contains($0.to) }, "bones join joints")
    precondition(flipPairs.allSatisfy { $0.count == 2 && $0.allSatisfy(indices.contains) }, "pairs are of joints")
    precondition(sigmas.count == jointNames.count, "every joint has a σ")
    (self.name, self.title, self.jointNames, self.bones) = (name, title, jointNames, bones)
    (self.flipPairs, self.sigmas, self.sigmaOrigin, self.isNumbered) = (flipPairs, sigmas, sigmaOrigin, isNumbered)
    self.knowsPairs = knowsPairs && !isNumbered
  }

  /// A skeleton from its joints' names; pairs and σ follow from them.
  ///
  /// - Parameter bones: lines between joints, by index.
  /// - Precondition: bones join existing joints.
  public init(name: String, jointNames: [String], bones: [Bone]) {
    let sigmas = jointNames.map { Self.sigma(of: JointName($0)) }
    self.init(
      name: name, title: nil, jointNames: jointNames, bones: bones, flipPairs: Self.pairs(of: jointNames),
      sigmas: sigmas.map { $0 ?? 0.079 }, sigmaOrigin: sigmas.contains(nil) ? .assumed : .alike)
  }

  /// The index of a joint, by its name.
  public func index(of jointName: String) -> Int? {
    jointNames.firstIndex(of: jointName)
  }

  /// The name of a joint; "joint 14" for index 14 where the skeleton has no such joint.
  public func jointName(_ joint: Int) -> String {
    jointNames.indices.contains(joint) ? jointNames[joint] : "joint \(joint)"
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
  public func side(ofJoint joint: Int) -> Side { Self.side(ofJoint: jointName(joint)) }

  /// The joints that PCK measures the torso by, where the skeleton has them.
  public var torso: (leftShoulder: Int, rightHip: Int)? {
    guard let shoulder = index(of: "left shoulder"), let hip = index(of: "right hip") else { return nil }
    return (shoulder, hip)
  }

  static func side(ofJoint name: String) -> Side {
    name.hasPrefix("left ") ? .left : name.hasPrefix("right ") ? .right : .centre
  }

  /// Joints whose names differ in the side alone.
  static func pairs(of jointNames: [String]) -> [[Int]] {
    jointNames.indices.compactMap { left in
      guard jointNames[left].hasPrefix("left ") else { return nil }
      let opposite = "right " + jointNames[left].dropFirst("left ".count)
      return jointNames.firstIndex(of: opposite).map { [left, $0] }
    }
  }

  /// COCO's σ of a body's joint; CrowdPose's for neck and head top, which COCO lacks. Nil for any other.
  static func sigma(of joint: JointName) -> Double? {
    switch joint.canonical.split(separator: " ").last {
    case "nose": 0.026
    case "eye": 0.025
    case "ear": 0.035
    case "shoulder": 0.079
    case "elbow": 0.072
    case "wrist": 0.062
    case "hip": 0.107
    case "knee": 0.087
    case "ankle": 0.089
    default: ["neck", "head top"].contains(joint.canonical) ? 0.079 : nil
    }
  }
}
