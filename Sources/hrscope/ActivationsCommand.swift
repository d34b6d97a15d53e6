import ArgumentParser
import Checkpoints
import Engine
import Experiments
import Experiments
import Files
import HRNet
import Pictures
import Platform
import Pose
import Runner

/// `hrscope activations IMAGE --output F`: every unit's activation in a file for numpy or PyTorch.
struct ActivationsCommand: StudyCommand {
  static let configuration = CommandConfiguration(
    commandName: "activations",
    abstract: "Write every unit's activation to a file.",
    discussion: """
      Arrays in single precision, [1, channels, height, width], under the names of checkpoints, counted from 0: input, \
      stem.1, layer1.K, transitionT.B, stageS.M.branches.B.K, stageS.M.fuse.I.J (the term that stream J adds to stream \
      I, before its gain and the sum), stageS.M.out.I (after the sum and ReLU), heatmaps. The term of an edge that is \
      cut is never computed, and not in the file. A safetensors file without cuts can be given to 'hrscope verify \
      --reference'.
      """)

  @Argument(help: ArgumentHelp("A JPEG, PNG, WebP or HEIC.", valueName: "IMAGE"), completion: .file())
  var image: String

  @Option(
    help: ArgumentHelp("Where to write: for numpy or for safetensors.", valueName: "F.npz|F.safetensors"),
    completion: .file())
  var output: String

  @Option(
    help: ArgumentHelp(
      "Only activations whose name matches this pattern of a shell; several are added up.", valueName: "GLOB"))
  var select: [String] = []

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var detector: HeadOptions

  func run() throws {
    let (opened, head) = try options.network.openForAll(reading, detector, "activations")
    opened.checkpoint.warnAboutLeftOvers()
    try opened.refuseOutput(output, among: InputFiles.ofPictures([image]))
    guard let kind = ArrayFile(path: output) else {
      throw CommandFailure(
        status: .usage, text: "--output '\(output)' has no known ending (expected .npz or .safetensors)")
    }
    let interventions = try options.changes.interventions(in: opened.network)
    let nodes = try selectedNodes(opened.network)
    let picture = try Picture(named: image)
    let part = try options.picture.part(of: picture, path: image, opened.network.parts(for: head))
    let reader = PictureReader(
      opened.checkpoint, network: opened.network, output: head, framing: try options.framing(of: opened),
      threads: options.threads.count)
    let pass = try reader.run(picture, part: part, interventions: interventions, keepsActivations: true).pass

    opened.warn(of: reader.firstNotFinite(in: pass))
    // Of the size that the picture was given to it.
    let arrays = nodes.map { reader.network[$0.id] }.compactMap { node in
      pass[node.id].map { activation in
        NamedArray(name: node.address.referenceName, shape: [1] + node.shape.sizes) { activation.channelMajor() }
      }
    }
    let box = [part.x, part.y, part.width, part.height]
    try kind.write(
      arrays,
      metadata: [
        "format": "pt", "writtenBy": "hrscope \(ProgramVersion.number)", "model": opened.checkpoint.modelName,
        "picture": printable(image),
        "box": box.map { "\($0)" }.joined(separator: ","), "cut": options.changes.cut.joined(separator: " "),
        "gain": options.changes.gain.joined(separator: " "),
      ], to: output)
  }

  private func selectedNodes(_ network: Network) throws -> [Node] {
    guard !select.isEmpty else { return network.nodes }
    for pattern in select where !network.nodes.contains(where: { $0.matches(pattern) }) {
      throw CommandFailure(
        status: .usage, text: "--select '\(pattern)' matches no activation (expected e.g. 'stage4.*', '*.fuse.0.*')")
    }
    return network.nodes.filter { node in select.contains { node.matches($0) } }
  }
}

extension Node {
  fileprivate func matches(_ pattern: String) -> Bool { fnmatch(pattern, address.referenceName, 0) == 0 }
}

extension Shape {
  /// In PyTorch's order.
  fileprivate var sizes: [Int] { [channels, height, width] }
}
