import Checkpoints
import Dispatch
import Engine
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
  private let queue = DispatchQueue(label: "hrscope.worker", qos: .userInteractive)
  private let answer: @Sendable (Result<Action, CheckpointError>) -> Void
  private let newestPass = Mutex<(generation: Int, cancellation: Cancellation?)>((0, nil))
  private let newestSummary = Atomic(0)
  private var state: State?

  /// What lives on the queue.
  private struct State {
    let estimator: PoseEstimator
    let crop: Crop
    let input: Activation
    var baseline: Pass?
    var current: Pass?
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
        state = State(estimator: estimator, crop: subject.crop, input: estimator.input(subject.inputCrop))
      } catch {
        answer(.failure(error))
      }
    }
  }

  func compute(_ interventions: Interventions, generation: Int) {
    let cancellation = Cancellation()
    newestPass.withLock {
      $0.cancellation?.cancel()
      $0 = (generation, cancellation)
    }
    queue.async { [self] in
      guard var state, !cancellation.isCancelled else { return }
      // A cancelled pass has a successor, which will answer.
      guard let pass = try? state.estimator.executor.run(state.input, interventions, cancellation: cancellation) else {
        return
      }
      state.current = pass
      if interventions.isEmpty { state.baseline = pass }
      self.state = state
      answer(.success(.passed(result(pass, state), generation: generation)))
    }
  }

  func summarise(_ request: SummaryRequest, generation: Int) {
    newestSummary.store(generation, ordering: .relaxed)
    queue.async { [self] in
      guard newestSummary.load(ordering: .relaxed) == generation, let state, let pass = state.current else { return }
      let summary = StepSummary(request, network: state.estimator.network, pass: pass, baseline: state.baseline)
      answer(.success(.summarised(summary, generation: generation)))
    }
  }

  /// Stops a running pass, so that the program need not wait for it to end.
  func stop() { newestPass.withLock { $0.cancellation?.cancel() } }

  private func result(_ pass: Pass, _ state: State) -> PassResult {
    let estimator = state.estimator
    let maps = estimator.heatMaps(pass)
    let joints = maps.joints(
      decoding: .quarter, crop: state.crop, skeleton: estimator.skeleton, sigma: estimator.sigma)
    let (seconds, attoseconds) = pass.duration.components
    return PassResult(
      joints: joints, heatMaps: maps, recomputed: pass.recomputed.count,
      total: estimator.network.nodes.count(where: \.isComputed),
      milliseconds: Double(seconds) * 1e3 + Double(attoseconds) / 1e15)
  }
}
