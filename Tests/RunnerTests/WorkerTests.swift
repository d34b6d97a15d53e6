import Checkpoints
import Dispatch
import Experiments
import Explorer
import Network
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
    let worker = Worker(session.model.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) { answers.send($0) }
    let edges = session.model.subject.network.edges
    for generation in 1...20 {
      var interventions = Interventions()
      interventions[edges[generation]] = 0
      worker.compute(
        PassRequest(scene: session.model.scene, crop: session.model.crop, interventions: interventions),
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

  @Test(
    "what is asked while the picture is blocked part by part is answered first, and the map is finished all the same")
  func background() throws {
    let session = try RealSession()
    let answers = Answers()
    let worker = Worker(session.model.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) { answers.send($0) }
    worker.compute(
      PassRequest(scene: session.model.scene, crop: session.model.crop, interventions: .none), generation: 1)
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
    let worker = Worker(session.model.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) { answers.send($0) }
    let request = PassRequest(scene: session.model.scene, crop: session.model.crop, interventions: .none)
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
    let worker = Worker(session.model.subject, checkpoint: try EmbeddedFiles.model(), threads: 2) { answers.send($0) }
    let request = SummaryRequest(column: 5, mode: .meanAbsolute, channel: 0, mosaicCounts: [4, 4, 4, 4])
    worker.summarise(request, generation: 1)
    worker.compute(
      PassRequest(scene: session.model.scene, crop: session.model.crop, interventions: .none), generation: 1)
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
