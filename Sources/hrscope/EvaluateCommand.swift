import ArgumentParser
import Checkpoints
import Experiments
import Foundation
import Network
import Pose
import Runner
import Synchronization

/// What `--sweep` cuts in turn.
enum SweepScope: String, CaseIterable, ExpressibleByArgument {
  case kinds, units, edges

  func covers(_ target: SweepTarget) -> Bool {
    switch target {
    case .kind: self == .kinds
    case .unit: self == .units
    case .edge: self == .edges
    }
  }
}

/// `hrscope evaluate SET`: how good a network is on a labelled set, and what cuts do to it.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a network on a labelled set, also under cuts.",
    discussion: """
      SET is a folder with an LSP-style joints.json, such a file, or a file of COCO keypoints. LSP-style sets give \
      PCK@0.2: the share of joints within 0.2 torsos of the truth. COCO files give OKS AP and AR as pycocotools computes \
      them, one pose for every annotated box that is no crowd and has labelled joints.

      With --output every picture's result is appended to a file at once: a run that was ended goes on where it stopped. \
      --shard i/n measures every n-th picture, beginning with the i-th; --merge joins the files of all parts and prints what \
      one run would have printed. Documentation/Experiments.md has recipes for GNU parallel and Slurm.
      """)

  @Argument(help: ArgumentHelp("A labelled set; with --merge, files of partial results.", valueName: "SET"))
  var paths: [String]

  @Option(help: ArgumentHelp("Where the set's pictures are; by default beside its file.", valueName: "DIR"))
  var images: String?

  @Option(help: "Also measure under every cut of a sort: kinds, units, edges; several are added up.")
  var sweep: [SweepScope] = []

  @Option(help: "From heat map to position: argmax, quarter (a quarter pixel towards the larger neighbour) or dark.")
  var decode = HeatMapDecoding.quarter

  @Option(help: ArgumentHelp("Keep partial results in this file, and begin with what it holds.", valueName: "FILE"))
  var output: String?

  @Option(help: ArgumentHelp("Measure one part of several and print nothing; needs --output.", valueName: "i/n"))
  var shard: String?

  @Flag(help: "Join the files of partial results that are given instead of a set.")
  var merge = false

  @Flag(help: "One JSON document.")
  var json = false

  @OptionGroup var options: NetworkOptions

  func validate() throws {
    if let shard {
      guard Shard(shard) != nil else {
        throw ValidationError("--shard '\(shard)' is no part (expected i/n with 1 ≤ i ≤ n ≤ 100000, e.g. 2/8)")
      }
      if output == nil { throw ValidationError("--shard needs --output") }
    }
    if !merge, paths.count != 1 { throw ValidationError("one set is evaluated at a time, found \(paths.count)") }
    if merge, output != nil || shard != nil || images != nil || !sweep.isEmpty {
      throw ValidationError("--merge takes files of partial results and nothing else")
    }
    if options.box != nil { throw ValidationError("--box has no meaning here: the set says where people are") }
  }

  func run() throws {
    if merge {
      try report(PartialResults.merge(paths))
    } else {
      let tally = try evaluate()
      if shard == nil { try report(tally) }
    }
  }

  private func evaluate() throws -> EvaluationTally {
    let checkpoint = try options.poseCheckpoint()
    let network = try options.network(of: checkpoint)
    let base = try options.interventions(in: network)
    let path = Self.setFile(paths[0])
    let set = try EvaluationSet(contentsOf: path, pictures: images)
    guard set.skeleton.jointNames.count == checkpoint.architecture.joints else {
      throw CommandFailure(
        status: .damaged,
        text: "\(path): labels \(set.skeleton.jointNames.count) joints a person, which is not what the network finds "
          + "(expected \(checkpoint.architecture.joints ?? 0))")
    }
    let steps = SweepPlan(network).steps.filter { step in sweep.contains { $0.covers(step.target) } }
    let plan = EvaluationPlan(
      set, hash: try Self.hash(path), weights: try options.weights.map(Self.hash) ?? "built-in \(HRScope.version)",
      model: checkpoint.modelName, input: network.input,
      options: options.recorded.filter { $0.name != "weights" && $0.name != "input" }.map { "\($0.name) \($0.value)" }
        + ["decode \(decode.rawValue)"], cuts: steps)
    var interventions = [base]
    for step in steps {
      var cut = base
      cut.set(0, for: step.edges)
      interventions.append(cut)
    }

    var tally = EvaluationTally(plan)
    let part = shard.flatMap { Shard($0) } ?? .all
    let file = try output.map { path throws(PartialResultsError) in
      try PartialResults(path, plan: plan, part: part, set: set, into: &tally)
    }
    let work = plan.pictures(ofShard: part).compactMap { picture in
      let cuts = tally.missingCuts(ofPicture: picture)
      return cuts.isEmpty ? nil : (picture: picture, cuts: cuts)
    }
    let run = EvaluationRun(
      set, checkpoint: checkpoint, network: network, decoding: decode, interventions: interventions,
      threads: options.threadCount)
    let progress = EvaluationProgress(tally: tally, file: file, pictures: work.count)
    defer { progress.end() }
    try run.run(work) { try progress.take($0) }
    return progress.tally
  }

  private func report(_ tally: EvaluationTally) throws {
    let report = EvaluationReport(tally)
    if json { try JSONOutput.print(report) } else { print(report.text, terminator: "") }
  }

  /// A folder stands for the `joints.json` in it.
  private static func setFile(_ path: String) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return path }
    return (path.hasSuffix("/") ? path : path + "/") + LabelledSet.fileName
  }

  private static func hash(_ path: String) throws(CheckpointError) -> String {
    FileHash(of: try FileBytes(mapping: path), path: path).digits
  }
}

/// Takes in what the workers measure: adds it up, keeps it, and says how far it has come.
private final class EvaluationProgress: Sendable {
  private struct State: ~Copyable {
    var tally: EvaluationTally
    let file: PartialResults?
    var line = ProgressLine()
    var done = 0
  }

  private let state: Mutex<State>
  private let pictures: Int
  private let start = ContinuousClock.now

  init(tally: EvaluationTally, file: PartialResults?, pictures: Int) {
    state = Mutex(State(tally: tally, file: file))
    self.pictures = pictures
  }

  var tally: EvaluationTally { state.withLock { $0.tally } }

  func take(_ scores: [PictureScore]) throws {
    try state.withLock { state in
      try state.file?.append(scores)
      for score in scores { _ = state.tally.add(score) }
      state.done += 1
      let perPicture = (ContinuousClock.now - start) / .seconds(1) / Double(state.done)
      state.line.show(
        "evaluate",
        SweepProgress(
          done: state.done, total: pictures, secondsLeft: perPicture * Double(pictures - state.done)))
    }
  }

  func end() { state.withLock { $0.line.end() } }
}
