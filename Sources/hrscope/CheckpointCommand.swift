import ArgumentParser
import Checkpoints
import Experiments
import Files
import HRNet

/// `hrscope checkpoint FILE`: what is in a file of weights, and a conversion to safetensors with canonical keys.
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Say what is in a file of weights, or convert it.",
    discussion: """
      Reads safetensors files, files of torch.save, old and new, and ONNX exports: HRNets for pose by their authors, by \
      MMPose or by simple-HRNet, networks for classification, segmentation, detection and landmarks, and backbones. \
      Nothing in a file is ever executed.
      """)

  @Argument(help: "The file of weights.", completion: .file())
  var file: String

  @Flag(help: "Print one JSON document, with the names of all tensors.")
  var json = false

  @Option(help: "Write the network to this safetensors file, under canonical keys.", completion: .file())
  var convert: String?

  @Flag(help: "With --convert: replace a file that is there already.")
  var force = false

  @Flag(help: "With --convert: round the convolutions' weights to half precision.")
  var half = false

  @Option(
    help: "How coarser streams are brought up, instead of what the file says or its family does: \(Upsampling.choices)."
  )
  var upsampling: Upsampling?

  func validate() throws {
    if half, convert == nil { throw ValidationError("--half needs --convert") }
    if force, convert == nil { throw ValidationError("--force needs --convert") }
  }

  func run() throws {
    let bytes = try FileBytes(opening: file)
    let checkpoint = try Checkpoint(bytes, name: file, upsampling: upsampling)
    let report = try CheckpointReport(
      checkpoint, hash: try FileHash(of: bytes, path: file), assumptions: checkpoint.assumptions,
      commands: HRScope.commands)
    try StandardOutput.refuse(among: checkpoint.files(at: file))
    if let convert { try self.convert(checkpoint, to: convert) }
    if json { try JSONOutput.print(report) } else { try StandardOutput.print(report.text()) }
  }

  private func convert(_ checkpoint: Checkpoint, to path: String) throws {
    try refuseOutput(path, among: checkpoint.files(at: file))
    if !force, FileStatus(path)?.kind == .regular {
      throw CommandFailure(
        status: .cannotWrite, text: "\(path): there is such a file already (--force replaces it)")
    }
    try checkpoint.write(to: path, halfPrecision: half, mayReplace: force)
  }
}

extension HRScope {
  /// The sub-commands that make something of what a network puts out.
  static func commands(for outputs: [HeadOutput]) -> [String] {
    let wanted = outputs.flatMap { output -> [String] in
      switch output {
      case .heatMaps: ["pose", "sweep", "evaluate"]
      case .classMap: ["segment", "sweep", "evaluate"]
      case .classScores: ["classify", "sweep", "evaluate"]
      case .boxes: ["detect", "sweep", "evaluate"]
      case .levels: []
      }
    }
    let known = configuration.subcommands.compactMap { $0.configuration.commandName }
    var listed: Set<String> = []
    return (["explore"] + wanted + ["activations", "network"]).filter {
      known.contains($0) && listed.insert($0).inserted
    }
  }
}
