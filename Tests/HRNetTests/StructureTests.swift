import HRNet
import Testing

@Suite("Structure of the network")
struct StructureTests {
  let w32: Network

  init() throws {
    w32 = try Network(#require(.preset("w32")), input: InputSize(height: 256, width: 192))
  }

  @Test("W32 has 8 exchange units with 76 edges, 53 of them with parameters")
  func exchangeUnits() {
    #expect(w32.exchangeUnits.count == 8)
    #expect(w32.edges.count == 76)
    #expect(w32.edges.filter(\.isIdentity).count == 23)
    #expect(w32.edges.filter { (w32.node(.edge($0))?.parameters ?? 0) > 0 }.count == 53)
  }

  @Test("final, across and within as in Table 12")
  func kinds() {
    let kinds = w32.exchangeUnits.map { "\($0.address) \($0.kind.rawValue)" }
    #expect(
      kinds == [
        "s2.m1 across", "s3.m1 within", "s3.m2 within", "s3.m3 within", "s3.m4 across", "s4.m1 within",
        "s4.m2 within", "s4.m3 final",
      ])
  }

  @Test("a node's inputs come before it, and its address finds it", arguments: Architecture.presetNames)
  func topologicalOrder(name: String) throws {
    let network = try Network(#require(.preset(name)), input: InputSize(height: 64, width: 64))
    for node in network.nodes {
      #expect(node.inputs.allSatisfy { $0 < node.id })
      #expect(network.node(node.address) == node)
    }
    #expect(Set(network.nodes.map(\.address.referenceName)).count == network.nodes.count)
  }

  @Test("streams halve in resolution and double in width")
  func streams() throws {
    let column = try #require(w32.columns.last { if case .unit = $0.content { true } else { false } })
    let shapes = column.nodes.map { w32[$0].shape.description }
    #expect(shapes == ["64×48×32", "32×24×64", "16×12×128", "8×6×256"])
  }

  @Test("a chain of stride-2 convolutions keeps its width until the last, which has no ReLU")
  func downsamplingEdge() throws {
    let edge = EdgeAddress(ExchangeAddress(stage: 4, module: 1), from: Stream(0), to: Stream(3))
    let convolutions = try #require(w32.node(.edge(edge))).operation.convolutions
    #expect(convolutions.map(\.outputChannels) == [32, 32, 256])
    #expect(convolutions.map(\.hasReLU) == [true, true, false])
    #expect(convolutions.map(\.key).last == "stage4.0.fuse_layers.3.0.2.0")
  }

  @Test("the last exchange unit of a V1 network puts out stream 1/4 only")
  func lastExchangeUnit() throws {
    let last = try #require(w32.exchangeUnits.last)
    #expect(last.destinationCount == 1)
    #expect(last.sourceCount == 4)
    #expect(w32[w32.result].shape == Shape(channels: 17, height: 64, width: 48))
  }

  @Test("a head is a builder of nodes: another one needs no other code")
  func anotherHead() throws {
    struct FourStreamHead: Head {
      let name = "four streams"
      let streamsRead = 4
      func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
        let convolution = builder.convolution("probe", .bias, on: streams[3], to: 5, kernel: 1)
        let part = builder.append(.head(HeadAddress("probe")), .sequence([convolution]), reading: [streams[3]])
        return [.classMap(part)]
      }
    }
    let network = try Network(Architecture(width: 8, head: FourStreamHead()), input: InputSize(height: 64, width: 64))
    #expect(network.exchangeUnits.last?.destinationCount == 4)
    #expect(network[network.result].shape == Shape(channels: 5, height: 2, width: 2))
  }

  @Test(
    "sizes that no network can have are refused",
    arguments: [InputSize(height: 100, width: 64), InputSize(height: 0, width: 64), InputSize(height: 64, width: 4096)])
  func badInput(size: InputSize) {
    #expect(throws: NetworkError.input(size, .wholeStreams)) {
      try Network(Architecture(width: 8, head: PoseHead(joints: 1)), input: size)
    }
  }

  @Test("architectures out of bounds are refused")
  func badArchitecture() {
    #expect(throws: NetworkError.self) {
      try Network(Architecture(width: 1 << 40, head: PoseHead(joints: 1)), input: InputSize(height: 64, width: 64))
    }
    #expect(throws: NetworkError.self) {
      try Network(
        Architecture(width: 8, modules: [1, 0, 1], head: PoseHead(joints: 1)), input: InputSize(height: 64, width: 64))
    }
  }
}
