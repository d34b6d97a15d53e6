import Cells
import Explorer
import HRNet
import Pose
import Testing

/// Frames between a change and the answer to it: drawn from what was asked for before.
@Suite("Stale answers")
struct StaleAnswerTests {
  /// What changes the room of maps, or what is to be drawn in it.
  private static let changes = [
    "t", "B", "i", "e", "z", "Tab", "m", "n", "c", "p", "g", "Down", "Right", "Left", "End", "Home", "}", "P", "1", "J",
  ]

  /// The mosaic's numbers of maps that were asked for last.
  private func asked(_ session: SyntheticSession) throws -> [Int] {
    let requests = session.effects.compactMap { if case .summarise(let request, _) = $0 { request } else { nil } }
    return try #require(requests.last).mosaicCounts
  }

  @Test("a mosaic's column traced, and left again, before the summary comes", arguments: ["t", "B"])
  func tracedMosaic(key: String) throws {
    var entering = try SyntheticSession(size: Size(width: 120, height: 40))
    try entering.press("n", "n", "{", "Left")
    #expect(entering.model.study.summary?.request.mode == .mosaic)
    entering.answers = false
    try entering.press(key)
    // The maps that are at hand, in the room of the trace.
    #expect(entering.frame.text.contains("trace · right ankle"))
    #expect(entering.frame.text.contains("1/4 48×40×16"))

    var leaving = try SyntheticSession(size: Size(width: 120, height: 40))
    try leaving.press("n", "n", "{", "Left", key)
    let before = try #require(leaving.model.study.summary).request.mosaicCounts
    leaving.answers = false
    try leaving.press("t")
    // More maps are at hand than would be asked for now.
    #expect(try zip(asked(leaving), before).contains { $0 < $1 })
    #expect(leaving.frame.text.contains("strongest channels"))
  }

  @Test("a mosaic of a large screen on any smaller one, before the summary comes")
  func shrunkMosaic() throws {
    var session = try SyntheticSession(size: Size(width: 300, height: 100))
    try session.press("n", "n", "{", "Left", "Tab")
    let before = try #require(session.model.study.summary).request.mosaicCounts
    session.answers = false
    var shrunk = 0
    for size in [(40, 12), (41, 13), (80, 24), (99, 33), (120, 40), (121, 57), (200, 60), (250, 90)] {
      for keys in [[], ["z"], ["z"], ["z"], ["t"], ["t"], ["e"], ["e"]] as [[String]] {
        for key in keys { try session.press(key) }
        session.perform(.resized(Size(width: size.0, height: size.1)))
        #expect(session.frame.size == session.model.screen.size)
        if try zip(asked(session), before).contains(where: { $0 < $1 }) { shrunk += 1 }
      }
    }
    #expect(shrunk > 8)
  }

  @Test("what is drawn says how it was made, until the answer comes")
  func mode() throws {
    var session = try SyntheticSession()
    try session.press("{", "Left", "n", "n")
    let mosaic = session.frame.text
    #expect(mosaic.contains("strongest channels"))
    session.answers = false
    try session.press("m")
    #expect(session.frame.text == mosaic)
    for _ in 0..<3 { try session.press("m") }
    #expect(session.frame.text == mosaic)
  }

  @Test("every change, before its answer and after it, in every mode", arguments: MapMode.allCases)
  func everyChange(mode: MapMode) throws {
    for place in [["{", "Left"], ["{", "{"], ["Home", "Right"], []] {
      for key in Self.changes {
        // Of 256 colours the pairs for each cell of the photograph would take most of the time.
        var session = try SyntheticSession(size: Size(width: 100, height: 30), appearance: .trueColor)
        while session.model.tastes.mapMode != mode { try session.press("m") }
        for key in place { try session.press(key) }
        session.answers = false
        try session.press(key)
        for size in [(100, 30), (80, 24), (140, 50)] {
          session.perform(.resized(Size(width: size.0, height: size.1)))
          #expect(session.frame.size == session.model.screen.size)
        }
      }
    }
  }

  @Test("the numbers at the map cursor are those of the place they are for")
  func probe() throws {
    var session = try SyntheticSession()
    try session.press("{", "Left", "i")
    #expect(session.frame.text.contains("every channel at x 20, y 24"))
    session.answers = false
    try session.press("Right", "Right")
    #expect(session.frame.text.contains("every channel at x 20, y 24"))
  }

  @Test("a step that has not been summarised shows nothing of another")
  func otherStep() throws {
    var session = try SyntheticSession()
    try session.press("{", "Left")
    #expect(session.frame.text.contains("48×40×16"))
    session.answers = false
    try session.press("g", "g", "g", "Left")
    #expect(session.model.screen.cursor.layersLeft == 1)
    #expect(!session.frame.text.contains("1/4 48×40×16"))
  }

  @Test("an edge is always one of the exchange unit's, however its matrix came back")
  func edge() throws {
    var session = try SyntheticSession()
    // The last exchange unit has one destination; the trace keeps the stream that was chosen before.
    try session.press("{", "Left", "Down", "Down", "Down", "t", "Right", "t")
    let edge = try #require(session.model.edge)
    #expect(session.model.study.subject.network.node(.edge(edge)) != nil)
    try session.press("f")
    #expect(session.model.study.interventions.isChanged(edge))
  }
}
