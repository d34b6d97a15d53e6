import Checkpoints
import Explorer
import Files
import HRNet
import Pictures
import Runner

/// What `--against` names.
enum OtherState {
  case picture(Scene)
  case network(OpenedNetwork)

  static let randomPrefix = "random:"

  /// - Parameters:
  ///   - text: what is named; a file is told by its content.
  ///   - options: those of A, which hold for B where it has what they speak of.
  /// - Throws: `CommandFailure`, `CheckpointError` or `PictureError`.
  init(_ text: String, _ options: StudyOptions) throws {
    if text.hasPrefix(Self.randomPrefix) {
      let name = String(text.dropFirst(Self.randomPrefix.count))
      guard let model = PublishedModel(name) else {
        throw CommandFailure(
          status: .usage,
          text: "--against '\(text)': no network is called '\(name)' (expected e.g. \(Self.randomPrefix)w48; "
            + "'hrscope network --list' lists the names)")
      }
      self = .network(
        try Self.opened(model.checkpoint(upsampling: options.file.upsampling), files: [], options))
      return
    }
    do {
      let checkpoint = try Checkpoint(contentsOf: text, upsampling: options.file.upsampling)
      self = .network(try Self.opened(checkpoint, files: checkpoint.files(at: text), options))
    } catch let error as CheckpointError {
      guard case .unknownContainer(let found) = error.reason else { throw Self.advised(error, text) }
      self = .picture(try Self.picture(text, found))
    }
  }

  /// The files that are read.
  var files: [String] {
    switch self {
    case .picture(let scene): InputFiles.ofPictures([scene.path])
    case .network(let opened): opened.files
    }
  }

  private static func opened(
    _ checkpoint: Checkpoint, files: [String], _ options: StudyOptions
  ) throws -> OpenedNetwork {
    for note in checkpoint.facts.notes { Failure.report("\(checkpoint.name): \(note)") }
    checkpoint.warnAboutHeads()
    // What speaks of a head that this network has not is the other's alone.
    let architecture = (try? options.detector.applied(to: checkpoint.architecture)) ?? checkpoint.architecture
    let network = try Network(architecture, input: options.inputSize.input() ?? checkpoint.input)
    let isPrepared = architecture.head is FCOSHead
    let fcos = isPrepared ? options.detector.fcos : nil
    return OpenedNetwork(
      checkpoint: fcos.map { checkpoint.preparing(as: $0.preprocessing) } ?? checkpoint, network: network, files: files)
  }

  /// - Parameter found: what the file seems to be, as far as files of weights go.
  private static func picture(_ path: String, _ found: String?) throws(any Error) -> Scene {
    do { return try Scene(contentsOf: path) } catch {
      guard case .notAPicture(let bytes) = error.reason else { throw error }
      throw CommandFailure(
        status: .damaged,
        text:
          "\(path): neither a file of weights nor a picture (expected safetensors, PyTorch, ONNX, JPEG or PNG, found "
          + "\(found ?? bytes))")
    }
  }

  /// A name of a network that is no file is most likely meant to be one with random weights.
  private static func advised(_ error: CheckpointError, _ text: String) -> any Error {
    // Sessions hold whole paths.
    let name = FileName.last(text)
    guard error.isUnreadable, PublishedModel(name) != nil else { return error }
    return CommandFailure(
      status: .unreadable, text: "\(error); '\(randomPrefix)\(name)' is that network with random weights")
  }
}
