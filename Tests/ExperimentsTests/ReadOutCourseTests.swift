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
    let course = try subject.estimator.readOutCourse(of: subject.network.readOutput, in: pass, subject.frame)
    let columns = subject.network.columns.indices.filter { (subject.network.columns[$0].stage ?? 0) >= 2 }
    #expect(course.map(\.column) == columns)
    let final = subject.estimator.read(pass, subject.frame)
    let last = try #require(course.last)
    #expect(last.reading.items == final.items)

    let errors = course.map { $0.error(from: .truth(.joints(subject.truth))) }
    #expect(errors.allSatisfy { $0.found + $0.missing == 14 })
    let (first, end) = (try #require(errors.first?.mean), try #require(errors.last?.mean))
    #expect(end < first / 2)
    #expect(last.error(from: .result(final)).mean == 0)
    #expect(course[0].error(from: .result(final)).mean ?? 0 > 1)
  }

  @Test("joints that were not found are counted, and not measured, whatever the reference")
  func missing() {
    func reading(_ places: [(Double, Double)?]) -> Reading {
      let joints = places.enumerated().map { index, place in
        Joint(
          name: "\(index)", position: PicturePoint(x: place?.0 ?? 900, y: place?.1 ?? 0), score: place == nil ? 0 : 1,
          isFound: place != nil)
      }
      return .pose(
        PoseReading(
          joints: joints, heatMaps: HeatMaps(joints: 3, height: 1, width: 1, values: [1, 1, 1]),
          skeleton: .named(nil, joints: 3), box: Box(x: 0, y: 0, width: 9, height: 9)))
    }
    let depth = ReadOutDepth(
      readOut: ReadOut(column: 0, output: .heatMaps(2)), reading: reading([(3, 4), nil, (5, 5)]))
    let origin = GroundTruthJoint(position: PicturePoint(x: 0, y: 0))
    for (truth, places) in [
      ([origin, origin, .unlabelled], [(0, 0), (0, 0), nil]),
      ([.unlabelled, origin, .unlabelled], [nil, (0, 0), nil]),
      ([.unlabelled, .unlabelled, .unlabelled], [nil, nil, nil]),
    ] as [([GroundTruthJoint], [(Double, Double)?])] {
      let error = depth.error(from: .truth(.joints(truth)))
      #expect(error == depth.error(from: .result(reading(places))))
      #expect(error.mean == (truth[0].isLabelled ? 5 : nil) && error.found == (truth[0].isLabelled ? 1 : 0))
      #expect(error.missing == (truth[1].isLabelled ? 1 : 0))
    }
  }

  @Test("against what says something else nothing is found, and nothing missing")
  func otherSort() {
    let features = Reading.features(FeatureReading(levels: [], absence: .noHead))
    let depth = ReadOutDepth(readOut: ReadOut(column: 0, output: .heatMaps(2)), reading: features)
    let error = depth.error(from: .truth(.joints([.unlabelled])))
    #expect(error.mean == nil && error.found == 0 && error.missing == 0)
  }
}
