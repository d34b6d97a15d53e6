import Checkpoints
import Engine
import HRNet
import Pictures
import Recognition
import Synchronization

/// Fits read-outs in three courses over pictures: sums of products, then what is chosen by the pictures that are held out,
/// then how right the result is. No course keeps more of a picture than its sums.
public struct ProbeRun: Sendable {
  public let plan: ProbePlan
  private let set: EvaluationSet
  private let subject: ProbeSubject
  private let interventions: Interventions
  private let share: WorkShare
  private let blas: BLAS

  /// - Parameters:
  ///   - set: what is fitted to.
  ///   - interventions: in force in every pass.
  ///   - threads: all together.
  /// - Throws: `BLASError` where nothing can be solved here.
  public init(
    _ plan: ProbePlan, _ set: EvaluationSet, _ subject: ProbeSubject, interventions: Interventions, threads: Int
  ) throws(BLASError) {
    (self.plan, self.set, self.subject, self.interventions) = (plan, set, subject, interventions)
    share = WorkShare(threads: threads, parameters: subject.network.parameters)
    blas = try BLAS()
  }

  /// Adds pictures up.
  ///
  /// - Parameter receive: takes the sums as they are after each picture; called by one worker at a time.
  /// - Returns: where numbers were not finite; nil where all were finite.
  /// - Throws: the first error of a picture or of `receive`.
  func accumulate(
    _ pictures: [Int], into sums: inout ProbeSums, receive: @escaping @Sendable (ProbeSums) throws -> Void
  ) throws -> NotFinite? {
    let state = Mutex((sums: sums, notFinite: NotFinite?.none))
    sums = ProbeSums(plan)
    try share.run(pictures) {
      ProbePictures(set, subject, interventions: interventions, threads: share.threadsPerWorker)
    } do: { tools, picture in
      (picture, try fold(ofPicture: picture, tools))
    } receive: { picture, fold in
      let content = set.content(ofPicture: picture) ?? ""
      try state.withLock { state in
        state.sums.add(fold, ofPicture: picture, content: content, plan)
        try receive(state.sums)
      }
    } end: { tools in
      state.withLock { $0.notFinite = $0.notFinite ?? tools.notFinite }
    }
    return state.withLock { state in
      sums = state.sums
      return state.notFinite
    }
  }

  /// What a picture says; nil where nobody is looked for, or its numbers are not finite.
  private func fold(ofPicture picture: Int, _ tools: ProbePictures) throws -> ProbeSums.Fold? {
    var fold: ProbeSums.Fold?
    for sample in try tools.samples(ofPicture: picture) {
      guard let executor = tools.executor else { continue }
      var next = fold ?? ProbeSums(plan).fitted
      var targets: [Shape: ProbeTarget] = [:]
      for (index, input) in plan.inputs.enumerated() {
        guard let activation = activation(of: input, sample, executor),
          activation.withValues({ $0.allSatisfy(\.isFinite) })
        else { throw ProbeFault.notFinite(picture: set.pictures[picture].name, node: input.node) }
        let size = Shape(channels: 1, height: activation.shape.height, width: activation.shape.width)
        let target = targets[size] ?? self.target(sample, size, executor.network)
        targets[size] = target
        next.equations[index].add(activation, target, by: blas)
      }
      next.count += targets.values.contains { !$0.positions.isEmpty } ? 1 : 0
      if case .joints(let joints) = sample.truth { next.unlabelled += joints.count { !$0.isLabelled } }
      fold = next
    }
    return fold
  }

  private func activation(of input: ProbePlan.Input, _ sample: ProbeSample, _ executor: Executor) -> Activation? {
    executor.network.probeInput(input.node, isConcatenated: plan.isConcatenated).flatMap {
      executor.activation(of: $0, in: sample.pass)
    }
  }

  private func target(_ sample: ProbeSample, _ shape: Shape, _ network: Network) -> ProbeTarget {
    switch sample.truth {
    case .joints(let joints):
      ProbeTarget(
        joints: joints, frame: sample.frame, shape: shape,
        sigma: ProbePlan.sigma(plan.sigma, ofWidth: shape.width, inputWidth: network.input.width))
    case .classes(let classes):
      ProbeTarget(classes: classes, frame: sample.frame, shape: shape, alignsCorners: network.alignsCorners)
    }
  }
}

extension ProbeRun {
  /// Chooses λ and a of every node: what is fitted to the others is measured on the pictures that are held out.
  ///
  /// - Parameter progress: told how many pictures are done, of how many.
  /// - Returns: for each node the best choice, and what it is worth there; nil in value where nothing is held out.
  func choose(
    _ sums: ProbeSums, progress: @escaping @Sendable (Int, Int) -> Void
  ) throws -> [(choice: NormalEquations.Choice, heldOut: Double?)] {
    let choices = ProbeGrid.choices(isEmphasised: plan.targets == .joints)
    let usual = ProbeGrid.usual(isEmphasised: plan.targets == .joints)
    let pictures = (0..<plan.pictures).filter(plan.isHeldOut)
    guard !pictures.isEmpty, sums.fitted.count > 0, sums.heldOut.count > 0 else {
      return plan.inputs.map { _ in (usual, nil) }
    }
    let candidates = sums.fitted.equations.map { equations in
      ProbeCandidates(equations, choices, count: sums.fitted.count, by: blas)
    }
    let scores = try measure(candidates, on: set, pictures: pictures, progress: progress).scores
    return zip(candidates, scores).map { candidates, scores in
      var best: (place: Int, value: Double)?
      for (place, score) in scores.enumerated() {
        guard let value = score.value, value > best?.value ?? -1 else { continue }
        best = (place, value)
      }
      return best.map { (candidates.choices[$0.place], $0.value) } ?? (usual, nil)
    }
  }

  /// How right read-outs are on a set.
  ///
  /// - Parameters:
  ///   - candidates: for each node of the plan.
  ///   - pictures: by their number.
  /// - Returns: for each node what each candidate is worth, and what true joints are worth on its grid.
  func measure(
    _ candidates: [ProbeCandidates], on set: EvaluationSet, pictures: [Int],
    progress: @escaping @Sendable (Int, Int) -> Void
  ) throws -> (scores: [[ProbeScore]], limits: [ProbeScore]) {
    typealias Scores = (scores: [[ProbeScore]], limits: [ProbeScore], done: Int)
    let empty = ProbeScore(subject.targets)
    let nothing = candidates.map { $0.choices.map { _ in empty } }
    let state = Mutex<Scores>((nothing, candidates.map { _ in empty }, 0))
    try share.run(pictures) {
      ProbePictures(set, subject, interventions: interventions, threads: share.threadsPerWorker)
    } do: { tools, picture in
      var result: [(scores: [ProbeScore], limit: ProbeScore?)] = zip(candidates, nothing).map { ($1, nil) }
      for sample in try tools.samples(ofPicture: picture) {
        guard let executor = tools.executor else { continue }
        let judge = ProbeJudge(targets: subject.targets, alignsCorners: executor.network.alignsCorners)
        for (index, input) in plan.inputs.enumerated() where !candidates[index].choices.isEmpty {
          guard let activation = activation(of: input, sample, executor) else { continue }
          let answer = activation.applying(
            weights: candidates[index].weights, bias: candidates[index].bias, by: blas)
          for place in result[index].scores.indices {
            let outputs = place * plan.names.count..<(place + 1) * plan.names.count
            result[index].scores[place] += judge.score(answer, outputs: outputs, of: sample)
          }
          if let limit = judge.limit(of: sample, height: answer.shape.height, width: answer.shape.width) {
            var sum = result[index].limit ?? empty
            sum += limit
            result[index].limit = sum
          }
        }
      }
      return result
    } receive: { result in
      state.withLock { state in
        for (index, part) in result.enumerated() {
          for (place, score) in part.scores.enumerated() { state.scores[index][place] += score }
          if let limit = part.limit { state.limits[index] += limit }
        }
        state.done += 1
        progress(state.done, pictures.count)
      }
    } end: { _ in
    }
    return state.withLock { ($0.scores, $0.limits) }
  }
}

extension ProbeRun {
  /// Weights and bias of one choice.
  func solved(
    _ equations: NormalEquations, _ choice: NormalEquations.Choice, count: Int
  ) -> (weights: [Double], bias: [Double])? { equations.solution(choice, count: count, by: blas) }
}

/// Several read-outs of one node, whose outputs stand one after another.
struct ProbeCandidates: Sendable {
  private(set) var choices: [NormalEquations.Choice] = []
  /// `[choices · K][C]`
  private(set) var weights: [Float] = []
  /// `[choices · K]`
  private(set) var bias: [Float] = []

  /// A read-out alone.
  init(_ solution: (weights: [Double], bias: [Double])) {
    choices = [.init(ridge: 0, emphasis: 0)]
    (weights, bias) = (solution.weights.map { Float($0) }, solution.bias.map { Float($0) })
  }

  /// What is solved for each choice; those without one solution are left out.
  init(_ equations: NormalEquations, _ choices: [NormalEquations.Choice], count: Int, by blas: BLAS) {
    for choice in choices {
      guard let solution = equations.solution(choice, count: count, by: blas) else { continue }
      self.choices.append(choice)
      weights += solution.weights.map { Float($0) }
      bias += solution.bias.map { Float($0) }
    }
  }
}

/// Why nothing can be fitted.
public enum ProbeFault: Error, Hashable, CustomStringConvertible {
  case notFinite(picture: String, node: String)
  case nothingKnown
  case noSolution(node: String)

  public var description: String {
    switch self {
    case .notFinite(let picture, let node):
      "\(node): its activation on '\(picture)' is not finite, so that nothing can be fitted to it"
    case .nothingKnown: "nobody in the set whose truth is known, so that nothing can be fitted"
    case .noSolution(let node): "\(node): its equations have no one solution"
    }
  }
}
