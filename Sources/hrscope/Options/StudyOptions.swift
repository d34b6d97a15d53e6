import ArgumentParser
import Checkpoints
import Engine
import Experiments
import Explorer
import Files
import Foundation
import Network
import Pose
import Runner

/// The options of every command that runs the network.
struct NetworkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A checkpoint; by default the built-in model.", valueName: "FILE"))
  var weights: String?

  @Option(help: ArgumentHelp("Input size of the network; by default the model's own.", valueName: "HxW"))
  var input: String?

  @Option(
    // A box may begin with a minus sign.
    parsing: .unconditional,
    help: ArgumentHelp(
      "The person, in picture pixels; by default the first of NAME.json beside the picture, else the whole picture.",
      valueName: "x,y,w,h"))
  var box: String?

  @Option(
    help: ArgumentHelp(
      "Remove fusion: an edge s4.m2:32>4, an exchange unit s4.m2, a stage s4, a kind (final, across, within), or all.",
      valueName: "SPEC"))
  var cut: [String] = []

  @Option(
    help: ArgumentHelp(
      "Weight of a fusion edge, identity edges included: s4.m1:8>8=0.5.", valueName: "SPEC=G"))
  var gain: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Put something else in the place of what edges bring: with SPEC=mean the mean of each channel over the picture, \
      with SPEC=IMAGE what they bring on another picture. A SPEC s4.m1>8 is the whole stream, its identity edge included.
      """, valueName: "SPEC=mean|IMAGE"))
  var replace: [String] = []

  @Option(
    help: ArgumentHelp(
      "How coarser streams are brought up, instead of what the file says or its family does: \(Upsampling.choices).",
      valueName: "MODE"))
  var upsampling: Upsampling?

  @Option(parsing: .unconditional, help: ArgumentHelp("Threads that compute; by default one per core.", valueName: "N"))
  var threads: Int?

  mutating func validate() throws {
    try Self.validate(threads: threads)
  }

  static func validate(threads: Int?) throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads must be between 1 and 256, found \(threads)")
    }
  }

  func checkpoint() throws -> Checkpoint {
    let checkpoint = try openedCheckpoint()
    if let refusal = checkpoint.headRefusal { Failure.report("\(checkpoint.name): opened without joints: \(refusal)") }
    return checkpoint
  }

  /// Says on standard error what in the file could not be used.
  private func openedCheckpoint() throws -> Checkpoint {
    guard let weights else { return try EmbeddedFiles.model(upsampling: upsampling) }
    let checkpoint = try Checkpoint(contentsOf: weights, upsampling: upsampling)
    for note in checkpoint.facts.notes { Failure.report("\(checkpoint.name): \(note)") }
    return checkpoint
  }

  /// The same, for commands that need joints.
  func poseCheckpoint() throws -> Checkpoint {
    let checkpoint = try openedCheckpoint()
    guard checkpoint.architecture.joints != nil else {
      let reason =
        checkpoint.headRefusal.map { "no joints can be computed: \($0)" }
        ?? "has no pose head, so there are no joints to find"
      throw CommandFailure(status: .damaged, text: "\(checkpoint.name): \(reason)")
    }
    checkpoint.warnAboutLeftOvers()
    return checkpoint
  }

  /// The network of a checkpoint at the size asked for.
  func network(of checkpoint: Checkpoint) throws -> Network {
    try Network(checkpoint.architecture, input: inputSize() ?? checkpoint.input)
  }

  func inputSize() throws -> InputSize? {
    guard let input else { return nil }
    guard let size = InputSize(input) else {
      throw CommandFailure(status: .usage, text: "--input '\(input)' is no size (expected HxW, e.g. 256x192)")
    }
    return size
  }

  /// What `--cut`, `--gain` and `--replace` change, with the pictures that patches come from. Later options win over
  /// earlier ones, `--replace` over `--gain` and that over `--cut`.
  func changes(in network: Network, of checkpoint: Checkpoint) throws -> (interventions: Interventions, donors: Donors)
  {
    var interventions = try gains(in: network)
    var donors = Donors(network, checkpoint)
    for (edges, text) in try replacements(in: network) {
      interventions.set(try donors.contribution(text), for: edges)
    }
    return (interventions, donors)
  }

  /// The same for commands that take nothing from other pictures.
  func interventions(in network: Network) throws -> Interventions {
    var interventions = try gains(in: network)
    for (edges, text) in try replacements(in: network) {
      guard text == "mean" else {
        throw CommandFailure(status: .usage, text: "--replace: here only SPEC=mean is possible, found '\(text)'")
      }
      interventions.set(.mean, for: edges)
    }
    return interventions
  }

  /// What `--replace` names, and what is to stand there: `mean` or a path.
  private func replacements(in network: Network) throws -> [(edges: [EdgeAddress], text: String)] {
    try replace.map { option in
      // A path may have an equals sign in it, a SPEC has none.
      guard let equals = option.firstIndex(of: "="), !option[equals...].dropFirst().isEmpty else {
        throw CommandFailure(
          status: .usage, text: "--replace '\(option)' is no SPEC=mean or SPEC=IMAGE (e.g. s4.m1:8>4=mean)")
      }
      let edges = try EdgeSelection(String(option[..<equals]), in: network).edges
      return (edges, String(option[equals...].dropFirst()))
    }
  }

  private func gains(in network: Network) throws -> Interventions {
    var result = Interventions()
    for spec in cut { result.set(0, for: try EdgeSelection(spec, in: network).edges) }
    for option in gain {
      guard let equals = option.lastIndex(of: "="), let value = Float(option[option.index(after: equals)...]),
        abs(value) <= 1000
      else {
        throw CommandFailure(
          status: .usage,
          text: "--gain '\(option)' is no SPEC=NUMBER with a number from -1000 to 1000 (e.g. s4.m1:8>8=0.5)")
      }
      result.set(value, for: try EdgeSelection(String(option[..<equals]), in: network).edges)
    }
    return result
  }

  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// The person in the box asked for, of whom nothing else is known; nil where no box is given.
  func boxedPerson(in picture: Picture) throws -> Person? {
    guard let text = box else { return nil }
    let box = try Self.box(text)
    let (width, height) = (Double(picture.width), Double(picture.height))
    guard box.x < width, box.y < height, box.x + box.width > 0, box.y + box.height > 0 else {
      throw CommandFailure(
        status: .usage,
        text: "--box '\(text)' lies outside of the picture (expected x,y,w,h within \(picture.width)×\(picture.height))"
      )
    }
    return Person(box: box)
  }

  /// The person to look at in a picture: in the box asked for, else the first beside the picture, else all of it.
  ///
  /// What lies beside the picture and is none of ours is a word on standard error.
  func person(in picture: Picture, path: String) throws -> Person {
    if let boxed = try boxedPerson(in: picture) { return boxed }
    let size = PictureSize(width: picture.width, height: picture.height)
    return SideCar.people(besidePicture: path, size: size, note: Failure.report).first
      ?? Person(box: Box(whole: picture))
  }

  /// The options that change what is seen, as a session file holds them; files by their full path.
  var recorded: [SessionRecord.Option] {
    let weights = weights.map(FileName.absolute)
    let single = [("weights", weights), ("input", input), ("box", box), ("upsampling", upsampling?.rawValue)]
    let all =
      single.compactMap { name, value in value.map { (name, $0) } } + cut.map { ("cut", $0) }
      + gain.map { ("gain", $0) } + replace.map { ("replace", Self.fullPath($0)) }
    return all.map { SessionRecord.Option(name: $0, value: $1) }
  }

  /// `SPEC=IMAGE` with the picture's full path.
  private static func fullPath(_ replacement: String) -> String {
    let parts = replacement.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[1] != "mean" else { return replacement }
    return parts[0] + "=" + FileName.absolute(parts[1])
  }

  /// A session's options, with these behind them: they win.
  ///
  /// - Parameter path: the session's file, for errors.
  /// - Throws: `SessionFileError` where the session has options that there are not.
  func added(to record: SessionRecord, path: String?) throws -> NetworkOptions {
    func arguments(_ options: [SessionRecord.Option]) -> [String] { options.map { "--\($0.name)=\($0.value)" } }
    var result: NetworkOptions
    do { result = try NetworkOptions.parse(arguments(record.options)) } catch {
      throw SessionFileError(path: path ?? "", reason: .badOption(NetworkOptions.message(for: error)))
    }
    result = try NetworkOptions.parse(arguments(record.options + recorded))
    result.threads = threads
    return result
  }

  private static func box(_ text: String) throws -> Box {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    if numbers.count == 4, let x = numbers[0], let y = numbers[1], let width = numbers[2], let height = numbers[3] {
      let box = Box(x: x, y: y, width: width, height: height)
      // No picture that is opened is a hundredth as large; a person of less than a pixel has no joints.
      let places = -1e6...1e6
      if places.contains(x), places.contains(y), (1...1e6).contains(width), (1...1e6).contains(height) { return box }
    }
    throw CommandFailure(
      status: .usage,
      text: "--box '\(text)' is no box (expected x,y,w,h in picture pixels, w and h from 1 to 1000000)")
  }
}

extension Checkpoint {
  /// What people call the model.
  var modelName: String { architecture.name }

  /// Says on standard error that the network has numbers that are not finite.
  func warn(of found: NotFinite?, in network: Network) {
    guard let found else { return }
    Failure.report("\(name): \(PoseEstimator.words(for: found, in: network))")
  }

  /// Says on standard error what in the file was not used.
  func warnAboutLeftOvers() {
    for output in graph?.notComputed ?? [] { Failure.report("\(name): \(output)") }
    guard let first = leftOver.first else { return }
    Failure.report("\(name): \(leftOver.count) tensors are not part of the network, e.g. '\(first)'")
  }
}
