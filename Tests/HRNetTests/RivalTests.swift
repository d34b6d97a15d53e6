import HRNet
import Testing

/// What the paper compares HRNet with: sizes and costs as PyTorch counts them, and what can be cut.
@Suite("The paper's rivals and variants")
struct RivalTests {
  /// Parameters in millions, multiply-accumulates in units of 2³⁰, at 256×192 where nothing else is said.
  @Test(
    "sizes and costs",
    arguments: [
      ("maintained22", 28.513, 5.03, 0.005), ("maintained28", 45.03, 7.26, 0.005), ("single59", 2.475, 7.06, 0.005),
      ("simple-baseline-50", 34.000, 5.05, 0.005), ("simple-baseline-101", 52.992, 8.44, 0.005),
      ("simple-baseline-152", 68.635, 11.83, 0.005), ("hourglass-8", 25.598, 19.6, 0.05),
    ])
  func sizes(name: String, millions: Double, binary: Double, precision: Double) throws {
    let model = try #require(PublishedModel(name))
    let network = try Network(model.architecture, input: InputSize(height: 256, width: 192))
    let digits = millions == 45.03 ? 0.005 : 0.0005
    #expect(abs(Double(network.parameters) / 1e6 - millions) <= digits * 1.01, "\(network.parameters)")
    let counted = Double(network.multiplyAccumulates) / Double(1 << 30)
    #expect(abs(counted - binary) <= precision * 1.01, "\(counted)")
  }

  @Test("SimpleBaseline-152 at 384×288")
  func large() throws {
    let network = try Network(
      #require(PublishedModel("simple-baseline-152")).architecture, input: InputSize(height: 384, width: 288))
    #expect(abs(Double(network.multiplyAccumulates) / Double(1 << 30) - 26.61) <= 0.005)
  }

  /// Counts in the `config.json` of the reference networks, by PyTorch.
  @Test("reference networks, to the last parameter")
  func references() throws {
    let pose = PoseHead(joints: 17)
    func hrnet(_ modules: [Int], _ streams: HRNetBody.Streams, _ head: any Head) -> Architecture {
      Architecture(
        HRNetBody(
          width: 6, stemWidth: 8, stage1Units: 1, stage1Width: 8, modules: modules, unitsPerStream: 1, streams: streams),
        head: head)
    }
    let baseline = SimpleBaselineBody(units: [2, 2, 1, 1], stemWidth: 6, filters: [12, 12, 12])
    #expect(try Architecture(baseline, head: pose).parameters() == 117_935)
    #expect(
      try Architecture(HourglassBody(stacks: 2, stemWidth: 6, features: 6, joints: 16)).parameters() == 20_828)
    #expect(try hrnet([1, 2, 2], .single, pose).parameters() == 7_355)
    #expect(try hrnet([1, 1, 1], .maintained, pose).parameters() == 258_839)
    #expect(try hrnet([1, 1, 1], .growing, ResponseHead(.streams, joints: 17)).parameters() == 128_954)
  }

  private static func hourglass(stacks: Int = 2) throws -> Network {
    try Network(
      Architecture(HourglassBody(stacks: stacks, stemWidth: 6, features: 6, joints: 16)),
      input: InputSize(height: 128, width: 64))
  }

  @Test(
    "skips of an hourglass in a SPEC: the kept side is what is cut",
    arguments: [
      ("h1.l4", ["h1.l4:1/4>1/4"]), ("h2.l1", ["h2.l1:1/32>1/32"]), ("h1.l4:4>4", ["h1.l4:1/4>1/4"]),
      ("h1.l4:8>4", ["h1.l4:1/8>1/4"]), ("h1.l3>8", ["h1.l3:1/8>1/8", "h1.l3:1/16>1/8"]),
      ("h1", (1...4).map { "h1.l\($0):\(Stream(4 - $0))>\(Stream(4 - $0))" }),
    ])
  func skips(spec: String, edges: [String]) throws {
    let found = try EdgeSelection(spec, in: Self.hourglass()).edges.map(\.description)
    #expect(found.sorted() == edges.sorted())
  }

  @Test("all skips, by two names")
  func allSkips() throws {
    let network = try Self.hourglass(stacks: 3)
    #expect(try EdgeSelection("all", in: network).edges.count == 12)
    #expect(try EdgeSelection("skip", in: network).edges.count == 12)
    for spec in ["final", "across", "within"] { #expect(try EdgeSelection(spec, in: network).edges.isEmpty) }
    for edge in network.edges { #expect(try EdgeSelection(edge.description, in: network).edges == [edge]) }
  }

  @Test("what an hourglass does not have", arguments: ["h3", "h1.l5", "h0.l1", "s1.m1", "s4", "h1.l4:16>4"])
  func absent(spec: String) throws {
    #expect(throws: EdgeSelectionError.self) { try EdgeSelection(spec, in: Self.hourglass()) }
  }

  @Test("where nothing is summed nothing can be cut", arguments: ["simple-baseline-50", "single59"])
  func nothingToCut(name: String) throws {
    let network = try Network(#require(PublishedModel(name)).architecture, input: InputSize(height: 64, width: 64))
    #expect(network.edges.isEmpty)
    for spec in ["all", "h1.l4", "s4.m1", "final", "skip"] {
      #expect(throws: EdgeSelectionError.nothingToCut(network: network.architecture.name)) {
        try EdgeSelection(spec, in: network)
      }
    }
  }

  @Test("an hourglass's sides are multiples of 64", arguments: [(96, 64), (64, 96), (256, 200), (32, 32), (63, 64)])
  func sides(height: Int, width: Int) {
    #expect(throws: NetworkError.self) {
      try Network(
        Architecture(HourglassBody(stacks: 1, joints: 16)), input: InputSize(height: height, width: width))
    }
  }

  @Test("a column for every moment, at its resolution: down, up, and again")
  func columns() throws {
    let network = try Self.hourglass()
    let rows = network.columns.filter { $0.section == .stack(1) }.map { $0.streams[0].index }
    // down, bottom, (back, sum) from below, unit, features, maps, next
    #expect(rows == [1, 2, 3, 4, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0, 0, 0, 0])
    let baseline = try Network(
      #require(PublishedModel("simple-baseline-50")).architecture, input: InputSize(height: 64, width: 64))
    let stages = baseline.columns.filter(\.section.isPartOfBody).map { $0.streams[0].index }
    #expect(stages == [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 2, 1, 0])
    for network in [network, baseline] {
      for column in network.columns where column.section.isPartOfBody {
        for (node, stream) in zip(column.nodes, column.streams) {
          #expect(network[node].shape.height == network.input.height / stream.divisor)
        }
      }
    }
  }

  @Test("heat maps of every stack and stream, the best one first")
  func outputs() throws {
    let hourglass = try Self.hourglass(stacks: 3)
    #expect(hourglass.outputs.count == 3)
    #expect(hourglass[hourglass.result].address.referenceName == "heatmaps.2")
    let responses = try Network(
      #require(PublishedModel("w32-resolutions")).architecture, input: InputSize(height: 256, width: 192))
    #expect(responses.outputs.map { responses[$0.nodes[0]].shape.height } == [64, 32, 16, 8])
    #expect(responses.exchangeUnits.last?.destinationCount == 4)
  }

  @Test("every published name builds")
  func names() throws {
    for name in PublishedModel.names {
      let model = try #require(PublishedModel(name))
      #expect(throws: Never.self) { try Network(model.architecture, input: .smallest(for: model.architecture)) }
    }
    #expect(PublishedModel("single60") == nil && PublishedModel("hourglass") == nil)
  }
}
