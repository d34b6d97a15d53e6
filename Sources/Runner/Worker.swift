import Checkpoints
import Dispatch
import Engine
import Experiments
import Explorer
import HRNet
import Pictures
import Pose
import Synchronization

/// Runs the network for the explorer, away from the thread that draws.
///
/// Requests are answered one after another; of several passes or summaries that queue up only the newest is
/// computed, and a newer pass stops the one that runs. What goes on in the background goes on between them.
///
/// `@unchecked Sendable`: `state` is touched on the serial queue only; everything else is immutable or synchronized.
final class Worker: @unchecked Sendable {
  let queue: DispatchQueue
  let answer: @Sendable (Result<Action, CheckpointError>) -> Void
  private let newestPass = Mutex<(generation: Int, cancellation: Cancellation?)>((0, nil))
  private let newestSummary = Atomic(0)
  private let newestComparison = Atomic(0)
  private let nodeCount: Int
  private let preparation: Cancellation
  let sweeping: JobRunner
  let occluding: JobRunner
  let flipping: JobRunner
  let timing: JobRunner
  let probing: JobRunner
  private var jobs: [JobRunner] { [sweeping, occluding, flipping, timing, probing] }
  var state: State?

  /// What lives on the queue.
  struct State {
    /// Of the size that the last pass was asked for with.
    private(set) var estimator: Estimator
    /// The linear read-outs that were fitted to the network.
    let probes: NetworkProbes
    /// Makes an estimator of another size, where that follows the picture.
    private let resized: (Network) throws(CheckpointError) -> Estimator
    /// What the passes below were computed from.
    var view: (scene: Scene, frame: PictureFrame, input: Activation)?
    var baseline: Pass? { didSet { baselineResult = nil } }
    /// What is read of the baseline: the same after every change.
    fileprivate var baselineResult: PassResult?
    var current: Pass?
    /// Inputs made of donors, in their order.
    var donors: [(picture: FramedPicture, input: Activation)] = []
    /// Those that the current pass was given.
    var currentDonors: [Activation] = []
    /// Which of the network's outputs is read; nil for the one that is read where nobody says which.
    var output: HeadOutput?

    init(
      _ estimator: Estimator, probes: NetworkProbes, resized: @escaping (Network) throws(CheckpointError) -> Estimator
    ) {
      (self.estimator, self.probes, self.resized) = (estimator, probes, resized)
    }

    /// Makes the network as large as a frame wants it; what was computed at another size is of no use any more.
    mutating func fit(_ frame: PictureFrame) throws {
      guard frame.input != estimator.network.input else { return }
      (view, baseline, current, donors, currentDonors) = (nil, nil, nil, [], [])
      estimator = try resized(try Network(estimator.network.architecture, input: frame.input))
    }
  }

  private init(
    nodeCount: Int, _ preparation: Cancellation, on queue: DispatchQueue,
    answer: @escaping @Sendable (Answer) -> Void
  ) {
    (self.answer, self.queue, self.nodeCount, self.preparation) = (answer, queue, nodeCount, preparation)
    sweeping = JobRunner(on: queue) { answer(.success($0)) }
    occluding = JobRunner(on: queue) { answer(.success($0)) }
    flipping = JobRunner(on: queue) { answer(.success($0)) }
    timing = JobRunner(on: queue) { answer(.success($0)) }
    probing = JobRunner(on: queue) { answer(.success($0)) }
  }

  typealias Answer = Result<Action, CheckpointError>

  /// Begins to prepare the weights at once.
  ///
  /// - Parameters:
  ///   - queue: another worker's, whose work and this one's then go one after another.
  ///   - cacheBudget: bytes of activations to remember; by default a few passes, `Network.rememberedBytes`.
  ///   - answer: called on the worker's queue.
  convenience init(
    _ subject: Subject, checkpoint: Checkpoint, threads: Int,
    on queue: DispatchQueue = DispatchQueue(label: "hrscope.worker", qos: .userInteractive),
    cacheBudget: Int? = nil, answer: @escaping @Sendable (Answer) -> Void
  ) {
    self.init(nodeCount: subject.network.nodes.count, Cancellation(), on: queue, answer: answer)
    queue.async { [self] in
      do throws(CheckpointError) {
        let (detector, progress) = (subject.framing.detector, preparation)
        let estimator = try Estimator(
          checkpoint, network: subject.network, threads: threads, detector: detector, cacheBudget: cacheBudget,
          progress: progress)
        state = State(estimator, probes: subject.probes) { network throws(CheckpointError) in
          try Estimator(
            checkpoint, network: network, threads: threads, detector: detector, cacheBudget: cacheBudget)
        }
      } catch {
        answer(.failure(error))
      }
    }
  }

  /// Another that goes on from where this one is when what was asked for until now is done: with the same network, passes and
  /// inputs, of which nothing is computed again.
  func copy(answer: @escaping @Sendable (Answer) -> Void) -> Worker {
    let copy = Worker(nodeCount: nodeCount, preparation, on: queue, answer: answer)
    queue.async { [self] in copy.state = state }
    return copy
  }

  /// Computes the baseline too, where it is not known for this scene and frame.
  func compute(_ request: PassRequest, generation: Int) {
    let cancellation = Cancellation()
    newestPass.withLock {
      $0.cancellation?.cancel()
      $0 = (generation, cancellation)
    }
    stopOccluding()
    stopNumbers()
    sweeping.makeWay()
    queue.async { [self] in
      // Without weights the session has been told, and ends.
      guard state != nil, !cancellation.isCancelled else { return }
      do {
        try state?.fit(request.frame)
        guard let (current, baseline) = try state?.passes(request, cancellation) else { return }
        answer(.success(.passed(current, baseline: baseline, generation: generation)))
      } catch let error as CheckpointError {
        answer(.failure(error))
      } catch {
        // A cancelled pass has a successor, which will answer; and the model has asked for a size that there is.
      }
    }
  }

  func summarise(_ request: SummaryRequest, generation: Int) {
    newestSummary.store(generation, ordering: .relaxed)
    makeWay()
    queue.async { [self] in
      guard newestSummary.load(ordering: .relaxed) == generation, let state, let pass = state.current else { return }
      let summary = StepSummary(
        request, executor: state.estimator.executor, pass: pass, baseline: state.baseline,
        sum: request.sum.flatMap { state.estimator.sum(at: $0, in: pass) },
        contributions: request.tracedItem.flatMap { state.contributions(toItem: $0, in: pass) })
      answer(.success(.summarised(summary, generation: generation)))
      // The next change finds memory for what it computes: fresh pages take longer than computing into them.
      state.estimator.executor.makeRoom()
    }
  }

  /// Summarises by how much the last pass, state A's, differs from that of another worker on the same queue, B's.
  ///
  /// - Parameters:
  ///   - request: of B.
  ///   - cursor: where A is.
  func compare(_ request: SummaryRequest, at cursor: Cursor, with other: Worker, generation: Int) {
    newestComparison.store(generation, ordering: .relaxed)
    other.makeWay()
    queue.async { [self] in
      guard newestComparison.load(ordering: .relaxed) == generation, let state, let pass = state.current,
        let b = other.state, let after = b.current
      else { return }
      let summary = StepSummary(
        request, from: (state.estimator.executor, pass), at: cursor, minus: (b.estimator.executor, after))
      answer(.success(.compared(summary, generation: generation)))
    }
  }

  /// Whether weights or a pass are still to come.
  var isBusy: Bool {
    preparation.completed < nodeCount
      || newestPass.withLock { $0.cancellation.map { $0.completed < nodeCount } ?? false }
  }

  /// How far the work is that has been asked for last: the weights, or a pass.
  var progress: WorkProgress {
    guard preparation.completed >= nodeCount else {
      return WorkProgress(what: .weights, completed: preparation.completed, total: nodeCount)
    }
    // A pass that also needs its baseline goes through the nodes twice; the second time most are known.
    let completed = newestPass.withLock { $0.cancellation?.completed ?? 0 }
    return WorkProgress(
      what: .pass, completed: completed > nodeCount ? completed - nodeCount : completed, total: nodeCount)
  }

  /// Gives a node's activation in the last pass, as a file for numpy; nil where it was not computed.
  func takeTensor(_ node: Node.ID, _ body: @escaping @Sendable ([UInt8]?) -> Void) {
    makeWay()
    queue.async { [self] in
      guard let state, let activation = state.current?[node] else { return body(nil) }
      let shape = state.estimator.network[node].shape
      body(NPYFile.bytes(activation.channelMajor(), shape: [1, shape.channels, shape.height, shape.width]))
    }
  }

  /// Waits until everything asked for until now has been answered, and what goes on in the background has ended.
  func waitUntilIdle() { while queue.sync(execute: { jobs.contains { !$0.isIdle } }) {} }

  /// Lets what is asked for now go before the next step of what goes on in the background.
  private func makeWay() { for job in jobs { job.makeWay() } }

  /// Reads the output that is shown at every depth of the last finished pass, until another pass is asked for.
  func readOut(generation: Int) {
    makeWay()
    let cancellation = newestPass.withLock { $0.cancellation }
    queue.async { [self] in
      guard let state else { return }
      // A pass that was asked for since will be read in its turn.
      guard let (course, refusal) = try? state.readOutCourse(cancellation) else { return }
      answer(.success(.readOut(course, generation: generation)))
      if let refusal { answer(.success(.told("probes cannot be read: \(refusal)"))) }
    }
  }

  /// Stops whatever runs, so that the program need not wait for it to end.
  func stop() {
    newestPass.withLock { $0.cancellation?.cancel() }
    stopOccluding()
    stopNumbers()
    stopSweep()
  }
}

extension Worker.State {
  /// Runs what is asked for, and before it the baseline where it is not known for this scene and frame. Where only another
  /// output is to be read, nothing is run: the pass that is at hand has it.
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
    if isFirst { baseline = before }
    let donors = donorInputs(request)
    let isReadAnew = output != request.output
    output = request.output
    if isReadAnew { baselineResult = nil }
    let unchanged = baselineResult ?? result(of: before, request.frame)
    baselineResult = unchanged
    if isReadAnew, let current, current.interventions == request.interventions,
      donors.count == currentDonors.count, zip(donors, currentDonors).allSatisfy({ $0 === $1 })
    {
      return (result(of: current, request.frame), unchanged)
    }
    // The first pass without cuts is the baseline itself, with the time it took; later ones read the cache.
    let isBaseline = isFirst && request.interventions.isEmpty
    let after =
      isBaseline
      ? before
      : try estimator.executor.run(
        input, request.interventions, donors: donors, cancellation: cancellation)
    (current, currentDonors) = (after, donors)
    return (isBaseline ? unchanged : result(of: after, request.frame), unchanged)
  }

  /// Made once for each donor: the same object means the same picture, and nothing is computed twice.
  mutating func donorInputs(_ request: PassRequest) -> [Activation] {
    request.donors.map { picture in
      if let known = donors.first(where: { $0.picture == picture }) { return known.input }
      let input = estimator.input(picture)
      donors.append((picture, input))
      return input
    }
  }

  private mutating func input(for request: PassRequest) -> Activation {
    if let view, view.scene == request.scene, view.frame == request.frame { return view.input }
    let input = estimator.input(FramedPicture(request.scene.picture, in: request.frame))
    view = (request.scene, request.frame, input)
    (baseline, current) = (nil, nil)
    return input
  }

  /// Of the pass, to an item of what the network says in it.
  func contributions(toItem item: Int, in pass: Pass) -> PeakContributions? {
    view.flatMap {
      estimator.contributions(
        toItem: item, of: estimator.read(pass, $0.frame, output: output), output: output, in: pass)
    }
  }

  /// What is read early in the last finished pass: by linear read-outs, and by the head.
  ///
  /// - Returns: nil before there is a pass; and why linear read-outs cannot be computed, where that is so.
  /// - Throws: `PassCancelled` when asked to stop.
  func readOutCourse(_ cancellation: Cancellation?) throws(PassCancelled) -> (course: [ReadOutDepth], refusal: String?)?
  {
    guard let current, let view else { return nil }
    let output = output ?? estimator.output
    let byHead = try estimator.readOutCourse(of: output, in: current, view.frame, cancellation: cancellation)
    guard let kind = probes.kind(for: output) else { return (byHead, nil) }
    let blas: BLAS
    do throws(BLASError) { blas = try BLAS() } catch { return (byHead, error.description) }
    let byProbes = try estimator.readOutCourse(
      of: probes, kind, by: blas, in: current, view.frame, cancellation: cancellation)
    return (byProbes + byHead, nil)
  }

  private func result(of pass: Pass, _ frame: PictureFrame) -> PassResult {
    let (seconds, attoseconds) = pass.duration.components
    let reading = estimator.read(pass, frame, output: output)
    return PassResult(
      reading: reading, recomputed: pass.recomputed.count,
      total: estimator.network.nodes.count(where: \.isComputed),
      milliseconds: Double(seconds) * 1e3 + Double(attoseconds) / 1e15,
      firstNotFinite: estimator.executor.firstNotFinite(in: pass)?.node,
      likeness: estimator.likeness(of: reading, output: output))
  }
}
