import Checkpoints
import HRNet
import TestSupport
import Testing

@Suite("Containers")
struct ContainerTests {
  @Test(
    "the same numbers come out of every container",
    arguments: [
      ("official-protocol2.pth", Container.pytorchZip), ("official-protocol4.pth", .pytorchZip),
      ("official-protocol5.pth", .pytorchZip), ("deflated.pth", .pytorchZip), ("shared-storage.pth", .pytorchZip),
      ("whole-module.pth", .pytorchZip), ("torchscript.pt", .pytorchZip), ("official-legacy.pth", .pytorchLegacy),
      ("legacy-protocol4.pth", .pytorchLegacy), ("strided-legacy.pth", .pytorchLegacy),
      ("parameters-legacy.pth", .pytorchLegacy), ("f64-legacy.pth", .pytorchLegacy),
    ])
  func sameNumbers(name: String, container: Container) throws {
    let checkpoint = try Fixture.open(name)
    #expect(checkpoint.container == container)
    #expect(checkpoint.leftOver.isEmpty)
    #expect(try checkpoint.allFloats() == Fixture.open("official.safetensors").allFloats())
  }

  @Test("they are PyTorch's numbers: every activation within 1e-5 of its largest magnitude")
  func activations() throws {
    let checkpoint = try Fixture.open("official-legacy.pth")
    let worst = try #require(try checkpoint.worstDeparture(from: Fixture.path("nearest.reference.safetensors")))
    #expect(worst.relativeError < 1e-5, "\(worst.name)")
  }

  @Test("half precision agrees to its rounding", arguments: [("f16-legacy.pth", 0x1p-11), ("bf16-legacy.pth", 0x1p-8)])
  func halfPrecision(name: String, rounding: Float) throws {
    let half = try Fixture.open(name).allFloats()
    for (key, values) in try Fixture.open("official.safetensors").allFloats() {
      let rounded = try #require(half[key])
      #expect(rounded.count == values.count)
      #expect(zip(values, rounded).allSatisfy { abs($0 - $1) <= max(abs($0) * rounding, 0x1p-25) }, "\(key)")
    }
  }

  /// The numbers of every file are the same, and so are the activations. Half-precision weights are each off by up to
  /// 2⁻¹¹ of themselves (2⁻⁸ for bfloat16); what comes out of the whole network is off by four times as much
  /// here, and the tolerance is twice that.
  @Test(
    "files of ../shared/reference/w8-small pass", .enabled(if: Shared.isPresent, Shared.absence),
    arguments: [
      ("official_zip.pth", 1e-4), ("official_legacy.pth", 1e-4), ("official_checkpoint.pth", 1e-4),
      ("mmpose1.pth", 1e-4), ("mmpose0_legacy.pth", 1e-4), ("model.safetensors", 1e-4),
      ("official_f16_zip.pth", 0x1p-8), ("model_f16.safetensors", 0x1p-8), ("model_bf16.safetensors", 0x1p-5),
    ])
  func reference(name: String, tolerance: Double) throws {
    let folder = Shared.path("reference/w8-small/")
    let checkpoint = try Checkpoint(contentsOf: folder + name)
    #expect(checkpoint.architecture.joints == 17)
    let worst = try #require(try checkpoint.worstDeparture(from: folder + "activations.safetensors"))
    #expect(worst.relativeError < tolerance, "\(worst.name) \(worst.relativeError)")
  }
}
