import Engine
import Experiments
import HRNet
import Pictures
import Pose
import Testing

@Suite("The pose forming")
struct ReadOutCourseTests {
  @Test(
    "every column of stages 2 to 4 has a pose; the last is the network's own, and late ones are nearer to the truth")
  func course() throws {
    let subject = try TracedRunner()
    let pass = try subject.estimator.executor.run(subject.input)
    let course = subject.estimator.readOutCourse(of: pass, crop: subject.crop)
    let columns = subject.network.columns.indices.filter { (subject.network.columns[$0].stage ?? 0) >= 2 }
    #expect(course.map(\.column) == columns)
    let final = subject.estimator.heatMaps(pass)
      .joints(decoding: .quarter, crop: subject.crop, skeleton: subject.estimator.skeleton)
    let last = try #require(course.last)
    #expect(last.joints == final)

    let truth = subject.truth.map { $0.isLabelled ? $0.position : nil }
    let errors = course.map { $0.error(from: truth) }
    #expect(errors.allSatisfy { $0.found + $0.missing == 14 })
    let (first, end) = (try #require(errors.first?.mean), try #require(errors.last?.mean))
    #expect(end < first / 2)
    #expect(last.error(from: final.map(\.position)).mean == 0)
  }

  @Test("joints that were not found are counted, and not measured")
  func missing() {
    let joints = [
      Joint(name: "a", position: PicturePoint(x: 3, y: 4), score: 1, isFound: true),
      Joint(name: "b", position: PicturePoint(x: 900, y: 0), score: 0, isFound: false),
      Joint(name: "c", position: PicturePoint(x: 5, y: 5), score: 1, isFound: true),
    ]
    let depth = ReadOutDepth(
      readOut: ReadOut(node: 1, head: 2), column: 0, joints: joints,
      heatMaps: HeatMaps(joints: 0, height: 1, width: 1, values: []))
    let origin = PicturePoint(x: 0, y: 0)
    #expect(depth.error(from: [origin, origin, nil]) == ReadOutError(mean: 5, found: 1, missing: 1))
    #expect(depth.error(from: [nil, origin, nil]) == ReadOutError(mean: nil, found: 0, missing: 1))
  }
}
