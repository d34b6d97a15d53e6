import Checkpoints
import Dispatch
import Explorer
import Network
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
