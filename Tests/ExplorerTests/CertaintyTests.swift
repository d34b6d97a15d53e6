import Cells
import Experiments
import HRNet
import Pictures
import Pose
import Testing

@testable import Explorer

/// Certainty is drawn as certainty: limbs as bright as their scores, lost joints listed and counted, and not drawn.
@Suite("Certain and lost joints")
struct CertaintyTests {
  /// A session whose current pass says these scores; joints beyond them keep theirs.
  private func session(
    _ scores: [Double], appearance: Appearance = .trueColor, size: Size = Size(width: 120, height: 40)
  ) throws -> SyntheticSession {
    var session = try SyntheticSession(size: size, appearance: appearance)
    session.answers = false
    session.perform(.command(.cutFinal))
    let effect = try #require(session.effects.last { if case .compute = $0 { true } else { false } })
    guard case .passed(let result, let baseline, let generation)? = session.answer(to: effect) else { return session }
    let pose = try #require(baseline.reading.pose)
    let joints = pose.joints.enumerated().map { index, joint in
      Joint(
        name: joint.name, position: joint.position, score: index < scores.count ? scores[index] : joint.score,
        isFound: true)
    }
    let reading = Reading.pose(pose.with(joints: joints))
    session.perform(
      .passed(
        PassResult(reading: reading, recomputed: result.recomputed, total: result.total, milliseconds: 1),
        baseline: baseline, generation: generation))
    return session
  }

  /// The dots of the picture in colours of limbs, and how bright each is.
  private func limbs(_ session: SyntheticSession) throws -> [Double] {
    let model = session.model
    let reading = try #require(model.study.current?.reading.pose)
    var grid = PixelGrid(width: 120, height: 160)
    PoseOverlay(panel: PicturePanel(model: model), current: reading).draw(on: &grid, 1)
    return (0..<160).flatMap { y in (0..<120).compactMap { grid[x: $0, y: y] } }
      .filter { $0 != Theme.baseline && $0 != Theme.shift }.map(\.lightness)
  }

  @Test("the less certain the joints, the darker their limbs and the fewer their dots; lost ones have none")
  func brightness() throws {
    let all = { (score: Double) in Array(repeating: score, count: 14) }
    let levels = try [0.9, 0.6, 0.3, 0.12, 0.09, 0].map { try limbs(session(all($0))) }
    for (one, other) in zip(levels, levels.dropFirst()) where !other.isEmpty {
      #expect(one.max() ?? 0 > other.max() ?? 1)
    }
    #expect(levels[0].count == levels[1].count)
    // What brightness says, dashes say too.
    #expect(levels[3].count < levels[0].count * 3 / 4 && !levels[3].isEmpty)
    #expect(levels[4].isEmpty && levels[5].isEmpty)
    // More than certain is certain.
    #expect(try limbs(session(all(40))) == levels[0])
  }

  @Test("a lost joint takes its limbs with it, and the others stay")
  func limb() throws {
    let whole = try limbs(session([])).count
    let one = try limbs(session([0.05])).count
    #expect(one < whole && one > whole / 2)
    // Nor has it an arrow from where it was.
    let session = try session([0.05])
    let pose = try #require(session.model.study.current?.reading.pose)
    #expect(pose.joints[0].isLost && pose.joints[0].isFound)
  }

  @Test(
    "lost joints are listed as lost and counted, with and without colours",
    arguments: [Appearance.trueColor, .indexed256, Appearance(depth: .eight), .monochrome, .ascii],
    [Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 200, height: 60)])
  func words(appearance: Appearance, size: Size) throws {
    let session = try session([0.05, 0.0999, 0.1, 0.02], appearance: appearance, size: size)
    let text = session.frame.text
    #expect(text.contains("3 lost"), "\(text)")
    #expect(
      text.split(separator: "\n").count { $0.contains("lost│") || $0.contains("lost |") || $0.contains(" lost ") } >= 1)
    // Known places are still judged by the truth.
    #expect(text.contains("14/14"))
  }

  @Test("the worst come first: lost ones before all others")
  func order() throws {
    var session = try session([0.5, 0.6, 0.7, 0.05])
    for _ in 0..<3 {
      try session.press("s")
      #expect(session.model.itemRows.first == 3, "\(session.model.tastes.jointOrder)")
    }
  }

  @Test("a jump between two peaks as high is marked beside its pixels")
  func jump() throws {
    var session = try SyntheticSession()
    session.answers = false
    session.perform(.command(.cutFinal))
    let effect = try #require(session.effects.last { if case .compute = $0 { true } else { false } })
    guard case .passed(_, let baseline, let generation)? = session.answer(to: effect) else { return }
    let pose = try #require(baseline.reading.pose)
    func reading(_ first: Float, _ second: Float) -> Reading {
      var (values, joints) = (pose.heatMaps.values, pose.joints)
      values.replaceSubrange(0..<48 * 40, with: repeatElement(0, count: 48 * 40))
      (values[5 * 40 + 5], values[40 * 40 + 30]) = (first, second)
      joints[0].position = first > second ? PicturePoint(x: 20, y: 20) : PicturePoint(x: 100, y: 140)
      let maps = HeatMaps(joints: 14, height: 48, width: 40, values: values)
      return .pose(PoseReading(joints: joints, heatMaps: maps, skeleton: pose.skeleton, box: pose.box))
    }
    session.perform(
      .passed(
        PassResult(reading: reading(0.48, 0.5), recomputed: 5, total: 98, milliseconds: 1),
        baseline: PassResult(reading: reading(0.5, 0.49), recomputed: 98, total: 98, milliseconds: 1),
        generation: generation))
    #expect(session.frame.text.contains("⇄144"))
    #expect(session.model.study.change?.jumps == [0])
  }
}
