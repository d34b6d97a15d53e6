import Checkpoints
import Dispatch
import Engine
import Experiments
import Explorer
import Network
import Pose
import Synchronization

/// Runs the network for the explorer, away from the thread that draws.
///
/// Requests are answered one after another; of several passes or summaries that queue up only the newest is
/// computed, and a newer pass stops the one that runs.
///
/// `@unchecked Sendable`: `state` is touched on the serial queue only; everything else is immutable or synchronized.
final class Worker: @unchecked Sendable {
  let queue = DispatchQueue(label: "hrscope.worker", qos: .userInteractive)
  let answer: @Sendable (Result<Action, CheckpointError>) -> Void
  private let newestPass = Mutex<(generation: Int, cancellation: Cancellation?)>((0, nil))
  private let newestSummary = Atomic(0)
  /// The sweep that runs, and what stops the cut it is at.
  let runningSweep = Mutex<(generation: Int, step: Cancellation)?>(nil)
  var state: State?

  /// What lives on the queue.
  struct State {
    let estimator: PoseEstimator
    /// What the passes below were computed from.
    var view: (scene: Scene, crop: Crop, input: Activation)?
    var baseline: Pass?
    var current: Pass?
    /// Inputs made of donors, in their order.
    var donors: [(sample: Picture, input: Activation)] = []
    var sweep: Sweep?

    init(estimator: PoseEstimator) {
      self.estimator = estimator
    }
  }

  /// Begins to prepare the weights at once.
  ///
  /// - Parameter answer: called on the worker's queue.
  init(
    _ subject: Subject, checkpoint: Checkpoint, threads: Int,
    answer: @escaping @Sendable (Result<Action, CheckpointError>) -> Void
  ) {
    self.answer = answer
    queue.async { [self] in
      do throws(CheckpointError) {
        let estimator = try PoseEstimator(checkpoint, network: subject.network, threads: threads)
        state = State(estimator: estimator)
      } catch {
        answer(.failure(error))
      }
    }
  }

  /// Computes the baseline too, where it is not known for this scene and crop.
  func compute(_ request: PassRequest, generation: Int) {
    let cancellation = Cancellation()
    newestPass.withLock {
      $0.cancellation?.cancel()
      $0 = (generation, cancellation)
    }
    pauseSweep()
    queue.async { [self] in
      // Without weights the session has been told, and ends.
      guard state != nil, !cancellation.isCancelled else { return }
      // A cancelled pass has a successor, which will answer.
      guard let (current, baseline) = try? state?.passes(request, cancellation) else { return }
      answer(.success(.passed(current, baseline: baseline, generation: generation)))
    }
  }

  func summarise(_ request: SummaryRequest, generation: Int) {
    newestSummary.store(generation, ordering: .relaxed)
    pauseSweep()
    queue.async { [self] in
      guard newestSummary.load(ordering: .relaxed) == generation, let state, let pass = state.current else { return }
      let summary = StepSummary(request, executor: state.estimator.executor, pass: pass, baseline: state.baseline)
      answer(.success(.summarised(summary, generation: generation)))
    }
  }

  /// Stops a running pass, so that the program need not wait for it to end.
  func stop() {
    stopSweep()
    newestPass.withLock { $0.cancellation?.cancel() }
  }
}

extension Worker.State {
  /// Runs what is asked for, and before it the baseline where it is not known for this scene and crop.
  mutating func passes(
    _ request: PassRequest, _ cancellation: Cancellation
  ) throws(PassCancelled) -> (current: PassResult, baseline: PassResult) {
    let input = input(for: request)
    let isFirst = baseline == nil
    let before: Pass
    if let baseline {
      before = baseline
    } else {
      before = try estimator.executor.run(input, cancellation: cancellation)
    }
    baseline = before
    // The first pass without cuts is the baseline itself, with the time it took; later ones read the cache.
    let after =
      isFirst && request.interventions.isEmpty
      ? before
      : try estimator.executor.run(
        input, request.interventions, donors: donorInputs(request), cancellation: cancellation)
    current = after
    return (result(of: after, request.crop), result(of: before, request.crop))
  }

  /// Made once for each donor: the same object means the same picture, and nothing is computed twice.
  mutating func donorInputs(_ request: PassRequest) -> [Activation] {
    request.donors.map { sample in
      if let known = donors.first(where: { $0.sample == sample }) { return known.input }
      let input = estimator.input(sample)
      donors.append((sample, input))
      return input
    }
  }

  private mutating func input(for request: PassRequest) -> Activation {
    if let view, view.scene == request.scene, view.crop == request.crop { return view.input }
    let input = estimator.input(request.crop.sample(request.scene.picture))
    view = (request.scene, request.crop, input)
    (baseline, current) = (nil, nil)
    return input
  }

  private func result(of pass: Pass, _ crop: Crop) -> PassResult {
    let maps = estimator.heatMaps(pass)
    let joints = maps.joints(
      decoding: .quarter, crop: crop, skeleton: estimator.skeleton, sigma: estimator.sigma)
    let (seconds, attoseconds) = pass.duration.components
    return PassResult(
      joints: joints, heatMaps: maps, recomputed: pass.recomputed.count,
      total: estimator.network.nodes.count(where: \.isComputed),
      milliseconds: Double(seconds) * 1e3 + Double(attoseconds) / 1e15)
  }
}
