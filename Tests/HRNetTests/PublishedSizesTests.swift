import HRNet
import Testing

/// The numbers of `Documentation/HRNet.md`, "Sizes and costs", counted with PyTorch.
@Suite("Published sizes")
struct PublishedSizesTests {
  @Test(
    "parameters and multiply-accumulates of the pose networks",
    arguments: [
      ("w32", InputSize(height: 256, width: 192), 28.536, 7.645, 7.120),
      ("w32", InputSize(height: 384, width: 288), 28.536, 17.201, 16.020),
      ("w48", InputSize(height: 256, width: 192), 63.596, 15.692, 14.614),
      ("w48", InputSize(height: 384, width: 288), 63.596, 35.307, 32.882),
    ])
  func costs(name: String, input: InputSize, millions: Double, decimal: Double, binary: Double) throws {
    let network = try Network(#require(.preset(name)), input: input)
    #expect(abs(Double(network.parameters) / 1e6 - millions) < 0.0005)
    #expect(abs(Double(network.multiplyAccumulates) / 1e9 - decimal) < 0.0005)
    #expect(abs(Double(network.multiplyAccumulates) / Double(1 << 30) - binary) < 0.0005)
  }

  @Test("W32 with 17 joints, to the last parameter")
  func exactParameters() throws {
    let network = try Network(#require(.preset("w32")), input: InputSize(height: 256, width: 192))
    #expect(network.parameters == 28_536_113)
  }

  /// Counts in the `config.json` of the reference networks, by PyTorch.
  @Test(
    "reference networks",
    arguments: [
      (
        Architecture(width: 8, stage1Units: 2, modules: [1, 2, 2], unitsPerStream: 2, head: PoseHead(joints: 17)),
        837_417
      ),
      (Architecture(width: 8, head: PoseHead(joints: 17)), 2_139_305),
    ])
  func referenceNetworks(architecture: Architecture, parameters: Int) throws {
    let network = try Network(architecture, input: InputSize(height: 96, width: 64))
    #expect(network.parameters == parameters)
  }

  /// The first built-in model was the body with joints alone; the second has parts too, and rows for all four streams.
  @Test(
    "the built-in models",
    arguments: [
      (PoseHead(joints: 14) as any Head, 2_717_262, 0.526),
      (HeadPair(PoseHead(joints: 14), V2Head(.classes, count: 7)), 2_970_517, 0.653),
    ])
  func builtIn(head: any Head, parameters: Int, billions: Double) throws {
    let architecture = Architecture(
      width: 16, stemWidth: 32, stage1Units: 2, stage1Width: 32, modules: [1, 3, 2], unitsPerStream: 2, head: head)
    let network = try Network(architecture, input: InputSize(height: 192, width: 160))
    #expect(network.parameters == parameters)
    #expect(abs(Double(network.multiplyAccumulates) / 1e9 - billions) < 0.0005)
  }
}
