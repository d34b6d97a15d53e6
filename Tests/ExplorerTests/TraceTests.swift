import Cells
import Experiments
import Explorer
import HRNet
import Testing

@Suite("Tracing a joint")
struct TraceTests {
  @Test("t opens the trace in the streams' place, t and Escape leave it")
  func openAndLeave() throws {
    var session = try SyntheticSession()
    for key in ["t", "Escape"] {
      try session.press("t")
      #expect(session.model.screen.look == .trace && session.model.screen.focus == .streams)
      #expect(session.model.study.summary?.request.tracedItem == 0)
      #expect(session.frame.text.contains("trace · right ankle"))
      try session.press(key)
      #expect(session.model.screen.look != .trace)
      #expect(!session.frame.text.contains("trace · "))
    }
  }

  @Test("Escape goes back to the network first, and from there leaves the trace too")
  func escape() throws {
    var session = try SyntheticSession()
    try session.press("t", "Tab", "Escape")
    #expect(session.model.screen.focus == .network && session.model.screen.look == .trace)
    try session.press("Escape")
    #expect(session.model.screen.look != .trace)
  }

  @Test("follows the chosen joint, however it is chosen, and the cursor")
  func follows() throws {
    var session = try SyntheticSession()
    try session.press("t", "J", "Down", "J", "K")
    #expect(session.model.screen.selectedItem == 2)
    #expect(session.model.contributions?.item == 2)
    try session.press("{", "Left")
    #expect(session.model.screen.look == .trace && session.frame.text.contains("trace · right hip · s4.m2 unit 2"))
    // Arrows step through the network even at an exchange unit: its matrix is not shown.
    try session.press("}", "Right")
    #expect(session.model.edge == nil)
    try session.press("Tab", "Tab", "Down")
    #expect(session.model.screen.focus == .joints && session.model.contributions?.item == 3)
  }

  @Test("the receptive field is that of the peak, and respects what is cut")
  func receptiveField() throws {
    var session = try SyntheticSession()
    #expect(session.model.receptiveField == nil)
    try session.press("t", "J")
    let network = session.model.study.subject.network
    let peak = try #require(session.model.study.current?.reading.peak(of: 1))
    #expect(session.model.receptiveField?[network.result] == Region(x: peak.x, y: peak.y))
    let coarse = try #require(network.exchangeUnits.first { $0.outputs.count == 4 }).outputs[3]
    #expect(session.model.receptiveField?[coarse] != nil)
    try session.press("1")
    #expect(session.model.receptiveField?[coarse] == nil)
  }

  @Test("a joint that was not found has no peak, and the panel says so")
  func notFound() throws {
    var session = try SyntheticSession()
    try session.press("t", "1", "2", "3")
    #expect(session.model.study.current?.reading.items[0].isFound == false)
    #expect(session.frame.text.contains("right ankle was not found"))
    #expect(session.model.receptiveField == nil)
  }

  @Test("B blocks the picture and lays the effect over it; v goes on to the shift; leaving shows the layer before")
  func occlusion() throws {
    var session = try SyntheticSession()
    try session.press("v", "t", "B")
    #expect(session.model.tastes.layer == .occlusionDrop)
    #expect(session.model.study.tracing.occlusion?.map?.isComplete == true)
    #expect(session.model.study.tracing.occlusion?.isRunning == false)
    #expect(session.frame.text.contains("score falls by up to 0.56"))
    try session.press("v")
    #expect(session.model.tastes.layer == .occlusionShift)
    #expect(session.frame.text.contains("shift, px"))
    try session.press("t")
    #expect(session.model.tastes.layer == .crop)
    // What is known need not be computed again.
    let count = session.effects.count
    try session.press("t", "B")
    #expect(!session.effects.dropFirst(count).contains { if case .occlude = $0 { true } else { false } })
    #expect(session.model.tastes.layer == .occlusionDrop)
  }

  @Test("shows how far it has come, stops when asked, and starts anew")
  func progress() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("t", "B")
    #expect(session.model.study.tracing.occlusion?.isRunning == true)
    var map = OcclusionMap(OcclusionGrid(session.model.study.subject.network.input))
    let effect = OcclusionMap.Effect(drops: Array(repeating: 0.5, count: 14), changes: Array(repeating: 3, count: 14))
    for index in 0..<30 { map.insert(effect, at: index) }
    session.perform(.occluded(map, secondsLeft: 2.5, generation: 1))
    #expect(session.frame.text.contains("30/120 2.5 s left"))
    try session.press("B")
    #expect(session.effects.last == .stopOccluding)
    #expect(session.frame.text.contains("30/120 stopped"))
    // The worker's last answer may cross the request to stop.
    map.insert(effect, at: 30)
    session.perform(.occluded(map, secondsLeft: 2, generation: 1))
    #expect(session.model.study.tracing.occlusion?.map?.done == 30)
    try session.press("B")
    guard case .occlude(_, let generation) = session.effects.last else {
      Issue.record("nothing was asked")
      return
    }
    #expect(generation > 1 && session.model.study.tracing.occlusion?.map == nil)
  }

  @Test("a new pass makes what was found untrue")
  func forgotten() throws {
    var session = try SyntheticSession()
    try session.press("t", "B", "1")
    #expect(session.model.study.tracing.occlusion == nil)
    #expect(session.model.tastes.layer == .photograph)
    session.answers = false
    try session.press("B")
    let generation = session.effects.compactMap { if case .occlude(_, let generation) = $0 { generation } else { nil } }
      .last
    session.answers = true
    try session.press("1")
    let map = SyntheticSession.occlusion(session.model.study.subject.network, joints: 14)
    session.perform(.occluded(map, secondsLeft: 0, generation: try #require(generation)))
    #expect(session.model.study.tracing.occlusion == nil)
  }

  @Test("an occlusion map is no taste to be remembered")
  func memory() throws {
    var session = try SyntheticSession()
    try session.press("t", "B")
    #expect(session.model.memory.layer == .photograph)
  }

  @Test("leaving stops what goes on in the background; inspecting leaves too")
  func leavingStops() throws {
    for key in ["t", "Escape", "i"] {
      var session = try SyntheticSession()
      session.answers = false
      try session.press("t", "B", key)
      #expect(session.effects.contains(.stopOccluding), "\(key)")
      #expect(session.model.screen.look != .trace)
    }
  }

  @Test("a backbone without a pose head has no peak to trace")
  func backbone() throws {
    var architecture = SyntheticSession.architecture
    architecture.head = BackboneHead(streams: 4)
    var session = try SyntheticSession(architecture: architecture)
    for key in ["t", "B"] {
      try session.press(key)
      #expect(session.model.screen.look != .trace)
      #expect(session.model.notice?.contains("no pose head") == true)
    }
  }
}
