import Cells
import Explorer
import HRNet
import Testing

@Suite("The read-out lens")
struct ReadOutTests {
  private var columns: (first: Int, last: Int) {
    get throws {
      let network = try SyntheticSession().model.study.subject.network
      let columns = network.columns.indices.filter { (network.columns[$0].stage ?? 0) >= 2 }
      return (try #require(columns.first), try #require(columns.last))
    }
  }

  @Test("shows the pose read at the cursor; at the head it is the network's own")
  func follows() throws {
    var session = try SyntheticSession()
    let final = try #require(session.model.study.current?.reading)
    try session.press("e")
    #expect(session.model.shown == final)
    #expect(session.effects.contains(.readOut(generation: 1)))
    var last = 0.0
    for _ in try columns.first...columns.last {
      try session.press("Left")
      let (shown, readOut) = (try #require(session.model.shown), try #require(session.model.readOut))
      #expect(shown == readOut.reading && readOut.column == session.model.screen.cursor.column)
      let reference = try #require(session.model.readOutReference)
      let error = try #require(readOut.error(from: reference).mean)
      #expect(error >= last)
      last = error
    }
    try session.press("End", "e", "Left")
    #expect(session.model.shown == final)
  }

  @Test("says so where the head does not fit, and shows no pose there")
  func absence() throws {
    var session = try SyntheticSession()
    try session.press("e", "Home")
    for _ in try 0..<columns.first {
      #expect(session.model.readOut == nil && session.model.shown == nil)
      #expect(session.frame.text.contains("no read-out here"))
      try session.press("Right")
    }
    #expect(session.model.readOut != nil)
    #expect(!session.frame.text.contains("no read-out here"))
  }

  @Test("a new pass asks for its poses; an answer of an older pass is dropped, and nobody asks while the lens is off")
  func generations() throws {
    var session = try SyntheticSession()
    try session.press("1")
    #expect(!session.effects.contains { if case .readOut = $0 { true } else { false } })
    try session.press("e", "1")
    #expect(session.effects.last { if case .readOut = $0 { true } else { false } } == .readOut(generation: 3))
    let course = session.model.study.lens.course
    session.perform(.readOut([], generation: 2))
    #expect(session.model.study.lens.course == course)
  }

  @Test("measures against the truth where it is known, else against the network's result")
  func reference() throws {
    var session = try SyntheticSession()
    try session.press("e", "Left")
    #expect(session.frame.text.contains("true pose"))
    #expect(session.model.readOutReference == session.model.study.truth.map { .truth($0) })
    try session.press("P")
    #expect(session.model.study.truth == nil)
    #expect(session.frame.text.contains("final pose"))
    #expect(try session.model.readOutReference == .result(#require(session.model.study.current?.reading)))
  }

  @Test("a backbone without a pose head has nothing to read with")
  func backbone() throws {
    var architecture = SyntheticSession.architecture
    architecture.head = BackboneHead(streams: 4)
    var session = try SyntheticSession(architecture: architecture)
    try session.press("e")
    #expect(!session.model.study.lens.isOn)
    #expect(session.model.notice?.contains("no pose head") == true)
  }
}
