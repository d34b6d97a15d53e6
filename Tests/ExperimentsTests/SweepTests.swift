import Engine
import Experiments
import HRNet
import Pose
import Testing

@Suite("Sweeps")
struct SweepTests {
  private let subject: Subject

  init() throws { subject = try Subject() }

  @Test("a plan has every foreign edge, every exchange unit and every kind once; identity edges where asked for")
  func plan() throws {
    let network = subject.network
    let foreign = network.edges.filter { !$0.isIdentity }
    let expected =
      foreign.map { SweepTarget.edge($0) } + network.exchangeUnits.map { SweepTarget.unit($0.address) }
      + Set(network.exchangeUnits.map(\.kind)).map { SweepTarget.kind($0) }
    let targets = SweepPlan(network).steps.map(\.target)
    #expect(targets.count == expected.count && Set(targets) == Set(expected))
    let all = SweepPlan(network, includesIdentities: true).steps
    #expect(all.count == expected.count + network.edges.count { $0.isIdentity })
    // An exchange unit that is off still passes each stream to itself, whatever is cut one by one.
    for case (.unit, let edges) in all.map({ ($0.target, $0.edges) }) { #expect(!edges.contains { $0.isIdentity }) }
  }

  @Test("every target is a SPEC that selects its edges")
  func specs() throws {
    for step in SweepPlan(subject.network, includesIdentities: true).steps {
      #expect(try EdgeSelection(step.target.description, in: subject.network).edges == step.edges)
    }
  }

  @Test("every measurement is what a network with nothing in its cache gives for that cut alone")
  func equalsSingleCuts() throws {
    var base = Interventions()
    base[try #require(subject.network.edges.first { !$0.isIdentity })] = 0.5
    let estimator = try subject.estimator()
    var sweep = subject.sweep(estimator, base: base)
    let result = try #require(try sweep.finish(estimator))
    #expect(result.measurements.count == sweep.plan.steps.count)

    // Its cache is empty after every pass.
    let fresh = try subject.estimator(cacheBudget: 0)
    func pose(_ interventions: Interventions) throws -> PoseReading {
      try #require(
        try fresh.pose(in: subject.picture, crop: subject.crop, interventions: interventions, flipTest: false))
    }
    let baseline = try pose(base)
    #expect(result.baseline == baseline.items)
    for step in sweep.plan.steps {
      var interventions = base
      interventions.set(0, for: step.edges)
      let measurement = try #require(result[step.target])
      let after = try pose(interventions)
      #expect(measurement.items == after.items, "\(step.target)")
      let change = PoseChange(
        from: baseline.joints, to: after.joints, box: subject.person.box, skeleton: after.skeleton)
      #expect(measurement.change.headline.value == change.meanShift && measurement.change.lost == change.lost)
      #expect(measurement.change.largest.value == change.maxShift && measurement.change.items == change.shifts)
      #expect(measurement.change.further.map(\.value) == [change.oks, change.scoreChange])
    }
  }

  @Test("only what lies downstream is computed, even where the cache holds no more than a pass")
  func usesCache() throws {
    let estimator = try subject.estimator(cacheBudget: 0)
    let input = estimator.input(subject.crop.sample(subject.picture))
    _ = try estimator.executor.run(input)
    for step in SweepPlan(subject.network).steps {
      var interventions = Interventions()
      interventions.set(0, for: step.edges)
      let pass = try estimator.executor.run(input, interventions)
      // Of what an earlier cut of the same unit left out, a fused stream and its units up to the next exchange come too.
      let ids = step.edges.compactMap { subject.network.node(.edge($0))?.id }
      let first = try #require(ids.min())
      #expect(pass.recomputed.allSatisfy { $0 > first - 12 }, "\(step.target)")
    }
  }

  @Test("a stopped sweep goes on where it was, with the same result")
  func stopping() throws {
    let estimator = try subject.estimator()
    var whole = subject.sweep(estimator)
    let expected = try whole.finish(estimator)
    var sweep = subject.sweep(estimator)
    let stop = Cancellation()
    stop.cancel()
    for _ in 0..<20 {
      #expect(throws: PassCancelled.self) { try sweep.advance(estimator, cancellation: stop) }
      #expect(try sweep.advance(estimator))
    }
    #expect(sweep.progress.done == 19)
    #expect(try sweep.finish(estimator) == expected)
  }

  @Test("progress goes from nothing to all, and in the end nothing is left")
  func progress() throws {
    let estimator = try subject.estimator()
    var sweep = subject.sweep(estimator)
    #expect(sweep.progress == SweepProgress(done: 0, total: sweep.plan.steps.count, secondsLeft: nil))
    var done: [Int] = []
    while try sweep.advance(estimator) {
      done.append(sweep.progress.done)
      #expect((sweep.progress.secondsLeft == nil) == (sweep.progress.done == 0))
    }
    #expect(done == Array(0...sweep.plan.steps.count))
    #expect(sweep.progress.secondsLeft == 0)
  }

  @Test("rankings hold every measurement of their sort, by what changed of the heat maps")
  func ranking() throws {
    let estimator = try subject.estimator()
    var sweep = subject.sweep(estimator)
    let result = try #require(try sweep.finish(estimator))
    #expect(result.edges.count + result.units.count + result.kinds.count == result.measurements.count)
    #expect(result.kinds.count == 3 && result.units.count == subject.network.exchangeUnits.count)
    for (stronger, weaker) in zip(result.edges, result.edges.dropFirst()) {
      #expect(stronger.change.effect >= weaker.change.effect)
    }
    #expect(try #require(result.edges.first).change.effect > 0)
  }
}
