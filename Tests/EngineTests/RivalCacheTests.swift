import Engine
import HRNet
import TestSupport
import Testing

/// Encoder–decoders under the cache: what is downstream of a cut skip is computed anew, and nothing else.
@Suite("Encoder–decoders and the activation cache")
struct RivalCacheTests {
  static let bodies: [(name: String, architecture: Architecture)] = [
    ("hourglass", Architecture(HourglassBody(stacks: 3, stemWidth: 4, features: 5, joints: 3))),
    (
      "maintained",
      Architecture(
        HRNetBody(
          width: 4, stemWidth: 8, stage1Units: 1, stage1Width: 8, modules: [1, 2, 1], unitsPerStream: 1,
          streams: .maintained), head: PoseHead(joints: 3))
    ),
    (
      "responses",
      Architecture(
        width: 4, stemWidth: 8, stage1Units: 1, stage1Width: 8, modules: [1, 1, 1], unitsPerStream: 1,
        head: ResponseHead(.streams, joints: 3))
    ),
    (
      "SimpleBaseline",
      Architecture(
        SimpleBaselineBody(units: [1, 2, 1, 1], stemWidth: 4, filters: [6, 7, 8]), head: PoseHead(joints: 3))
    ),
  ]

  private static func network(_ index: Int) throws -> Network {
    try Network(bodies[index].architecture, input: InputSize(height: 64, width: 128))
  }

  private static func executor(_ network: Network, threads: Int = 2) throws -> Executor {
    try Executor(network, weights: RandomWeights(), threads: threads)
  }

  private static func noise(_ network: Network) -> [Float] {
    var generator = SplitMix64(state: 7)
    return (0..<network[0].shape.count).map { _ in Float.random(in: -2...2, using: &generator) }
  }

  @Test("a cut recomputes what is downstream, and equals a fresh pass to the bit", arguments: bodies.indices)
  func downstream(index: Int) throws {
    let network = try Self.network(index)
    let executor = try Self.executor(network)
    let input = executor.input(Self.noise(network))
    let baseline = try executor.run(input)
    for edge in network.edges {
      var interventions = Interventions()
      interventions[edge] = 0
      let pass = try executor.run(input, interventions)
      var downstream: Set<Node.ID> = []
      for node in network.nodes {
        let readsEdge = node.inputs.contains { network[$0].address == .edge(edge) }
        if readsEdge || node.inputs.contains(where: downstream.contains) { downstream.insert(node.id) }
      }
      #expect(Set(pass.recomputed) == downstream.filter { network[$0].isComputed }, "\(edge)")
      #expect(try executor.run(input).recomputed.isEmpty)
      let fresh = try Self.executor(network)
      let expected = try fresh.run(fresh.input(Self.noise(network)), interventions)
      for node in network.nodes where expected[node.id] != nil {
        let isSame = pass[node.id]?.channelMajor() == expected[node.id]?.channelMajor()
        #expect(isSame, "\(edge), \(node.address)")
      }
      let isSeen = network.outputs.flatMap(\.nodes).contains {
        pass[$0]?.channelMajor() != baseline[$0]?.channelMajor()
      }
      #expect(isSeen, "\(edge)")
    }
  }

  @Test("a skip's gain multiplies what was kept, before the sum")
  func gain() throws {
    let network = try Self.network(0)
    let executor = try Self.executor(network)
    let input = executor.input(Self.noise(network))
    let unit = try #require(network.exchangeUnit(ExchangeAddress(stack: 2, level: 3)))
    for gain in [0, 0.5, 1, 2] as [Float] {
      var interventions = Interventions()
      interventions[unit.edge(from: 0, to: 0)] = gain
      let pass = try executor.run(input, interventions)
      let up = try #require(pass[unit.edges[0][1]]?.channelMajor())
      let kept = gain == 0 ? up.map { _ in 0 } : try #require(pass[unit.edges[0][0]]?.channelMajor())
      let sum = try #require(pass[unit.outputs[0]]?.channelMajor())
      // Nothing is rectified: negative sums stay.
      #expect(sum.contains { $0 < 0 })
      for index in sum.indices {
        let expected: Float = gain * kept[index] + up[index]
        #expect(abs(sum[index] - expected) <= 1e-5)
      }
    }
  }

  @Test("the number of threads changes no bit", arguments: bodies.indices, [1, 5])
  func threads(index: Int, count: Int) throws {
    let network = try Self.network(index)
    let (one, other) = (try Self.executor(network), try Self.executor(network, threads: count))
    let expected = try one.run(one.input(Self.noise(network)))
    let pass = try other.run(other.input(Self.noise(network)))
    for node in network.nodes {
      let isSame = pass[node.id]?.channelMajor() == expected[node.id]?.channelMajor()
      #expect(isSame, "\(node.address)")
    }
  }
}
