import Checkpoints
import Dispatch
import Engine
import HRNet
import Pictures
import Platform
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
        let estimator = try PoseEstimator(
          checkpoint, network: network, threads: threadsPerWorker, cacheBudget: 128 << 20)
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

  private func scores(of index: Int, under cuts: [Int], _ estimator: PoseEstimator) throws -> [PictureScore] {
    let entry = set.pictures[index]
    let people = entry.people.filter(\.isLookedFor)
    let content = people.isEmpty ? nil : set.content(ofPicture: index)
    // [cut][person]
    var poses = [[[Joint]]](repeating: [], count: cuts.count)
    var turn: LabelledPicture.Turn?
    if !people.isEmpty {
      let labelled = try LabelledPicture(contentsOf: entry.path, size: entry.size)
      let picture = labelled.picture
      turn = labelled.turn
      for person in people {
        let crop = Crop(box: person.box, input: network.input, checkpoint.preprocessing)
        let input = estimator.input(crop.sample(picture))
        for (place, cut) in cuts.enumerated() {
          let maps = estimator.heatMaps(try estimator.executor.run(input, interventions[cut]))
          let joints = maps.joints(
            decoding: decoding, crop: crop, skeleton: estimator.skeleton, sigma: estimator.sigma)
          poses[place].append(set.match.network.map { joints[$0] })
        }
      }
    }
    return zip(cuts, poses).map { cut, poses in
      let joints = zip(people, poses).map { person, pose in
        set.metric == .pck ? hits(pose, person) : similarities(pose, person)
      }
      let comparison = set.metric == .pck ? nil : comparison(entry.people, zip(people, poses))
      return PictureScore(
        picture: index, cut: cut, content: content, joints: joints, comparison: comparison, turn: turn)
    }
  }

  /// For each category; a pose is of the category whose box it was looked for in.
  private func comparison(
    _ people: [COCOKeypoints.Annotation], _ poses: Zip2Sequence<[COCOKeypoints.Annotation], [[Joint]]>
  ) -> [OKSPicture] {
    set.categories.indices.map { category in
      OKSPicture(
        truth: people.filter { $0.category == category },
        found: poses.filter { $0.0.category == category }.map { ($1.map(\.position), Self.score(of: $1)) },
        sigmas: set.skeleton.sigmas)
    }
  }

  private func hits(_ pose: [Joint], _ person: COCOKeypoints.Annotation) -> [Double?] {
    guard let torso = Metrics.torso(truth: person.joints, skeleton: set.skeleton) else {
      return person.joints.map { _ in nil }
    }
    return Metrics.hits(predicted: pose.map(\.position), truth: person.joints, within: 0.2 * torso).map {
      $0.map { $0 ? 1 : 0 }
    }
  }

  private func similarities(_ pose: [Joint], _ person: COCOKeypoints.Annotation) -> [Double?] {
    person.joints.enumerated().map { index, truth in
      guard truth.isLabelled, index < pose.count else { return nil }
      let distance = pose[index].position.distance(to: truth.position)
      let variance = 4 * set.skeleton.sigmas[index] * set.skeleton.sigmas[index]
      return exp(-distance * distance / variance / (person.area + Double.ulpOfOne) / 2)
    }
  }

  /// A pose's score as the published code computes it where boxes are given: the mean of its joints' scores, of those
  /// above .2.
  private static func score(of pose: [Joint]) -> Double {
    let counted = pose.map(\.score).filter { $0 > 0.2 }
    return counted.isEmpty ? 0 : counted.reduce(0, +) / Double(counted.count)
  }
}
