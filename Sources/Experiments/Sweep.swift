import Engine
import HRNet
import Pictures
import Pose

/// What one cut of a sweep did to what the network says.
public struct SweepMeasurement: Hashable, Sendable {
  public let target: SweepTarget
  public let kind: FusionKind
  /// What the network says under the cut.
  public let items: [ReadingItem]
  /// Against the sweep's baseline.
  public let change: ReadingChange

  public init(_ target: SweepTarget, _ kind: FusionKind, items: [ReadingItem], change: ReadingChange) {
    (self.target, self.kind, self.items, self.change) = (target, kind, items, change)
  }
}

/// What a sweep has found.
public struct SweepResult: Hashable, Sendable {
  /// What the network says under the interventions that were in force already; every cut is made on top of them.
  public let baseline: [ReadingItem]
  public let words: ReadingWords
  /// One per target, in the order of `SweepPlan`; fewer while the sweep runs.
  public internal(set) var measurements: [SweepMeasurement]

  public init(baseline: Reading, measurements: [SweepMeasurement] = []) {
    (self.baseline, self.words, self.measurements) = (baseline.items, baseline.words, measurements)
  }

  /// Those of one sort, strongest effect first, as the change orders them; equals in the network's order.
  public func ranking(_ isWanted: (SweepTarget) -> Bool) -> [SweepMeasurement] {
    measurements.filter { isWanted($0.target) }.strongestFirst(\.change)
  }

  /// Fusion edges, strongest effect first.
  public var edges: [SweepMeasurement] { ranking { if case .edge = $0 { true } else { false } } }
  /// Exchange units, strongest effect first.
  public var units: [SweepMeasurement] { ranking { if case .unit = $0 { true } else { false } } }
  /// Kinds of exchange units, strongest effect first.
  public var kinds: [SweepMeasurement] { ranking { if case .kind = $0 { true } else { false } } }

  /// What was measured for a target; nil where the sweep has not come to it.
  public subscript(target: SweepTarget) -> SweepMeasurement? { measurements.first { $0.target == target } }
}

/// Cuts every fusion edge, every exchange unit and every kind in turn, and measures what becomes of what the
/// network says.
///
/// It goes one cut at a time, so that whoever runs it can do something else in between:
///
/// ```swift
/// var sweep = Sweep(SweepPlan(network), input: estimator.input(framed), frame: framed.frame)
/// while try sweep.advance(estimator) { print(sweep.progress) }
/// sweep.result.edges.first   // the edge that matters most
/// ```
public struct Sweep {
  public let plan: SweepPlan
  private let input: Activation
  private let frame: PictureFrame
  private let base: Interventions
  private let contribution: Contribution
  private let donors: [Activation]
  private let output: HeadOutput?
  private var baseline: Reading?
  /// Nil until the baseline is known.
  public private(set) var result: SweepResult?
  /// Time spent on cuts so far.
  private var elapsed = Duration.zero

  /// - Parameters:
  ///   - input: made by the executor of the estimator that will run the sweep.
  ///   - frame: what `input` was made in.
  ///   - base: in force for every pass, the baseline too.
  ///   - contribution: what a cut edge brings.
  ///   - donors: the inputs that patches take their terms from.
  ///   - output: which of the network's is read; by default the one that is read where nobody says which.
  public init(
    _ plan: SweepPlan, input: Activation, frame: PictureFrame, base: Interventions = .none,
    contribution: Contribution = .nothing,
    donors: [Activation] = [], output: HeadOutput? = nil
  ) {
    self.output = output
    (self.plan, self.input, self.frame) = (plan, input, frame)
    (self.base, self.contribution, self.donors) = (base, contribution, donors)
  }

  /// Measures the baseline, and then one cut a call.
  ///
  /// - Returns: false once everything has been measured.
  /// - Throws: `PassCancelled`; the next call then takes up the same cut again.
  public mutating func advance(
    _ estimator: Estimator, cancellation: Cancellation? = nil
  ) throws(PassCancelled) -> Bool {
    guard let baseline, let known = result else {
      let reading = try read(estimator, base, cancellation)
      (baseline, result) = (reading, SweepResult(baseline: reading))
      return true
    }
    guard known.measurements.count < plan.steps.count else { return false }
    let step = plan.steps[known.measurements.count]
    let clock = ContinuousClock()
    let start = clock.now
    var interventions = base
    interventions.set(contribution, for: step.edges)
    let reading = try read(estimator, interventions, cancellation)
    guard let change = reading.change(from: baseline) else {
      preconditionFailure("readings of one network on one picture can be compared")
    }
    result?.measurements.append(
      SweepMeasurement(step.target, step.kind, items: reading.items(after: baseline), change: change))
    elapsed += clock.now - start
    return true
  }

  private func read(
    _ estimator: Estimator, _ interventions: Interventions, _ cancellation: Cancellation?
  ) throws(PassCancelled) -> Reading {
    estimator.read(
      try estimator.executor.run(input, interventions, donors: donors, cancellation: cancellation), frame,
      output: output)
  }
}

/// How far a sweep has come.
public struct SweepProgress: Hashable, Sendable {
  /// Cuts measured, and how many there are.
  public let done: Int
  public let total: Int
  /// Nil until the first cut is measured.
  public let secondsLeft: Double?

  public init(done: Int, total: Int, secondsLeft: Double?) {
    (self.done, self.total, self.secondsLeft) = (done, total, secondsLeft)
  }
}

extension Sweep {
  /// How far it has come. The time left follows from the time spent and from what the cuts to come have to compute:
  /// cuts at the beginning of the network take longer than those at its end.
  public var progress: SweepProgress {
    let done = result?.measurements.count ?? 0
    let spent = plan.steps.prefix(done).reduce(0) { $0 + Double($1.work) }
    let left = plan.steps.dropFirst(done).reduce(0) { $0 + Double($1.work) }
    return SweepProgress(
      done: done, total: plan.steps.count, secondsLeft: spent > 0 ? elapsed / .seconds(1) * left / spent : nil)
  }
}
