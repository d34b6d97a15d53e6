import Cells
import Explorer
import HRNet
import Testing

@Suite("Stepping through the network")
struct SteppingTests {
  @Test("starts at the end, Home rewinds, each step is one column")
  func steps() throws {
    var session = try SyntheticSession()
    let last = session.model.study.subject.network.columns.count - 1
    #expect(session.model.screen.cursor.column == last)
    try session.press("Right")
    #expect(session.model.screen.cursor.column == last)
    try session.press("Home")
    #expect(session.model.screen.cursor.column == 0)
    try session.press("Left")
    #expect(session.model.screen.cursor.column == 0)
    for step in 1...last {
      try session.press("Right")
      #expect(session.model.screen.cursor.column == step)
      #expect(session.model.study.summary?.request.column == step)
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
    #expect(session.model.node.address == .head(.heatMaps))
    try session.press("Left", "Left")
    #expect(session.model.node.address.description == "s4.m2.1/16.u2")
  }

  @Test("arrow keys and hjkl do the same")
  func letters() throws {
    var (arrows, letters) = (try SyntheticSession(), try SyntheticSession())
    try arrows.press("Home", "Right", "Right", "Right", "Right", "Right", "Left", "Down", "Up")
    try letters.press("0", "l", "l", "l", "l", "l", "h", "j", "k")
    #expect(arrows.model.screen.cursor == letters.model.screen.cursor)
  }

  @Test("a step can be a layer, a unit, a module or a stage")
  func grains() throws {
    var session = try SyntheticSession()
    try session.press("g")
    #expect(session.model.tastes.grain == .module)
    try session.press("Home", "Right", "Right", "Right")
    #expect(session.model.node.address.description == "s2.m1>1/4")
    try session.press("g", "0")
    var visited: [String] = []
    for _ in 0..<7 {
      try session.press("Right")
      visited.append(session.model.node.address.description)
    }
    #expect(visited == ["stem.2", "s1.u2", "s2.m1>1/4", "s3.m3>1/4", "s4.m2>1/4", "head", "head"])
    try session.press("Left", "Left")
    #expect(session.model.node.address.description == "s3.m3>1/4")
  }

  @Test("by layer, units are entered: the shape and the words are those of the convolution that ran last")
  func layers() throws {
    var session = try SyntheticSession()
    // Stage 1 has bottlenecks of three layers, the others basic units of two.
    try session.press("g", "g", "g")
    #expect(session.model.tastes.grain == .layer)
    try session.press("Home", "Right", "Right", "Right")
    #expect(session.frame.text.contains("s1.u1 layer 1 of 3 1×1 conv 32→32, BN, ReLU"))
    #expect(session.model.study.summary?.streams.first?.shape.channels == 32)
    try session.press("Right", "Right")
    #expect(session.model.screen.cursor.layersLeft == 0)
    #expect(session.model.study.summary?.streams.first?.shape.channels == 128)
    // Back the same way.
    try session.press("Left")
    #expect(session.frame.text.contains("layer 2 of 3"))
    try session.press("Left", "Left")
    #expect(session.model.node.address.description == "stem.2")
    // With any other grain the unit is finished first.
    try session.press("Right", "g", "g", "Right")
    #expect(session.model.node.address.description == "s1.u1")
    #expect(session.model.screen.cursor.layersLeft == 0)
  }

  @Test("above the finest stream stands the stage; from there steps lead from stage to stage")
  func headings() throws {
    var session = try SyntheticSession()
    try session.press("{", "Up", "Up")
    #expect(session.model.stageUnderCursor == .stage(4))
    #expect(session.frame.text.contains("stage 4 2 exchange units"))
    try session.press("Left", "Left", "Left")
    #expect(session.model.stageUnderCursor == .stage(1))
    try session.press("Left")
    #expect(session.model.stageUnderCursor == .stage(1))
    try session.press("Right", "Right", "Down")
    #expect(session.model.stageUnderCursor == nil)
    #expect(session.model.node.address.description == "s3.m3>1/4")
    // Nothing stands above stem and head.
    try session.press("End", "Up")
    #expect(session.model.stageUnderCursor == nil)
  }

  @Test("playing starts over at the end, ticks on, and stops at the end")
  func playing() throws {
    var session = try SyntheticSession()
    try session.press("Space")
    #expect(session.model.playing.isOn)
    #expect(session.model.screen.cursor.column == 0)
    let last = session.model.study.subject.network.columns.count - 1
    for step in 1...last {
      session.perform(.tick)
      #expect(session.model.screen.cursor.column == step)
    }
    #expect(!session.model.playing.isOn)
    session.perform(.tick)
    #expect(session.model.screen.cursor.column == last)
  }

  @Test("moving by hand stops playing; + and - change the speed")
  func speed() throws {
    var session = try SyntheticSession()
    let normal = session.model.playing.interval
    try session.press("+")
    #expect(session.model.playing.interval < normal)
    try session.press("-", "-")
    #expect(session.model.playing.interval > normal)
    try session.press("Space", "Right")
    #expect(!session.model.playing.isOn)
  }

  @Test("map modes go round, and channels wrap at the stream's width")
  func mapModes() throws {
    var session = try SyntheticSession()
    for mode in MapMode.allCases.dropFirst() + [.meanAbsolute] {
      try session.press("m")
      #expect(session.model.tastes.mapMode == mode)
      #expect(session.model.study.summary?.request.mode == mode)
    }
    try session.press("{", "Left", "c", "C")
    #expect(session.model.tastes.mapMode == .channel)
    #expect(session.model.screen.channel == 15)
    try session.press("c")
    #expect(session.model.screen.channel == 0)
  }

  @Test("answers to older questions are dropped")
  func staleAnswers() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("1", "2")
    let passes = session.effects.filter { if case .compute = $0 { true } else { false } }
    #expect(passes.count == 3)
    if let stale = session.answer(to: passes[1]) { session.perform(stale) }
    #expect(session.model.study.isComputing)
    if let fresh = session.answer(to: passes[2]) { session.perform(fresh) }
    #expect(!session.model.study.isComputing)
    #expect(session.model.study.current?.recomputed == 5)
  }
}
