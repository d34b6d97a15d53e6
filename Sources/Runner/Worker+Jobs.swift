import Engine
import Experiments
import Explorer
import HRNet
import Pictures
import Pose

extension Worker {
  /// Cuts everything in turn.
  func sweep(_ request: SweepRequest, generation: Int) {
    sweeping.begin(generation) { [self] in state?.sweep(request) }
  }

  /// Ends the sweep that runs, if one does.
  func stopSweep() { sweeping.stop() }

  /// Blocks the input of the last finished pass part by part.
  func occlude(nearestTo centre: PicturePoint, generation: Int) {
    occluding.begin(generation) { [self] in state?.occlusion(nearestTo: centre) }
  }

  func stopOccluding() { occluding.stop() }

  /// Runs the mirrored picture of the last finished pass.
  func flipTest(generation: Int) {
    flipping.begin(generation) { [self] in state.map(FlipJob.init) }
  }

  /// Measures how long the nodes of the last finished pass take.
  func time(generation: Int) {
    timing.begin(generation) { [self] in state.map(TimeJob.init) }
  }

  /// Reads the last finished pass through every probe.
  func probe(_ question: ProbeQuestion, generation: Int) {
    probing.begin(generation) { [self] in state.map { ProbeJob($0, question) } }
  }

  /// Ends what would be said of a pass that is not shown any more.
  func stopNumbers() {
    flipping.stop()
    timing.stop()
    probing.stop()
  }
}

extension Worker.State {
  /// Nil where the network cannot be given the frame.
  fileprivate mutating func sweep(_ request: SweepRequest) -> SweepJob? {
    let (scene, frame) = (request.pass.scene, request.pass.frame)
    guard (try? fit(frame)) != nil else { return nil }
    // The input that passes read too, so that the cache knows it.
    let shown = view.flatMap { $0.scene == scene && $0.frame == frame ? $0.input : nil }
    let run = Sweep(
      SweepPlan(estimator.network), input: shown ?? estimator.input(FramedPicture(scene.picture, in: frame)),
      frame: frame,
      base: request.pass.interventions, contribution: request.contribution, donors: donorInputs(request.pass),
      output: request.pass.output)
    return SweepJob(estimator: estimator, run: run)
  }

  /// The mean of the last finished pass's heat maps and those of the mirrored picture; nil where there is no such thing.
  fileprivate func flipTest(_ cancellation: Cancellation) throws(PassCancelled) -> HeatMaps? {
    guard let current, let view else { return nil }
    let pictures = currentDonors.compactMap { input in donors.first { $0.input === input }?.picture }
    return try estimator.flipTest(
      of: current, FramedPicture(view.scene.picture, in: view.frame), output: output, donors: pictures,
      cancellation: cancellation)
  }

  /// Nil before the first pass.
  fileprivate func occlusion(nearestTo centre: PicturePoint) -> OcclusionJob? {
    guard let current, let view else { return nil }
    let run = OcclusionRun(
      on: current, frame: view.frame, nearestTo: centre, donors: currentDonors, output: output, estimator: estimator)
    return OcclusionJob(estimator: estimator, run: run)
  }
}

/// The mirrored picture, in one step.
private struct FlipJob: Job {
  let state: Worker.State
  var maps: HeatMaps?
  var isComplete = false

  let reportInterval = Duration.zero

  init(_ state: Worker.State) { self.state = state }

  mutating func advance(cancellation: Cancellation) throws(PassCancelled) {
    maps = try state.flipTest(cancellation)
    isComplete = true
  }

  func report(generation: Int) -> Action? { maps.map { .flipTested($0, generation: generation) } }
}

/// A whole pass a step; what was interrupted is measured anew.
private struct TimeJob: Job {
  let state: Worker.State
  var runs: [Pass] = []
  var isComplete: Bool { runs.count == Self.passes || state.current == nil }

  static let passes = 5

  let reportInterval = Duration.zero

  init(_ state: Worker.State) { self.state = state }

  mutating func advance(cancellation: Cancellation) throws(PassCancelled) {
    guard let current = state.current,
      let run = try state.estimator.repeated(current, donors: state.currentDonors, cancellation: cancellation)
    else { return }
    runs.append(run)
  }

  func report(generation: Int) -> Action? {
    isComplete ? NodeTimes(runs).map { .timed($0, generation: generation) } : nil
  }
}

/// One probe a step.
private struct ProbeJob: Job {
  let estimator: Estimator
  var now: ProbeErrorRun?
  var before: ProbeErrorRun?
  var refusal: BLASError?

  let reportInterval = Duration.zero

  init(_ state: Worker.State, _ question: ProbeQuestion) {
    estimator = state.estimator
    guard let current = state.current, let view = state.view else { return }
    do throws(BLASError) {
      let blas = try BLAS()
      func run(_ pass: Pass, _ reference: ReadOutReference?) -> ProbeErrorRun {
        ProbeErrorRun(
          state.probes, question.kind, in: pass, view.frame, against: reference, by: blas, estimator: state.estimator)
      }
      now = run(current, question.reference)
      if question.readsBaseline, let baseline = state.baseline { before = run(baseline, question.referenceBefore) }
    } catch {
      refusal = error
    }
  }

  var isComplete: Bool { now?.isComplete != false && before?.isComplete != false }

  mutating func advance(cancellation: Cancellation) throws(PassCancelled) {
    if now?.isComplete == false { now?.advance(estimator) } else { before?.advance(estimator) }
  }

  func report(generation: Int) -> Action? {
    guard isComplete else { return nil }
    if let refusal { return .probed(.failure(refusal), generation: generation) }
    return now.map { .probed(.success(ProbedPass(now: $0.errors, before: before?.errors)), generation: generation) }
  }
}

/// One cut a step.
private struct SweepJob: Job {
  let estimator: Estimator
  var run: Sweep

  let reportInterval = Duration.zero

  var isComplete: Bool { run.progress.done == run.progress.total && run.result != nil }

  mutating func advance(cancellation: Cancellation) throws(PassCancelled) {
    _ = try run.advance(estimator, cancellation: cancellation)
  }

  func report(generation: Int) -> Action? {
    run.result.map { .swept($0, run.progress, generation: generation) }
  }
}

/// One blocked part a step.
private struct OcclusionJob: Job {
  let estimator: Estimator
  var run: OcclusionRun

  let reportInterval = Duration.milliseconds(80)

  var isComplete: Bool { run.map.isComplete }

  mutating func advance(cancellation: Cancellation) throws(PassCancelled) {
    try run.advance(estimator, cancellation: cancellation)
  }

  func report(generation: Int) -> Action? {
    .occluded(run.map, secondsLeft: run.secondsLeft, generation: generation)
  }
}
