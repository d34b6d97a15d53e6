import Cells
import Explorer
import HRNet
import Pictures
import Pose
import Testing

@Suite("People boxed by hand")
struct BoxedPeopleTests {
  @Test("one after the other: Y keeps and begins, Enter keeps, P walks through all")
  func several() throws {
    var session = try SyntheticSession()
    try session.press("Y", "Right", "Y", "Down", "Enter")
    let boxed = session.model.study.boxed.map(\.box)
    #expect(boxed.count == 2 && boxed[0] != boxed[1])
    #expect(session.model.study.people.count == 4 && session.model.study.personIndex == 3)
    #expect(!session.model.screen.isEditingBox)
    #expect(session.model.notice?.hasPrefix("2 boxes made by hand") == true)
    try session.press("P")
    #expect(session.model.study.personIndex == 0 && session.model.study.truth != nil)
    try session.press("P", "P")
    #expect(session.model.study.box == boxed[0] && session.model.study.truth == nil)
    // What was computed is of the box that is looked at.
    let request = session.effects.compactMap { if case .compute(let request, _) = $0 { request } else { nil } }.last
    #expect(request?.frame == session.model.study.frame)
  }

  @Test("Escape gives up the box that is begun, and looks where was looked before")
  func givenUp() throws {
    var session = try SyntheticSession()
    try session.press("P", "Y", "Right", "Right", "Escape")
    #expect(session.model.study.boxed.isEmpty && session.model.study.personIndex == 1)
    #expect(session.model.study.box == session.model.study.people[1].box)
    #expect(!session.model.screen.isEditingBox)
  }

  @Test("a box made by hand is changed for good; one that the picture came with is not")
  func changed() throws {
    var session = try SyntheticSession()
    try session.press("b", "Right", "Enter", "Y", "Enter", "b", "Down", "]", "Enter")
    let box = session.model.study.box
    #expect(session.model.study.boxed.map(\.box) == [box])
    try session.press("P")
    #expect(session.model.study.box == Box(x: 20, y: 20, width: 80, height: 120))
    try session.press("P", "P")
    #expect(session.model.study.box == box)
  }

  @Test("in the box, undo takes the last one back, and redo keeps it again; cuts stay")
  func undo() throws {
    var session = try SyntheticSession()
    try session.press("1", "Y", "Enter", "Y", "Enter", "b", "u")
    #expect(session.model.study.boxed.count == 1 && session.model.study.personIndex == 2)
    try session.press("u")
    #expect(session.model.study.boxed.isEmpty && session.model.study.personIndex == 1)
    #expect(session.model.study.box == session.model.study.people[1].box)
    #expect(!session.model.study.interventions.isEmpty)
    try session.press("u")
    #expect(session.model.notice == "no box was kept")
    try session.press("U", "U")
    #expect(session.model.study.boxed.count == 2)
    try session.press("U")
    #expect(session.model.notice == "no box was taken back")
    // While one is being made, that one goes on.
    try session.press("Y", "u", "u")
    #expect(session.model.study.boxed.isEmpty && session.model.screen.isEditingBox)
    try session.press("Enter")
    #expect(session.model.study.boxed.count == 1)
  }

  @Test("keeping them is asked for, and asks where a file is there already; a replay writes nothing")
  func saving() throws {
    var session = try SyntheticSession()
    session.perform(.command(.saveBoxes))
    #expect(session.model.notice == "no box was made by hand: Y makes one")
    try session.press("Y", "Enter", "w", "End", "Up", "Enter")
    #expect(session.effects.last == .write(.boxes(mayChange: false)))
    session.perform(.boxesAsk(file: "synthetic.json", people: 2))
    #expect(session.frame.text.contains("to synthetic.json, which describes 2 people; all that is in it stays"))
    let before = session.effects.count
    try session.press("Down", "Enter")
    #expect(session.model.menu == nil)
    #expect(session.effects.count == before)
    session.perform(.boxesAsk(file: "synthetic.json", people: 2))
    try session.press("Enter")
    #expect(session.effects.last == .write(.boxes(mayChange: true)))
  }
}
