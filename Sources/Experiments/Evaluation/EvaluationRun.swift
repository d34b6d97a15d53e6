import Checkpoints
import Dispatch
import Engine
import HRNet
import Pictures
import Pose
import Synchronization

/// Measures pictures, several at a time: each worker has an executor of its own, so that none waits for another, and
/// decoding and cropping run side by side too.
public struct EvaluationRun: Sendable {
  private let set: EvaluationSet
  private let checkpoint: Checkpoint
  private let network: Network
  private let decoding: HeatMapDecoding
  /// In force under each cut of the plan.
  private let interventions: [Interventions]
  /// Pictures at a time, and threads for each.
  public let workers: Int
  public let threadsPerWorker: Int

  /// - Parameters:
  ///   - interventions: under each cut of the plan.
  ///   - threads: all together.
  ///   - workers: by default as many as threads, but no more than a gigabyte of prepared weights allows; each is
  ///     prepared for every worker, and takes up to 16 bytes a parameter.
  public init(
    _ set: EvaluationSet, checkpoint: Checkpoint, network: Network, decoding: HeatMapDecoding,
    interventions: [Interventions], threads: Int, workers: Int? = nil
  ) {
    (self.set, self.checkpoint, self.network) = (set, checkpoint, network)
    (self.decoding, self.interventions) = (decoding, interventions)
    let affordable = max(1, (1 << 30) / (16 * max(network.parameters, 1)))
    self.workers = workers ?? min(threads, affordable)
    threadsPerWorker = max(1, threads / self.workers)
  }

  /// Measures.
  ///
  /// - Parameters:
  ///   - work: pictures, and the cuts wanted of each.
  ///   - receive: takes what a picture gave under all cuts wanted; called by one worker at a time.
  /// - Throws: the first error of a picture or of `receive`; pictures under way are dropped.
  public func run(
    _ work: [(picture: Int, cuts: [Int])], receive: @escaping @Sendable ([PictureScore]) throws -> Void
  ) throws {
    let progress = Mutex<(next: Int, error: (any Error)?)>((0, nil))
    let receiving = Mutex(())
    DispatchQueue.concurrentPerform(iterations: max(1, min(workers, work.count))) { _ in
      do {
        let estimator = try Estimator(
          checkpoint, network: network, threads: threadsPerWorker, decoding: decoding, cacheBudget: 128 << 20)
        while true {
          let index = progress.withLock { progress -> Int? in
            guard progress.error == nil, progress.next < work.count else { return nil }
            progress.next += 1
            return progress.next - 1
          }
          guard let index else { return }
          let scores = try scores(of: work[index].picture, under: work[index].cuts, estimator)
          try receiving.withLock { _ in try receive(scores) }
        }
      } catch {
        progress.withLock { $0.error = $0.error ?? error }
      }
    }
    if let error = progress.withLock({ $0.error }) { throw error }
  }

  /// Picture to readings, readings to scores.
  private func scores(of index: Int, under cuts: [Int], _ estimator: Estimator) throws -> [PictureScore] {
    let entry = set.pictures[index]
    let people = entry.people.filter(\.isLookedFor)
    let content = people.isEmpty ? nil : set.content(ofPicture: index)
    // [cut][person]
    var readings = [[Reading]](repeating: [], count: cuts.count)
    var turn: LabelledPicture.Turn?
    if !people.isEmpty {
      let labelled = try LabelledPicture(contentsOf: entry.path, size: entry.size)
      turn = labelled.turn
      for person in people {
        let crop = Crop(box: person.box, input: network.input, checkpoint.preprocessing)
        let input = estimator.input(crop.sample(labelled.picture))
        for (place, cut) in cuts.enumerated() {
          let pass = try estimator.executor.run(input, interventions[cut])
          readings[place].append(estimator.read(pass, crop))
        }
      }
    }
    return zip(cuts, readings).map { cut, readings in
      let score = set.score(readings, of: people, in: entry)
      return PictureScore(
        picture: index, cut: cut, content: content, joints: score.joints, comparison: score.comparison, turn: turn)
    }
  }
}
