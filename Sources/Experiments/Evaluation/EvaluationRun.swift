import Checkpoints
import Dispatch
import Engine
import HRNet
import Pictures
import Platform
import Pose
import Recognition
import Synchronization

/// Measures pictures, several at a time: each worker has an executor of its own, so that none waits for another, and
/// decoding and cropping run side by side too.
public struct EvaluationRun: Sendable {
  private let set: EvaluationSet
  private let checkpoint: Checkpoint
  private let network: Network
  private let output: HeadOutput
  private let frames: Frames
  private let decoding: HeatMapDecoding
  /// In force under each cut of the plan.
  private let interventions: [Interventions]
  /// Pictures at a time, and threads for each.
  public let workers: Int
  public let threadsPerWorker: Int

  /// What the frames of whole pictures go by.
  public struct Frames: Sendable {
    /// As it is asked for; nil where the family and the picture decide.
    public var input: InputSize?
    /// Whose detectors resize, and how they make boxes of maps.
    public var rounding: DetectorInput.Rounding
    public var rules: BoxRules

    public init(
      input: InputSize? = nil, rounding: DetectorInput.Rounding = .mmdet, rules: BoxRules = .mmdet
    ) {
      (self.input, self.rounding, self.rules) = (input, rounding, rules)
    }
  }

  /// - Parameters:
  ///   - output: what is read; by default what is read where nobody says which.
  ///   - interventions: under each cut of the plan.
  ///   - threads: all together.
  ///   - workers: by default as many as threads, but no more than a gigabyte of prepared weights allows; each is
  ///     prepared for every worker, and takes up to 16 bytes a parameter.
  public init(
    _ set: EvaluationSet, checkpoint: Checkpoint, network: Network, output: HeadOutput? = nil,
    frames: Frames = Frames(), decoding: HeatMapDecoding, interventions: [Interventions], threads: Int,
    workers: Int? = nil
  ) {
    (self.set, self.checkpoint, self.network) = (set, checkpoint, network)
    (self.decoding, self.interventions) = (decoding, interventions)
    (self.output, self.frames) = (output ?? network.readOutput, frames)
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
        let measure = try self.measure()
        while true {
          let index = progress.withLock { progress -> Int? in
            guard progress.error == nil, progress.next < work.count else { return nil }
            progress.next += 1
            return progress.next - 1
          }
          guard let index else { return }
          let scores = try measure(work[index].picture, work[index].cuts)
          try receiving.withLock { _ in try receive(scores) }
        }
      } catch {
        progress.withLock { $0.error = $0.error ?? error }
      }
    }
    if let error = progress.withLock({ $0.error }) { throw error }
  }

  /// What a worker does with a picture and the cuts wanted of it.
  private func measure() throws -> (Int, [Int]) throws -> [PictureScore] {
    if set.classes.isEmpty {
      let estimator = try Estimator(
        checkpoint, network: network, threads: threadsPerWorker, decoding: decoding, cacheBudget: Self.cacheBudget)
      return { try scores(of: $0, under: $1, estimator) }
    }
    let reader = PictureReader(
      checkpoint, network: network, output: output, input: frames.input, rounding: frames.rounding,
      threads: threadsPerWorker, cacheBudget: Self.cacheBudget)
    return { try classScores(of: $0, under: $1, reader) }
  }

  private static let cacheBudget = 128 << 20

  /// Picture to answers of classes, these to scores.
  private func classScores(of index: Int, under cuts: [Int], _ reader: PictureReader) throws -> [PictureScore] {
    let entry = set.pictures[index]
    var (size, part, truth) = (entry.size, Box?.none, ClassMap?.none)
    if case .labels(let file, let box) = entry.truth {
      let labels = try ClassMap(labelsAt: file, classes: set.classes.count)
      (size, part, truth) = (PictureSize(width: labels.width, height: labels.height), box, labels)
    }
    let labelled = try LabelledPicture(contentsOf: entry.path, size: size)
    let runs = try reader.run(
      labelled.picture, part: part ?? Box(whole: labelled.picture), under: cuts.map { interventions[$0] })
    let content = set.content(ofPicture: index)
    return zip(cuts, runs).map { cut, run in
      var score: ClassScore?
      switch entry.truth {
      case .people: break
      case .labels:
        if let truth, let map = reader.classMap(run) {
          var confusion = ConfusionMatrix(classes: set.classes.count)
          confusion.add(truth: truth, result: map)
          score = ClassScore(confusion)
        }
      case .label(let label): score = reader.classScores(run).map { ClassScore(truth: label, rank: $0.rank(of: label)) }
      case .boxes(let boxes): score = reader.boxes(run, rules: frames.rules).map { ClassScore($0, truth: boxes) }
      }
      return PictureScore(
        picture: index, cut: cut, content: content, joints: [], comparison: nil, classes: score, turn: labelled.turn)
    }
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
