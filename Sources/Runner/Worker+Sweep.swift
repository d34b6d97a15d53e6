import Engine
import Experiments
import Explorer

/// A sweep goes one cut at a time, each a job of its own at the end of the worker's queue, so that passes and summaries that a
/// person waits for come in between; those also interrupt the cut that is being computed, which is then taken up again.
extension Worker {
  func sweep(_ request: SweepRequest, generation: Int) {
    sweeping.begin(generation)
    queue.async { [self] in
      state?.begin(request, generation)
      continueSweeping(generation)
    }
  }

  /// Ends the sweep that runs, if one does.
  func stopSweep() { sweeping.begin(nil) }

  /// One cut; on the queue.
  private func continueSweeping(_ generation: Int) {
    // A newer sweep may stand there already.
    guard let estimator = state?.estimator, state?.sweep?.generation == generation else { return }
    guard let cancellation = sweeping.cancellation(of: generation) else {
      state?.sweep = nil
      return
    }
    do throws(PassCancelled) {
      guard try state?.sweep?.run.advance(estimator, cancellation: cancellation) == true else {
        state?.sweep = nil
        return
      }
      if let sweep = state?.sweep?.run, let result = sweep.result, sweeping.cancellation(of: generation) != nil {
        answer(.success(.swept(result, sweep.progress, generation: generation)))
      }
    } catch {
      // What the cut had computed until it was stopped is in the cache.
    }
    queue.async { [self] in continueSweeping(generation) }
  }
}

extension Worker.State {
  fileprivate mutating func begin(_ request: SweepRequest, _ generation: Int) {
    // The input that passes read too, so that the cache knows it.
    let shown = view.flatMap { $0.scene == request.pass.scene && $0.crop == request.pass.crop ? $0.input : nil }
    let run = Sweep(
      SweepPlan(estimator.network),
      input: shown ?? estimator.input(request.pass.crop.sample(request.pass.scene.picture)), crop: request.pass.crop,
      box: request.box, base: request.pass.interventions, contribution: request.contribution,
      donors: donorInputs(request.pass))
    sweep = (generation, run)
  }
}
