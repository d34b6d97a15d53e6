import Checkpoints
@testable import Engine
import HRNet
import TestSupport
import Testing

/// The embedded model at a small input.
private struct Subject {
  let checkpoint: Checkpoint
  let network: Network

  init() throws {
    let bytes = embeddedModel
    checkpoint = try Checkpoint(FileBytes(embedded: bytes), name: "embedded model")
    network = try Network(checkpoint.architecture, input: InputSize(height: 96, width: 64))
  }

  func executor(cacheBudget: Int = 1 << 30, threads: Int = 2) throws -> Executor {
    try Executor(network, weights: checkpoint, threads: threads, cacheBudget: cacheBudget)
  }

  /// A picture of noise, the same for every executor.
  func input(of executor: Executor, seed: UInt64 = 7) -> Activation {
    var generator = SplitMix64(state: seed)
    return executor.input((0..<96 * 64 * 3).map { _ in Float.random(in: -2...2, using: &generator) })
  }
}

@Suite("Activation cache")
struct CacheTests {
  private let subject: Subject

  init() throws { subject = try Subject() }

  @Test("cached recomputation equals computing afresh, whatever was computed before", arguments: [1 << 30, 0])
  func equalsFresh(cacheBudget: Int) throws {
    let executor = try subject.executor(cacheBudget: cacheBudget)
    let input = subject.input(of: executor)
    let donors = [8, 9].map { subject.input(of: executor, seed: $0) }
    let edges = subject.network.edges
    let contributions: [Contribution] = [
      .nothing, .nothing, .gain(0.5), .gain(1), .gain(1), .gain(2), .mean, .patch(donor: 0), .patch(donor: 1),
    ]
    var generator = SplitMix64(state: 42)
    var interventions = Interventions()
    for round in 0..<25 {
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        guard let edge = edges.randomElement(using: &generator) else { continue }
        interventions[contributionOf: edge] = contributions.randomElement(using: &generator) ?? .nothing
      }
      let pass = try executor.run(input, interventions, donors: donors)
      let fresh = try subject.executor()
      let expected = try fresh.run(
        subject.input(of: fresh), interventions, donors: [8, 9].map { subject.input(of: fresh, seed: $0) })
      for node in subject.network.nodes {
        // The cache may still hold what a cut edge would have brought; a fresh executor never computes it.
        guard let one = expected[node.id] else { continue }
        #expect(
          pass[node.id]?.channelMajor() == one.channelMajor(), "round \(round), \(node.address), \(interventions)")
      }
    }
  }

  @Test("the number of threads changes no bit", arguments: [1, 3, 5])
  func threads(count: Int) throws {
    let one = try subject.executor(threads: 2)
    let other = try subject.executor(threads: count)
    let expected = try one.run(subject.input(of: one))
    let pass = try other.run(subject.input(of: other))
    for node in subject.network.nodes {
      #expect(pass[node.id]?.channelMajor() == expected[node.id]?.channelMajor(), "\(node.address)")
    }
  }

  @Test("cutting an edge recomputes what is downstream of it and nothing else")
  func downstreamOnly() throws {
    let executor = try subject.executor()
    let input = subject.input(of: executor)
    let baseline = try executor.run(input)
    #expect(baseline.recomputed.count == subject.network.nodes.filter(\.isComputed).count)

    for edge in subject.network.edges {
      var interventions = Interventions()
      interventions[edge] = 0
      let pass = try executor.run(input, interventions)
      var downstream: Set<Node.ID> = []
      for node in subject.network.nodes where node.isComputed || node.operation == .identity {
        let readsCutEdge = node.inputs.contains { subject.network[$0].address == .edge(edge) }
        if readsCutEdge || node.inputs.contains(where: downstream.contains) { downstream.insert(node.id) }
      }
      #expect(Set(pass.recomputed) == downstream.filter { subject.network[$0].isComputed }, "\(edge)")
    }
  }

  @Test("undoing and redoing computes nothing")
  func undo() throws {
    let executor = try subject.executor()
    let input = subject.input(of: executor)
    var cut = Interventions()
    cut.set(0, for: subject.network.edges.filter { !$0.isIdentity })
    _ = try executor.run(input)
    _ = try executor.run(input, cut)
    #expect(try executor.run(input).recomputed.isEmpty)
    #expect(try executor.run(input, cut).recomputed.isEmpty)
  }

  @Test("another picture recomputes everything")
  func otherInput() throws {
    let executor = try subject.executor()
    _ = try executor.run(subject.input(of: executor))
    let pass = try executor.run(executor.input(Array(repeating: 0, count: 96 * 64 * 3)))
    #expect(pass.recomputed.count == subject.network.nodes.filter(\.isComputed).count)
  }

  @Test("a cut edge's convolution is not computed")
  func cutEdge() throws {
    let executor = try subject.executor()
    let edge = try #require(subject.network.edges.first { !$0.isIdentity })
    var interventions = Interventions()
    interventions[edge] = 0
    let pass = try executor.run(subject.input(of: executor), interventions)
    let node = try #require(subject.network.node(.edge(edge)))
    #expect(pass[node.id] == nil)
    #expect(!pass.recomputed.contains(node.id))
  }

  @Test("an exchange unit with every edge cut puts out zero")
  func everythingCut() throws {
    let executor = try subject.executor()
    var interventions = Interventions()
    interventions.set(0, for: subject.network.edges)
    let pass = try executor.run(subject.input(of: executor), interventions)
    let unit = try #require(subject.network.exchangeUnits.last)
    let values = try #require(pass[unit.outputs[0]]).channelMajor()
    #expect(values.allSatisfy { $0 == 0 })
  }

  @Test("a cancelled pass throws, and the next one is right")
  func cancellation() throws {
    let executor = try subject.executor()
    let input = subject.input(of: executor)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: PassCancelled.self) { try executor.run(input, cancellation: cancellation) }
    let pass = try executor.run(input)
    #expect(pass[subject.network.result] != nil)
  }

  @Test("a few passes are remembered, and of twenty pictures no more")
  func bounded() throws {
    let bytes = subject.network.activationBytes
    #expect(subject.network.rememberedBytes == 4 * bytes)
    let executor = try Executor(subject.network, weights: subject.checkpoint, threads: 2)
    for seed in 0..<20 {
      _ = try executor.run(subject.input(of: executor, seed: UInt64(seed)))
      #expect(executor.cache.byteCount <= 4 * bytes)
      // What a pass computes is what was counted.
      if seed == 0 { #expect(executor.cache.byteCount == bytes) }
    }
    // The last few are still there.
    let input = subject.input(of: executor, seed: 20)
    _ = try executor.run(input)
    _ = try executor.run(subject.input(of: executor, seed: 21))
    #expect(try executor.run(input).recomputed.isEmpty)
  }

  @Test("a network so large that a pass exceeds the bound remembers that pass")
  func veryLarge() throws {
    let large = try Network(
      #require(.preset("w64", head: PoseHead(joints: 17))), input: InputSize(height: 1024, width: 1024))
    #expect(4 * large.activationBytes > 512 << 20)
    #expect(large.rememberedBytes == 512 << 20)
  }
}
