import Testing

@testable import Pose

@Suite("Skeletons")
struct SkeletonTests {
  @Test("COCO's σ are the published ones")
  func sigmas() {
    #expect(
      Skeleton.coco17.sigmas
        == [
          0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107, 0.087, 0.087,
          0.089, 0.089,
        ])
  }

  @Test("Known skeletons have the joints that their names promise", arguments: Skeleton.known)
  func counts(skeleton: Skeleton) {
    #expect(skeleton.name.hasSuffix("\(skeleton.jointNames.count)"))
    #expect(Set(skeleton.jointNames).count == skeleton.jointNames.count && !skeleton.isNumbered)
    #expect(skeleton.sigmas.allSatisfy { (0.001...0.2).contains($0) })
    #expect(Set(skeleton.flipPairs.joined()).count == 2 * skeleton.flipPairs.count)
    let isSymmetric = skeleton.flipPairs.allSatisfy { pair in
      let names = pair.map { skeleton.jointNames[$0] }
      return names[0].hasPrefix("kpt ") || names[0].contains("face")
        || names[0].replacing("left", with: "right", maxReplacements: 1) == names[1]
    }
    #expect(isSymmetric)
  }

  @Test(
    "As many pairs as the sets have",
    arguments: [
      ("coco17", 8), ("lsp14", 6), ("mpii16", 6), ("crowdpose14", 6), ("ap10k17", 7), ("aic14", 6), ("h36m17", 6),
      ("hand21", 0), ("face68", 29), ("wflw98", 44), ("cofw29", 11), ("aflw19", 8), ("wholebody133", 61),
    ])
  func pairs(name: String, count: Int) throws {
    #expect(try #require(Skeleton.known(as: name)).flipPairs.count == count)
  }

  @Test("A bone on one side joins no joint of the other", arguments: Skeleton.known)
  func bones(skeleton: Skeleton) {
    for bone in skeleton.bones {
      for joint in [bone.from, bone.to] {
        let side = skeleton.side(ofJoint: joint)
        #expect(side == bone.side || side == .centre || bone.side == .centre, "\(skeleton.jointName(joint))")
      }
    }
  }

  @Test("Bones reach every joint of a body", arguments: Skeleton.known.prefix(8))
  func connected(skeleton: Skeleton) {
    let reached = Set(skeleton.bones.flatMap { [$0.from, $0.to] })
    #expect(reached == Set(skeleton.jointNames.indices))
  }

  @Test(
    "Data sets are known by the names that files state",
    arguments: [
      ("coco", "coco17"), ("COCO", "coco17"), ("crowdpose", "crowdpose14"), ("CrowdPose", "crowdpose14"),
      ("ap10k", "ap10k17"), ("AP-10K", "ap10k17"), ("h36m", "h36m17"), ("Human3.6M", "h36m17"), ("300w", "face68"),
      ("wflw", "wflw98"), ("coco_wholebody", "wholebody133"), ("onehand10k", "hand21"), ("mpii", "mpii16"),
    ])
  func dataSets(stated: String, name: String) {
    #expect(Skeleton.known(as: stated)?.name == name)
    #expect(Skeleton.known(as: "no such set") == nil)
  }

  @Test("14 joints are LSP's, and 17 COCO's, only where something says so")
  func named() {
    #expect(Skeleton.named("lsp14", joints: 14) == .lsp14)
    #expect(Skeleton.named(nil, joints: 17) == .coco17 && Skeleton.named(nil, joints: 16) == .mpii16)
    for unknown in [
      Skeleton.named(nil, joints: 14), .named("lsp14", joints: 17), .named("hands", joints: 17), .named(nil, joints: 3),
    ] {
      #expect(unknown.isNumbered && unknown.bones.isEmpty && unknown.flipPairs.isEmpty && unknown.torso == nil)
      #expect(unknown.jointNames.first == "joint 0" && unknown.jointNames.last == "joint \(unknown.sigmas.count - 1)")
    }
  }

  @Test("What a file states is its skeleton, known or not")
  func stated() throws {
    let crowdPose = try #require(Skeleton.known(as: "crowdpose14"))
    let written = crowdPose.jointNames.map { $0.replacing(" ", with: "_") }
    #expect(Skeleton(stating: written) == crowdPose)
    #expect(Skeleton(stating: written.map { $0.uppercased() }, dataSet: "my own") == crowdPose)
    // Names beat the data set's name.
    #expect(Skeleton(stating: written, dataSet: "lsp") == crowdPose)
    // Numbers mean something only where the data set is named.
    let numbers = (0..<98).map { "kpt-\($0)" }
    #expect(Skeleton(stating: numbers, dataSet: "wflw").name == "wflw98")
    #expect(Skeleton(stating: numbers).isNumbered && Skeleton(stating: numbers, dataSet: "300w").isNumbered)
    // Joints of one's own.
    let own = Skeleton(stating: ["L_Wing", "R_Wing", "beak", "beak"], dataSet: "birds", limbs: [[0, 2]])
    #expect(own.jointNames == ["left wing", "right wing", "beak", "beak #3"] && own.flipPairs == [[0, 1]])
    #expect(own.name == "birds" && own.bones == [Skeleton.Bone(from: 0, to: 2, side: .left)] && !own.isNumbered)
    // What doesn't fit is passed over.
    let odd = Skeleton(stating: ["a", "b"], flipPairs: [[0, 9]], sigmas: [1], limbs: [[0, 0]])
    #expect(odd.flipPairs.isEmpty && odd.sigmas == [0.079, 0.079] && odd.bones.isEmpty)
  }

  @Test("Whether a mirrored picture can be read is known from pairs, from names, or not at all")
  func mirrored() {
    #expect(
      Skeleton(stating: ["left a", "right a"]).knowsPairs && Skeleton(stating: ["nose", "L_ear", "R_ear"]).knowsPairs)
    // No pairs at all, but said to be so.
    #expect(Skeleton(stating: ["beak", "tail"], flipPairs: []).knowsPairs)
    #expect(Skeleton.known.allSatisfy { $0.knowsPairs })
    for unknown in [
      Skeleton(stating: ["gauche", "droite"]), Skeleton(stating: ["a", "b", "c"], flipPairs: [[0, 1], [1, 2]]),
      Skeleton(stating: ["a", "b"], flipPairs: [[0, 2]]), Skeleton(numbered: 14),
    ] {
      #expect(!unknown.knowsPairs && unknown.flipPairs.isEmpty)
    }
  }

  @Test(
    "Names are equal however they are written",
    arguments: [
      (["left_shoulder", "L_Shoulder", "Left-Shoulder", "LShoulder", "shoulderLeft", "lshoulder"], "left shoulder"),
      (["head_top", "top_head", "Head Top", "topHead"], "head top"),
      (["L_F_Paw", "left_front_paw"], "left front paw"), (["middle_finger1", "middle finger 1"], "middle finger 1"),
      (["Eye_Right", "r-eye", "RIGHT_EYE"], "right eye"), (["Neck"], "neck"), (["Root of tail"], "root of tail"),
    ])
  func names(written: [String], canonical: String) {
    for name in written { #expect(JointName(name).canonical == canonical && !JointName(name).isNumber) }
  }

  @Test("Numbers are no names", arguments: ["kpt-12", "12", "joint 3", "keypoint_0", "p7"])
  func numbers(name: String) { #expect(JointName(name).isNumber) }

  @Test("Short names")
  func shortNames() {
    #expect(Skeleton.lsp14.shortJointName(0) == "r. ankle")
    #expect(Skeleton.lsp14.shortJointName(9) == "l. shoulder")
    #expect(Skeleton.lsp14.shortJointName(13) == "head top")
    #expect(Skeleton.lsp14.shortJointName(20) == "joint 20")
  }

  @Test("The torso runs from left shoulder to right hip")
  func torso() throws {
    for (skeleton, expected) in [(Skeleton.coco17, (5, 12)), (.lsp14, (9, 2)), (.mpii16, (13, 2))] {
      #expect(try #require(skeleton.torso) == expected)
    }
  }
}
