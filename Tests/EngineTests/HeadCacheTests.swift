import Engine
import HRNet
import TestSupport
import Testing

/// The cache under heads: a cut recomputes what is downstream, and every way of computing gives the same bits.
@Suite("Heads and the activation cache")
struct HeadCacheTests {
  static let heads: [(name: String, head: any Head & Sendable, upsampling: Upsampling)] = [
    ("V2", V2Head(.classes, count: 5), .bilinear),
    ("OCR", OCRHead(classes: 5, middle: 12, keyChannels: 6), .bilinearCorners),
    ("ImageNet", ImageNetHead(classes: 9, widths: [2, 3, 4, 5], features: 20), .nearest),
    ("FCOS", FCOSHead(classes: 3, pyramid: PyramidHead(channels: 16, stride: 2), units: 2), .nearest),
    ("V1h", V1hHead(classes: 4), .bilinear),
    ("pair", HeadPair(PoseHead(joints: 3), V2Head(.classes, count: 4)), .nearest),
  ]

  static func network(_ index: Int) throws -> Network {
    let architecture = Architecture(
      width: 4, stemWidth: 8, stage1Units: 1, stage1Width: 8, modules: [1, 1, 2], unitsPerStream: 1,
      upsampling: heads[index].upsampling, head: heads[index].head)
    let isWhole = architecture.head.inputs.multiple == 32
    return try Network(architecture, input: InputSize(height: isWhole ? 96 : 109, width: isWhole ? 64 : 75))
  }

  static func executor(
    _ network: Network, threads: Int = 2, choice: KernelChoice = .preferred
  ) throws -> Executor {
    try Executor(network, weights: RandomWeights(), threads: threads, choice: choice)
  }

  static func noise(_ network: Network, seed: UInt64 = 7) -> [Float] {
    var generator = SplitMix64(state: seed)
    return (0..<network[0].shape.count).map { _ in Float.random(in: -2...2, using: &generator) }
  }

  @Test("only what is downstream of a cut is computed, and equals a fresh pass to the bit", arguments: heads.indices)
  func downstreamOnly(index: Int) throws {
    let network = try Self.network(index)
    let executor = try Self.executor(network)
    let input = executor.input(Self.noise(network))
    _ = try executor.run(input)
    for edge in network.edges.filter({ !$0.isIdentity && $0.unit.stage == 4 }) {
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
        #expect(pass[node.id]?.channelMajor() == expected[node.id]?.channelMajor(), "\(edge), \(node.address)")
      }
    }
  }

  @Test("the number of threads changes no bit", arguments: heads.indices, [1, 5])
  func threads(index: Int, count: Int) throws {
    let network = try Self.network(index)
    let one = try Self.executor(network)
    let other = try Self.executor(network, threads: count)
    let expected = try one.run(one.input(Self.noise(network)))
    let pass = try other.run(other.input(Self.noise(network)))
    for node in network.nodes {
      #expect(pass[node.id]?.channelMajor() == expected[node.id]?.channelMajor(), "\(node.address)")
    }
  }

  @Test("a pass that keeps nothing keeps every output", arguments: heads.indices)
  func outputs(index: Int) throws {
    let network = try Self.network(index)
    let executor = try Self.executor(network)
    let expected = try executor.run(executor.input(Self.noise(network)))
    let pass = try executor.run(executor.input(Self.noise(network)), keepsActivations: false)
    for node in network.outputs.flatMap(\.nodes) {
      #expect(pass[node]?.channelMajor() == expected[node]?.channelMajor() && pass[node] != nil)
    }
    #expect(pass.activations.compactMap(\.self).count < network.nodes.count / 2)
  }

  /// Every value that changes when one pixel does lies in a receptive field that holds the pixel.
  @Test("what a pixel changes can see it", arguments: heads.indices)
  func receptiveFields(index: Int) throws {
    let network = try Self.network(index)
    // As written: Winograd's tiles would spread rounding.
    let executor = try Self.executor(network, choice: .direct)
    var values = Self.noise(network)
    let before = try executor.run(executor.input(values))
    let (x, y) = (5, 9)
    for channel in 0..<3 { values[(y * network.input.width + x) * 3 + channel] += 40 }
    let after = try executor.run(executor.input(values))
    for node in network.nodes.suffix(40) {
      guard let one = before[node.id], let other = after[node.id], one.upsampling == 0 else { continue }
      for (row, column) in [(0, 0), (node.shape.height - 1, node.shape.width - 1), (node.shape.height / 2, 0)] {
        let changed = one.values(x: column, y: row) != other.values(x: column, y: row)
        guard changed else { continue }
        let field = try #require(ReceptiveField(of: node.id, x: column, y: row, in: network)[0], "\(node.address)")
        #expect(field.x.contains(x) && field.y.contains(y), "\(node.address) at \(column), \(row)")
      }
    }
  }
}
