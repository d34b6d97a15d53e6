import Checkpoints
import Engine
import Foundation
import HRNet
import TestSupport
import Testing

/// Activations of heads as PyTorch computed them (`../shared/reference/heads`), within 1e-4 of each one's largest magnitude.
@Suite("Reference numbers of heads", .enabled(if: Shared.isPresent, Shared.absence))
struct HeadReferenceTests {
  private func executor(
    _ folder: String, upsampling: Upsampling? = nil, input: InputSize, cpu: CPULevel = .preferred,
    choice: KernelChoice = .preferred, change: (inout Architecture) -> Void = { _ in }
  ) throws -> Executor {
    let path = Shared.path("reference/heads/\(folder)/model.safetensors")
    let checkpoint = try Checkpoint(contentsOf: path, upsampling: upsampling)
    #expect(checkpoint.leftOver.isEmpty && checkpoint.missing.isEmpty)
    var architecture = checkpoint.architecture
    change(&architecture)
    return try Executor(
      Network(architecture, input: input), weights: checkpoint, threads: 2, cpu: cpu, choice: choice)
  }

  private func reference(_ folder: String, _ name: String) throws -> (ReferenceTensors, names: Set<String>) {
    let path = Shared.path("reference/heads/\(folder)/\(name).safetensors")
    let file = try SafetensorsFile(FileBytes(opening: path), path: path)
    let inputPath = Shared.path("reference/heads/\(folder)/activations.safetensors")
    let input = try SafetensorsFile(FileBytes(opening: inputPath), path: inputPath)
    return (try ReferenceTensors(file, path: path, inputFrom: input), Set(file.tensors.keys).subtracting(["input"]))
  }

  /// Runs it, and compares everything the file has.
  private func check(
    _ folder: String, _ name: String = "activations", upsampling: Upsampling? = nil, cpu: CPULevel = .preferred,
    choice: KernelChoice = .preferred, change: (inout Architecture) -> Void = { _ in }
  ) throws {
    let (tensors, names) = try reference(folder, name)
    let executor = try executor(
      folder, upsampling: upsampling, input: #require(tensors.inputSize), cpu: cpu, choice: choice, change: change)
    let verification = try Verification(executor, activations: tensors)
    #expect(Set(verification.units.map(\.name)) == names)
    let departure = verification.firstDeparture(tolerance: 1e-4)
    #expect(departure == nil)
    // Two implementations of single precision never agree to the last bit.
    #expect(try #require(verification.worst).relativeError > 0)
  }

  static let folders = [
    "v2-segmentation", "v2-odd-size", "ocr", "landmarks", "classification", "v2p", "v1h", "fcos", "resolutions",
    "maintained", "single-stream", "simple-baseline", "hourglass",
  ]

  @Test("every activation", arguments: folders, CPULevel.supported)
  func activations(folder: String, cpu: CPULevel) throws { try check(folder, cpu: cpu) }

  @Test("every activation, with convolutions as written", arguments: folders)
  func direct(folder: String) throws { try check(folder, choice: .direct) }

  @Test("OCR without aligned corners")
  func halfPixel() throws { try check("ocr", "activations_half_pixel", upsampling: .bilinear) }

  @Test("V2p with a stride of 2")
  func stride2() throws {
    try check("v2p", "activations_stride2") { architecture in
      architecture.head = PyramidHead(channels: 20, stride: 2)
    }
  }

  @Test("FCOS improved: centerness from the box tower, distances linear")
  func improved() throws {
    try check("fcos", "activations_improved") { architecture in
      architecture.head = FCOSHead(
        classes: 3, pyramid: PyramidHead(channels: 32, stride: 2), variant: .improved)
    }
  }

  @Test("FCOS without the towers' biases")
  func noBias() throws {
    try check("fcos", "activations_no_bias") { architecture in
      architecture.head = FCOSHead(
        classes: 3, pyramid: PyramidHead(channels: 32, stride: 2), hasTowerBias: false)
    }
  }

  @Test("logits under every set of interventions")
  func interventions() throws {
    let (tensors, names) = try reference("v2-segmentation", "interventions")
    let executor = try executor("v2-segmentation", input: #require(tensors.inputSize))
    let path = Shared.path("reference/heads/v2-segmentation/interventions.json")
    let sets = try ReferenceInterventions(
      Data(contentsOf: URL(filePath: path)), path: path, network: executor.network)
    let verification = try Verification(executor, interventions: sets, results: tensors)
    #expect(Set(verification.units.map(\.name)) == names && !names.isEmpty)
    #expect(verification.firstDeparture(tolerance: 1e-4) == nil)
  }

  @Test("a wrong rule of upsampling is noticed, at the first node that uses it")
  func wrongRule() throws {
    let (tensors, _) = try reference("ocr", "activations")
    let executor = try executor("ocr", upsampling: .bilinear, input: #require(tensors.inputSize))
    let departure = try Verification(executor, activations: tensors).firstDeparture(tolerance: 1e-4)
    #expect(departure?.name == "stage2.0.fuse.0.1")
  }

  @Test("two heads on one body: both results")
  func pair() throws {
    let path = Shared.path("weights/joints-parts/")
    let checkpoint = try Checkpoint(contentsOf: path + "hrnet-w16-joints-parts.safetensors")
    #expect(checkpoint.architecture.joints == 14 && checkpoint.leftOver.isEmpty)
    #expect(checkpoint.architecture.upsampling == .nearest)
    let network = try Network(checkpoint.architecture, input: checkpoint.input)
    let file = try SafetensorsFile(FileBytes(opening: path + "runner.safetensors"), path: path)
    let executor = try Executor(network, weights: checkpoint, threads: 2)
    let planes = try #require(try file.tensors["input"]?.floats())
    let pixels = planes.count / 3
    let pass = try executor.run(executor.input(planes.indices.map { planes[$0 % 3 * pixels + $0 / 3] }))
    for (name, address) in [("heatmaps", HeadAddress.heatMaps), ("logits", .logits)] {
      let node = try #require(network.node(.head(address)))
      let values = try #require(pass[node.id]).channelMajor()
      let expected = try #require(try file.tensors[name]?.floats())
      let largest = try #require(expected.map(abs).max())
      #expect(zip(values, expected).allSatisfy { abs($0 - $1) <= 1e-4 * largest }, "\(name)")
    }
  }
}
