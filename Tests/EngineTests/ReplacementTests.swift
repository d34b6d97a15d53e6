import Checkpoints
import Engine
import Foundation
import HRNet
import TestSupport
import Testing

@Suite("Replaced terms")
struct ReplacementTests {
  private let checkpoint: Checkpoint
  private let network: Network
  private let executor: Executor
  private let input: Activation

  init() throws {
    checkpoint = try Checkpoint(FileBytes(embedded: embeddedModel), name: "embedded model")
    network = try Network(checkpoint.architecture, input: InputSize(height: 96, width: 64))
    executor = try Executor(network, weights: checkpoint, threads: 2)
    input = executor.input(Self.noise(7))
  }

  static func noise(_ seed: UInt64) -> [Float] {
    var generator = SplitMix64(state: seed)
    return (0..<96 * 64 * 3).map { _ in Float.random(in: -2...2, using: &generator) }
  }

  @Test("a term patched from the same picture changes no bit, for any edge")
  func ownTerm() throws {
    let same = executor.input(Self.noise(7))
    let baseline = try executor.run(input)
    for edge in network.edges {
      var interventions = Interventions()
      interventions[contributionOf: edge] = .patch(donor: 0)
      let pass = try executor.run(input, interventions, donors: [same])
      for node in network.nodes {
        #expect(pass[node.id]?.channelMajor() == baseline[node.id]?.channelMajor(), "\(edge), \(node.address)")
      }
    }
  }

  @Test("a mean is each channel's mean over the baseline's term, at every position, for any edge")
  func means() throws {
    let baseline = try executor.run(input)
    for edge in network.edges {
      var interventions = Interventions()
      // A cut upstream: the mean is still the baseline's.
      interventions[try #require(network.edges.first { !$0.isIdentity && $0.unit.stage == 2 })] = 0
      interventions[contributionOf: edge] = .mean
      let pass = try executor.run(input, interventions)
      let node = try #require(network.node(.edge(edge)))
      let size = node.shape.height * node.shape.width
      let term = try #require(baseline[node.id]).channelMajor()
      let replaced = try #require(pass[node.id]).channelMajor()
      for channel in 0..<node.shape.channels {
        let values = term[channel * size..<(channel + 1) * size]
        let mean = values.reduce(0) { $0 + Double($1) } / Double(size)
        let largest = Double(values.map(abs).max() ?? 0)
        // Rounded once to single precision.
        #expect(
          replaced[channel * size..<(channel + 1) * size].allSatisfy { abs(Double($0) - mean) <= 1e-6 * largest },
          "\(edge), channel \(channel)")
      }
    }
  }

  @Test("a stream patched whole is the donor's stream, and what follows from it alone too")
  func stream() throws {
    let donor = executor.input(Self.noise(8))
    let other = try executor.run(donor)
    for unit in network.exchangeUnits {
      for (destination, output) in unit.outputs.enumerated() {
        var interventions = Interventions()
        let selection = try EdgeSelection("\(unit.address)>\(4 << destination)", in: network)
        interventions.set(.patch(donor: 0), for: selection.edges)
        let pass = try executor.run(input, interventions, donors: [donor])
        #expect(pass[output]?.channelMajor() == other[output]?.channelMajor(), "\(unit.address) \(destination)")
      }
    }
    // With every stream of a unit patched, the rest of the network sees nothing but the donor.
    let unit = network.exchangeUnits[2]
    var interventions = Interventions()
    interventions.set(.patch(donor: 0), for: network.edges.filter { $0.unit == unit.address })
    let pass = try executor.run(input, interventions, donors: [donor])
    #expect(pass[network.result]?.channelMajor() == other[network.result]?.channelMajor())
  }

  @Test("only what lies downstream of a replaced edge is computed, and going back computes nothing")
  func downstreamOnly() throws {
    let donor = executor.input(Self.noise(8))
    _ = try executor.run(donor)
    _ = try executor.run(input)
    for edge in network.edges {
      for contribution in [Contribution.mean, .patch(donor: 0)] {
        var interventions = Interventions()
        interventions[contributionOf: edge] = contribution
        let pass = try executor.run(input, interventions, donors: [donor])
        var downstream: Set<Node.ID> = []
        for node in network.nodes {
          let readsEdge = node.inputs.contains { network[$0].address == .edge(edge) }
          if readsEdge || node.inputs.contains(where: downstream.contains) { downstream.insert(node.id) }
        }
        #expect(Set(pass.recomputed) == downstream.filter { network[$0].isComputed }, "\(edge) \(contribution)")
        #expect(try executor.run(input, interventions, donors: [donor]).recomputed.isEmpty)
      }
    }
  }

  @Test("a cancelled reference pass throws, and the next pass is right")
  func cancellation() throws {
    let donor = executor.input(Self.noise(8))
    var interventions = Interventions()
    interventions.set(.patch(donor: 0), for: network.edges)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: PassCancelled.self) {
      try executor.run(input, interventions, donors: [donor], cancellation: cancellation)
    }
    let pass = try executor.run(input, interventions, donors: [donor])
    let other = try executor.run(donor)
    #expect(pass[network.result]?.channelMajor() == other[network.result]?.channelMajor())
  }

  /// `Scripts/replacements.py` computes them.
  @Test("heat maps with replaced terms, as PyTorch computes them", .enabled(if: Shared.isPresent, Shared.absence))
  func pyTorch() throws {
    let reference = try Reference("w8-small")
    let executor = try reference.executor()
    let network = executor.network
    let folder = Shared.inRepository("Tests/EngineTests/Fixtures/")
    let sets = try JSONDecoder().decode(
      [String: [String: String]].self, from: Data(contentsOf: URL(filePath: folder + "replacements.json")))
    let expected = try SafetensorsFile(
      FileBytes(opening: folder + "replacements.safetensors"), path: folder + "replacements.safetensors")
    let stored = try SafetensorsFile(
      FileBytes(opening: reference.folder + "activations.safetensors"), path: reference.folder)
    let planes = try #require(stored.tensors["input"]).floats()
    let pixels = planes.count / 3
    let input = executor.input((0..<planes.count).map { planes[$0 % 3 * pixels + $0 / 3] })
    let donor = executor.input((0..<planes.count).map { Float($0 * 7919 % 1009) / 504.5 - 1 })

    #expect(sets.count == 6)
    for (name, replaced) in sets {
      var interventions = Interventions()
      for (spec, what) in replaced {
        interventions.set(what == "mean" ? .mean : .patch(donor: 0), for: try EdgeSelection(spec, in: network).edges)
      }
      let pass = try executor.run(input, interventions, donors: [donor])
      let heatMaps = try #require(pass[network.result]).channelMajor()
      let numbers = try #require(expected.tensors[name]).floats()
      let largest = try #require(numbers.map(abs).max())
      // As for every other activation.
      let isClose = zip(heatMaps, numbers).allSatisfy { abs($0 - $1) <= 1e-4 * largest }
      #expect(isClose && heatMaps.count == numbers.count, "\(name)")
    }
  }
}
