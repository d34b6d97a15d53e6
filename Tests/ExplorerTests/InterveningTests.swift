import Cells
import Explorer
import HRNet
import Testing

@Suite("Cutting and joining fusion")
struct InterveningTests {
  private func cutEdges(_ session: SyntheticSession) -> Set<String> {
    let interventions = session.model.study.interventions
    return Set(interventions.edges.filter { interventions[$0] == 0 }.map(\.description))
  }

  @Test("f on an exchange unit cuts all its foreign edges, and joins them again")
  func unit() throws {
    var session = try SyntheticSession()
    try session.press("{", "f")
    #expect(cutEdges(session) == ["s4.m2:1/8>1/4", "s4.m2:1/16>1/4", "s4.m2:1/32>1/4"])
    try session.press("f")
    #expect(session.model.study.interventions.isEmpty)
  }

  @Test("f on the heading of a stage cuts all its exchange units; stage 1 has none")
  func stage() throws {
    var session = try SyntheticSession()
    try session.press("{", "Up", "f")
    #expect(cutEdges(session).count == 3 + 12)
    #expect(session.frame.text.contains("15 cut"))
    try session.press("f")
    #expect(session.model.study.interventions.isEmpty)
    try session.press("Left", "Left", "Left", "f")
    #expect(session.model.study.interventions.isEmpty)
    #expect(session.model.notice?.contains("single stream") == true)
  }

  @Test("f on an edge cuts only that edge; identity edges can be cut there too")
  func edge() throws {
    var session = try SyntheticSession()
    try session.press("{", "{", "Enter", "Right", "Right", "f")
    #expect(cutEdges(session) == ["s4.m1:1/16>1/4"])
    try session.press("Down", "Down", "f")
    #expect(cutEdges(session) == ["s4.m1:1/16>1/4", "s4.m1:1/16>1/16"])
  }

  @Test("a cut shows in the joints at once, and undo takes it back")
  func jointsMove() throws {
    var session = try SyntheticSession()
    #expect(session.model.study.effect == 0)
    try session.press("{", "f")
    #expect(session.model.study.effect > 0)
    try session.press("u")
    #expect(session.model.study.effect == 0)
    #expect(session.model.study.interventions.isEmpty)
    try session.press("Ctrl-r")
    #expect(session.model.study.effect > 0)
  }

  @Test("gains go in tenths from 0 to 2 and come back to exactly 1")
  func gains() throws {
    var session = try SyntheticSession()
    try session.press("{", "Enter", "Right")
    let edge = try #require(session.model.edge)
    for step in 1...12 {
      try session.press("[")
      #expect(session.model.study.interventions[edge] == max(0, Float(10 - step)) / 10)
    }
    for _ in 0..<10 { try session.press("]") }
    #expect(session.model.study.interventions.isEmpty)
    for _ in 0..<15 { try session.press("]") }
    #expect(session.model.study.interventions[edge] == 2)
  }

  @Test("1, 2 and 3 are the paper's kinds", arguments: [("1", 3), ("2", 8), ("3", 24)])
  func kinds(key: String, count: Int) throws {
    var session = try SyntheticSession()
    try session.press(key)
    #expect(cutEdges(session).count == count)
    try session.press(key)
    #expect(session.model.study.interventions.isEmpty)
  }

  @Test("x cuts a row's foreign sources, o keeps only one")
  func rows() throws {
    var session = try SyntheticSession()
    try session.press("{", "{", "Enter", "Down", "x")
    #expect(cutEdges(session) == ["s4.m1:1/4>1/8", "s4.m1:1/16>1/8", "s4.m1:1/32>1/8"])
    try session.press("r", "Right", "Right", "o")
    #expect(cutEdges(session) == ["s4.m1:1/4>1/8", "s4.m1:1/8>1/8", "s4.m1:1/32>1/8"])
  }

  @Test("reset joins everything and can be undone")
  func reset() throws {
    var session = try SyntheticSession()
    try session.press("1", "2", "r")
    #expect(session.model.study.interventions.isEmpty)
    try session.press("u")
    #expect(cutEdges(session).count == 11)
  }

  @Test("a new change forgets what could be redone")
  func redoIsForgotten() throws {
    var session = try SyntheticSession()
    try session.press("1", "u", "2", "U")
    #expect(cutEdges(session).count == 8)
    #expect(session.model.notice == "nothing to redo")
  }

  @Test("away from an exchange unit f explains itself and changes nothing")
  func nowhere() throws {
    var session = try SyntheticSession()
    try session.press("Home", "f")
    #expect(session.model.study.interventions.isEmpty)
    #expect(session.model.notice?.contains("exchange unit") == true)
    try session.press("Right")
    #expect(session.model.notice == nil)
  }

  @Test("what a session is started with shows against the baseline, and can be reset")
  func startingInterventions() throws {
    var interventions = Interventions()
    let edge = EdgeAddress(ExchangeAddress(stage: 4, module: 2), from: Stream(1), to: Stream(0))
    interventions[edge] = 0
    var session = try SyntheticSession(interventions: interventions)
    #expect(session.model.study.baseline != nil)
    #expect(session.model.study.effect > 0)
    try session.press("r")
    #expect(session.model.study.effect == 0)
  }
}
