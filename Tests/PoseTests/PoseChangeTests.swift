import Foundation
import Pictures
import Pose
import Testing

@Suite("How far a pose moved")
struct PoseChangeTests {
  private static let skeleton = Skeleton(name: "two", jointNames: ["nose", "left hip", "left knee"], bones: [])
  private static let box = Box(x: 0, y: 0, width: 50, height: 200)

  private static func joint(_ x: Double, _ y: Double, _ score: Double, isFound: Bool = true) -> Joint {
    Joint(name: "", position: PicturePoint(x: x, y: y), score: score, isFound: isFound)
  }

  @Test("mean and largest shift are of the joints that both runs found; a lost one is counted")
  func shifts() {
    let before = [Self.joint(0, 0, 0.9), Self.joint(10, 10, 0.8), Self.joint(5, 5, 0.5)]
    let after = [Self.joint(3, 4, 0.6), Self.joint(10, 11, 0.8), Self.joint(0, 0, 0, isFound: false)]
    let change = PoseChange(from: before, to: after, box: Self.box, skeleton: Self.skeleton)
    #expect(change.shifts == [5, 1, nil])
    #expect(change.meanShift == 3 && change.maxShift == 5 && change.lost == 1)
    #expect(abs(change.scoreChange - (-0.3 + 0 - 0.5) / 3) < 1e-12)
  }

  @Test("a joint is lost below a tenth, or where it was not found; where it is stays what it is")
  func lost() {
    for (score, isLost) in [
      (0.1, false), (0.0999, true), (0.0, true), (1e-9, true), (-1, true), (.nan, true), (5, false),
    ] {
      #expect(Self.joint(0, 0, score).isLost == isLost && (Self.joint(0, 0, score).visibility == 0) == isLost)
    }
    #expect(Self.joint(0, 0, 0.9, isFound: false).isLost)
    let change = PoseChange(
      from: [Self.joint(0, 0, 0.9), Self.joint(0, 0, 0.05), Self.joint(0, 0, 0.5)],
      to: [Self.joint(3, 4, 0.05), Self.joint(0, 0, 0.01), Self.joint(0, 0, 0.11)], box: Self.box,
      skeleton: Self.skeleton)
    #expect(change.lost == 1 && change.shifts == [5, 0, 0])
  }

  @Test("OKS takes the box's area: a nose off by 2σ√area counts exp(−½)")
  func oks() {
    let before = [Self.joint(0, 0, 1), Self.joint(10, 10, 1), Self.joint(5, 5, 1)]
    var after = before
    after[0].position.x = 2 * 0.026 * 100
    let change = PoseChange(from: before, to: after, box: Self.box, skeleton: Self.skeleton)
    #expect(abs(change.oks - (exp(-0.5) + 2) / 3) < 1e-12)
  }

  @Test("nothing moved: zero, and OKS 1; no joints: zero, and never NaN")
  func nothing() {
    let pose = [Self.joint(0, 0, 0.9), Self.joint(10, 10, 0.8), Self.joint(5, 5, 0.5)]
    let same = PoseChange(from: pose, to: pose, box: Self.box, skeleton: Self.skeleton)
    #expect(same.meanShift == 0 && same.maxShift == 0 && same.scoreChange == 0 && same.oks == 1 && same.lost == 0)
    let none = PoseChange(from: [], to: [], box: Self.box, skeleton: Self.skeleton)
    #expect(none.meanShift == 0 && none.maxShift == 0 && none.scoreChange == 0)
  }
}
