import Checkpoints
import HRNet
import TestSupport
import Testing

@Suite("The embedded model")
struct EmbeddedModelTests {
  let bytes = embeddedModel

  @Test("opens, and says what it is")
  func opens() throws {
    let checkpoint = try Checkpoint(FileBytes(embedded: bytes), name: "embedded model")
    #expect(checkpoint.architecture.hrnet?.width == 16)
    #expect(checkpoint.architecture.hrnet?.stemWidth == 32)
    #expect(checkpoint.architecture.hrnet?.stage1Units == 2)
    #expect(checkpoint.architecture.hrnet?.modules == [1, 3, 2])
    #expect(checkpoint.architecture.joints == 14)
    #expect(checkpoint.input == InputSize(height: 192, width: 160))
    #expect(checkpoint.skeleton == "lsp14")
    #expect(checkpoint.leftOver.isEmpty && checkpoint.missing.isEmpty)
  }

  @Test("has two heads on one body: joints, which are read where nobody says which, and parts")
  func heads() throws {
    let checkpoint = try Checkpoint(FileBytes(embedded: bytes), name: "embedded model")
    let pair = try #require(checkpoint.architecture.head as? HeadPair)
    #expect(pair.first as? PoseHead == PoseHead(joints: 14))
    let parts = try #require(pair.second as? V2Head)
    #expect(parts.maps == .classes && parts.count == 7)
    #expect(checkpoint.architecture.upsampling == .nearest && (parts.upsampling ?? .bilinear) == .bilinear)
    let network = try Network(checkpoint.architecture, input: checkpoint.input)
    #expect(network.parameters == 2_970_517)
    let addresses = network.outputs.map { network[$0.nodes[0]].address }
    #expect(addresses == [.head(.heatMaps), .head(.logits)] && network.heatMaps == network.result)
    let shapes = network.outputs.map { network[$0.nodes[0]].shape }
    #expect(shapes.map(\.channels) == [14, 7] && shapes.allSatisfy { $0.height == 48 && $0.width == 40 })
    // Parts are read from every stream, so that the last exchange unit has a row for each.
    let last = try #require(network.exchangeUnits.last)
    #expect(last.outputs.count == 4 && last.kind == .final && network.columns.count == 31)
  }

  @Test("is the file of ../shared/weights", .enabled(if: Shared.isPresent, Shared.absence))
  func sameFile() throws {
    let file = try SafetensorsFile(
      FileBytes(opening: Shared.path("weights/joints-parts/hrnet-w16-joints-parts.safetensors")), path: "weights")
    let embedded = try SafetensorsFile(FileBytes(embedded: bytes), path: "embedded")
    #expect(file.metadata == embedded.metadata)
    #expect(Set(file.tensors.keys) == Set(embedded.tensors.keys))
    for (name, tensor) in file.tensors { #expect(try embedded.tensors[name]?.floats() == tensor.floats()) }
  }
}

@Suite("Element types")
struct ElementTypeTests {
  let folder = Shared.path("reference/w8-small/")

  @Test(
    "half precision agrees with single to its rounding", .enabled(if: Shared.isPresent, Shared.absence),
    arguments: [("model_f16.safetensors", 0x1p-11), ("model_bf16.safetensors", 0x1p-8)])
  func halfPrecision(name: String, rounding: Double) throws {
    let single = try Checkpoint(contentsOf: folder + "model.safetensors")
    let half = try Checkpoint(contentsOf: folder + name)
    let network = try Network(single.architecture, input: InputSize(height: 32, width: 32))
    for (key, _) in network.nodes.flatMap(\.operation.convolutions).flatMap(\.tensors) {
      for (value, rounded) in zip(try single.floats(key), try half.floats(key)) {
        // Half precision has subnormal numbers of 2⁻²⁴ below 2⁻¹⁴.
        let bound = max(abs(Double(value)) * rounding, 0x1p-25)
        #expect(abs(Double(value) - Double(rounded)) <= bound, "\(key)")
      }
    }
  }

  @Test("every half-precision number is widened exactly")
  func everyHalf() throws {
    let bits = (0...UInt16.max).map { $0 }
    let values = bits.withUnsafeBytes { SafetensorsFixture.single("x", "F16", [65536], Array($0)) }
    let floats = try values.tensor("x").floats()
    for (bits, value) in zip(bits, floats) {
      let expected = Self.half(bits)
      #expect(value == expected || value.isNaN && expected.isNaN, "\(bits)")
    }
  }

  /// IEEE 754, section 3.4, word for word.
  private static func half(_ bits: UInt16) -> Float {
    let sign: Float = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 31)
    let fraction = Float(bits & 1023)
    switch exponent {
    case 31: return fraction == 0 ? sign * .infinity : .nan
    case 0: return sign * fraction * 0x1p-24
    default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }
}
