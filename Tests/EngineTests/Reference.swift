import Checkpoints
import Engine
import Foundation
import HRNet
import TestSupport
import Testing

/// One folder of `../shared/reference`.
struct Reference {
  let folder: String
  let checkpoint: Checkpoint
  let activations: ReferenceTensors
  let heatMaps: ReferenceTensors
  let input: InputSize

  init(_ name: String) throws {
    folder = Shared.path("reference/\(name)/")
    checkpoint = try Checkpoint(contentsOf: folder + "model.safetensors")
    let activationFile = try SafetensorsFile(FileBytes(opening: folder + "activations.safetensors"), path: folder)
    let heatMapFile = try SafetensorsFile(FileBytes(opening: folder + "interventions.safetensors"), path: folder)
    activations = try ReferenceTensors(activationFile, path: folder, inputFrom: nil)
    heatMaps = try ReferenceTensors(heatMapFile, path: folder, inputFrom: activationFile)
    input = try #require(activations.inputSize)
  }

  func executor(_ checkpoint: Checkpoint? = nil, threads: Int = 2, cpu: CPULevel = .preferred) throws -> Executor {
    let checkpoint = checkpoint ?? self.checkpoint
    let network = try Network(checkpoint.architecture, input: input)
    return try Executor(network, weights: checkpoint, threads: threads, cpu: cpu)
  }

  func interventions(_ network: Network) throws -> ReferenceInterventions {
    let path = folder + "interventions.json"
    return try ReferenceInterventions(Data(contentsOf: URL(filePath: path)), path: path, network: network)
  }
}
