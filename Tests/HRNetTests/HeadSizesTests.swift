import HRNet
import Testing

/// Sizes and costs of heads as PyTorch counts them on the published models, rounded as printed.
@Suite("Sizes of heads")
struct HeadSizesTests {
  /// A network with its counts: parameters in millions, multiply-accumulates in units of 2³⁰.
  struct Row: Sendable, CustomTestStringConvertible {
    let model: String
    let input: InputSize
    let millions: Double
    let binary: Double
    /// Half of the last digit of what is stated.
    let precision: Double

    init(_ model: String, _ height: Int, _ width: Int, _ millions: Double, _ binary: Double, precision: Double = 0.005)
    {
      (self.model, self.millions, self.binary, self.precision) = (model, millions, binary, precision)
      input = InputSize(height: height, width: width)
    }

    var testDescription: String { "\(model) at \(input)" }
  }

  private func check(_ row: Row) throws {
    let network = try Network(#require(PublishedModel(row.model)).architecture, input: row.input)
    #expect(abs(Double(network.parameters) / 1e6 - row.millions) <= 0.000501, "\(network.parameters)")
    let binary = Double(network.multiplyAccumulates) / Double(1 << 30)
    #expect(abs(binary - row.binary) <= row.precision * 1.0001, "\(binary)")
  }

  @Test(
    "V2 and V2 + OCR",
    arguments: [
      Row("w48-v2-cityscapes", 1024, 2048, 65.859, 696.18), Row("w40-v2-cityscapes", 1024, 2048, 45.894, 498.67),
      Row("w18-small-v1-v2-cityscapes", 1024, 2048, 1.541, 31.10),
      Row("w18-small-v2-v2-cityscapes", 1024, 2048, 3.940, 71.58),
      Row("w48-v2-pascal-context", 480, 480, 65.888, 76.87),
      Row("w48-v2-lip", 473, 473, 65.860, 75.98), Row("w48-ocr-cityscapes", 1024, 2048, 70.373, 1206.37),
      Row("w48-ocr-lip", 473, 473, 70.374, 131.1, precision: 0.05), Row("w18-300w", 256, 256, 9.654, 4.34),
      Row("w32-v2-pose", 256, 192, 29.546, 7.88),
    ])
  func v2(row: Row) throws { try check(row) }

  @Test(
    "V1h",
    arguments: [
      Row("w18-v1h", 1024, 2048, 9.329, 127.9, precision: 0.05),
      Row("w48-v1h", 1024, 2048, 63.645, 629.3, precision: 0.05),
    ])
  func v1h(row: Row) throws { try check(row) }

  /// Stated to two decimals.
  @Test(
    "ImageNet",
    arguments: [
      ("w18", 21.30, 3.99), ("w32", 41.23, 8.31), ("w40", 57.56, 11.82), ("w48", 77.47, 16.09), ("w64", 128.06, 26.91),
      ("w18-small-v1", 13.19, 1.49), ("w18-small-v2", 15.60, 2.42),
    ])
  func imageNet(body: String, millions: Double, binary: Double) throws {
    let model = try #require(PublishedModel("\(body)-imagenet"))
    let network = try Network(model.architecture, input: model.input)
    #expect(abs(Double(network.parameters) / 1e6 - millions) <= 0.005)
    #expect(abs(Double(network.multiplyAccumulates) / Double(1 << 30) - binary) <= 0.005)
  }

  @Test("V2p's parameters", arguments: [("w18", 12.582), ("w32", 32.379), ("w48", 68.460)])
  func pyramid(body: String, millions: Double) throws {
    let model = try #require(PublishedModel("\(body)-v2p"))
    for stride in [1, 2] {
      var architecture = model.architecture
      architecture.head = PyramidHead(stride: stride)
      let network = try Network(architecture, input: model.input)
      #expect(abs(Double(network.parameters) / 1e6 - millions) <= 0.0005)
    }
  }

  /// Multiply-accumulates in units of 10⁹ here.
  @Test(
    "FCOS, five levels and six",
    arguments: [
      ("w18-fcos", 17.503, 179.33), ("w32-fcos", 37.300, 271.97), ("w18-fcos-six-levels", 18.093, 513.85),
      ("w32-fcos-six-levels", 37.890, 606.49), ("w40-fcos-six-levels", 54.136, 681.15),
    ])
  func detector(name: String, millions: Double, decimal: Double) throws {
    let model = try #require(PublishedModel(name))
    let network = try Network(model.architecture, input: model.input)
    #expect(abs(Double(network.parameters) / 1e6 - millions) <= 0.0005)
    // 681.155 is stated as 681.15.
    #expect(abs(Double(network.multiplyAccumulates) / 1e9 - decimal) <= 0.0052)
    // Without the towers' biases.
    var architecture = model.architecture
    var head = try #require(architecture.head as? FCOSHead)
    head = FCOSHead(classes: head.classes, pyramid: head.pyramid, hasTowerBias: false)
    architecture.head = head
    #expect(try Network(architecture, input: model.input).parameters == network.parameters - 2048)
  }

  @Test(
    "backbones of one row and of four, in millions",
    arguments: [
      ("w18", 9.318, 9.562), ("w32", 28.536, 29.306), ("w48", 63.595, 65.325),
    ])
  func backbones(body: String, one: Double, four: Double) throws {
    for (streams, millions) in [(1, one), (4, four)] {
      let architecture = try #require(Architecture.preset(body, head: BackboneHead(streams: streams)))
      let network = try Network(architecture, input: InputSize(height: 64, width: 64))
      // One row is stated for a pose network, whose head has 17 joints.
      let head = streams == 1 ? 17 * (try #require(architecture.hrnet).width + 1) : 0
      let counted = [network.parameters, network.parameters + head].map { abs(Double($0) / 1e6 - millions) }
      #expect(counted.contains { $0 <= 0.0005 }, "\(network.parameters)")
    }
  }

  /// Counts in the `config.json` of the reference networks, by PyTorch.
  @Test("reference networks, to the last parameter")
  func references() throws {
    func parameters(_ modules: [Int], _ head: any Head) throws -> Int {
      let architecture = Architecture(
        width: 6, stemWidth: 8, stage1Units: 1, stage1Width: 8, modules: modules, unitsPerStream: 1, head: head)
      return try Network(architecture, input: InputSize(height: 128, width: 128)).parameters
    }
    let small = [1, 1, 1]
    #expect(try parameters([1, 4, 3], V2Head(.classes, count: 19)) == 362_431)
    #expect(try parameters(small, V2Head(.classes, count: 7)) == 136_363)
    #expect(try parameters(small, V2Head(.landmarks, count: 19)) == 137_455)
    #expect(try parameters(small, OCRHead(classes: 7, middle: 24, keyChannels: 12)) == 158_858)
    #expect(try parameters(small, ImageNetHead(classes: 10, widths: [4, 6, 8, 12], features: 40)) == 160_210)
    #expect(try parameters(small, PyramidHead(channels: 20)) == 147_276)
    #expect(try parameters(small, V1hHead(classes: 7)) == 101_275)
    let fcos = FCOSHead(classes: 3, pyramid: PyramidHead(channels: 32, stride: 2))
    #expect(try parameters(small, fcos) == 253_321)
  }
}
