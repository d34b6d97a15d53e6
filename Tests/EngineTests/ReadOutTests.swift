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
    let readOuts = network.earlyReadOuts(of: network.outputs[0])
    #expect(readOuts.map { network.columns[$0.column].nodes[0] } == expected)
    #expect(readOuts.allSatisfy { network.missingStreams($0).isEmpty }, "a pose head reads the finest stream alone")
  }

  @Test("a backbone without a pose head has none")
  func noHead() throws {
    let architecture = Architecture(width: 8, head: BackboneHead(streams: 1))
    let network = try Network(architecture, input: InputSize(height: 64, width: 64))
    #expect(network.earlyReadOuts(of: network.outputs[0]).isEmpty)
  }

  @Test("each is the head's convolution on that column's stream; the last is the network's own result")
  func values() throws {
    let executor = try Executor(network, weights: checkpoint, threads: 2)
    var generator = SplitMix64(state: 3)
    let input = executor.input((0..<96 * 64 * 3).map { _ in Float.random(in: -2...2, using: &generator) })
    let pass = try executor.run(input)
    let head = try checkpoint.weights(of: network[network.result].operation.convolutions[0])
    let output = network.outputs[0]
    for readOut in network.earlyReadOuts(of: output) {
      let node = network.columns[readOut.column].nodes[0]
      let (source, early) = (try #require(pass[node]), try #require(executor.read(readOut, in: pass)))
      let result = try #require(early[output.nodes[0]])
      for (x, y) in [(0, 0), (15, 23), (7, 11)] {
        let channels = source.values(x: x, y: y)
        for (joint, value) in result.values(x: x, y: y).enumerated() {
          let products = channels.indices.map { channels[$0] * head.weights[joint * channels.count + $0] }
          let expected = products.reduce(head.bias[joint], +)
          let size = products.reduce(1) { $0 + abs($1) }
          #expect(abs(value - expected) < 1e-5 * size, "\(network[node].address) \(joint)")
        }
      }
    }
    let last = try #require(network.earlyReadOuts(of: output).last)
    #expect(executor.read(last, in: pass)?[network.result]?.channelMajor() == pass[network.result]?.channelMajor())
  }

  @Test(
    "every head reads every depth; at the end it says what the network says, to the bit",
    arguments: HeadCacheTests.heads.indices)
  func everyHead(index: Int) throws {
    let network = try HeadCacheTests.network(index)
    let executor = try HeadCacheTests.executor(network)
    let pass = try executor.run(executor.input(HeadCacheTests.noise(network)))
    for output in network.outputs {
      let readOuts = network.earlyReadOuts(of: output)
      #expect(readOuts.map(\.column) == network.columns.indices.filter { (network.columns[$0].stage ?? 0) >= 2 })
      let end = try #require(readOuts.last)
      let last = try #require(executor.read(end, in: pass))
      let first = try #require(executor.read(readOuts[0], in: pass))
      for node in output.nodes {
        #expect(last[node]?.channelMajor() == pass[node]?.channelMajor())
        #expect(first[node]?.shape == network[node].shape)
        #expect(first[node]?.channelMajor() != pass[node]?.channelMajor())
      }
    }
  }

  @Test("streams that are not there yet are silent, the others are those of the column")
  func missingStreams() throws {
    let network = try HeadCacheTests.network(0)
    let executor = try HeadCacheTests.executor(network)
    let pass = try executor.run(executor.input(HeadCacheTests.noise(network)))
    let joined = try #require(network.nodes.first { $0.operation == .concatenation })
    for readOut in network.earlyReadOuts(of: network.outputs[0]) {
      let column = network.columns[readOut.column]
      #expect(network.missingStreams(readOut) == (column.nodes.count..<4).map { Stream($0) })
      let early = try #require(executor.read(readOut, in: pass)?[joined.id])
      let values = early.values(x: 5, y: 4)
      let widths = joined.inputs.map { network[$0].shape.channels }
      var start = 0
      for (stream, width) in widths.enumerated() {
        let isSilent = values[start..<start + width].allSatisfy { $0 == 0 }
        if stream >= column.nodes.count { #expect(isSilent, "\(column.content) \(stream)") }
        if stream == 0 { #expect(Array(values[..<width]) == pass[column.nodes[0]]?.values(x: 5, y: 4)) }
        start += width
      }
    }
  }
}
