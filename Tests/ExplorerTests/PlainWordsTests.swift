import Cells
import Explorer
import HRNet
import Pose
import Testing

/// What is shown is meant: nothing measured that was not, no key without an effect or a reason, no name for something else.
@Suite("Plain words")
struct PlainWordsTests {
  private func headless() throws -> SyntheticSession {
    var architecture = SyntheticSession.architecture
    architecture.head = BackboneHead(streams: 4)
    return try SyntheticSession(architecture: architecture)
  }

  @Test("without a pose head the ablation's rows have no shifts and no similarity", arguments: 0...3)
  func headlessAblation(rows: Int) throws {
    var session = try headless()
    for _ in 0...rows { try session.press("p") }
    let text = session.frame.text
    #expect(text.contains("70.8") && text.contains("no pose head"))
    #expect(!text.contains("0 px") && !text.contains("OKS 0"))
    #expect(text.split(separator: "\n").count { $0.contains("no pose head") && $0.contains("(") } >= 3)
  }

  @Test("where no joint is left there is no mean shift of zero")
  func allLost() throws {
    var session = try SyntheticSession()
    session.answers = false
    for key in ["1", "p"] {
      try session.press(key)
      let effect = try #require(session.effects.last { if case .compute = $0 { true } else { false } })
      guard case .passed(let result, let baseline, let generation)? = session.answer(to: effect) else { return }
      let pose = try #require(result.reading.pose)
      let joints = pose.joints.map { Joint(name: $0.name, position: $0.position, score: $0.score, isFound: false) }
      let lost = PassResult(
        reading: .pose(pose.with(joints: joints)), recomputed: 5, total: 98, milliseconds: 1)
      session.perform(.passed(lost, baseline: baseline, generation: generation))
      #expect(session.frame.text.contains("mean Δ – px"))
      #expect(session.frame.text.contains("14 lost"))
    }
    #expect(session.frame.text.contains("– px 14 lost"))
  }

  @Test(
    "on an exchange unit's matrix a way of drawing changes for the streams, and that is said",
    arguments: ["m", "n", "c"])
  func modeOnMatrix(key: String) throws {
    var session = try SyntheticSession()
    try session.press("{")
    let before = session.model.tastes.mapMode
    try session.press(key)
    #expect(session.model.tastes.mapMode != before)
    #expect(session.frame.text.contains("a matrix keeps to mean |x|"))
    // On streams it can be seen and need not be said.
    try session.press("Left", key)
    #expect(session.model.notice == nil)
    // Nor can it where the streams' panel has no room.
    session.perform(.resized(Size(width: 80, height: 24)))
    try session.press("Shift-Tab", key)
    #expect(session.model.notice?.contains("streams now show") == true)
  }

  @Test("a zoomed panel has one tab highlighted", arguments: ["Escape", "Tab", "Shift-Tab"])
  func zoomedTabs(key: String) throws {
    var session = try SyntheticSession()
    try session.press(key, "z")
    let row = try #require(session.frame.snapshot().split(separator: "\n").last { $0.contains(" streams ") })
    #expect(row.contains("network") && row.contains("picture"))
    let y = session.model.screen.size.height - 2
    let reversed = (0..<session.model.screen.size.width).filter {
      session.frame[x: $0, y: y].style.attributes.contains(.reverse)
    }
    // One run of cells.
    #expect(!reversed.isEmpty && reversed.count == reversed[reversed.count - 1] - reversed[0] + 1)
  }

  @Test("the inspector calls the head's channels by their joints, and others by their numbers")
  func inspectedJoints() throws {
    var session = try SyntheticSession()
    try session.press("i")
    #expect(session.frame.text.contains("every joint at x"))
    #expect(session.frame.text.contains("r. ankle") && !session.frame.text.contains("channel 1"))
    try session.press("i", "Escape", "c")
    #expect(session.frame.text.contains("r. ankle, 1 of 14"))
    try session.press("{", "Left", "i")
    #expect(session.frame.text.contains("every channel at x") && session.frame.text.contains("channel "))
    var headless = try headless()
    try headless.press("i")
    #expect(!headless.frame.text.contains("every joint"))
  }

  @Test("help says what keys do where the person is")
  func help() throws {
    func help(_ keys: String...) throws -> [String] {
      var session = try SyntheticSession(size: Size(width: 120, height: 60))
      for key in keys { try session.press(key) }
      try session.press("?")
      return try #require(session.model.menu).items.map { "\($0.label): \($0.text)" }
    }
    #expect(try help().contains("← h: step back"))
    let matrix = try help("{", "Enter")
    #expect(!matrix.contains { $0.contains("step back") || $0.contains("step forward") })
    #expect(matrix.contains { $0.hasPrefix("←") && $0.contains("edge to the left") })
    #expect(matrix.contains { $0.hasPrefix("↓") && $0.contains("edge below") })
    #expect(try help("i").contains { $0.hasPrefix("←") && $0.contains("map cursor") })
    #expect(try help("b").contains { $0.hasPrefix("←") && $0.contains("move the box") })
    #expect(try help("t").contains { $0.hasPrefix("↓") && $0.contains("joint") })
    #expect(try help("{", "Up").contains { $0.hasPrefix("→") && $0.contains("stage") })
  }
}
