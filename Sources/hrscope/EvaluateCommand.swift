import ArgumentParser
import Checkpoints
import Experiments
import Files
import Foundation
import HRNet
import Pictures
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
      them, one pose for every annotated box that is no crowd and has labelled joints. Joints that set and network name \
      are compared by name, all others by their order; what had to be assumed stands on standard error and in --json.

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
  var decode: HeatMapDecoding?

  @Option(help: ArgumentHelp("Keep partial results in this file, and begin with what it holds.", valueName: "FILE"))
  var output: String?

  @Option(help: ArgumentHelp("Measure one part of several and print nothing; needs --output.", valueName: "i/n"))
  var shard: String?

  @Flag(help: "Join the files of partial results that are given instead of a set.")
  var merge = false

  @Flag(help: "One JSON document.")
  var json = false

  @OptionGroup var options: NetworkOptions

  @OptionGroup var threads: ThreadOptions

  @OptionGroup var changes: ChangeOptions

  func validate() throws {
    if let shard {
      guard Shard(shard) != nil else {
        throw ValidationError("--shard '\(shard)' is no part (expected i/n with 1 ≤ i ≤ n ≤ 100000, e.g. 2/8)")
      }
      if output == nil { throw ValidationError("--shard needs --output") }
    }
    if !merge, paths.count != 1 { throw ValidationError("one set is evaluated at a time, found \(paths.count)") }
    if merge, isMeasurementAskedFor {
      throw ValidationError("--merge takes files of partial results and nothing else")
    }
  }

  /// Whether any option is there that only a measurement heeds.
  private var isMeasurementAskedFor: Bool {
    output != nil || shard != nil || images != nil || !sweep.isEmpty || decode != nil || threads.threads != nil
      || options.input != nil || options.file.weights != nil || options.file.upsampling != nil
      || !changes.recorded.isEmpty
  }

  private var decoding: HeatMapDecoding { decode ?? .quarter }

  func run() throws {
    let opened = try merge ? nil : options.openForJoints()
    if merge { try StandardOutput.refuse(among: paths) }
    let tally = try opened.map { try evaluate($0) } ?? PartialResults.merge(paths)
    for note in tally.plan.notes + tally.notes { Failure.report("\(paths[0]): \(note)") }
    if shard == nil { try report(tally, assumptions: opened?.checkpoint.assumptions) }
  }

  private func evaluate(_ opened: OpenedNetwork) throws -> EvaluationTally {
    let (checkpoint, network) = (opened.checkpoint, opened.network)
    if let found = try checkpoint.firstNotFinite() {
      Failure.report("\(checkpoint.name): \(found.node): tensor '\(found.tensor)' is not finite")
    }
    let base = try changes.interventions(in: network)
    let path = Self.setFile(paths[0])
    let set = try EvaluationSet(
      decoding: SideCar.bytes(ofFile: path, limit: COCOKeypoints.maximumFileSize), path: path, pictures: images,
      network: checkpoint.jointSkeleton)
    let steps = SweepPlan(network).steps.filter { step in sweep.contains { $0.covers(step.target) } }
    let weights = try options.file.weights.map(Self.hash) ?? "built-in \(HRScope.version)"
    let plan = EvaluationPlan(
      set, hash: try Self.hash(path), joints: checkpoint.jointSkeleton.jointNames.count,
      weights: try ([weights] + checkpoint.companionDigests()).joined(separator: "+"),
      model: checkpoint.modelName, input: network.input,
      options: [options.file.upsampling].compactMap { $0 }.map { "upsampling \($0.rawValue)" }
        + changes.recorded.map { "\($0.name) \($0.value)" } + ["decode \(decoding.rawValue)"], cuts: steps)
    var interventions = [base]
    for step in steps {
      var cut = base
      cut.set(0, for: step.edges)
      interventions.append(cut)
    }

    // A file that is not there yet need not be compared with thousands.
    let isThere = output.map { somethingExists(at: $0) } ?? false
    try opened.refuseOutput(output, among: [path] + (isThere ? set.pictures.map(\.path) : []))
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
      set, checkpoint: checkpoint, network: network, decoding: decoding, interventions: interventions,
      threads: threads.count)
    let progress = EvaluationProgress(tally: tally, file: file, pictures: work.count)
    defer { progress.end() }
    try run.run(work) { try progress.take($0) }
    return progress.tally
  }

  private func report(_ tally: EvaluationTally, assumptions: [String]?) throws {
    let report = EvaluationReport(tally, assumptions: assumptions)
    if json { try JSONOutput.print(report) } else { try StandardOutput.write(printable(report.text, keepsLines: true)) }
  }

  /// A folder stands for the `joints.json` in it.
  private static func setFile(_ path: String) -> String {
    guard FileStatus(path)?.kind == .folder else { return path }
    return (path.hasSuffix("/") ? path : path + "/") + LabelledSet.fileName
  }

  private static func hash(_ path: String) throws(CheckpointError) -> String {
    try FileHash(of: FileBytes(opening: path), path: path).digits
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
