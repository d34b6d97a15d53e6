import ArgumentParser
import Cells
import Checkpoints
import Engine
import Essentials
import Experiments
import Files
import HRNet
import Pictures
import Platform
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

  @OptionGroup var options: WeightsOptions

  @OptionGroup var threads: ThreadOptions

  @Option(help: ArgumentHelp("Reference activations.", valueName: "R.safetensors"))
  var reference: String

  @Option(help: ArgumentHelp("Named sets of gains to compare results under.", valueName: "I.json"))
  var interventions: String?

  @OptionGroup var head: HeadOptions

  @Option(
    parsing: .unconditional, help: "Largest departure allowed, relative to each activation's largest magnitude.")
  var tolerance = 1e-4

  @Flag(help: "One JSON document.")
  var json = false

  func validate() throws {
    guard tolerance >= 0, tolerance.isFinite else {
      throw ValidationError("--tolerance must be a number from 0, found \(tolerance)")
    }
  }

  func run() throws {
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
    let executor = try Executor(network, weights: checkpoint, threads: threads.count)
    let opened = OpenedNetwork(checkpoint: checkpoint, network: network, files: options.files(of: checkpoint))
    opened.warn(of: executor.firstNotFiniteWeights)
    let verification = try verify(executor, tensors)
    try report(verification, opened)
  }

  private func referenceTensors() throws(CheckpointError) -> ReferenceTensors {
    let file = try SafetensorsFile(FileBytes(opening: reference), path: reference)
    guard file.tensors["input"] == nil else { return try ReferenceTensors(file, path: reference, inputFrom: nil) }
    let sibling = siblingReference
    let inputFile = try SafetensorsFile(FileBytes(opening: sibling), path: sibling)
    return try ReferenceTensors(file, path: reference, inputFrom: inputFile)
  }

  /// Where the input is that a file of heat maps lacks.
  private var siblingReference: String { FileName.folder(reference) + "activations.safetensors" }

  private func verify(_ executor: Executor, _ tensors: ReferenceTensors) throws -> Verification {
    guard let interventions else { return try Verification(executor, activations: tensors) }
    let json = Data(try readRegularFile(interventions, limit: 64 << 20))
    let sets = try ReferenceInterventions(json, path: interventions, network: executor.network)
    return try Verification(executor, interventions: sets, results: tensors)
  }

  /// What eight roundings of a weight come to, in steps a person would type.
  private static let (halfTolerance, bfloat16Tolerance) = (0.004, 0.032)

  /// What to allow where weights were rounded more coarsely than single precision; nil where they were not.
  private static func tolerance(rounding: Double) -> Double? {
    [halfTolerance, bfloat16Tolerance].first { $0 >= 8 * rounding && rounding > 1e-4 }
  }

  private func report(_ verification: Verification, _ opened: OpenedNetwork) throws {
    let departure = verification.firstDeparture(tolerance: tolerance)
    try opened.refuseOutput(nil, among: [reference, siblingReference] + [interventions].compactMap { $0 })
    if json {
      try JSONOutput.print(VerificationReport(verification, assumptions: opened.checkpoint.assumptions))
    } else {
      for unit in verification.units {
        try StandardOutput.print(
          printable(unit.name).padded(toColumns: 28)
            + formatted(" %9.2e  %9.2e relative", unit.maximumError, unit.relativeError))
      }
      if let worst = verification.worst {
        try StandardOutput.print(
          "\(verification.units.count) compared, worst \(printable(worst.name)) "
            + formatted("%.2e (tolerance %.0e)", worst.relativeError, tolerance))
      }
    }
    if let departure {
      let allowed = Self.tolerance(rounding: opened.checkpoint.rounding)
      Failure.report(
        "first departure: \(departure.name) " + formatted("(%.2e)", departure.relativeError)
          + (allowed.map { "; the weights are rounded: against those of unrounded ones allow --tolerance \($0)" } ?? "")
      )
      throw ExitCode(Status.departs.rawValue)
    }
  }
}

/// What `verify` prints (`Documentation/CommandLine.md`).
struct VerificationReport: Encodable {
  struct Unit: Encodable {
    let name: String
    let maxError: Double
    let relativeError: Double
  }

  let units: [Unit]
  let worst: Unit?
  /// What the file of weights does not say and is assumed; nil where it says everything.
  let assumptions: [String]?

  init(_ verification: Verification, assumptions: [String]) {
    self.assumptions = assumptions.isEmpty ? nil : assumptions
    func unit(_ unit: Verification.Unit) -> Unit {
      Unit(name: unit.name, maxError: unit.maximumError, relativeError: unit.relativeError)
    }
    units = verification.units.map(unit)
    worst = verification.worst.map(unit)
  }
}
