import Checkpoints
import Engine
import HRNet
import Pictures
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
  private let place: ReadingPlace?
  private let framing: PictureFraming
  private let decoding: HeatMapDecoding
  /// In force under each cut of the plan.
  private let interventions: [Interventions]
  private let measuresConfusion: Bool
  private let share: WorkShare
  /// Pictures at a time, and threads for each.
  public var workers: Int { share.workers }
  public var threadsPerWorker: Int { share.threadsPerWorker }

  /// - Parameters:
  ///   - output: what is read; by default what is read where nobody says which.
  ///   - place: where it is read; nil for the network's end.
  ///   - framing: what pictures' frames go by; by default as the file says.
  ///   - interventions: under each cut of the plan.
  ///   - threads: all together.
  ///   - measuresConfusion: whether the first cut's scores say how alike joints are.
  ///   - workers: by default as many as threads, but no more than a gigabyte of prepared weights allows; each is
  ///     prepared for every worker, and takes up to 16 bytes a parameter.
  public init(
    _ set: EvaluationSet, checkpoint: Checkpoint, network: Network, output: HeadOutput? = nil,
    at place: ReadingPlace? = nil, framing: PictureFraming? = nil, decoding: HeatMapDecoding,
    interventions: [Interventions], threads: Int, workers: Int? = nil, measuresConfusion: Bool = false
  ) {
    (self.set, self.checkpoint, self.network) = (set, checkpoint, network)
    (self.decoding, self.interventions, self.place) = (decoding, interventions, place)
    self.measuresConfusion = measuresConfusion
    (self.output, self.framing) = (output ?? network.readOutput, framing ?? checkpoint.framing())
    share = WorkShare(threads: threads, workers: workers, parameters: network.parameters)
  }

  /// Measures.
  ///
  /// - Parameters:
  ///   - work: pictures, and the cuts wanted of each.
  ///   - receive: takes what a picture gave under all cuts wanted; called by one worker at a time.
  /// - Returns: where numbers were not finite; nil where all were finite.
  /// - Throws: the first error of a picture or of `receive`; pictures under way are dropped.
  @discardableResult
  public func run(
    _ work: [(picture: Int, cuts: [Int])], receive: @escaping @Sendable ([PictureScore]) throws -> Void
  ) throws -> NotFinite? {
    let found = Mutex<NotFinite?>(nil)
    try share.run(work) {
      try measure()
    } do: { tools, item in
      try tools.measure(item.picture, item.cuts)
    } receive: {
      try receive($0)
    } end: { tools in
      found.withLock { $0 = $0 ?? tools.notFinite() }
    }
    return found.withLock { $0 }
  }

  /// What a worker does with a picture and the cuts wanted of it, and where its numbers were not finite.
  private func measure() throws -> (measure: (Int, [Int]) throws -> [PictureScore], notFinite: () -> NotFinite?) {
    if set.classes.isEmpty {
      let estimator = try Estimator(
        checkpoint, network: network, threads: threadsPerWorker, decoding: decoding, cacheBudget: Self.cacheBudget)
      return ({ try scores(of: $0, under: $1, estimator) }, { estimator.notFinite })
    }
    let reader = PictureReader(
      checkpoint, network: network, output: output, framing: framing, threads: threadsPerWorker,
      cacheBudget: Self.cacheBudget)
    return ({ try classScores(of: $0, under: $1, reader) }, { reader.notFinite })
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
    let runs = try runs(of: labelled.picture, part ?? Box(whole: labelled.picture), under: cuts, reader)
    let content = set.content(ofPicture: index)
    return zip(cuts, runs).map { cut, run in
      var score: ClassScore?
      switch entry.truth {
      case .people: break
      case .labels:
        if let truth, let map = classMap(run, reader) {
          var confusion = ConfusionMatrix(classes: set.classes.count)
          confusion.add(truth: truth, result: map)
          score = ClassScore(confusion)
        }
      case .label(let label): score = reader.classScores(run).map { ClassScore(truth: label, rank: $0.rank(of: label)) }
      case .boxes(let boxes):
        score = reader.boxes(run, rules: framing.detector.rules(for: network.architecture)).map {
          ClassScore($0, truth: boxes)
        }
      }
      return PictureScore(
        picture: index, cut: cut, content: content, joints: [], comparison: nil, classes: score, turn: labelled.turn)
    }
  }

  private func runs(
    of picture: Picture, _ part: Box, under cuts: [Int], _ reader: PictureReader
  ) throws -> [PictureReader.Run] {
    guard place != nil else { return try reader.run(picture, part: part, under: cuts.map { interventions[$0] }) }
    let frame = reader.framing.frame(
      for: reader.output, of: reader.network, picture: picture.size, part: part, reading: .classes)
    return try cuts.map {
      try reader.run(picture, in: frame, interventions: interventions[$0], keepsActivations: true)
    }
  }

  private func classMap(_ run: PictureReader.Run, _ reader: PictureReader) -> ClassMap? {
    guard let place else { return reader.classMap(run) }
    let reading = reader.estimator?.read(place, in: run.pass, run.frame)
    return if case .classMap(let reading) = reading { reading.map } else { nil }
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
        let frame = PictureFrame(crop, of: labelled.picture.size)
        let input = estimator.input(FramedPicture(labelled.picture, in: frame))
        for (index, cut) in cuts.enumerated() {
          let pass = try estimator.executor.run(input, interventions[cut])
          estimator.look(at: output, in: pass) { pass }
          readings[index].append(reading(of: pass, frame, estimator))
        }
      }
    }
    return zip(cuts, readings).map { cut, readings in
      let score = set.score(readings, of: people, in: entry)
      return PictureScore(
        picture: index, cut: cut, content: content, joints: score.joints, comparison: score.comparison,
        confusion: measuresConfusion && cut == 0 ? set.confusion(readings, of: people) : nil, turn: turn)
    }
  }

  private func reading(of pass: Pass, _ frame: PictureFrame, _ estimator: Estimator) -> Reading {
    guard let place else { return estimator.read(pass, frame) }
    // What cannot be read finds nobody.
    return estimator.read(place, in: pass, frame) ?? .features(FeatureReading(levels: [], absence: .noHead))
  }
}
