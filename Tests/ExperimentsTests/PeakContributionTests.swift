import Engine
import Experiments
import HRNet
import Testing

@Suite("Contributions to a peak")
struct PeakContributionTests {
  let subject: TracedRunner

  init() throws { subject = try TracedRunner() }

  private func contributions(_ cut: String? = nil) throws -> [PeakContributions] {
    var interventions = Interventions()
    if let cut { interventions.set(0, for: try EdgeSelection(cut, in: subject.network).edges) }
    let pass = try subject.estimator.executor.run(subject.input, interventions)
    return (0..<14).compactMap { contributions(to: $0, in: pass) }
  }

  private func contributions(to item: Int, in pass: Pass) -> PeakContributions? {
    let reading = subject.estimator.read(pass, subject.frame)
    return subject.estimator.contributions(toItem: item, of: reading, in: pass)
  }

  @Test(
    "the streams' amounts at every exchange unit and the bias add up to the score",
    arguments: [nil, "s4.m2:32>4", "s3"])
  func sums(cut: String?) throws {
    let all = try contributions(cut)
    #expect(all.count >= 10)
    for contributions in all {
      #expect(contributions.units.map(\.address) == subject.network.exchangeUnits.map(\.address))
      for unit in contributions.units {
        let sum = unit.sources.reduce(contributions.bias, +)
        #expect(abs(sum - contributions.score) < 1e-4, "joint \(contributions.item) \(unit.address)")
        #expect(abs(unit.amounts.joined().reduce(contributions.bias, +) - contributions.score) < 1e-4)
      }
    }
  }

  @Test("where all streams begin together none is handed to another")
  func maintained() throws {
    let network = try Network(
      Architecture(HRNetBody(width: 16, streams: .maintained), head: PoseHead(joints: 3)),
      input: InputSize(height: 96, width: 64))
    let executor = try Executor(network, weights: RandomWeights(), threads: 2)
    let pass = try executor.run(executor.input((0..<96 * 64 * 3).map { Float($0 % 17) / 8 - 1 }))
    let heatMaps = try #require(network.heatMaps)
    let head = RandomWeights().weights(of: try #require(network[heatMaps].operation.convolutions.first))
    for item in 0..<3 {
      let contributions = try #require(
        PeakContributions(ofItem: item, x: 7, y: 11, at: heatMaps, in: pass, of: network, head: head))
      #expect(contributions.units.map(\.address) == network.exchangeUnits.map(\.address))
      let size = max(1, abs(contributions.score))
      for unit in contributions.units {
        #expect(abs(unit.sources.reduce(contributions.bias, +) - contributions.score) < 1e-4 * size, "\(unit.address)")
      }
    }
  }

  @Test("what a destination hands back to its sources is what later units took from it")
  func handedOn() throws {
    for contributions in try contributions() {
      for (unit, next) in zip(contributions.units, contributions.units.dropFirst()) {
        var expected = next.sources
        // A stream that a transition made came from the one above it.
        if next.address.stage > unit.address.stage {
          let made = expected.removeLast()
          expected[expected.count - 1] += made
        }
        for (row, amount) in zip(unit.amounts, expected) { #expect(abs(row.reduce(0, +) - amount) < 1e-6) }
      }
    }
  }

  @Test("at the last unit an amount is what the score loses where the stream's term is taken away and no ReLU changes")
  func lastUnit() throws {
    let unit = try #require(subject.network.exchangeUnits.last)
    let pass = try subject.estimator.executor.run(subject.input)
    // So weak a change of gain shuts no gate, and the score answers in proportion.
    let step: Float = 1 / 256
    for joint in 0..<14 {
      guard let contributions = contributions(to: joint, in: pass) else { continue }
      for source in 0..<4 {
        var interventions = Interventions()
        interventions[EdgeAddress(unit.address, from: Stream(source), to: Stream(0))] = 1 - step
        let changed = try subject.estimator.executor.run(subject.input, interventions)
        let score = try #require(changed[subject.network.result]).values(x: contributions.x, y: contributions.y)[joint]
        let slope = (contributions.score - Double(score)) / Double(step)
        #expect(abs(slope - contributions.units[5].sources[source]) < 0.02, "joint \(joint), source \(source)")
      }
    }
  }

  @Test("a cut edge contributes nothing, and without fusion everything came through stream 1/4")
  func cut() throws {
    for contributions in try contributions("s4.m2:32>4") { #expect(contributions.units[5].sources[3] == 0) }
    for contributions in try contributions("all") {
      for unit in contributions.units { #expect(unit.sources.dropFirst().allSatisfy { $0 == 0 }) }
    }
  }

  @Test("a joint that is no joint of the network has none")
  func noJoint() throws {
    let pass = try subject.estimator.executor.run(subject.input)
    #expect(contributions(to: 14, in: pass) == nil)
  }
}
