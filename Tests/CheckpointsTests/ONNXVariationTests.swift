import Engine
import Foundation
import HRNet
import TestSupport
import Testing

@testable import Checkpoints

/// Graphs that are an HRNet's but for something before it, within or behind it, or for how they are written:
/// `Scripts/make_graphs.py` made them, and ONNX Runtime the numbers.
@Suite("Variations of ONNX graphs")
struct ONNXVariationTests {
  /// What is right for a graph: the heat maps of a name, or a line with certain words.
  struct Expectation: Decodable {
    let heatMaps: String?
    let tolerance: Double?
    let output: String?
    let refused: [String]?
  }

  /// The files of `graphs.zip` by name.
  static let files = Fixture.files(inZip: "graphs.zip")

  static let expectations: [String: Expectation] = {
    let json = files["expected.json"].map { Data($0) } ?? Data()
    return (try? JSONDecoder().decode([String: Expectation].self, from: json)) ?? [:]
  }()

  static func names(refused: Bool) -> [String] {
    expectations.filter { ($0.value.refused != nil) == refused }.keys.filter { $0 != "external" }.sorted()
  }

  @Test("the archive is whole")
  func archive() {
    #expect(Self.names(refused: true).count > 50)
    #expect(Self.names(refused: false).count > 30)
    #expect(Self.files.count == Self.expectations.count + 3)
  }

  @Test("what is opened has ONNX Runtime's heat maps", arguments: names(refused: false))
  func opened(name: String) throws {
    let expected = try #require(Self.expectations[name])
    let checkpoint = try Fixture.open(try #require(Self.files[name + ".onnx"]))
    #expect(checkpoint.graph?.heatMaps == expected.output ?? "y")
    let departure = try Self.departure(of: checkpoint, from: try #require(expected.heatMaps))
    #expect(departure <= expected.tolerance ?? 0, "\(name) \(departure)")
  }

  @Test("what computes something else is refused by the name of the node", arguments: names(refused: true))
  func refused(name: String) throws {
    let bytes = try #require(Self.files[name + ".onnx"])
    let error = #expect(throws: CheckpointError.self) { try Fixture.open(bytes) }
    let text = error?.description ?? ""
    for words in Self.expectations[name]?.refused ?? [] { #expect(text.contains(words), "\(name): \(text)") }
    #expect(text.contains("node '"))
  }

  /// Every one of these differs from the others by more than any tolerance: else nothing would be shown by them.
  @Test("a wrong network's numbers would be noticed")
  func references() throws {
    let checkpoint = try Fixture.open(try #require(Self.files["as exported.onnx"]))
    #expect(try Self.departure(of: checkpoint, from: "bilinear") > 0.01)
    #expect(try Self.departure(of: checkpoint, from: "two networks, the other first") > 0.01)
  }

  @Test("outputs that the network does not put out are named, once each")
  func outputs() throws {
    let both = try Fixture.open(try #require(Self.files["two networks.onnx"])).graph
    #expect(both?.notComputed.map(\.description) == ["output 'y'' is not computed (node 'y'' is Conv 1×1)"])
    let squashed = try Fixture.open(try #require(Self.files["heat maps behind their sigmoid.onnx"])).graph
    #expect(squashed?.notComputed.map(\.name) == ["p"])
    #expect(try Fixture.open(try #require(Self.files["as exported.onnx"])).graph?.notComputed == [])
  }

  @Test("a copy of the weights that nothing reads is left over")
  func copies() throws {
    let checkpoint = try Fixture.open(try #require(Self.files["a copy that nothing reads.onnx"]))
    #expect(checkpoint.leftOver.count == 82)
    #expect(checkpoint.leftOver.allSatisfy { $0.hasSuffix("'") })
  }

  /// Largest departure of the heat maps from a reference, relative to the reference's largest magnitude.
  static func departure(of checkpoint: Checkpoint, from reference: String) throws -> Double {
    let bytes = try #require(files["reference.safetensors"])
    let file = bytes.withUnsafeBytes { source in
      FileBytes(count: bytes.count) { memory in
        memory.copyMemory(from: source)
        return true
      }
    }
    let tensors = try SafetensorsFile(try #require(file), path: "reference")
    let maps = try #require(tensors.tensors[reference]).floats()
    let planes = try #require(tensors.tensors["input"]).floats()
    let size = InputSize(height: 64, width: 32)
    let executor = try Executor(Network(checkpoint.architecture, input: size), weights: checkpoint, threads: 1)
    let pixels = size.height * size.width
    let pass = try executor.run(
      executor.input((0..<3 * pixels).map { planes[$0 % 3 * pixels + $0 / 3] }), .none)
    let found = try #require(pass[executor.network.result]).channelMajor()
    try #require(found.count == maps.count)
    let largest = maps.map(\.magnitude).max() ?? 0
    return Double((zip(found, maps).map { ($0 - $1).magnitude }.max() ?? .infinity) / largest)
  }
}
