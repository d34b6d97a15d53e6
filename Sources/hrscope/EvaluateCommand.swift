import ArgumentParser
import Checkpoints
import Experiments
import Files
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
struct EvaluateCommand: ParsableCommand, OpensNetwork {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a network on a labelled set, also under cuts.",
    discussion: """
      SET is a folder with an LSP-style joints.json, such a file, or a file of COCO keypoints. LSP-style sets give \
      PCK@0.2: the share of joints within 0.2 torsos of the truth. COCO files give OKS AP and AR as pycocotools computes \
      them, one pose for every annotated box that is no crowd and has labelled joints. Joints that set and network name \
      are compared by name, all others by their order; what had to be assumed stands on standard error and in --json.

      Networks with a class map give mean IoU and accuracies, on a joints.json or a folder of pictures, with --labels DIR of \
      PNGs of class indices (by default the folder 'parts' beside the set, else beside each picture). Classes of pictures \
      give top-1 and top-5, on a folder of pictures with --labels FILE, or a folder of folders.

      With --output every picture's result is appended to a file at once: a run that was ended goes on where it stopped. \
      --shard i/n measures every n-th picture, beginning with the i-th; --merge joins the files of all parts and prints what \
      one run would have printed. Documentation/Clusters.md has recipes for GNU parallel and Slurm.

      --confusion says which joints are one to the network: for every pair the cosine of the head's rows, the correlation of \
      the heat maps (mean over people) and how often both peak at the same value; and how many of each joint lie at their \
      own truth, at that of the other side, or elsewhere, near being what counts as right: 0.2 torsos, or an OKS of .5.
      """)

  @Argument(help: ArgumentHelp("A labelled set; with --merge, files of partial results.", valueName: "SET"))
  var paths: [String]

  @Option(help: ArgumentHelp("Where the set's pictures are; by default beside its file.", valueName: "DIR"))
  var images: String?

  @Option(
    help: ArgumentHelp(
      "The truth: a folder of PNGs of class indices, or a file of lines with a picture's name and its class.",
      valueName: "DIR|FILE"))
  var labels: String?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var classes: ClassOptions
  @OptionGroup var detector: HeadOptions

  @Option(help: "Also measure under every cut of a sort: kinds, units, edges; several are added up.")
  var sweep: [SweepScope] = []

  @Flag(help: "Also say which joints the network takes for one, and which for the other side's.")
  var confusion = false

  @Option(help: "From heat map to position: argmax, quarter (a quarter pixel towards the larger neighbour) or dark.")
  var decode: HeatMapDecoding?

  @Option(
    help: ArgumentHelp(
      "Measure what is read early: by the head after a unit (s3.m2), or by a probe of any node.",
      valueName: "UNIT|probe:NODE"))
  var readOut: String?

  @OptionGroup var probes: ProbeOptions

  @Option(help: ArgumentHelp("Keep partial results in this file, and begin with what it holds.", valueName: "FILE"))
  var output: String?

  @Option(help: ArgumentHelp("Measure one part of several and print nothing; needs --output.", valueName: "i/n"))
  var shard: String?

  @Flag(help: "Join the files of partial results that are given instead of a set.")
  var merge = false

  @Flag(help: "One JSON document.")
  var json = false

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions

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
      || labels != nil || confusion || !detector.recorded.isEmpty || reading.head != nil || classes.classes != nil
      || readOut != nil || !probes.probes.isEmpty || inputSize.text != nil || file.weights != nil
      || file.upsampling != nil || !changes.recorded.isEmpty
  }

  private var decoding: HeatMapDecoding { decode ?? .quarter }

  func run() throws {
    let opened = try merge ? nil : openedForItems()
    if merge { try StandardOutput.refuse(among: paths) }
    let tally = try opened.map { try evaluate($0, $1) } ?? PartialResults.merge(paths)
    for note in tally.plan.notes + tally.notes { Failure.report("\(paths[0]): \(note)") }
    if shard == nil { try report(tally, assumptions: opened?.opened.checkpoint.assumptions) }
  }

  /// The network, and what of it is measured; through a probe it needs no head.
  private func openedForItems() throws -> (opened: OpenedNetwork, output: HeadOutput) {
    guard readOut.flatMap(ProbeOptions.node) != nil else {
      return try network.openForItems(reading, detector, hasLabels: labels != nil, "evaluate")
    }
    let opened = try network.open(quietly: true, detector)
    return (opened, opened.network.output(framing: readsClasses ? .classes : .joints))
  }

  /// Whether a probe of classes is asked for, and not one of joints.
  private var readsClasses: Bool { labels != nil || reading.head == "parts" || classes.classes != nil }

  private func evaluate(_ opened: OpenedNetwork, _ answer: HeadOutput) throws -> EvaluationTally {
    let (checkpoint, network) = (opened.checkpoint, opened.network)
    if let found = try checkpoint.firstNotFinite() {
      Failure.report("\(checkpoint.name): \(found.node): tensor '\(found.tensor)' is not finite")
    }
    let base = try changes.interventions(in: network)
    if !sweep.isEmpty { try network.expectEdges() }
    checkpoint.warnAboutLeftOvers()
    let place = try self.place(answer, opened)
    if confusion, place != nil { throw Self.unheeded("--confusion") }
    let path = setFile(paths[0], answer, place)
    let set = try labelledSet(path, answer, place, opened)
    let steps = SweepPlan(network).steps.filter { step in sweep.contains { $0.covers(step.target) } }
    let rows = confusion ? try headRows(opened) : nil
    let weights = try file.weights.map(LabelledFile.digest) ?? "built-in \(ProgramVersion.number)"
    let plan = EvaluationPlan(
      set, hash: try LabelledFile.digest(of: set, at: path),
      joints: (place?.skeleton ?? checkpoint.jointSkeleton).jointNames.count,
      weights: try ([weights] + checkpoint.companionDigests()).joined(separator: "+"),
      model: checkpoint.modelName, input: network.input,
      options: try recorded(countsClasses: !set.classes.isEmpty), cuts: steps,
      headRows: rows, jointNames: checkpoint.jointSkeleton.jointNames)
    var interventions = [base]
    for step in steps {
      var cut = base
      cut.set(0, for: step.edges)
      interventions.append(cut)
    }

    // A file that is not there yet need not be compared with thousands.
    let isThere = output.map { somethingExists(at: $0) } ?? false
    try opened.refuseOutput(output, among: [path] + classes.files + probes.probes + (isThere ? set.files : []))
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
      set, checkpoint: checkpoint, network: network, output: answer, at: place,
      framing: checkpoint.framing(input: try inputSize.input(), detector: detector.fcos), decoding: decoding,
      interventions: interventions, threads: threads.count, measuresConfusion: confusion)
    let progress = EvaluationProgress(tally: tally, file: file, pictures: work.count)
    defer { progress.end() }
    let notFinite = try run.run(work) { try progress.take($0) }
    // Of weights it has been said.
    if case .activation = notFinite?.cause { opened.warn(of: notFinite) }
    return progress.tally
  }

  /// What holds for every pass.
  private func recorded(countsClasses: Bool) throws -> [String] {
    var result: [String] = []
    if let upsampling = file.upsampling { result.append("upsampling \(upsampling.rawValue)") }
    result += detector.recorded
    if let labels, FileStatus(labels)?.kind == .regular { result.append("labels \(try LabelledFile.digest(labels))") }
    result += (readOut.map { ["read-out \($0)"] } ?? []) + (try probes.recorded())
    result += changes.recorded.map { "\($0.name) \($0.value)" }
    result.append(countsClasses ? "input \(inputSize.text ?? "by the picture")" : "decode \(decoding.rawValue)")
    return result
  }

  /// Where the network is read.
  private func place(_ output: HeadOutput, _ opened: OpenedNetwork) throws -> ReadingPlace? {
    let kind: ProbeTargets.Kind
    if readOut.flatMap(ProbeOptions.node) != nil {
      kind = readsClasses ? .classes : .joints
    } else {
      switch output {
      case .heatMaps: kind = .joints
      case .classMap: kind = .classes
      case .classScores, .boxes, .levels:
        guard readOut != nil || !probes.probes.isEmpty else { return nil }
        throw CommandFailure(status: .usage, text: "--read-out: only joints and class maps are read early")
      }
    }
    return try probes.place(readOut, of: kind, in: opened)
  }

  /// The set, read as the answers want it.
  private func labelledSet(
    _ path: String, _ output: HeadOutput, _ place: ReadingPlace?, _ opened: OpenedNetwork
  ) throws -> EvaluationSet {
    if let names = place?.classNames {
      if decode != nil { throw Self.unheeded("--decode") }
      return try EvaluationSet(
        classMapsIn: path, labels: labels, pictures: images, names: names,
        isOfPeople: opened.network.parts(for: output) == .people)
    }
    if let skeleton = place?.skeleton {
      return try EvaluationSet(
        decoding: SideCar.bytes(ofFile: path, limit: COCOKeypoints.maximumFileSize), path: path, pictures: images,
        network: skeleton)
    }
    try refuseUnheeded(by: output)
    switch output {
    case .classMap:
      return try EvaluationSet(
        classMapsIn: path, labels: labels, pictures: images, names: classes.names(of: output, in: opened),
        isOfPeople: opened.network.heatMaps != nil)
    case .classScores:
      return try EvaluationSet(
        classesOfPicturesIn: images ?? path, labels: labels, names: classes.names(of: output, in: opened))
    case .boxes:
      return try EvaluationSet(boxesIn: path, pictures: images, names: classes.names(of: output, in: opened))
    case .heatMaps, .levels:
      return try EvaluationSet(
        decoding: SideCar.bytes(ofFile: path, limit: COCOKeypoints.maximumFileSize), path: path, pictures: images,
        network: opened.checkpoint.jointSkeleton)
    }
  }

  /// Options of other answers than the head's.
  private func refuseUnheeded(by output: HeadOutput) throws {
    let unheeded: [(option: String, isGiven: Bool)]
    switch output {
    case .classMap, .classScores: unheeded = [("--decode", decode != nil), ("--confusion", confusion)]
    case .boxes:
      unheeded = [("--decode", decode != nil), ("--labels", labels != nil), ("--confusion", confusion)]
    case .heatMaps, .levels: unheeded = [("--labels", labels != nil), ("--classes", classes.classes != nil)]
    }
    for (option, isGiven) in unheeded where isGiven { throw Self.unheeded(option) }
  }

  private static func unheeded(_ option: String) -> CommandFailure {
    CommandFailure(status: .usage, text: "\(option) means nothing to the head that is read (see --head)")
  }

  /// What a pose head looks for.
  private func headRows(_ opened: OpenedNetwork) throws -> HeadRows {
    guard let rows = try opened.checkpoint.headRows(of: opened.network) else { throw Self.unheeded("--confusion") }
    let (count, most) = (opened.checkpoint.jointSkeleton.jointNames.count, JointLikeness.mostJoints)
    guard count <= most else {
      throw CommandFailure(status: .usage, text: "--confusion compares up to \(most) joints, not \(count)")
    }
    return rows
  }

  private func report(_ tally: EvaluationTally, assumptions: [String]?) throws {
    let report = EvaluationReport(tally, assumptions: assumptions)
    if json { try JSONOutput.print(report) } else { try StandardOutput.write(printable(report.text, keepsLines: true)) }
  }

  private func setFile(_ path: String, _ output: HeadOutput, _ place: ReadingPlace?) -> String {
    let isOfJoints: Bool
    switch output {
    case .heatMaps, .levels: isOfJoints = place?.classNames == nil
    case .classMap, .classScores, .boxes: isOfJoints = place?.skeleton != nil
    }
    return LabelledFile.path(path, isOfJoints: isOfJoints)
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
