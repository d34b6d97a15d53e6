import Engine
import Foundation
import HRNet
import TestSupport
import Testing

@testable import Checkpoints

/// Exports of small encoder–decoders and of look-alikes: `Scripts/make_rival_graphs.py` made them, and ONNX Runtime the
/// numbers.
@Suite("Encoder–decoders in ONNX graphs")
struct ONNXRivalTests {
  struct Expectation: Decodable {
    /// Of an hourglass.
    let stacks: Int?
    /// Of SimpleBaseline.
    let units: [Int]?
    let filters: [Int]?
    let joints: Int?
    /// How many of the graph's outputs are the network's.
    let outputs: Int?
    let refused: [String]?
  }

  /// The files of `rival-graphs.zip` by name.
  static let files = Fixture.files(inZip: "rival-graphs.zip")

  static let expectations: [String: Expectation] = {
    let json = files["expected.json"].map { Data($0) } ?? Data()
    return (try? JSONDecoder().decode([String: Expectation].self, from: json)) ?? [:]
  }()

  static func names(refused: Bool) -> [String] {
    expectations.filter { ($0.value.refused != nil) == refused }.keys.sorted()
  }

  private func open(_ name: String) throws -> Checkpoint {
    try Fixture.open(try #require(Self.files[name + ".onnx"]))
  }

  @Test("the archive is whole")
  func archive() {
    #expect(Self.names(refused: false).count == 22 && Self.names(refused: true).count == 18)
  }

  @Test("structure and outputs are read off the graph", arguments: names(refused: false))
  func found(name: String) throws {
    let (checkpoint, expected) = (try open(name), try #require(Self.expectations[name]))
    #expect(checkpoint.family == .exported && checkpoint.container == .onnx)
    #expect(checkpoint.leftOver.isEmpty && checkpoint.missing.isEmpty)
    #expect(checkpoint.architecture.joints == expected.joints)
    if let stacks = expected.stacks {
      let body = try #require(checkpoint.architecture.body as? HourglassBody)
      #expect(body.stacks == stacks && checkpoint.architecture.inputs.multiple == 64)
      #expect(body.features == (name == "hourglass-wide" ? 4 : 2))
    } else {
      let body = try #require(checkpoint.architecture.body as? SimpleBaselineBody)
      #expect(body.units == expected.units && body.filters == expected.filters)
    }
    let graph = try #require(checkpoint.graph)
    #expect(graph.heatMaps != nil)
    #expect(graph.notComputed.count == (name == "baseline-and-sigmoid" ? 1 : 0))
    let isKept = name.hasSuffix("-kept") || name.hasSuffix("-raw")
    // The older exporter folds none into transposed convolutions.
    let isWhole = expected.stacks != nil || name.contains("dynamo")
    #expect(graph.batchNormalization == (isKept ? .kept : isWhole ? .folded : .partlyFolded))
  }

  @Test("they put out ONNX Runtime's numbers, of every stack", arguments: names(refused: false))
  func numbers(name: String) throws {
    let bytes = try #require(Self.files["reference.safetensors"])
    let references = try bytes.withUnsafeBytes { memory in
      try SafetensorsFile(FileBytes(embedded: memory), path: name).tensors.compactMapValues { tensor in
        (shape: tensor.shape, values: try tensor.floats())
      }
    }
    let checkpoint = try open(name)
    let picture = try #require(references["\(name)/input"])
    let size = InputSize(height: picture.shape[2], width: picture.shape[3])
    let executor = try Executor(Network(checkpoint.architecture, input: size), weights: checkpoint, threads: 1)
    let pixels = size.height * size.width
    let pass = try executor.run(
      executor.input((0..<3 * pixels).map { picture.values[$0 % 3 * pixels + $0 / 3] }), .none)
    // The network's outputs begin with the last stack's.
    let outputs = executor.network.outputs
    let count = try #require(Self.expectations[name]?.outputs)
    for place in 0..<count {
      let expected = try #require(references["\(name)/\(place)"])
      guard case .heatMaps(let node) = outputs[count - 1 - place] else {
        Issue.record("no heat maps")
        continue
      }
      let found = try #require(pass[node]).channelMajor()
      try #require(found.count == expected.values.count)
      let largest = expected.values.map(\.magnitude).max() ?? 0
      let departure = zip(found, expected.values).map { ($0 - $1).magnitude }.max() ?? .infinity
      #expect(departure <= 2e-5 * largest, "\(name)/\(place): \(departure / largest)")
    }
  }

  @Test("what computes something else is refused in one line that names the node", arguments: names(refused: true))
  func refused(name: String) throws {
    let error = #expect(throws: CheckpointError.self) { try open(name) }
    let text = error?.description ?? ""
    for words in Self.expectations[name]?.refused ?? [] { #expect(text.contains(words), "\(name): \(text)") }
    #expect(text.contains("node '") && !text.contains("\n"), "\(text)")
  }

  @Test("converted, the file opens as what it was", arguments: ["baseline-kept", "hourglass-mangled"])
  func converted(name: String) throws {
    let checkpoint = try open(name)
    let keys = Set(try checkpoint.architecture.tensors().map(\.key))
    #expect(keys.isSubset(of: checkpoint.matched.keys))
  }
}
