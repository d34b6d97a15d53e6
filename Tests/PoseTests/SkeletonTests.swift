import Pose
import Testing

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

  @Test("Left and right come in pairs", arguments: [(Skeleton.coco17, 8), (.lsp14, 6), (.mpii16, 6)])
  func pairs(skeleton: Skeleton, count: Int) {
    #expect(skeleton.flipPairs.count == count)
    for pair in skeleton.flipPairs {
      #expect(
        skeleton.jointNames[pair[0]].replacing("left", with: "right", maxReplacements: 1)
          == skeleton.jointNames[pair[1]])
    }
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

  @Test("Bones reach every joint", arguments: Skeleton.known)
  func connected(skeleton: Skeleton) {
    let reached = Set(skeleton.bones.flatMap { [$0.from, $0.to] })
    #expect(reached == Set(skeleton.jointNames.indices))
  }

  @Test("A name counts only where the number of joints agrees")
  func named() {
    #expect(Skeleton.named("lsp14", joints: 14) == .lsp14)
    #expect(Skeleton.named("lsp14", joints: 17) == .coco17)
    #expect(Skeleton.named(nil, joints: 16) == .mpii16)
    let unknown = Skeleton.named("hands", joints: 21)
    #expect(unknown.name == "joints 21")
    #expect(unknown.jointNames.first == "joint 1" && unknown.jointNames.last == "joint 21")
    #expect(unknown.bones.isEmpty && unknown.flipPairs.isEmpty)
    #expect(unknown.sigmas.count == 21)
  }

  @Test("Short names")
  func shortNames() {
    #expect(Skeleton.lsp14.shortJointName(0) == "r. ankle")
    #expect(Skeleton.lsp14.shortJointName(9) == "l. shoulder")
    #expect(Skeleton.lsp14.shortJointName(13) == "head top")
    #expect(Skeleton.lsp14.shortJointName(20) == "joint 21")
  }

  @Test("The torso runs from left shoulder to right hip")
  func torso() throws {
    for (skeleton, expected) in [(Skeleton.coco17, (5, 12)), (.lsp14, (9, 2)), (.mpii16, (13, 2))] {
      #expect(try #require(skeleton.torso) == expected)
    }
    #expect(Skeleton.named(nil, joints: 3).torso == nil)
  }
}
