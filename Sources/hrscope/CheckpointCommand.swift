import ArgumentParser
import Checkpoints
import Network

/// `hrscope checkpoint FILE`: what is in a file of weights, and a conversion to safetensors with canonical keys.
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Say what is in a file of weights, or convert it.",
    discussion: """
      Reads safetensors files, files of torch.save, old and new, and ONNX exports: HRNets for pose by their authors, by \
      MMPose or by simple-HRNet, and backbones for classification, segmentation, detection and landmarks. Nothing in a \
      file is ever executed.
      """)

  @Argument(help: "The file of weights.", completion: .file())
  var file: String

  @Flag(help: "Print one JSON document, with the names of all tensors.")
  var json = false

  @Option(help: "Write the network to this safetensors file, under canonical keys.", completion: .file())
  var convert: String?

  @Flag(help: "With --convert: round the convolutions' weights to half precision.")
  var half = false

  @Option(
    help: "How coarser streams are brought up, instead of what is usual for the file's family: nearest, bilinear, bilinear-corners.")
  var upsampling: Upsampling?

  func validate() throws {
    if half, convert == nil { throw ValidationError("--half needs --convert") }
  }

  func run() throws {
    let bytes = try FileBytes(mapping: file)
    let checkpoint = try Checkpoint(bytes, name: file, upsampling: upsampling)
    let report = CheckpointReport(checkpoint, hash: FileHash(of: bytes, path: file))
    if let convert { try checkpoint.write(to: convert, halfPrecision: half) }
    if json { try JSONOutput.print(report) } else { print(report.text()) }
  }
}

extension Upsampling: ExpressibleByArgument {}
