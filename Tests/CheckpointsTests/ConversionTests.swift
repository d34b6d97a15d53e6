import Foundation
import HRNet
import TestSupport
import Testing

@testable import Checkpoints

@Suite("Conversion to safetensors")
struct ConversionTests {
  /// A file name of its own in the temporary folder, removed with the test.
  private final class Output {
    let path = NSTemporaryDirectory() + "hrscope-\(UUID().uuidString).safetensors"
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test(
    "what is written opens as the same network with the same numbers",
    arguments: [
      "official-protocol4.pth", "strided-legacy.pth", "mmpose1-legacy.pth", "f16-legacy.pth", "bf16-legacy.pth",
      "f64-legacy.pth", "segmentation-legacy.pth", "timm.safetensors",
    ])
  func roundTrip(name: String) throws {
    let output = Output()
    let original = try Fixture.open(name)
    try original.write(to: output.path)
    let copy = try Checkpoint(contentsOf: output.path)
    #expect(copy.container == .safetensors)
    #expect(copy.prefix == "")
    #expect(copy.architecture.name == original.architecture.name)
    #expect(copy.architecture.joints == original.architecture.joints)
    #expect(copy.architecture.head.streamsRead == original.architecture.head.streamsRead)
    #expect(copy.architecture.upsampling == original.architecture.upsampling)
    #expect(copy.upsamplingOrigin == .stated)
    #expect(copy.leftOver.isEmpty)
    #expect(try copy.allFloats() == original.allFloats())
    // Small types stay small.
    #expect(
      copy.storedTensors.mapValues(\.type)
        == original.storedTensors.mapValues { $0.type == .float64 ? .float32 : $0.type })
  }

  @Test("what the embedded model states about itself is kept")
  func metadata() throws {
    let output = Output()
    let original = try Checkpoint(FileBytes(embedded: embeddedModel), name: "embedded model")
    try original.write(to: output.path)
    let copy = try Checkpoint(contentsOf: output.path)
    #expect(copy.skeleton == "lsp14")
    #expect(copy.input == original.input)
    #expect(copy.preprocessing == original.preprocessing)
    #expect(try copy.allFloats() == original.allFloats())
  }

  @Test("half precision rounds convolutions and leaves batch normalisation alone")
  func half() throws {
    let output = Output()
    let original = try Fixture.open("official-legacy.pth")
    try original.write(to: output.path, halfPrecision: true)
    let copy = try Checkpoint(contentsOf: output.path).allFloats()
    for (key, values) in try original.allFloats() {
      let isConvolution = original.storedTensors[key]?.shape.count == 4
      #expect(copy[key] == (isConvolution ? values.map { Float(Float16($0)) } : values), "\(key)")
    }
  }

  @Test("a weight that half precision cannot hold is named, and no file left behind")
  func tooLargeForHalf() throws {
    let output = Output()
    var bytes = try Fixture.bytes("official.safetensors")
    let start = 8 + bytes.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
    let header = try #require(JSONSerialization.jsonObject(with: Data(bytes[8..<start])) as? [String: [String: Any]])
    let offsets = try #require(header["stage3.0.branches.1.0.conv1.weight"]?["data_offsets"] as? [Int])
    withUnsafeBytes(of: Float(1e6).bitPattern.littleEndian) {
      bytes.replaceSubrange(start + offsets[0]..<start + offsets[0] + 4, with: $0)
    }
    let checkpoint = try Fixture.open(bytes)
    let error = #expect(throws: CheckpointError.self) { try checkpoint.write(to: output.path, halfPrecision: true) }
    #expect(
      error?.reason == .tooLargeForHalf(tensor: "stage3.0.branches.1.0.conv1.weight", value: "\(Float(1e6))"))
    let folder = URL(filePath: output.path).deletingLastPathComponent()
    let rest = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(!rest.contains { $0.hasPrefix(URL(filePath: output.path).lastPathComponent) })
  }

  @Test("a file can be converted onto itself")
  func inPlace() throws {
    let output = Output()
    try Data(Fixture.bytes("official-legacy.pth")).write(to: URL(filePath: output.path))
    let original = try Checkpoint(contentsOf: output.path)
    try original.write(to: output.path)
    #expect(try original.allFloats() == Checkpoint(contentsOf: output.path).allFloats())
  }

  @Test("a place that cannot be written to")
  func unwritable() throws {
    let error = #expect(throws: CheckpointError.self) {
      try Fixture.open("official-legacy.pth").write(to: "/nonexistent/folder/file.safetensors")
    }
    #expect(error?.description == "/nonexistent/folder/file.safetensors: cannot be written (No such file or directory)")
    #expect(error?.fault == .unwritable)
  }
}
