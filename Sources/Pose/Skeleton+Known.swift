extension Skeleton {
  /// COCO's 17 joints.
  public static let coco17 = Skeleton(
    name: "coco17",
    jointNames: [
      "nose", "left eye", "right eye", "left ear", "right ear", "left shoulder", "right shoulder", "left elbow",
      "right elbow", "left wrist", "right wrist", "left hip", "right hip", "left knee", "right knee", "left ankle",
      "right ankle",
    ],
    bones: [
      Bone(from: 0, to: 1, side: .left), Bone(from: 1, to: 3, side: .left), Bone(from: 0, to: 2, side: .right),
      Bone(from: 2, to: 4, side: .right), Bone(from: 5, to: 6, side: .centre), Bone(from: 11, to: 12, side: .centre),
      Bone(from: 5, to: 11, side: .left), Bone(from: 6, to: 12, side: .right), Bone(from: 5, to: 7, side: .left),
      Bone(from: 7, to: 9, side: .left), Bone(from: 6, to: 8, side: .right), Bone(from: 8, to: 10, side: .right),
      Bone(from: 11, to: 13, side: .left), Bone(from: 13, to: 15, side: .left), Bone(from: 12, to: 14, side: .right),
      Bone(from: 14, to: 16, side: .right),
    ])

  /// The 14 joints of Leeds Sports Pose.
  public static let lsp14 = Skeleton(
    name: "lsp14",
    jointNames: [
      "right ankle", "right knee", "right hip", "left hip", "left knee", "left ankle", "right wrist", "right elbow",
      "right shoulder", "left shoulder", "left elbow", "left wrist", "neck", "head top",
    ],
    bones: [
      Bone(from: 0, to: 1, side: .right), Bone(from: 1, to: 2, side: .right), Bone(from: 3, to: 4, side: .left),
      Bone(from: 4, to: 5, side: .left), Bone(from: 2, to: 3, side: .centre), Bone(from: 6, to: 7, side: .right),
      Bone(from: 7, to: 8, side: .right), Bone(from: 9, to: 10, side: .left), Bone(from: 10, to: 11, side: .left),
      Bone(from: 8, to: 2, side: .right), Bone(from: 9, to: 3, side: .left), Bone(from: 8, to: 12, side: .right),
      Bone(from: 9, to: 12, side: .left), Bone(from: 12, to: 13, side: .centre),
    ])

  /// MPII Human Pose's 16 joints.
  public static let mpii16 = Skeleton(
    name: "mpii16",
    jointNames: [
      "right ankle", "right knee", "right hip", "left hip", "left knee", "left ankle", "pelvis", "thorax", "neck",
      "head top", "right wrist", "right elbow", "right shoulder", "left shoulder", "left elbow", "left wrist",
    ],
    bones: [
      Bone(from: 0, to: 1, side: .right), Bone(from: 1, to: 2, side: .right), Bone(from: 2, to: 6, side: .right),
      Bone(from: 3, to: 6, side: .left), Bone(from: 3, to: 4, side: .left), Bone(from: 4, to: 5, side: .left),
      Bone(from: 6, to: 7, side: .centre), Bone(from: 7, to: 8, side: .centre), Bone(from: 8, to: 9, side: .centre),
      Bone(from: 10, to: 11, side: .right), Bone(from: 11, to: 12, side: .right), Bone(from: 12, to: 7, side: .right),
      Bone(from: 13, to: 7, side: .left), Bone(from: 13, to: 14, side: .left), Bone(from: 14, to: 15, side: .left),
    ])

  /// Every skeleton with a name.
  public static let known = [coco17, lsp14, mpii16]

  /// The skeleton for a network with K heat maps.
  ///
  /// - Parameters:
  ///   - name: what the checkpoint calls it, if it says; believed only where the number of joints agrees.
  ///   - count: K. Decides where the name does not: 17 is COCO, 14 LSP, 16 MPII.
  /// - Returns: a skeleton of exactly K joints. K that nobody knows gives "joint 1" to "joint K" without bones.
  public static func named(_ name: String?, joints count: Int) -> Skeleton {
    let fitting = known.filter { $0.jointNames.count == count }
    if let skeleton = fitting.first(where: { $0.name == name }) ?? fitting.first { return skeleton }
    return Skeleton(
      name: "joints \(count)", jointNames: (0..<max(count, 0)).map { "joint \($0 + 1)" }, bones: [])
  }
}
