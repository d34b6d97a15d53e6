import Engine
import Experiments
import Explorer
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

  /// Nil before the first pass.
  fileprivate func occlusion(nearestTo centre: PicturePoint) -> OcclusionJob? {
    guard let current, let view else { return nil }
    let run = OcclusionRun(
      on: current, frame: view.frame, nearestTo: centre, donors: currentDonors, output: output, estimator: estimator)
    return OcclusionJob(estimator: estimator, run: run)
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
