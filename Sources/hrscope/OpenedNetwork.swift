import Checkpoints
import Engine
import Experiments
import Explorer
import Files
import HRNet
import Pictures
import Pose
import Runner

/// What a command begins with: a file of weights, and the network in it at the size asked for.
struct OpenedNetwork {
  let checkpoint: Checkpoint
  let network: Network
  /// The files that the weights were read from; none for the built-in model.
  let files: [String]
  /// Whether it is the built-in model as it was measured.
  var isAsMeasured = false
  /// The linear read-outs that the explorer knows of it.
  var probes = NetworkProbes.none

  /// The network with its weights made ready.
  ///
  /// - Throws: `CheckpointError` where a tensor is missing.
  func estimator(
    _ threads: ThreadOptions, decoding: HeatMapDecoding = .quarter
  ) throws(CheckpointError) -> Estimator {
    try Estimator(checkpoint, network: network, threads: threads.count, decoding: decoding)
  }

  /// SHA-256 of the weights: of the file, and of those beside it that hold numbers, or of the built-in model. Random weights
  /// follow from the network's name.
  func digest() throws(CheckpointError) -> String {
    if checkpoint.container == .random { return "\(OtherState.randomPrefix)\(checkpoint.name)" }
    guard let file = files.first else { return try EmbeddedFiles.modelDigest() }
    return try ([LabelledFile.digest(file)] + checkpoint.companionDigests()).joined(separator: "+")
  }

  /// What is cut out of a picture for the network.
  func crop(_ person: Person) -> Crop { Crop(box: person.box, input: network.input, checkpoint.preprocessing) }

  /// What the explorer needs to know, with the network of the size that a scene is seen at.
  ///
  /// - Throws: `NetworkError` where no network can be given what is seen.
  func subject(reading output: HeadOutput, _ framing: PictureFraming, of scene: Scene) throws(NetworkError) -> Subject {
    let frame = framing.frame(
      for: output, of: network, picture: scene.picture.size, part: scene.people(parts(for: output))[0].box,
      reading: probes.framing(for: output, of: network))
    let sized = frame.input == network.input ? network : try Network(network.architecture, input: frame.input)
    return Subject(
      network: sized, modelName: checkpoint.modelName, fileName: files.first.map { printable(FileName.last($0)) },
      skeleton: skeleton, framing: framing,
      assumptions: checkpoint.assumptions, hasRandomWeights: checkpoint.container == .random,
      headRefusal: checkpoint.headRefusal?.description, output: output,
      classNames: checkpoint.classNames(of: network), ablation: isAsMeasured ? EmbeddedFiles.ablation : nil,
      probes: probes)
  }

  /// The joints: the head's, or without one those of linear read-outs.
  private var skeleton: Skeleton {
    guard network.heatMaps == nil, case .joints(let skeleton) = probes.targets(.joints) else {
      return checkpoint.jointSkeleton
    }
    return skeleton
  }

  /// The parts of pictures that are looked at where an output is read.
  func parts(for output: HeadOutput) -> PictureParts {
    network.parts(for: output, reading: probes.framing(for: output, of: network))
  }

  /// Refuses to write to a file, or to a standard output, that the command reads too.
  ///
  /// - Parameters:
  ///   - output: the file; nil where nothing but standard output is written.
  ///   - others: what the command reads beside the files of weights.
  /// - Throws: `FileError`.
  func refuseOutput(_ output: String?, among others: [String]) throws(FileError) {
    let inputs = files + others
    try StandardOutput.refuse(among: inputs)
    if let output { try Files.refuseOutput(output, among: inputs) }
  }

  /// Says on standard error that landmarks want another box than the whole picture.
  ///
  /// - Returns: false for networks of other joints, of which nothing is said.
  func speaksOfBoxes(forPicture image: String) -> Bool {
    guard (network.architecture.head as? V2Head)?.maps == .landmarks else { return false }
    Failure.report(
      "\(image): landmarks want the box of the face or hand, which is made square by its longer side, × "
        + "\(checkpoint.preprocessing.boxPadding) (expected --box x,y,w,h, found none: the whole picture is taken)")
    return true
  }

  /// Says on standard error that the network has numbers that are not finite.
  func warn(of found: NotFinite?) {
    guard let found else { return }
    Failure.report("\(checkpoint.name): \(Estimator.words(for: found, in: network))")
  }
}

extension OpenedNetwork {
  /// The network of a file of weights as its head is chosen.
  ///
  /// - Parameter input: its size; by default the file's.
  /// - Throws: `NetworkError`; `CommandFailure` where the head has nothing that an option speaks of.
  init(_ checkpoint: Checkpoint, _ head: HeadOptions?, input: InputSize? = nil, files: [String]) throws {
    let architecture = try head?.applied(to: checkpoint.architecture) ?? checkpoint.architecture
    self.init(
      checkpoint: (head?.fcos).map { checkpoint.preparing(as: $0.preprocessing) } ?? checkpoint,
      network: try Network(architecture, input: input ?? checkpoint.input), files: files)
  }
}

extension Checkpoint {
  /// What people call the model.
  var modelName: String { architecture.name }

  /// The files its numbers lie in: its own, and those beside it that an ONNX graph names.
  ///
  /// - Parameter path: where it was read from.
  func files(at path: String) -> [String] {
    [path] + (graph?.numberFiles ?? []).map { FileName.folder(path) + $0 }
  }

  /// Says on standard error what in the file was not used.
  func warnAboutLeftOvers() {
    for output in graph?.notComputed ?? [] { Failure.report("\(name): \(output)") }
    guard let first = leftOver.first else { return }
    let count = leftOver.count == 1 ? "1 tensor is" : "\(leftOver.count) tensors are"
    Failure.report("\(name): \(count) not part of the network, e.g. '\(first)'")
  }
}
