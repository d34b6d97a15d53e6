import Checkpoints
import Engine
import Foundation
import HRNet
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

@Suite("A verification")
struct VerificationTests {
  /// A file of an input and of what this executor makes of it.
  private func reference(_ executor: Executor, _ path: String) throws -> ReferenceTensors {
    let size = executor.network.input
    let pixels = size.height * size.width
    var random = SplitMix64(state: 11)
    let planes = (0..<3 * pixels).map { _ in Float.random(in: -2...2, using: &random) }
    let pass = try executor.run(executor.input((0..<3 * pixels).map { planes[$0 % 3 * pixels + $0 / 3] }))
    let node = executor.network[executor.network.result]
    let maps = try #require(pass[node.id]).channelMajor()
    func entry(_ name: String, _ shape: [Int], from start: Int, count: Int) -> String {
      #""\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(start * 4),\#((start + count) * 4)]}"#
    }
    let header = Data(
      """
      {\(entry("input", [1, 3, size.height, size.width], from: 0, count: planes.count)),\
      \(entry(node.address.referenceName, [1, node.shape.channels, node.shape.height, node.shape.width],
        from: planes.count, count: maps.count))}
      """.utf8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    let numbers = (planes + maps).withUnsafeBytes { Data($0) }
    try (length + header + numbers).write(to: URL(filePath: path))
    return try ReferenceTensors(SafetensorsFile(FileBytes(opening: path), path: path), path: path, inputFrom: nil)
  }

  @Test("asked to stop says so, and does not say that nothing can be compared")
  func cancelled() throws {
    let checkpoint = try Checkpoint(FileBytes(embedded: embeddedModel), name: "embedded model")
    let network = try Network(checkpoint.architecture, input: InputSize(height: 64, width: 32))
    let executor = try Executor(network, weights: checkpoint, threads: 1)
    try withTemporaryFolder { folder in
      let reference = try reference(executor, folder + "reference.safetensors")
      #expect(try Verification(executor, activations: reference).worst?.relativeError == 0)
      let stop = Cancellation()
      stop.cancel()
      #expect(throws: PassCancelled.self) {
        try Verification(executor, activations: reference, cancellation: stop)
      }
      let sets = try ReferenceInterventions(
        Data(#"{"heatmaps": [{"stage": 4, "module": 0, "to": 0, "source": 1, "gain": 0}]}"#.utf8), path: "i.json",
        network: network)
      #expect(throws: PassCancelled.self) {
        try Verification(executor, interventions: sets, results: reference, cancellation: stop)
      }
    }
  }
}
