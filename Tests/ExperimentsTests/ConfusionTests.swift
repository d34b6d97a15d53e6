import Engine
import Testing

@testable import Experiments
@testable import Pose

@Suite("Joints that are one")
struct ConfusionTests {
  @Test("cosines are of the rows, scaled, without their biases; a row of zeros or of no numbers has none")
  func rows() throws {
    let weights = ConvolutionWeights(
      weights: [1, 0, 2, 0, 0, 3, -1, 0, 0, 0, .nan, 1], scale: [1, 2, -1, 1, 5, 1], bias: [9, -9, 0, 4, 1, 0])
    // Rows (1,0) (2,0)·2 (0,3)·−1 (−1,0) (0,0)·5 (nan,1).
    let cosines = HeadRows(weights).cosines
    #expect(cosines.count == 15)
    #expect(cosines[0] == 1 && cosines[1] == 0 && cosines[2] == -1)
    #expect(cosines[3] == nil && cosines[4] == nil && cosines[14] == nil)
    #expect(HeadRows(ConvolutionWeights(weights: [1, 2], scale: [1], bias: [0])).cosines.isEmpty)
    #expect(HeadRows(ConvolutionWeights(weights: [], scale: [], bias: [])).cosines.isEmpty)
  }

  @Test("the most alike first, undefined ones last; those above 0.9 are one")
  func ranking() {
    let map: [Float] = [0, 1, 0, 0.2, 0, 0]
    let near: [Float] = [0, 1, 0, 0.25, 0.02, 0]
    let maps = HeatMaps(
      joints: 4, height: 2, width: 3, values: [Float](repeating: 2, count: 6) + map + [0, 0, 0, 0, 0, 1] + near)
    let likeness = JointLikeness(of: maps, cosines: [])
    #expect(likeness.pairs.count == 6 && likeness.pairs.allSatisfy { $0.cosine == nil })
    #expect(likeness.ones.map(\.joints) == [JointPair(first: 1, second: 3)])
    #expect(likeness.pairs.suffix(3).allSatisfy { $0.correlation == nil && $0.joints.first == 0 })
    #expect(likeness.pairs[0].distance == 0)
    #expect(likeness.pairs[0].other(than: 3) == 1 && likeness.pairs[0].other(than: 0) == nil)
  }

  private static func plan() throws -> ConfusionPlan {
    let names = ["left eye", "right eye", "nose"]
    return ConfusionPlan(
      HeadRows(ConvolutionWeights(weights: [1, 1, 1, 0, 0, 1], scale: [1, 1, 1], bias: [0, 0, 0])), joints: names,
      match: try JointMatch(network: Skeleton(stating: names), set: nil, count: 3))
  }

  private func score(_ maps: [[Float]], _ places: [JointPlace?]) -> ConfusionScore {
    ConfusionScore(
      HeatMaps(joints: 3, height: 2, width: 2, values: maps.flatMap { $0 }), places: places)
  }

  @Test("people add up to the same in any order; what is not defined is in no mean")
  func sums() throws {
    let scores = [
      score([[0, 1, 0, 0], [0, 1, 0, 0.1], [1, 0, 0, 0]], [.own, .mirror, .own]),
      score([[0, 1, 0, 0], [0.3, 0.3, 0.3, 0.3], [0, 0, 0, -1]], [.elsewhere, .mirror, nil]),
      score([[1, 0, 0.5, 0], [0, 0, .nan, 0], [1, 0, 0, 0.5]], [nil, nil, .elsewhere]),
    ]
    var results: [JointConfusion] = []
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
      var tally = ConfusionTally(try Self.plan())
      for index in order {
        let added = tally.add([scores[index]])
        #expect(added)
      }
      results.append(tally.result)
    }
    for result in results {
      #expect(result.people == 3 && result.pairs.map(\.correlation) == results[0].pairs.map(\.correlation))
    }
    let result = results[0]
    // Eyes: one person alone has two maps that vary.
    let alone = try #require(scores[0].correlations[0])
    #expect(abs(try #require(result.pairs[0].correlation) - Double(alone)) < 1e-9)
    // Found in both of two people: once at the same value. A map that is nowhere above 0 has no peak.
    #expect(result.pairs[0].samePeak == 0.5 && result.pairs[1].samePeak == 0.5)
    #expect(result.joints.map(\.labelled) == [2, 2, 2] && result.joints.map(\.own) == [1, 0, 1])
    #expect(result.joints.map(\.mirror) == [0, 2, nil] && result.joints.map(\.elsewhere) == [1, 0, 1])
    #expect(result.joints.map(\.mirrorName) == ["right eye", "left eye", nil])
    #expect(abs(try #require(result.pairs[0].cosine) - 0.5.squareRoot()) < 1e-9)
  }

  @Test("nothing measured is nothing said")
  func empty() throws {
    let result = ConfusionTally(try Self.plan()).result
    #expect(result.people == 0 && result.pairs.allSatisfy { $0.correlation == nil && $0.samePeak == nil })
  }

  @Test("scores of other plans are not taken")
  func strange() throws {
    var tally = ConfusionTally(try Self.plan())
    let other = ConfusionScore(HeatMaps(joints: 2, height: 1, width: 2, values: [0, 1, 1, 0]), places: [.own, .own])
    #expect(!tally.add([other]) && tally.result.people == 0)
    let plan = try Self.plan()
    #expect(plan.isSound(compared: 3) && !plan.isSound(compared: 2))
  }
}
