import Checkpoints
import Engine
import Essentials
import Files
import HRNet
import Synchronization

/// How far a fit has come.
public struct ProbeProgress: Sendable {
  /// The courses over pictures, in words.
  public enum Course: String, Sendable {
    case sums = "probe: adding up", choice = "probe: choosing λ", fit = "probe: measuring the fit"
    case validation = "probe: validating"
  }

  public let course: Course
  public let done: Int
  public let total: Int
}

/// A fit from beginning to end: kept in a file as it goes, in parts where it is asked for.
public struct ProbeFitting: Sendable {
  public let run: ProbeRun
  public let set: EvaluationSet
  /// As the set was named.
  public let setName: String
  private let targets: ProbeTargets
  /// Another set to measure on, with its name; nil where held-out pictures are all there is.
  private let validation: (set: EvaluationSet, name: String)?
  /// What it reads of both sets, beside their labels.
  public var files: [String] { self.set.files + (validation?.set.files ?? []) }
  private let arguments: [String]
  /// Seconds between two writings of what has been added up: a run that is killed loses no more.
  private static let pause = Duration.seconds(10)

  /// - Parameters:
  ///   - name: of the set.
  ///   - validation: another set to measure on.
  ///   - arguments: the command line that repeats the fit.
  public init(
    _ run: ProbeRun, _ set: EvaluationSet, name: String, targets: ProbeTargets,
    validation: (set: EvaluationSet, name: String)?, arguments: [String]
  ) {
    (self.run, self.set, setName, self.targets) = (run, set, name, targets)
    (self.validation, self.arguments) = (validation, arguments)
  }

  /// What a person should know of the set and of what was added up, a line each.
  public func notes(on part: ProbePart) -> [String] {
    let unlabelled = part.sums.whole.unlabelled
    return set.notes
      + (unlabelled > 0 ? ["\(unlabelled) joints are not labelled: taken for joints that are not to be seen"] : [])
  }

  /// Adds up what is missing of a part.
  ///
  /// - Parameter path: where sums are kept; what is there already is not added up again.
  /// - Returns: the part, complete; where numbers were not finite.
  /// - Throws: `ProbePartError`, `CheckpointError`, or what a picture's error is.
  public func accumulate(
    _ part: Shard, keptAt path: String, progress: @escaping @Sendable (ProbeProgress) -> Void
  ) throws -> (part: ProbePart, notFinite: NotFinite?) {
    let (plan, arguments) = (run.plan, arguments)
    let known = try ProbePart(resuming: path, plan: plan, part: part, arguments: arguments, set: set)
    let (missing, all) = (known.missing, plan.pictures(ofShard: part).count)
    var sums = known.sums
    let written = Mutex(ContinuousClock.now)
    // Where it cannot be written that is said at once, and not after hours.
    try ProbePart(plan, part, arguments, sums).write(to: path)
    let notFinite = try run.accumulate(missing, into: &sums) { sums in
      progress(ProbeProgress(course: .sums, done: sums.pictures.count, total: all))
      let isDue = written.withLock { written in
        guard ContinuousClock.now - written >= Self.pause else { return false }
        written = .now
        return true
      }
      if isDue { try ProbePart(plan, part, arguments, sums).write(to: path) }
    }
    let complete = ProbePart(plan, part, arguments, sums)
    try complete.write(to: path)
    return (complete, notFinite)
  }

  /// Solves the equations, chooses λ and a by the pictures that are held out, and measures.
  ///
  /// - Throws: `ProbeFault`, or what a picture's error is.
  public func solve(
    _ part: ProbePart, progress: @escaping @Sendable (ProbeProgress) -> Void
  ) throws -> FittedProbes {
    let (plan, whole) = (run.plan, part.sums.whole)
    guard whole.count > 0 else { throw ProbeFault.nothingKnown }
    func course(_ course: ProbeProgress.Course) -> @Sendable (Int, Int) -> Void {
      { done, total in progress(ProbeProgress(course: course, done: done, total: total)) }
    }
    let choices = try run.choose(part.sums, progress: course(.choice))
    let solved = zip(whole.equations, choices).map { run.solved($0, $1.choice, count: whole.count) }
    if let place = solved.firstIndex(where: { $0 == nil }) {
      throw ProbeFault.noSolution(node: plan.inputs[place].node)
    }
    let candidates = solved.compactMap(\.self).map { ProbeCandidates($0) }
    let fit = try run.measure(
      candidates, on: set, pictures: Array(0..<plan.pictures), progress: course(.fit))
    let other = try validation.map { validation in
      try run.measure(
        candidates, on: validation.set, pictures: Array(validation.set.pictures.indices), progress: course(.validation))
    }
    let entries = plan.inputs.indices.map { index in
      let (input, solution) = (plan.inputs[index], solved[index] ?? ([], []))
      return FittedProbes.Entry(
        node: input.node, channels: input.channels, height: input.height, width: input.width,
        ridge: choices[index].choice.ridge, emphasis: choices[index].choice.emphasis,
        fit: fit.scores[index].first?.value,
        measured: other.map { $0.scores[index].first?.value } ?? choices[index].heldOut,
        limit: plan.targets == .joints ? (other ?? fit).limits[index].value : nil, weights: solution.weights,
        bias: solution.bias)
    }
    return FittedProbes(
      targets: targets, isConcatenated: plan.isConcatenated, entries: entries, set: setName,
      validation: validation?.name,
      count: whole.count, sigma: plan.sigma, network: plan.network, model: plan.model,
      input: InputSize(height: plan.input[0], width: plan.input[1]), options: plan.options)
  }
}
