import HRNet
import Testing

@Suite("Receptive fields")
struct ReceptiveFieldTests {
  let network: Network

  init() throws {
    network = try Network(#require(.preset("w32")), input: InputSize(height: 256, width: 192))
  }

  private func node(_ address: Address) throws -> Node.ID { try #require(network.node(address)).id }

  @Test("two 3×3 convolutions of stride 2 see 7×7 pixels; at a corner what is outside does not count")
  func stem() throws {
    let (input, stem) = (try node(.input), try node(.stem(2)))
    #expect(ReceptiveField(of: stem, x: 10, y: 20, in: network)[input] == Region(x: 37...43, y: 77...83))
    #expect(ReceptiveField(of: stem, x: 0, y: 63, in: network)[input] == Region(x: 0...3, y: 249...255))
  }

  @Test("a position of a coarser stream stands for a square of a finer one")
  func upsampling() throws {
    let unit = ExchangeAddress(stage: 4, module: 2)
    let fused = try node(.fused(unit, Stream(0)))
    let field = ReceptiveField(of: fused, x: 21, y: 42, in: network)
    for (stream, place) in [(0, (21, 42)), (1, (10, 21)), (2, (5, 10)), (3, (2, 5))] {
      let last = try node(.unit(unit, Stream(stream), unit: 4))
      #expect(field[last] == Region(x: place.0, y: place.1), "1/\(4 << stream)")
      // Two 3×3 convolutions before it.
      let before = try node(.unit(unit, Stream(stream), unit: 3))
      let region = try #require(field[before])
      #expect(region.x == max(place.0 - 2, 0)...min(place.0 + 2, (48 >> stream) - 1))
      #expect(region.y == max(place.1 - 2, 0)...min(place.1 + 2, (64 >> stream) - 1))
    }
  }

  @Test("bilinear upsampling reads the values on both sides")
  func bilinear() throws {
    var architecture = try #require(Architecture.preset("w32"))
    architecture.upsampling = .bilinear
    let network = try Network(architecture, input: InputSize(height: 256, width: 192))
    let edge = EdgeAddress(ExchangeAddress(stage: 4, module: 1), from: Stream(1), to: Stream(0))
    let (term, source) = (try #require(network.node(.edge(edge))), Address.unit(edge.unit, Stream(1), unit: 4))
    let unit = try #require(network.node(source)).id
    #expect(ReceptiveField(of: term.id, x: 10, y: 11, in: network)[unit] == Region(x: 4...5, y: 5...6))
    #expect(ReceptiveField(of: term.id, x: 0, y: 63, in: network)[unit] == Region(x: 0...0, y: 31...31))
  }

  @Test("with aligned corners, the corners read one value, and what lies between two values both")
  func alignedCorners() throws {
    var architecture = try #require(Architecture.preset("w32"))
    architecture.upsampling = .bilinearCorners
    let network = try Network(architecture, input: InputSize(height: 256, width: 192))
    let edge = EdgeAddress(ExchangeAddress(stage: 4, module: 1), from: Stream(1), to: Stream(0))
    let (term, source) = (try #require(network.node(.edge(edge))), Address.unit(edge.unit, Stream(1), unit: 4))
    let unit = try #require(network.node(source)).id
    // 24 columns become 48, 32 rows 64: column 10 is 10·23/47 = 4.9, row 21 is 21·31/63 = 10.3.
    #expect(ReceptiveField(of: term.id, x: 10, y: 21, in: network)[unit] == Region(x: 4...5, y: 10...11))
    #expect(ReceptiveField(of: term.id, x: 0, y: 63, in: network)[unit] == Region(x: 0...0, y: 31...31))
    #expect(ReceptiveField(of: term.id, x: 47, y: 0, in: network)[unit] == Region(x: 23...23, y: 0...0))
  }

  @Test("a cut edge carries nothing: without fusion the field is that of one stream")
  func cut() throws {
    let output = network.result
    var interventions = Interventions()
    interventions.set(0, for: network.edges.filter { !$0.isIdentity })
    let field = ReceptiveField(of: output, x: 24, y: 32, in: network, interventions)
    let coarse = try node(.unit(ExchangeAddress(stage: 4, module: 1), Stream(3), unit: 1))
    #expect(field[coarse] == nil)
    // 3×3 kernels at 1/4: two in each of 32 units, one in each of 4 bottlenecks, one in the transition.
    let stem = try #require(field[node(.stem(2))])
    #expect(stem == Region(x: 0...47, y: 0...63))
    let stage2 = try #require(field[node(.fused(ExchangeAddress(stage: 4, module: 2), Stream(0)))])
    #expect(stage2 == Region(x: 16...32, y: 24...40))
    #expect(ReceptiveField(of: output, x: 24, y: 32, in: network)[coarse] != nil)
  }

  @Test("a replaced edge: the mean of a term sees all of it, another picture's term nothing of this one")
  func replaced() throws {
    let unit = ExchangeAddress(stage: 4, module: 3)
    let source = try node(.unit(unit, Stream(2), unit: 4))
    var interventions = Interventions()
    let edge = EdgeAddress(unit, from: Stream(2), to: Stream(0))
    interventions[contributionOf: edge] = .mean
    let mean = ReceptiveField(of: network.result, x: 24, y: 32, in: network, interventions)
    #expect(mean[source] == Region(x: 0...11, y: 0...15))
    interventions[contributionOf: edge] = .patch(donor: 0)
    #expect(ReceptiveField(of: network.result, x: 24, y: 32, in: network, interventions)[source] == nil)
  }

  @Test("nothing after the node, and nothing beside it, belongs to its field")
  func elsewhere() throws {
    let unit = ExchangeAddress(stage: 2, module: 1)
    let field = ReceptiveField(of: try node(.unit(unit, Stream(0), unit: 2)), x: 5, y: 5, in: network)
    #expect(field[try node(.unit(unit, Stream(0), unit: 3))] == nil)
    #expect(field[try node(.unit(unit, Stream(1), unit: 1))] == nil)
    #expect(field[network.result] == nil)
  }
}
