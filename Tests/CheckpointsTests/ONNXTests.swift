import Foundation
import HRNet
import TestSupport
import Testing

@testable import Checkpoints

/// The fixtures are exports of one network; `Scripts/make_onnx.py` says how each was made.
@Suite("ONNX graphs")
struct ONNXTests {
  static let kept = [
    "plain", "opset10-plain", "opset11-plain", "dynamic-plain", "sized-plain", "mangled", "dynamo-raw",
  ]
  static let folded = [
    "folded", "opset9-folded", "opset11-folded", "dynamic", "sized", "mangled-folded", "dynamo", "mmdeploy",
    "mmdeploy-dynamic", "mmdeploy-simplified",
  ]

  @Test("with batch normalisation, the numbers are those of the PyTorch file", arguments: kept)
  func keptNumbers(name: String) throws {
    let checkpoint = try Fixture.open(name + ".onnx")
    #expect(checkpoint.container == .onnx)
    #expect(checkpoint.graph?.batchNormalization == .kept)
    #expect(checkpoint.leftOver.isEmpty)
    #expect(try checkpoint.allFloats() == Fixture.open("official.safetensors").allFloats())
  }

  @Test("folded, every activation is PyTorch's within 1e-5 of its largest magnitude", arguments: folded)
  func foldedNumbers(name: String) throws {
    let checkpoint = try Fixture.open(name + ".onnx")
    #expect(checkpoint.graph?.batchNormalization == .folded)
    #expect(checkpoint.family == .exported)
    #expect(checkpoint.architecture.joints == 3)
    #expect(checkpoint.architecture.upsampling == .nearest)
    #expect(checkpoint.upsamplingOrigin == .stated)
    #expect(checkpoint.leftOver.isEmpty)
    let worst = try #require(try checkpoint.worstDeparture(from: Fixture.path("nearest.reference.safetensors")))
    #expect(worst.relativeError < 1e-5, "\(worst.name)")
  }

  @Test("bilinear upsampling is read from the graph", arguments: ["bilinear", "dynamo-dynamic", "twice"])
  func bilinear(name: String) throws {
    let checkpoint = try Fixture.open(name + ".onnx")
    #expect(checkpoint.architecture.upsampling == .bilinear)
    let worst = try #require(try checkpoint.worstDeparture(from: Fixture.path("bilinear.reference.safetensors")))
    #expect(worst.relativeError < 1e-5, "\(worst.name)")
  }

  /// Half-precision weights are each off by up to 2⁻¹¹ of themselves.
  @Test("half precision")
  func half() throws {
    let checkpoint = try Fixture.open("half.onnx")
    let worst = try #require(try checkpoint.worstDeparture(from: Fixture.path("nearest.reference.safetensors")))
    #expect(worst.relativeError < 0x1p-8, "\(worst.name) \(worst.relativeError)")
  }

  @Test("a backbone, and one with another head, open without a pose head")
  func backbone() throws {
    for (name, upsampling) in [("backbone", "nearest"), ("segmentation", "bilinear")] {
      let checkpoint = try Fixture.open(name + ".onnx")
      #expect(checkpoint.architecture.joints == nil)
      #expect(checkpoint.architecture.head.streamsRead == 4)
      #expect(checkpoint.architecture.upsampling.rawValue == upsampling)
      let worst = try #require(
        try checkpoint.worstDeparture(from: Fixture.path("\(upsampling).reference.safetensors")))
      #expect(worst.relativeError < 1e-5, "\(worst.name)")
      #expect(checkpoint.leftOver.isEmpty)
    }
    let head = try Fixture.open("segmentation.onnx").architecture.head
    #expect("\(head)" == "\(V2Head(.classes, count: 2, upsampling: .bilinear))")
  }

  @Test("identity batch normalisation in place of a folded one is exact in single precision")
  func identity() throws {
    let checkpoint = try Fixture.open("folded.onnx")
    func values(_ name: String) throws -> Set<Float> { Set(try checkpoint.floats("layer1.0.bn1." + name)) }
    #expect(try values("weight") == [1])
    #expect(try values("running_mean") == [0])
    let variance = try #require(try values("running_var").first)
    #expect(Float(1 / (Double(variance) + 1e-5).squareRoot()) == 1)
    #expect(checkpoint.matched["layer1.0.bn1.weight"] == "(folded)")
    #expect(checkpoint.matched["conv1.weight"]?.hasPrefix("onnx::Conv_") == true)
  }

  @Test("what is written opens as the same network with the same numbers", arguments: ["plain", "folded", "half"])
  func conversion(name: String) throws {
    let path = NSTemporaryDirectory() + "hrscope-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let original = try Fixture.open(name + ".onnx")
    try original.write(to: path)
    let copy = try Checkpoint(contentsOf: path)
    #expect(copy.upsamplingOrigin == .stated)
    #expect(copy.input == original.input)
    #expect(try copy.allFloats() == original.allFloats())
  }

  @Test("the report says what the graph says")
  func report() throws {
    let path = Fixture.path("folded.onnx")
    let file = try FileBytes(opening: path)
    let checkpoint = try Checkpoint(file, name: path)
    #expect(checkpoint.input == InputSize(height: 64, width: 32))
    let report = try CheckpointReport(checkpoint, hash: try FileHash(of: file, path: path))
    let text = report.text()
    #expect(
      text.hasPrefix("container   ONNX, opset 17, batch normalisation folded, written by pytorch 2.13.0\n"), "\(text)")
    #expect(text.contains("\nfamily      exported graph\n"))
    #expect(text.contains("\nupsampling  nearest (the file says so)\n"))
    let document = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(report)) as? [String: Any])
    #expect((document["graph"] as? [String: Any])?["opset"] as? Int == 17)
    #expect((document["graph"] as? [String: Any])?["batchNormalization"] as? String == "folded")
  }
}
