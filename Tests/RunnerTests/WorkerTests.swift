import Checkpoints
import Dispatch
import Experiments
import Explorer
import HRNet
import Pictures
import Pose
import Synchronization
import Testing

@testable import Runner

@Suite("The worker")
struct WorkerTests {
  /// What a worker answered, in order.
  private final class Answers: Sendable {
    private let actions = Mutex<[Action]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func send(_ answer: Result<Action, CheckpointError>) {
      if case .success(let action) = answer { actions.withLock { $0.append(action) } }
      arrived.signal()
    }

    /// Waits for one more answer; false if none comes within ten seconds.
    func wait() -> Bool { arrived.wait(timeout: .now() + 10) == .success }

    var all: [Action] { actions.withLock { $0 } }
  }

  @Test("of passes that queue up only the newest is answered for certain, and no answer comes twice")
  func newestWins() throws {
    let session = try RealSession()
    let answers = Answers()
    let worker = Worker(session.model.study.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) {
      answers.send($0)
    }
    let edges = session.model.study.subject.network.edges
    for generation in 1...20 {
      var interventions = Interventions()
      interventions[edges[generation]] = 0
      worker.compute(
        PassRequest(scene: session.model.study.scene, frame: session.model.study.frame, interventions: interventions),
        generation: generation)
    }
    var generations: [Int] = []
    while generations.last != 20 {
      try #require(answers.wait())
      generations = answers.all.compactMap { if case .passed(_, _, let generation) = $0 { generation } else { nil } }
    }
    #expect(generations == generations.sorted())
    #expect(Set(generations).count == generations.count)
    #expect(generations.count < 20)
  }

  @Test("a sweep is reported cut by cut to its end, the same as one run by itself, and passes come in between")
  func sweep() throws {
    let session = try RealSession()
    let answers = Answers()
    let worker = Worker(session.model.study.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) {
      answers.send($0)
    }
    let network = session.model.study.subject.network
    let pass = PassRequest(scene: session.model.study.scene, frame: session.model.study.frame, interventions: .none)
    worker.sweep(SweepRequest(pass: pass), generation: 7)
    // Cuts and steps while it runs.
    for generation in 1...5 {
      var interventions = Interventions()
      interventions[network.edges[generation]] = 0
      try #require(answers.wait())
      worker.compute(
        PassRequest(scene: pass.scene, frame: pass.frame, interventions: interventions), generation: generation)
      worker.summarise(
        SummaryRequest(column: 5, mode: .meanAbsolute, channel: 0, mosaicCounts: [4, 4, 4, 4]), generation: generation)
    }
    func reports() -> [(result: SweepResult, progress: SweepProgress)] {
      answers.all.compactMap { if case .swept(let result, let progress, 7) = $0 { (result, progress) } else { nil } }
    }
    while reports().last.map({ $0.progress.done < $0.progress.total }) ?? true { try #require(answers.wait()) }
    #expect(reports().map(\.progress.done) == Array(0...SweepPlan(network).steps.count))
    #expect(answers.all.contains { if case .passed(_, _, 5) = $0 { true } else { false } })

    let estimator = session.estimator
    var alone = Sweep(
      SweepPlan(network), input: estimator.input(session.model.study.inputCrop), frame: session.model.study.frame)
    while try alone.advance(estimator) {}
    #expect(reports().last?.result == alone.result)
  }

  @Test("a stopped sweep is heard of no more, and a newer one takes the place of an older")
  func stoppedSweep() throws {
    let session = try RealSession()
    let answers = Answers()
    let worker = Worker(session.model.study.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) {
      answers.send($0)
    }
    let pass = PassRequest(scene: session.model.study.scene, frame: session.model.study.frame, interventions: .none)
    let request = SweepRequest(pass: pass, contribution: .mean)
    worker.sweep(request, generation: 1)
    try #require(answers.wait())
    worker.stopSweep()
    worker.sweep(request, generation: 2)
    worker.sweep(request, generation: 3)
    var last: (generation: Int, progress: SweepProgress)?
    while last.map({ $0.generation < 3 || $0.progress.done < $0.progress.total }) ?? true {
      try #require(answers.wait())
      for case .swept(_, let progress, let generation) in answers.all { last = (generation, progress) }
    }
    let done = answers.all.compactMap {
      if case .swept(_, let progress, 1...2) = $0 { progress.done } else { nil }
    }
    #expect((done.max() ?? 0) < SweepPlan(session.model.study.subject.network).steps.count)
  }

  @Test("a pass with edges patched from the same picture is the baseline")
  func donors() throws {
    let session = try RealSession()
    let answers = Answers()
    let worker = Worker(session.model.study.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) {
      answers.send($0)
    }
    var interventions = Interventions()
    interventions.set(.patch(donor: 1), for: session.model.study.subject.network.edges)
    let grey = Picture(width: 160, height: 192, pixels: [UInt8](repeating: 127, count: 160 * 192 * 3))
    let framed = [grey, session.model.study.inputCrop].map { picture in
      FramedPicture(
        picture,
        in: PictureFrame(
          stretching: Box(whole: picture), of: picture.size, to: session.model.study.network.input))
    }
    for (generation, donors) in [framed, framed.reversed()].enumerated() {
      worker.compute(
        PassRequest(
          scene: session.model.study.scene, frame: session.model.study.frame, interventions: interventions,
          donors: donors
        ),
        generation: generation + 1)
      try #require(answers.wait())
    }
    let moved = answers.all.compactMap { answer -> Bool? in
      if case .passed(let current, let baseline, _) = answer { current.reading != baseline.reading } else { nil }
    }
    #expect(moved == [false, true])
  }

  @Test(
    "what is asked while the picture is blocked part by part is answered first, and the map is finished all the same")
  func background() throws {
    let session = try RealSession()
    let answers = Answers()
    let worker = Worker(session.model.study.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) {
      answers.send($0)
    }
    worker.compute(
      PassRequest(scene: session.model.study.scene, frame: session.model.study.frame, interventions: .none),
      generation: 1
    )
    worker.occlude(nearestTo: PicturePoint(x: 80, y: 90), generation: 7)
    let request = SummaryRequest(column: 5, mode: .meanAbsolute, channel: 0, mosaicCounts: [4, 4, 4, 4])
    func summaries() -> Int { answers.all.count { if case .summarised = $0 { true } else { false } } }
    func maps() -> [OcclusionMap] {
      answers.all.compactMap { if case .occluded(let map, _, generation: 7) = $0 { map } else { nil } }
    }
    var asked = 0
    while maps().last?.isComplete != true {
      try #require(answers.wait())
      guard !maps().isEmpty, summaries() == asked else { continue }
      asked += 1
      worker.summarise(request, generation: asked)
    }
    // The last one may have been asked for when the map was finished.
    #expect(summaries() > 0 && summaries() >= asked - 1)
    #expect(maps().map(\.done) == maps().map(\.done).sorted())
    #expect(maps().last?.effects.allSatisfy { $0 != nil } == true)
  }

  @Test("a new pass, or being asked to, ends the blocking of parts", arguments: [true, false])
  func backgroundEnds(byPass: Bool) throws {
    let session = try RealSession()
    let answers = Answers()
    let worker = Worker(session.model.study.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) {
      answers.send($0)
    }
    let request = PassRequest(scene: session.model.study.scene, frame: session.model.study.frame, interventions: .none)
    worker.compute(request, generation: 1)
    worker.occlude(nearestTo: PicturePoint(x: 80, y: 90), generation: 7)
    while !answers.all.contains(where: { if case .occluded = $0 { true } else { false } }) {
      try #require(answers.wait())
    }
    if byPass { worker.compute(request, generation: 2) } else { worker.stopOccluding() }
    // Whatever is asked now is answered behind everything that may still come.
    worker.readOut(generation: 3)
    while !answers.all.contains(where: { if case .readOut = $0 { true } else { false } }) {
      try #require(answers.wait())
    }
    worker.readOut(generation: 4)
    let count = answers.all.count
    while answers.all.count(where: { if case .readOut = $0 { true } else { false } }) < 2 {
      try #require(answers.wait())
    }
    let late = answers.all.dropFirst(count).contains { if case .occluded = $0 { true } else { false } }
    #expect(!late)
    let isComplete = answers.all.contains { if case .occluded(let map, _, _) = $0 { map.isComplete } else { false } }
    #expect(!isComplete)
  }

  @Test("a summary before any pass is no crash, and after one is of that pass")
  func summaries() throws {
    let session = try RealSession()
    let answers = Answers()
    let worker = Worker(session.model.study.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) {
      answers.send($0)
    }
    let request = SummaryRequest(column: 5, mode: .meanAbsolute, channel: 0, mosaicCounts: [4, 4, 4, 4])
    worker.summarise(request, generation: 1)
    worker.compute(
      PassRequest(scene: session.model.study.scene, frame: session.model.study.frame, interventions: .none),
      generation: 1
    )
    try #require(answers.wait())
    worker.summarise(request, generation: 2)
    try #require(answers.wait())
    guard case .summarised(let summary, let generation) = answers.all.last else {
      Issue.record("no summary came")
      return
    }
    #expect(generation == 2)
    #expect(summary.request == request)
    #expect(summary.streams.count == 2)
  }
}
