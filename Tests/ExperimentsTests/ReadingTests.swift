import Pictures
import Engine
import HRNet
import Pictures
import Pose
import Testing

@testable import Experiments

@Suite("What a network says")
struct ReadingTests {
  /// A pose of three joints; nil is one that was not found.
  private static func pose(_ places: [(Double, Double)?], score: Double = 1) -> Reading {
    let joints = places.enumerated().map { index, place in
      Joint(
        name: "joint \(index)", position: PicturePoint(x: place?.0 ?? -7, y: place?.1 ?? -7),
        score: place == nil ? 0 : score, isFound: place != nil)
    }
    let maps = HeatMaps(joints: places.count, height: 1, width: 2, values: places.flatMap { _ in [Float(score), 0] })
    return .pose(
      PoseReading(
        joints: joints, heatMaps: maps, skeleton: .named(nil, joints: places.count),
        box: Box(x: 0, y: 0, width: 30, height: 60)))
  }

  @Test("a pose's items are its joints; what was not found has no place")
  func items() throws {
    let reading = Self.pose([(1, 2), nil, (5, 6)])
    #expect(
      reading.items == [
        ReadingItem(name: "joint 0", place: PicturePoint(x: 1, y: 2), certainty: 1, isFound: true),
        ReadingItem(name: "joint 1", place: nil, certainty: 0, isFound: false),
        ReadingItem(name: "joint 2", place: PicturePoint(x: 5, y: 6), certainty: 1, isFound: true),
      ])
    #expect(reading.words.items == "joints")
    #expect(reading.peak(of: 1) == nil && reading.peak(of: 3) == nil && reading.peak(of: -1) == nil)
    #expect(try #require(reading.peak(of: 0)) == (0, 0))
  }

  @Test("a pose's change is headed by the mean shift, with the largest, OKS, scores and each joint's own")
  func poseChange() throws {
    let before = Self.pose([(0, 0), (10, 10), (20, 20)], score: 0.75)
    let after = Self.pose([(3, 4), (10, 11), nil], score: 0.5)
    let change = try #require(after.change(from: before))
    #expect(change.headline == Measure("mean Δ", key: "meanShift", 3, unit: "px", places: 2))
    #expect(change.largest.value == 5 && change.items == [5, 1, nil] && change.lost == 1)
    #expect(change.further.map(\.key) == ["oks", "scoreChange"] && change.further[1].value == -1.25 / 3)
    #expect(after.drops(from: before) == [0.25, 0.25, 0.25])
  }

  @Test("where no joint is found twice nothing is measured, which is not a change of zero")
  func unmeasured() throws {
    let lost = try #require(Self.pose([nil, nil]).change(from: Self.pose([(1, 1), (2, 2)])))
    #expect(!lost.isMeasured && lost.effect == 0 && !lost.hasEffect && lost.lost == 2)
    let same = try #require(Self.pose([(1, 1)]).change(from: Self.pose([(1, 1)])))
    #expect(same.isMeasured && same.effect == 0 && !same.hasEffect)
  }

  @Test("readings that cannot be of one network are not compared")
  func incomparable() {
    let features = Reading.features(FeatureReading(levels: [], absence: .noHead))
    #expect(Self.pose([(1, 1)]).change(from: Self.pose([(1, 1), (2, 2)])) == nil)
    #expect(Self.pose([(1, 1)]).change(from: features) == nil && features.change(from: Self.pose([(1, 1)])) == nil)
    #expect(Self.pose([(1, 1)]).drops(from: features).isEmpty)
    #expect(features.comparison(with: .joints([])) == nil)
  }

  @Test("strongest first: what changed of the heat maps, then similarity, whatever the shift; equals stay in order")
  func order() throws {
    let before = Self.pose([(0, 0), (10, 10)])
    let changes = try [
      Self.pose([(0, 0), (10, 10)]), Self.pose([(0, 1), (10, 10)]), Self.pose([(0, 0), nil]),
      // As far together as the second, and less similar, since not all of it is one joint's.
      Self.pose([(0, 0.5), (10, 10.5)]), Self.pose([(0, 0), (10, 11)]), Self.pose([(0, 9), (10, 10)]),
    ].map { try #require($0.change(from: before)) }
    let ranked = Array(changes.indices).strongestFirst { changes[$0] }
    // All have the maps they had: similarity decides.
    let similar = changes.indices.map { changes[$0].further[0].value ?? 0 }
    #expect(ranked.map { similar[$0] } == similar.sorted() && ranked.last == 0)
    #expect(try #require(ranked.firstIndex(of: 1)) < #require(ranked.firstIndex(of: 4)))
    // Less certain maps come before any that only moved.
    let fallen = try #require(Self.pose([(0, 0), (10, 10)], score: 0.75).change(from: before))
    #expect(changes.allSatisfy { fallen.isStronger(than: $0) } && fallen.headline.value == 0)
  }

  @Test("a strength that is no number comes first, and the order holds", arguments: [0, 2, 4])
  func notANumber(place: Int) {
    func change(_ value: Double) -> ReadingChange {
      let measure = Measure("", key: "", value, places: 0)
      return ReadingChange(
        headline: measure, largest: measure, items: [], itemKey: "", lost: 0,
        words: ReadingWords(item: "", items: "", changes: "", changed: ""), strength: [value])
    }
    var values: [Double] = [1, 3, 2, 3]
    values.insert(.nan, at: place)
    let ranked = values.map(change).strongestFirst { $0 }.map(\.effect)
    #expect(ranked[0].isNaN && Array(ranked.dropFirst()) == [3, 3, 2, 1])
  }

  @Test("truth gives PCK with its count, errors in pixels, and what was not found")
  func truth() throws {
    let subject = try TracedRunner()
    for cut in [nil, "s4.m2", "all"] {
      let pose = try #require(try subject.reading(cut).pose)
      let comparison = try #require(pose.comparison(with: .joints(subject.truth)))
      let known = Metrics.pck(predicted: pose.joints.map(\.position), truth: subject.truth, skeleton: pose.skeleton)
      #expect(comparison.count == TruthComparison.Count(right: known.correct, total: known.total))
      #expect(comparison.value == known.value && comparison.metric == "PCK@0.2")
      #expect(comparison.errors.count == 14)
      for (index, joint) in pose.joints.enumerated() {
        let isKnown = joint.isFound && subject.truth[index].isLabelled
        #expect((comparison.errors[index] != nil) == isKnown)
      }
      #expect(comparison.missing + comparison.errors.count { $0 != nil } == 14)
    }
  }

  @Test("without a torso there is no PCK, and errors all the same; without labels nothing")
  func poorTruth() throws {
    let point = GroundTruthJoint(position: PicturePoint(x: 0, y: 0))
    let reading = Self.pose([(3, 4), nil])
    let known = try #require(reading.comparison(with: .joints([point, point])))
    #expect(known.value == nil && known.errors == [5, nil] && known.distance.value == 5 && known.missing == 1)
    let unknown = try #require(reading.comparison(with: .joints([.unlabelled, .unlabelled])))
    #expect(unknown.errors == [nil, nil] && unknown.distance.value == nil && unknown.missing == 0)
  }

  /// A sort that only tests know: what conforms need say no more than it has.
  private struct Labels: ReadingContent {
    let words = ReadingWords(item: "label", items: "labels", changes: "changes", changed: "changed")
    let items: [ReadingItem]

    func change(from before: Labels) -> ReadingChange? { nil }
  }

  @Test("what has only certainties drops by these, has no peak, and no truth of joints")
  func defaults() {
    func labels(_ certainties: [Double?]) -> Labels {
      Labels(items: certainties.map { ReadingItem(name: "", place: nil, certainty: $0, isFound: true) })
    }
    #expect(labels([0.25, nil, 1]).drops(from: labels([0.75, 1, nil])) == [0.5, nil, nil])
    #expect(labels([1]).peak(of: 0) == nil && labels([1]).comparison(with: .joints([])) == nil)
  }
}
