import Cells
import Checkpoints
import Experiments
import Explorer
import HRNet
import Pictures
import TestSupport
import Testing

@testable import Runner

@Suite("Two states before a real worker")
struct PinnedSessionTests {
  private static let small = Architecture(
    width: 8, stemWidth: 16, stage1Units: 2, stage1Width: 16, modules: [1, 1, 2], unitsPerStream: 1,
    head: PoseHead(joints: 14))

  private static func beginning(
    _ checkpoint: Checkpoint, hasOwnNetwork: Bool = false
  ) throws -> StudyBeginning {
    let network = try Network(checkpoint.architecture, input: InputSize(height: 128, width: 96))
    let subject = Subject(
      network: network, modelName: checkpoint.architecture.name, skeleton: checkpoint.jointSkeleton,
      framing: checkpoint.framing(input: network.input))
    return StudyBeginning(
      subject, scene: try EmbeddedFiles.scene(), interventions: .none, donors: [], hasOwnNetwork: hasOwnNetwork)
  }

  private func session(
    size: Size = Size(width: 160, height: 50), pinned: Checkpoint? = nil
  ) throws -> HeadlessSession {
    let checkpoint = try EmbeddedFiles.model()
    let beginning = try Self.beginning(checkpoint)
    return try HeadlessSession(
      beginning.subject, scene: EmbeddedFiles.scene(), checkpoint: checkpoint, interventions: .none, threads: 2,
      size: size, appearance: .trueColor,
      pinned: try pinned.map { PinnedBeginning(try Self.beginning($0, hasOwnNetwork: true), checkpoint: $0) })
  }

  private func press(_ names: String, in session: inout HeadlessSession) throws {
    for name in names.split(separator: " ") { _ = try session.take(.key(try #require(Key(name: String(name))))) }
  }

  @Test("A keeps its maps, whatever is cut in B, and B computes as little as it did alone")
  func keeps() throws {
    var (alone, both) = (try session(), try session())
    try press("A A A A { Left", in: &both)
    try press("{ Left", in: &alone)
    let before = try #require(both.model.pinned?.study.summary)
    #expect(before == both.model.study.summary)
    for key in ["1", "2", "3", "P", "f", "u"] {
      try press(key, in: &both)
      try press(key, in: &alone)
      let (result, single) = (try #require(both.model.study.current), try #require(alone.model.study.current))
      #expect(result.recomputed == single.recomputed && result.reading == single.reading, "\(key)")
      #expect(both.model.pinned?.study.summary == before)
    }
    #expect(both.model.study.summary != before)
  }

  @Test("A minus B of equal states is zero at every column and layer, bit by bit")
  func zero() throws {
    var session = try session()
    try press("A A A A A g g g", in: &session)
    for _ in 0..<60 {
      let summary = try #require(session.model.pinned?.difference)
      #expect(summary.request.column == session.model.screen.cursor.column && !summary.streams.isEmpty)
      for stream in summary.streams {
        #expect(stream.maps.allSatisfy { $0.values.allSatisfy { $0 == 0 } } && stream.statistics.zeroShare == 1)
      }
      try press("Left", in: &session)
    }
    // And it is not, where there is something between them.
    try press("End 2 { Left", in: &session)
    let summary = try #require(session.model.pinned?.difference)
    #expect(summary.streams.contains { $0.maps.contains { $0.values.contains { $0 != 0 } } })
  }

  @Test("a minus b is what the two maps say, and turns its sign with them")
  func signs() throws {
    var (one, other) = (try session(), try session())
    try press("A 2 { Left A A A A", in: &one)
    try press("2 A u { Left A A A A", in: &other)
    let (cut, back) = (try #require(one.model.pinned?.difference), try #require(other.model.pinned?.difference))
    #expect(cut.streams.count == back.streams.count)
    for (a, b) in zip(cut.streams, back.streams) { #expect(a.maps[0].values == b.maps[0].values.map { -$0 }) }
  }

  @Test("two networks: each has its own passes, steps and costs; letting go leaves B as it is")
  func networks() throws {
    let other = Checkpoint(random: Self.small, name: "small")
    var session = try session(pinned: other)
    let a = try #require(session.model.pinned?.study)
    #expect(session.model.pinned?.view == .both && a.current != nil && session.model.study.current != nil)
    #expect(a.current?.reading != session.model.study.current?.reading)
    #expect(a.network.parameters < session.model.study.network.parameters)
    for key in ["{", "Left", "Home", "}", "Right", "m", "e", "{", "e", "1", "A", "{", "A", "A", "A"] {
      try press(key, in: &session)
      _ = session.frame
      let pinned = try #require(session.model.pinned)
      #expect(pinned.study.current == a.current && !pinned.study.isComputing, "\(key)")
      if pinned.view == .both || pinned.view == .a {
        #expect(pinned.study.summary?.request.column == pinned.cursor.column, "\(key)")
      }
    }
    let cut = session.model.study.current
    try press("Alt-a", in: &session)
    #expect(session.model.pinned == nil && session.model.study.current == cut)
    try press("u A 1 A", in: &session)
    #expect(session.model.pinned?.number == 2 && session.model.pinned?.view == .a)
  }

  @Test("two pictures of one network: one set of weights, two passes")
  func pictures() throws {
    let checkpoint = try EmbeddedFiles.model()
    let beginning = try Self.beginning(checkpoint)
    let runner = try Scene(contentsOf: Shared.inRepository("SampleImages/01-runner.jpg"))
    var session = try HeadlessSession(
      beginning.subject, scene: runner, checkpoint: checkpoint, interventions: .none, threads: 2,
      size: Size(width: 160, height: 50), appearance: .trueColor,
      pinned: PinnedBeginning(beginning, checkpoint: nil))
    let pinned = try #require(session.model.pinned)
    #expect(pinned.isOnOtherPicture && pinned.study.current != nil && session.model.study.current != nil)
    #expect(pinned.study.current?.reading != session.model.study.current?.reading)
    #expect(pinned.study.summary != nil && pinned.study.summary != session.model.study.summary)
    let first = try #require(session.frame.text.split(separator: "\n").first)
    #expect(first.contains("01-runner.jpg") && first.contains("02-serve.jpg"))
    // Their difference: scores, and places in the input, each in its own crop.
    for _ in 0..<4 where session.model.pinned?.view != .difference { try press("A", in: &session) }
    let (a, b) = (pinned.study, session.model.study)
    let joints = [a, b].map { $0.current?.reading.pose?.joints ?? [] }
    let (one, other) = (try #require(a.frame.crop), try #require(b.frame.crop))
    let apart = zip(joints[0], joints[1]).filter { !$0.isLost && !$1.isLost }.map { before, after in
      one.inputPoint(before.position).distance(to: other.inputPoint(after.position))
    }
    #expect(apart.count > 10 && apart.max() ?? 0 > 10)
    let mean = Number.fixed(apart.reduce(0, +) / Double(apart.count), places: 2)
    let most = Number.fixed(try #require(apart.max()), places: 1)
    let text = session.frame.text
    #expect(text.contains("two pictures, each in its crop: mean Δ \(mean) input px"))
    #expect(text.contains("Δin") && text.contains(most))
    #expect(text.contains(" A PCK@0.2 ") && text.contains(" B PCK@0.2 "))
  }
}
