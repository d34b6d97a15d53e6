import Canvas
import Explorer
import Network
import Pose
import Testing

/// Frames between a change and the answer to it: drawn from what was asked for before.
@Suite("Stale answers")
struct StaleAnswerTests {
  /// What changes the room of maps, or what is to be drawn in it.
  private static let changes = [
    "t", "B", "i", "e", "z", "Tab", "m", "n", "c", "p", "g", "Down", "Right", "Left", "End", "Home", "}", "P", "1", "J",
  ]

  @Test("a mosaic's column traced, before the summary comes", arguments: ["t", "B"])
  func tracedMosaic(key: String) throws {
    var session = try SyntheticSession(size: Size(width: 120, height: 40))
    try session.press("n", "n", "{", "Left")
    let before = try #require(session.model.summary)
    #expect(before.request.mode == .mosaic && before.streams[0].maps.count == before.request.mosaicCounts[0])
    session.answers = false
    try session.press(key)
    // The maps that are at hand, in the room of the trace.
    #expect(session.frame.text.contains("trace · right ankle"))
    #expect(session.frame.text.contains("1/4 48×40×16"))
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
        var session = try SyntheticSession(size: Size(width: 100, height: 30))
        while session.model.mapMode != mode { try session.press("m") }
        for key in place { try session.press(key) }
        session.answers = false
        try session.press(key)
        for size in [(100, 30), (80, 24), (140, 50)] {
          session.perform(.resized(Size(width: size.0, height: size.1)))
          #expect(session.frame.size == session.model.size)
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
    #expect(session.model.cursor.layersLeft == 1)
    #expect(!session.frame.text.contains("1/4 48×40×16"))
  }

  @Test("an edge is always one of the exchange unit's, however its matrix came back")
  func edge() throws {
    var session = try SyntheticSession()
    // The last exchange unit has one destination; the trace keeps the stream that was chosen before.
    try session.press("{", "Left", "Down", "Down", "Down", "t", "Right", "t")
    let edge = try #require(session.model.edge)
    #expect(session.model.subject.network.node(.edge(edge)) != nil)
    try session.press("f")
    #expect(session.model.interventions.isChanged(edge))
  }
}
