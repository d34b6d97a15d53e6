import Checkpoints
import Engine
import HRNet
import TestSupport
import Testing

@Suite("Read-outs")
struct ReadOutTests {
  let checkpoint: Checkpoint
  let network: Network

  init() throws {
    checkpoint = try Checkpoint(FileBytes(embedded: embeddedModel), name: "embedded model")
    network = try Network(checkpoint.architecture, input: InputSize(height: 96, width: 64))
  }

  @Test("the head fits every column of stages 2 to 4 and no other", arguments: ["w18", "w32", "w48"])
  func list(preset: String) throws {
    let network = try Network(#require(.preset(preset)), input: InputSize(height: 64, width: 64))
    let expected = network.columns.filter { ($0.stage ?? 0) >= 2 }.map(\.nodes[0])
    #expect(network.earlyReadOuts.map(\.node) == expected)
    #expect(network.earlyReadOuts.allSatisfy { $0.head == network.result })
  }

  @Test("a backbone without a pose head has none")
  func noHead() throws {
    let architecture = Architecture(width: 8, head: BackboneHead(streams: 1))
    let network = try Network(architecture, input: InputSize(height: 64, width: 64))
    #expect(network.earlyReadOuts.isEmpty)
  }

  @Test("each is the head's convolution on that column's stream; the last is the network's own result")
  func values() throws {
    let executor = try Executor(network, weights: checkpoint, threads: 2)
    var generator = SplitMix64(state: 3)
    let input = executor.input((0..<96 * 64 * 3).map { _ in Float.random(in: -2...2, using: &generator) })
    let pass = try executor.run(input)
    let head = try checkpoint.weights(of: network[network.result].operation.convolutions[0])
    for readOut in network.earlyReadOuts {
      let (source, result) = (try #require(pass[readOut.node]), try #require(executor.read(readOut, in: pass)))
      for (x, y) in [(0, 0), (15, 23), (7, 11)] {
        let channels = source.values(x: x, y: y)
        for (joint, value) in result.values(x: x, y: y).enumerated() {
          let products = channels.indices.map { channels[$0] * head.weights[joint * channels.count + $0] }
          let expected = products.reduce(head.bias[joint], +)
          let size = products.reduce(1) { $0 + abs($1) }
          #expect(abs(value - expected) < 1e-5 * size, "\(network[readOut.node].address) \(joint)")
        }
      }
    }
    let last = try #require(network.earlyReadOuts.last)
    #expect(executor.read(last, in: pass)?.channelMajor() == pass[network.result]?.channelMajor())
  }
}
