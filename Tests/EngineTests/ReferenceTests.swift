import Checkpoints
import Engine
import Foundation
import Network
import TestSupport
import Testing

/// Activations of every unit, and heat maps under interventions, as PyTorch computed them (`../shared/reference`).
@Suite("Reference numbers", .enabled(if: Shared.isPresent, Shared.absence))
struct ReferenceTests {
  static let folders = ["w8-small", "w8-paper-layout"]

  /// Relative to each activation's largest magnitude.
  static let tolerance = 1e-4

  @Test("every activation within 1e-4 of its largest magnitude", arguments: folders, CPULevel.supported)
  func activations(folder: String, cpu: CPULevel) throws {
    let reference = try Reference(folder)
    let executor = try reference.executor(cpu: cpu)
    let verification = try Verification(executor, activations: reference.activations)
    // Everything but the input has a reference.
    #expect(verification.units.count == executor.network.nodes.count - 1)
    #expect(verification.firstDeparture(tolerance: Self.tolerance) == nil)
  }

  @Test("heat maps under every set of interventions", arguments: folders)
  func interventions(folder: String) throws {
    let reference = try Reference(folder)
    let executor = try reference.executor()
    let sets = try reference.interventions(executor.network)
    let verification = try Verification(executor, interventions: sets, results: reference.heatMaps)
    #expect(verification.units.count == sets.sets.count)
    #expect(verification.firstDeparture(tolerance: Self.tolerance) == nil)
  }

  @Test("a wrong weight is noticed, and the first departing unit named")
  func departure() throws {
    let reference = try Reference("w8-small")
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: Shared.path("reference/w8-small/model.safetensors"))))
    let length = bytes.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
    let header = try #require(
      JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: [String: Any]])
    let offsets = try #require(header["stage3.0.branches.1.0.conv1.weight"]?["data_offsets"] as? [Int])
    // The exponent's byte of the first weight.
    bytes[8 + length + offsets[0] + 3] ^= 0x40
    try bytes.withUnsafeBytes { bytes in
      let checkpoint = try Checkpoint(FileBytes(embedded: bytes), name: "damaged")
      let executor = try reference.executor(checkpoint)
      let verification = try Verification(executor, activations: reference.activations)
      #expect(verification.firstDeparture(tolerance: Self.tolerance)?.name == "stage3.0.branches.1.0")
    }
  }
}
