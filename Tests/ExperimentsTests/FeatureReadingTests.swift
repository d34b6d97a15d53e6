import Engine
import Experiments
import HRNet
import Pose
import Testing

@Suite("Features, where there is no head to read")
struct FeatureReadingTests {
  private let subject: Subject
  private let estimator: Estimator
  private let input: Activation

  /// The embedded body without its head.
  init() throws {
    subject = try Subject()
    estimator = try Self.estimator(subject, BackboneHead(streams: 1))
    input = estimator.input(subject.crop.sample(subject.picture))
  }

  private static func estimator(_ subject: Subject, _ head: any Head) throws -> Estimator {
    var architecture = subject.checkpoint.architecture
    architecture.head = head
    let network = try Network(architecture, input: subject.network.input)
    return try Estimator(subject.checkpoint, network: network, threads: 2)
  }

  private func read(_ cut: String? = nil) throws -> (reading: Reading, pass: Pass) {
    var interventions = Interventions()
    if let cut { interventions.set(0, for: try EdgeSelection(cut, in: estimator.network).edges) }
    let pass = try estimator.executor.run(input, interventions)
    return (estimator.read(pass, subject.frame), pass)
  }

  @Test("it has levels, a reason why there are no items, and nothing that could be right or wrong")
  func items() throws {
    let reading = try read().reading
    guard case .features(let features) = reading else {
      Issue.record("a backbone says \(reading)")
      return
    }
    #expect(features.levels.count == 1 && reading.items.isEmpty && features.absence == .noHead)
    #expect("\(features.absence)" == "this model has no pose head")
    #expect(reading.comparison(with: .joints([])) == nil && reading.peak(of: 0) == nil)
    #expect("\(ReadingAbsence(refusal: "why"))" == "this model's pose head is left out: why")
  }

  @Test(
    "the change is the share of the features' norm that is not what it was", arguments: ["s4.m2:32>4", "s3", "all"])
  func change(cut: String) throws {
    let (before, after) = (try read(), try read(cut))
    let change = try #require(after.reading.change(from: before.reading))
    let node = estimator.network.result
    let old = try #require(before.pass[node]).channelMajor().map(Double.init)
    let new = try #require(after.pass[node]).channelMajor().map(Double.init)
    let difference = zip(old, new).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let expected = 100 * (difference / old.reduce(0) { $0 + $1 * $1 }).squareRoot()
    #expect(abs(change.effect - expected) < 1e-3 * expected && expected > 0)
    #expect(change.headline.unit == "%" && change.further.map(\.value) == [change.headline.value])
  }

  @Test("nothing changed is 0 %, and no features at all are not measured")
  func nothing() throws {
    let reading = try read().reading
    let same = try #require(reading.change(from: try read().reading))
    #expect(same.isMeasured && same.effect == 0 && !same.hasEffect && same.lost == 0)
    let none = Reading.features(FeatureReading(levels: [], absence: .noHead))
    #expect(none.change(from: none)?.isMeasured == false)
    #expect(none.change(from: reading) == nil)
  }

  @Test("a sweep ranks by how far the features go, and repeats what each cut does alone")
  func sweep() throws {
    var sweep = subject.sweep(estimator)
    let result = try #require(try sweep.finish(estimator))
    #expect(result.measurements.count == sweep.plan.steps.count && result.baseline.isEmpty)
    let effects = result.edges.map(\.change.effect)
    #expect(effects == effects.sorted(by: >) && effects[0] > 1)
    let before = try read().reading
    for measurement in result.edges.prefix(2) + result.kinds {
      let alone = try #require(try read(measurement.target.description).reading.change(from: before))
      #expect(alone == measurement.change, "\(measurement.target)")
    }
  }

  @Test("two heads on one body are read from one pass, each as if it were alone")
  func twoHeads() throws {
    let both = try Self.estimator(subject, HeadPair(PoseHead(joints: 14), BackboneHead(streams: 1)))
    #expect(both.network.outputs.count == 2 && both.output == both.network.outputs[0])
    let pass = try both.executor.run(both.input(subject.crop.sample(subject.picture)))
    let readings = both.network.outputs.map { both.read(pass, subject.frame, output: $0) }
    let joints = try subject.estimator()
    let alone = try joints.executor.run(joints.input(subject.crop.sample(subject.picture)))
    #expect(readings[0].items == joints.read(alone, subject.frame).items && readings[0].items.count == 14)
    #expect(readings[1].items.isEmpty && readings[1].pose == nil)
    #expect(both.read(pass, subject.frame) == readings[0])

    // The other way round joints are still what is read where nobody says which.
    let turned = try Self.estimator(subject, HeadPair(BackboneHead(streams: 1), PoseHead(joints: 14)))
    let again = try turned.executor.run(turned.input(subject.crop.sample(subject.picture)))
    #expect(turned.read(again, subject.frame).items == readings[0].items)
  }
}
