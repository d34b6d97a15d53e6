import Canvas
import Explorer
import Network
import Testing

@Suite("Stepping through the network")
struct SteppingTests {
  @Test("starts at the end, Home rewinds, each step is one column")
  func steps() throws {
    var session = try SyntheticSession()
    let last = session.model.subject.network.columns.count - 1
    #expect(session.model.cursor.column == last)
    try session.press("Right")
    #expect(session.model.cursor.column == last)
    try session.press("Home")
    #expect(session.model.cursor.column == 0)
    try session.press("Left")
    #expect(session.model.cursor.column == 0)
    for step in 1...last {
      try session.press("Right")
      #expect(session.model.cursor.column == step)
      #expect(session.model.summary?.request.column == step)
    }
  }

  @Test("by module: every exchange unit, and the ends of input, stem, stage 1 and network")
  func modules() throws {
    var session = try SyntheticSession()
    try session.press("Home")
    var visited: [String] = []
    for _ in 0..<11 {
      try session.press("}")
      visited.append(session.model.node.address.description)
    }
    #expect(
      visited == [
        "stem.2", "s1.u2", "s2.m1>1/4", "s3.m1>1/4", "s3.m2>1/4", "s3.m3>1/4", "s4.m1>1/4", "s4.m2>1/4", "head", "head",
        "head",
      ])
    try session.press("{", "{")
    #expect(session.model.node.address.description == "s4.m1>1/4")
  }

  @Test("the stream is kept while stepping through columns that have fewer")
  func keepsStream() throws {
    var session = try SyntheticSession()
    try session.press("{", "Left", "Down", "Down")
    #expect(session.model.node.address.description == "s4.m2.1/16.u2")
    try session.press("Right", "Right")
    #expect(session.model.node.address == .head)
    try session.press("Left", "Left")
    #expect(session.model.node.address.description == "s4.m2.1/16.u2")
  }

  @Test("arrow keys and hjkl do the same")
  func letters() throws {
    var (arrows, letters) = (try SyntheticSession(), try SyntheticSession())
    try arrows.press("Home", "Right", "Right", "Right", "Right", "Right", "Left", "Down", "Up")
    try letters.press("g", "l", "l", "l", "l", "l", "h", "j", "k")
    #expect(arrows.model.cursor == letters.model.cursor)
  }

  @Test("playing starts over at the end, ticks on, and stops at the end")
  func playing() throws {
    var session = try SyntheticSession()
    try session.press("Space")
    #expect(session.model.isPlaying)
    #expect(session.model.cursor.column == 0)
    let last = session.model.subject.network.columns.count - 1
    for step in 1...last {
      session.perform(.tick)
      #expect(session.model.cursor.column == step)
    }
    #expect(!session.model.isPlaying)
    session.perform(.tick)
    #expect(session.model.cursor.column == last)
  }

  @Test("moving by hand stops playing; + and - change the speed")
  func speed() throws {
    var session = try SyntheticSession()
    let normal = session.model.playInterval
    try session.press("+")
    #expect(session.model.playInterval < normal)
    try session.press("-", "-")
    #expect(session.model.playInterval > normal)
    try session.press("Space", "Right")
    #expect(!session.model.isPlaying)
  }

  @Test("map modes go round, and channels wrap at the stream's width")
  func mapModes() throws {
    var session = try SyntheticSession()
    for mode in MapMode.allCases.dropFirst() + [.meanAbsolute] {
      try session.press("m")
      #expect(session.model.mapMode == mode)
      #expect(session.model.summary?.request.mode == mode)
    }
    try session.press("{", "Left", "c", "C")
    #expect(session.model.mapMode == .channel)
    #expect(session.model.channel == 15)
    try session.press("c")
    #expect(session.model.channel == 0)
  }

  @Test("answers to older questions are dropped")
  func staleAnswers() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("1", "2")
    let passes = session.effects.filter { if case .compute = $0 { true } else { false } }
    #expect(passes.count == 3)
    if let stale = session.answer(to: passes[1]) { session.perform(stale) }
    #expect(session.model.isComputing)
    if let fresh = session.answer(to: passes[2]) { session.perform(fresh) }
    #expect(!session.model.isComputing)
    #expect(session.model.current?.recomputed == 5)
  }
}
