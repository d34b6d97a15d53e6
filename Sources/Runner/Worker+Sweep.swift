import Engine
import Experiments
import Explorer

/// A sweep goes one cut at a time, each a job of its own on the worker's queue, so that passes and summaries that a person
/// waits for come in between; those also stop the cut that is being computed, which is taken up again afterwards.
extension Worker {
  func sweep(_ request: SweepRequest, generation: Int) {
    runningSweep.withLock { running in
      running?.step.cancel()
      running = (generation, Cancellation())
    }
    queue.async { [self] in
      guard runningSweep.withLock({ $0?.generation == generation }) else { return }
      state?.begin(request)
      goOn(generation)
    }
  }

  /// Ends the sweep that runs, if one does.
  func stopSweep() {
    runningSweep.withLock { running in
      running?.step.cancel()
      running = nil
    }
    queue.async { [self] in
      if runningSweep.withLock({ $0 == nil }) { state?.sweep = nil }
    }
  }

  /// Lets what is asked for next go before the rest of the sweep.
  func pauseSweep() { runningSweep.withLock { $0?.step.cancel() } }

  /// One cut; on the queue.
  private func goOn(_ generation: Int) {
    let step = Cancellation()
    let isWanted = runningSweep.withLock { running in
      guard running?.generation == generation else { return false }
      running?.step = step
      return true
    }
    guard isWanted, let estimator = state?.estimator else { return }
    do throws(PassCancelled) {
      guard try state?.sweep?.advance(estimator, cancellation: step) == true else {
        state?.sweep = nil
        return
      }
      if let sweep = state?.sweep, let result = sweep.result {
        answer(.success(.swept(result, sweep.progress, generation: generation)))
      }
    } catch {
      // What the cut had computed until it was stopped is in the cache.
    }
    queue.async { [self] in goOn(generation) }
  }
}

extension Worker.State {
  fileprivate mutating func begin(_ request: SweepRequest) {
    let network = estimator.network
    // The input that passes read too, so that the cache knows it.
    let shown = view.flatMap { $0.scene == request.pass.scene && $0.crop == request.pass.crop ? $0.input : nil }
    sweep = Sweep(
      SweepPlan(network), input: shown ?? estimator.input(request.pass.crop.sample(request.pass.scene.picture)),
      crop: request.pass.crop, box: request.box, base: request.pass.interventions, contribution: request.contribution,
      donors: donorInputs(request.pass))
  }
}
