import ArgumentParser
import Checkpoints
import Engine
import Foundation
import Network
import Pose

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Compare every activation with reference numbers.",
    discussion: """
      The reference is a safetensors file with the tensor 'input' and activations under their names, NCHW. With \
      --interventions it holds one result, heat maps or logits, per name of that file; where it has no 'input', the one of \
      activations.safetensors beside it is used.

      Weights stored in half precision are each off by up to 2⁻¹¹ of themselves, in bfloat16 by up to 2⁻⁸, and \
      activations by three to five times that. Against activations of the unrounded weights allow eight times: \
      --tolerance \(halfTolerance) for half precision, \(bfloat16Tolerance) for bfloat16.
      """)

  @Option(help: ArgumentHelp("A checkpoint; by default the built-in model.", valueName: "FILE"))
  var weights: String?

  @Option(help: ArgumentHelp("Reference activations.", valueName: "R.safetensors"))
  var reference: String

  @Option(help: ArgumentHelp("Named sets of gains to compare results under.", valueName: "I.json"))
  var interventions: String?

  @OptionGroup var head: HeadOptions

  @Option(help: "Largest departure allowed, relative to each activation's largest magnitude.")
  var tolerance = 1e-4

  @Option(help: ArgumentHelp("Threads that compute; by default one per core.", valueName: "N"))
  var threads: Int?

  @Flag(help: "One JSON document.")
  var json = false

  func run() throws {
    var options = try NetworkOptions.parse([])
    (options.weights, options.threads) = (weights, threads)
    let checkpoint = try options.checkpoint()
    let tensors = try referenceTensors()
    guard let size = tensors.inputSize else {
      throw CommandFailure(status: .damaged, text: "\(reference): tensor 'input' is no picture (expected [1, 3, H, W])")
    }
    let network: Network
    let architecture = try head.applied(to: checkpoint.architecture)
    do { network = try Network(architecture, input: size) } catch {
      throw CommandFailure(status: .damaged, text: "\(reference): \(error)")
    }
    let executor = try Executor(network, weights: checkpoint, threads: options.threadCount)
    let verification = try verify(executor, tensors)
    try report(verification, rounding: checkpoint.rounding)
  }

  private func referenceTensors() throws(CheckpointError) -> ReferenceTensors {
    let file = try SafetensorsFile(FileBytes(mapping: reference), path: reference)
    guard file.tensors["input"] == nil else { return try ReferenceTensors(file, path: reference, inputFrom: nil) }
    let sibling = URL(filePath: reference).deletingLastPathComponent().appending(path: "activations.safetensors").path()
    let inputFile = try SafetensorsFile(FileBytes(mapping: sibling), path: sibling)
    return try ReferenceTensors(file, path: reference, inputFrom: inputFile)
  }

  private func verify(_ executor: Executor, _ tensors: ReferenceTensors) throws -> Verification {
    guard let interventions else { return try Verification(executor, activations: tensors) }
    let json: Data
    do { json = try Data(contentsOf: URL(filePath: interventions)) } catch {
      throw CommandFailure(status: .unreadable, text: "\(interventions): cannot be read")
    }
    let sets = try ReferenceInterventions(json, path: interventions, network: executor.network)
    return try Verification(executor, interventions: sets, results: tensors)
  }

  /// What eight roundings of a weight come to, in steps a person would type.
  private static let (halfTolerance, bfloat16Tolerance) = (0.004, 0.032)

  /// What to allow where weights were rounded more coarsely than single precision; nil where they were not.
  private static func tolerance(rounding: Double) -> Double? {
    [halfTolerance, bfloat16Tolerance].first { $0 >= 8 * rounding && rounding > 1e-4 }
  }

  /// - Parameter rounding: of the weights, relative to themselves.
  private func report(_ verification: Verification, rounding: Double) throws {
    let departure = verification.firstDeparture(tolerance: tolerance)
    if json {
      try JSONOutput.print(VerificationReport(verification))
    } else {
      for unit in verification.units {
        let name = unit.name.padding(toLength: max(28, unit.name.count), withPad: " ", startingAt: 0)
        print(name + String(format: " %9.2e  %9.2e relative", unit.maximumError, unit.relativeError))
      }
      if let worst = verification.worst {
        print(
          "\(verification.units.count) compared, worst \(worst.name) "
            + String(format: "%.2e (tolerance %.0e)", worst.relativeError, tolerance))
      }
    }
    if let departure {
      let allowed = Self.tolerance(rounding: rounding)
      Failure.report(
        "first departure: \(departure.name) " + String(format: "(%.2e)", departure.relativeError)
          + (allowed.map { "; the weights are rounded: against those of unrounded ones allow --tolerance \($0)" } ?? "")
      )
      throw ExitCode(Status.departs.rawValue)
    }
  }
}

/// The comparison as the contract states it.
struct VerificationReport: Encodable {
  struct Unit: Encodable {
    let name: String
    let maxError: Double
    let relativeError: Double
  }

  let units: [Unit]
  let worst: Unit?

  init(_ verification: Verification) {
    func unit(_ unit: Verification.Unit) -> Unit {
      Unit(name: unit.name, maxError: unit.maximumError, relativeError: unit.relativeError)
    }
    units = verification.units.map(unit)
    worst = verification.worst.map(unit)
  }
}
