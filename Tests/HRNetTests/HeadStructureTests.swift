import HRNet
import Testing

@Suite("Structure of heads")
struct HeadStructureTests {
  private func network(_ name: String, _ height: Int, _ width: Int) throws -> Network {
    try Network(#require(PublishedModel(name)).architecture, input: InputSize(height: height, width: width))
  }

  private func shape(_ part: HeadAddress, in network: Network) throws -> Shape {
    try #require(network.node(.head(part)), "\(part.name)").shape
  }

  @Test("every name makes a network, whose nodes and tensors have names of their own", arguments: PublishedModel.names)
  func names(name: String) throws {
    let model = try #require(PublishedModel(name))
    let network = try Network(model.architecture, input: .smallest(for: model.architecture))
    #expect(Set(network.nodes.map(\.address)).count == network.nodes.count)
    #expect(Set(network.nodes.map(\.address.referenceName)).count == network.nodes.count)
    #expect(Set(network.nodes.map(\.address.description)).count == network.nodes.count)
    #expect(network.nodes.allSatisfy { node in node.inputs.allSatisfy { $0 < node.id } })
    #expect(Set(network.tensors.map(\.key)).count == network.tensors.count)
    #expect(!network.outputs.isEmpty && network.outputs.allSatisfy { !$0.nodes.isEmpty })
    #expect(Set(network.columns.flatMap(\.nodes)).isSuperset(of: network.outputs.flatMap(\.nodes)))
  }

  @Test(
    "names that are none", arguments: ["", "w", "w32-", "w33", "w32-v2-", "w32-v2-nowhere", "-fcos", "v2p", "w32v2p"])
  func noNames(name: String) {
    #expect(PublishedModel(name) == nil)
  }

  @Test("V2 on odd sizes: strides round up, coarser streams go to the finest one's size")
  func oddSizes() throws {
    let odd = try network("w18-v2-cityscapes", 73, 57)
    #expect(try shape(.up(Stream(3)), in: odd) == Shape(channels: 144, height: 19, width: 15))
    #expect(try shape(.concat, in: odd) == Shape(channels: 270, height: 19, width: 15))
    let streams = try #require(odd.exchangeUnits.last).outputs.map { odd[$0].shape }
    #expect(streams.map(\.height) == [19, 10, 5, 3] && streams.map(\.width) == [15, 8, 4, 2])
    let lip = try network("w18-v2-lip", 473, 473)
    #expect(lip.exchangeUnits[7].outputs.map { lip[$0].shape.width } == [119, 60, 30, 15])
    let ade = try network("w18-v2-ade20k", 520, 520)
    #expect(ade.exchangeUnits[7].outputs.map { ade[$0].shape.width } == [130, 65, 33, 17])
  }

  /// Every term has the size of the stream it is added to, whatever the input.
  @Test("edges of an exchange unit agree in shape", arguments: [32, 33, 47, 57, 61, 73, 100, 127, 473])
  func edges(side: Int) throws {
    let network = try network("w18-ocr-lip", side, side + 13)
    for unit in network.exchangeUnits {
      for (row, output) in zip(unit.edges, unit.outputs) {
        #expect(row.allSatisfy { network[$0].shape == network[output].shape }, "\(unit.address)")
      }
    }
  }

  @Test("V2p: pooled sizes round down, strided ones up")
  func pyramid() throws {
    let one = try network("w18-v2p", 800, 1216)
    for (level, size) in [(200, 304), (100, 152), (50, 76), (25, 38), (12, 19)].enumerated() {
      #expect(try shape(.pyramid(level: level), in: one) == Shape(channels: 256, height: size.0, width: size.1))
    }
    let two = try network("w18-fcos", 800, 1216)
    for (level, size) in [(100, 152), (50, 76), (25, 38), (13, 19), (6, 10)].enumerated() {
      #expect(try shape(.logits(level: level), in: two) == Shape(channels: 80, height: size.0, width: size.1))
      #expect(try shape(.distances(level: level), in: two).channels == 4)
    }
    guard case .boxes(let levels) = two.outputs[0] else {
      Issue.record("no boxes")
      return
    }
    #expect(levels.map(\.stride) == [8, 16, 32, 64, 128])
    let six = try network("w18-fcos-six-levels", 800, 1216)
    guard case .boxes(let levels) = six.outputs[0] else {
      Issue.record("no boxes")
      return
    }
    #expect(levels.map(\.stride) == [4, 8, 16, 32, 64, 128])
  }

  @Test(
    "inputs too small are refused in one line, the smallest are not",
    arguments: [
      ("w18-v2-cityscapes", 32), ("w18-ocr-lip", 32), ("w18-imagenet", 32), ("w18-300w", 32), ("w18-v1h", 32),
      ("w18-v2p", 64), ("w18-fcos", 64), ("w18-fcos-six-levels", 128),
    ])
  func smallest(name: String, side: Int) throws {
    let architecture = try #require(PublishedModel(name)).architecture
    for (height, width) in [(side - 1, 200), (200, side - 1), (0, 0), (2049, 200)] {
      let size = InputSize(height: height, width: width)
      #expect(throws: NetworkError.input(size, .any(from: side))) { try Network(architecture, input: size) }
      #expect(!NetworkError.input(size, .any(from: side)).description.contains("\n"))
    }
    _ = try Network(architecture, input: InputSize(height: side, width: side + 1))
  }

  @Test("OCR step by step: what the products' shapes are")
  func ocr() throws {
    let network = try network("w18-ocr-cityscapes", 64, 96)
    #expect(try shape(.regionWeights, in: network) == Shape(channels: 19, height: 16, width: 24))
    #expect(try shape(.regions, in: network) == Shape(channels: 512, height: 19, width: 1))
    #expect(try shape(.query, in: network) == Shape(channels: 256, height: 16, width: 24))
    #expect(try shape(.key, in: network) == Shape(channels: 256, height: 19, width: 1))
    #expect(try shape(.attention, in: network) == Shape(channels: 19, height: 16, width: 24))
    #expect(try shape(.gathered, in: network) == Shape(channels: 256, height: 16, width: 24))
    #expect(network.nodes.filter { if case .product = $0.operation { true } else { false } }.count == 3)
  }

  @Test("a detector's levels share their head: its parameters count once, its cost on every level")
  func shared() throws {
    let network = try network("w18-fcos", 256, 256)
    let first = try #require(network.node(.head(.logits(level: 0))))
    let second = try #require(network.node(.head(.logits(level: 1))))
    #expect(first.parameters == 80 * (256 * 9 + 1) && second.parameters == 0)
    #expect(second.multiplyAccumulates == 80 * 256 * 9 * second.shape.height * second.shape.width)
    #expect(network.nodes.reduce(0) { $0 + $1.parameters } == network.parameters)
    let learned = network.tensors.filter { !$0.key.contains("running_") }
    #expect(learned.reduce(0) { $0 + $1.shape.reduce(1, *) } == network.parameters)
  }

  @Test("two heads on one body: heat maps first, both with names of their own")
  func pair() throws {
    let architecture = Architecture(
      width: 16, head: HeadPair(PoseHead(joints: 14), V2Head(.classes, count: 7)))
    let network = try Network(architecture, input: InputSize(height: 192, width: 160))
    #expect(network.outputs.count == 2)
    #expect(network[try #require(network.heatMaps)].shape == Shape(channels: 14, height: 48, width: 40))
    #expect(network.result == network.heatMaps)
    #expect(network.columns.last?.nodes == [network.result])
    #expect(network.node(.head(.logits))?.shape == Shape(channels: 7, height: 48, width: 40))
    #expect(network.exchangeUnits.last?.destinationCount == 4)
    #expect(architecture.joints == 14)
    // Nearest in exchange units; before the concatenation nobody uses that.
    #expect(network.node(.head(.up(Stream(1))))?.operation == .upsample(.bilinear))
  }

  @Test("the concatenation goes by the exchange units' rule, but never by nearest, unless it has one of its own")
  func upsampling() throws {
    let cases: [(body: Upsampling, own: Upsampling?, expected: Upsampling)] = [
      (.nearest, nil, .bilinear), (.bilinear, nil, .bilinear), (.bilinearCorners, nil, .bilinearCorners),
      (.nearest, .bilinearCorners, .bilinearCorners), (.bilinearCorners, .nearest, .nearest),
    ]
    for (body, own, expected) in cases {
      let head = V2Head(.classes, count: 3, upsampling: own)
      let architecture = Architecture(width: 4, upsampling: body, head: head)
      let network = try Network(architecture, input: InputSize(height: 40, width: 50))
      #expect(network.node(.head(.up(Stream(2))))?.operation == .upsample(expected))
    }
  }

  @Test("the variants of FCOS differ in where centerness comes from, and in what makes distances")
  func variants() throws {
    for variant in [FCOSHead.Variant.plain, .improved] {
      let head = FCOSHead(classes: 3, pyramid: PyramidHead(channels: 32, stride: 2), variant: variant)
      let network = try Network(Architecture(width: 4, head: head), input: InputSize(height: 128, width: 128))
      let read = try #require(network.node(.head(.centerness(level: 1)))).inputs
      let tower = variant == .plain ? "class" : "box"
      #expect(read == [try #require(network.node(.head(.tower(tower, level: 1, unit: 3)))).id])
      #expect(
        network.node(.head(.distances(level: 2)))?.operation
          == .distances(Distances(key: "bbox_head.scales.2.scale", rule: variant.distances, stride: 32)))
    }
  }
}
