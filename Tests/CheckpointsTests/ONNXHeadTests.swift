import Engine
import Foundation
import HRNet
import TestSupport
import Testing

@testable import Checkpoints

/// Exports of small networks with heads: `Scripts/make_head_graphs.py` made them, and ONNX Runtime the numbers.
@Suite("Heads in ONNX graphs")
struct ONNXHeadTests {
  struct Expectation: Decodable {
    let head: String
    let upsampling: String
    let concatenation: String?
  }

  /// The files of `head-graphs.zip` by name.
  static let files = Fixture.files(inZip: "head-graphs.zip")

  static let expectations: [String: Expectation] = {
    let json = files["expected.json"].map { Data($0) } ?? Data()
    return (try? JSONDecoder().decode([String: Expectation].self, from: json)) ?? [:]
  }()

  static func names(withHead: Bool) -> [String] {
    expectations.filter { ($0.value.head != "none") == withHead }.keys.sorted()
  }

  private func open(_ name: String) throws -> Checkpoint {
    try Fixture.open(try #require(Self.files[name + ".onnx"]))
  }

  @Test("the archive is whole")
  func archive() {
    #expect(Self.names(withHead: true).count == 16 && Self.names(withHead: false).count == 6)
  }

  @Test("the head is found, with how it upsamples", arguments: names(withHead: true))
  func found(name: String) throws {
    let (checkpoint, expected) = (try open(name), try #require(Self.expectations[name]))
    #expect(checkpoint.architecture.head.name == expected.head)
    #expect(checkpoint.architecture.upsampling.rawValue == expected.upsampling)
    #expect(checkpoint.upsamplingOrigin == .stated && checkpoint.family == .exported)
    #expect(checkpoint.leftOver.isEmpty && checkpoint.headObstacle == nil)
    let network = try Network(checkpoint.architecture, input: checkpoint.input)
    let rules = network.nodes.compactMap { if case .upsample(let rule) = $0.operation { rule.rawValue } else { nil } }
    #expect(Set(rules) == Set([expected.concatenation].compactMap { $0 }))
    if name == "pyramid-strided" {
      #expect("\(checkpoint.architecture.head)" == "\(PyramidHead(channels: 3, levels: 4, stride: 2))")
    }
  }

  /// What no weight tells is read off the graph, and whose names the weights have.
  @Test(
    "a detector's stride, biases, centerness and distances",
    arguments: [
      ("fcos", 2, true, FCOSHead.Variant.plain, 1), ("fcos-dynamic", 1, true, .plain, 1),
      ("fcos-kept", 2, false, .plain, 1), ("fcos-untrained", 2, true, .plain, 1),
      ("fcos-improved", 2, true, .improved, 1), ("fcos-dynamo", 2, true, .plain, 2),
      ("fcos-dynamo-dynamic", 1, false, .improved, 1),
    ])
  func detector(name: String, stride: Int, hasTowerBias: Bool, variant: FCOSHead.Variant, units: Int) throws {
    let checkpoint = try open(name)
    let head = try #require(checkpoint.architecture.head as? FCOSHead)
    let pyramid = PyramidHead(channels: 16, levels: 2, stride: stride)
    #expect(
      head
        == FCOSHead(classes: 3, pyramid: pyramid, units: units, hasTowerBias: hasTowerBias, variant: variant))
    #expect(checkpoint.headCodes == ["MMDetection 2 and 3"])
  }

  @Test("it puts out ONNX Runtime's numbers", arguments: names(withHead: true))
  func numbers(name: String) throws {
    let bytes = try #require(Self.files["reference.safetensors"])
    let references = try bytes.withUnsafeBytes { memory in
      try SafetensorsFile(FileBytes(embedded: memory), path: name).tensors.compactMapValues { tensor in
        (shape: tensor.shape, values: try tensor.floats())
      }
    }
    let (shape, planes) = try #require(references[name + "/input"])
    let checkpoint = try open(name)
    // What graphs leave open is taken from the picture.
    let size = InputSize(height: shape[2], width: shape[3])
    let network = try Network(checkpoint.architecture, input: size)
    let executor = try Executor(network, weights: checkpoint, threads: 2)
    let pixels = shape[2] * shape[3]
    let pass = try executor.run(executor.input(planes.indices.map { planes[$0 % 3 * pixels + $0 / 3] }))
    let nodes = network.outputs.flatMap(\.nodes)
    #expect(references.keys.count { $0.hasPrefix(name + "/") } == nodes.count + 1)
    for (place, node) in nodes.enumerated() {
      let expected = try #require(references["\(name)/\(place)"]).values
      let values = try #require(pass[node]).channelMajor()
      #expect(values.count == expected.count)
      let largest = try #require(expected.map(abs).max())
      let worst = zip(values, expected).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst <= 1e-4 * largest, "\(name) \(place): \(worst) of \(largest)")
    }
  }

  @Test(
    "what stands behind a head is no part of it: the body opens, and it is named", arguments: names(withHead: false))
  func more(name: String) throws {
    let checkpoint = try open(name)
    #expect(checkpoint.architecture.head is BackboneHead)
    #expect(checkpoint.architecture.upsampling.rawValue == Self.expectations[name]?.upsampling)
    #expect(checkpoint.graph?.notComputed.isEmpty == false)
  }
}
