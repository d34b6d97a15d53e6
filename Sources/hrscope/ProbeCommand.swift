import ArgumentParser
import Experiments
import Files
import HRNet
import Platform
import Pose
import Recognition
import Runner
import Synchronization

extension ProbeTargets.Kind: ExpressibleByArgument {}

/// `hrscope probe SET`: linear read-outs of what every stream holds, fitted to a labelled set.
struct ProbeCommand: ParsableCommand, OpensNetwork {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Fit linear read-outs to every stream: what it knows of joints or classes.",
    discussion: """
      A probe is the best linear read-out of one node's activation: joints as heat maps, or classes of pixels. SET is a labelled \
      set as 'evaluate' takes it; the network needs no head. Printed is for each node PCK@0.2 (or mean IoU) on the pictures it \
      was fitted to and on those of --validate; without one, on every fifth picture, held out when λ was chosen.

      --nodes all (the default) is every stream after every unit and exchange unit of stages 2 to 4, --nodes streams each stream \
      where it ends; a NODE is called as 'network' calls it. 'pose' and 'evaluate' read through a probe with \
      --read-out probe:NODE --probes FILE; the built-in model has its own built in.

      What has been added up is kept in OUTPUT.part, so that a run that was ended goes on where it stopped. --shard i/n adds up \
      every n-th picture, beginning with the i-th, into OUTPUT; --merge joins the files of all parts, measures, and writes and \
      prints what one run would have.
      """)

  @Argument(help: ArgumentHelp("A labelled set; with --merge, files of parts.", valueName: "SET"))
  var paths: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("What is read: all, streams, or nodes by name.", valueName: "all|streams|NODE"))
  var nodes: [String] = []

  @Flag(help: "Read the coarser streams of each node's column too, brought to its size: HRNetV2's representation.")
  var concatenate = false

  @Option(help: "What read-outs are to say: joints or classes.")
  var targets: ProbeTargets.Kind?

  @Option(
    name: .customLong("validate"),
    help: ArgumentHelp("Another labelled set, to measure on.", valueName: "SET"))
  var validation: String?

  @Option(help: ArgumentHelp("Where the set's pictures are; by default beside its file.", valueName: "DIR"))
  var images: String?

  @Option(
    help: ArgumentHelp(
      "The true classes: a folder of PNGs of class indices; by default 'parts' beside the set.", valueName: "DIR"))
  var labels: String?

  @Option(help: ArgumentHelp("Where to write the probes, or with --shard a part's sums.", valueName: "FILE"))
  var output: String

  @Flag(help: "Write half precision: a quarter of the size.")
  var half = false

  @Option(help: ArgumentHelp("Add up one part of several and print nothing.", valueName: "i/n"))
  var shard: String?

  @Flag(help: "Join the files of parts that are given instead of a set.")
  var merge = false

  @Flag(help: "One JSON document.")
  var json = false

  @Flag(help: "A table of commas: node, channels, height, width, lambda, fit, pck.")
  var csv = false

  @OptionGroup var classes: ClassOptions
  @OptionGroup var file: WeightsOptions
  @OptionGroup var published: ModelOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var changes: ChangeOptions

  mutating func validate() throws {
    // `--nodes streams SET`: what takes several values takes the set too.
    if paths.isEmpty, nodes.count > 1, let last = nodes.last, FileStatus(last) != nil { paths = [nodes.removeLast()] }
    try published.validate(beside: file)
    if json, csv { throw ValidationError("--json and --csv exclude each other") }
    if let shard, Shard(shard) == nil {
      throw ValidationError("--shard '\(shard)' is no part (expected i/n with 1 ≤ i ≤ n ≤ 100000, e.g. 2/8)")
    }
    if paths.isEmpty { throw ValidationError("missing a labelled set (expected hrscope probe SET --output FILE)") }
    if !merge, paths.count != 1 { throw ValidationError("one set is fitted to at a time, found \(paths.count)") }
    if merge, isFitAskedFor { throw ValidationError("--merge takes files of parts and --validate, and nothing else") }
    if half, shard != nil { throw ValidationError("--half means nothing to a part's sums") }
  }

  /// Whether any option is there that only a fit heeds.
  private var isFitAskedFor: Bool {
    shard != nil || !nodes.isEmpty || concatenate || targets != nil || images != nil || labels != nil
      || classes.classes != nil || published.model != nil || file.weights != nil || file.upsampling != nil
      || inputSize.text != nil
      || !changes.recorded.isEmpty
  }

  private var kind: ProbeTargets.Kind { targets ?? .joints }

  /// What says where the sets' joints or classes are, as it was named and where that leads to.
  private var labelFiles: [String] {
    let sets = paths + [validation].compactMap(\.self)
    return sets + sets.map { LabelledFile.path($0, isOfJoints: kind == .joints) }
  }

  func run() throws {
    do {
      if merge { try join() } else { try fit() }
    } catch let error as ProbeFault {
      throw CommandFailure(status: .damaged, text: "\(paths[0]): \(error.description)")
    }
  }

  private func fit() throws {
    let (fitting, opened) = try fitting()
    let part = shard.flatMap { Shard($0) } ?? .all
    let kept = shard == nil ? output + ".part" : output
    try opened.refuseOutput(output, among: fitting.files + labelFiles + classes.files)
    let line = ProbeProgressLine()
    defer { line.end() }
    let (sums, notFinite) = try fitting.accumulate(part, keptAt: kept) { line.show($0) }
    opened.warn(of: notFinite)
    guard shard == nil else { return }
    try finish(fitting, sums, line)
    unlink(FileName.cString(kept))
  }

  /// Sums to probes, and what is printed of them.
  private func finish(_ fitting: ProbeFitting, _ sums: ProbePart, _ line: ProbeProgressLine) throws {
    for note in fitting.notes(on: sums) { Failure.report("\(fitting.setName): \(note)") }
    let probes = try fitting.solve(sums) { line.show($0) }
    try probes.write(to: output, isHalf: half)
    line.end()
    let report = ProbeReport(probes)
    if json { return try JSONOutput.print(report) }
    try StandardOutput.write(printable(csv ? report.csv : report.text, keepsLines: true))
  }

  /// Joins parts: a part says on which command line it was made, and what it read is read again.
  private func join() throws {
    try StandardOutput.refuse(among: paths)
    try refuseOutput(output, among: paths)
    let sums = try ProbePart.merge(paths)
    var command: ProbeCommand
    do { command = try ProbeCommand.parse(sums.arguments + ["--output=\(output)"]) } catch {
      throw ProbePartError(path: paths[0], reason: .damaged("an impossible command line"))
    }
    command.validation = validation ?? command.validation
    command.threads = threads
    (command.half, command.json, command.csv) = (half, json, csv)
    let (fitting, opened) = try command.fitting()
    guard fitting.run.plan == sums.plan else { throw ProbePartError(path: paths[0], reason: .otherPlan) }
    try opened.refuseOutput(output, among: fitting.files + command.labelFiles + command.classes.files)
    let line = ProbeProgressLine()
    defer { line.end() }
    try command.finish(fitting, sums, line)
  }
}

extension ProbeCommand {
  /// The set, the network and what is read of it.
  private func fitting() throws -> (fitting: ProbeFitting, opened: OpenedNetwork) {
    let opened = try network.open(named: published, quietly: true)
    let (checkpoint, network) = (opened.checkpoint, opened.network)
    let interventions = try changes.interventions(in: network)
    let inputs = try inputs(network)
    let path = LabelledFile.path(paths[0], isOfJoints: kind == .joints)
    let names = kind == .classes ? try classNames(opened) : nil
    let set = try labelledSet(path, names, opened)
    let targets = names.map { ProbeTargets.classes($0) } ?? .joints(set.skeleton)
    let plan = ProbePlan(
      set: try LabelledFile.digest(of: set, at: path), network: try opened.digest(),
      model: checkpoint.modelName, input: network.input,
      options: ["upsampling \(network.architecture.upsampling.rawValue)"]
        + changes.recorded.map { "\($0.name) \($0.value)" },
      targets: targets, isConcatenated: concatenate, inputs: inputs, sigma: network.heatMapSigma,
      pictures: set.pictures.count)
    let run = try ProbeRun(
      plan, set,
      ProbeSubject(
        checkpoint, network: network, framing: checkpoint.framing(input: try inputSize.input()), targets: targets),
      interventions: interventions, threads: threads.count)
    let validation = try validation.map { name in
      let path = LabelledFile.path(name, isOfJoints: kind == .joints)
      var command = self
      (command.images, command.labels) = (nil, nil)
      let set = try command.labelledSet(path, names, opened)
      guard names != nil || set.skeleton.jointNames == targets.names else {
        throw CommandFailure(
          status: .damaged,
          text: "\(path): labels other joints than \(paths[0]) (expected \(targets.count) joints, "
            + "\(targets.names.first ?? "") …, found \(set.skeleton.jointNames.count))")
      }
      return (set: set, name: name)
    }
    return (
      ProbeFitting(
        run, set, name: paths[0], targets: targets, validation: validation, arguments: arguments), opened
    )
  }

  /// The nodes that are asked for.
  private func inputs(_ network: Network) throws -> [ProbeInput] {
    var names: [String] = []
    for word in nodes.isEmpty ? ["all"] : nodes {
      switch word {
      case "all": names += network.probedNodes.map { network[$0].address.description }
      case "streams": names += network.streamEnds.map { network[$0].address.description }
      default: names.append(word)
      }
    }
    var known: Set<String> = []
    let inputs = try names.filter { known.insert($0).inserted }.map { name in
      guard let input = network.probeInput(name, isConcatenated: concatenate) else {
        throw CommandFailure(
          status: .usage,
          text: "--nodes '\(name)' is no node of the streams (expected all, streams, or one that 'network' lists, "
            + "e.g. \(network.streamEnds.first.map { network[$0].address.description } ?? "s4.m2>1/4"))")
      }
      return input
    }
    guard !inputs.isEmpty else {
      throw CommandFailure(status: .damaged, text: "this network has no streams that could be read")
    }
    return inputs
  }

  /// What the classes are called: as the head's, else as is asked for.
  private func classNames(_ opened: OpenedNetwork) throws -> ClassNames {
    let output = opened.network.output(framing: .classes)
    if case .classMap = output { return try classes.names(of: output, in: opened) }
    guard let word = classes.classes else {
      throw CommandFailure(
        status: .usage,
        text:
          "--targets classes: this network has no class map that would say which classes there are (expected --classes "
          + "NAME|FILE)")
    }
    return try ClassNames(word, classes: nil)
  }

  private func labelledSet(_ path: String, _ names: ClassNames?, _ opened: OpenedNetwork) throws -> EvaluationSet {
    guard let names else {
      return try EvaluationSet(
        decoding: SideCar.bytes(ofFile: path, limit: COCOKeypoints.maximumFileSize), path: path, pictures: images,
        network: nil)
    }
    let isOfPeople = opened.network.parts(for: opened.network.output(framing: .classes)) == .people
    return try EvaluationSet(
      classMapsIn: path, labels: labels, pictures: images, names: names, isOfPeople: isOfPeople)
  }

  /// A command line that repeats the fit, whatever folder it is repeated in.
  private var arguments: [String] {
    func option(_ name: String, _ value: String?) -> [String] { value.map { ["--\(name)=\($0)"] } ?? [] }
    let full = FileName.absolute
    var result = [full(paths[0]), "--targets=\(kind.rawValue)"]
    for node in nodes { result += ["--nodes", node] }
    if concatenate { result.append("--concatenate") }
    result += option("validate", validation.map(full)) + option("images", images.map(full))
    result += option("labels", labels.map(full)) + option("weights", file.weights.map(full))
    result += option("model", published.model)
    result += option("classes", classes.classes.map { KnownClasses(rawValue: $0) == nil ? full($0) : $0 })
    result += option("upsampling", file.upsampling?.rawValue) + option("input", inputSize.text)
    return result + changes.withFullPaths.recorded.map { "--\($0.name)=\($0.value)" }
  }
}

/// How far a fit has come, said by several workers.
private final class ProbeProgressLine: Sendable {
  private struct State {
    var line = ProgressLine()
    var course: ProbeProgress.Course?
    var start = ContinuousClock.now
    var begun = 0
  }

  private let state = Mutex(State())

  func show(_ progress: ProbeProgress) {
    state.withLock { state in
      if state.course != progress.course {
        (state.course, state.start, state.begun) = (progress.course, .now, progress.done)
      }
      let done = progress.done - state.begun
      let perPicture = (ContinuousClock.now - state.start) / .seconds(1) / Double(max(done, 1))
      state.line.show(
        progress.course.rawValue,
        SweepProgress(
          done: progress.done, total: progress.total,
          secondsLeft: done > 0 ? perPicture * Double(progress.total - progress.done) : nil))
    }
  }

  func end() { state.withLock { $0.line.end() } }
}
