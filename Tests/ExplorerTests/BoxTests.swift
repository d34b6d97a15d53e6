import Cells
import Explorer
import HRNet
import Pictures
import Pose
import Testing

@Suite("The person's box")
struct BoxTests {
  @Test("arrows move it, brackets resize it, and every change is computed at once")
  func editing() throws {
    var session = try SyntheticSession()
    let before = session.model.study.box
    try session.press("b", "Right", "Down")
    #expect(session.model.study.box == Box(x: before.x + 4, y: before.y + 6, width: 80, height: 120))
    try session.press("]")
    #expect(abs(session.model.study.box.width - 88) < 1e-9)
    #expect(session.model.study.box.centre.x == before.centre.x + 4)
    let requests = session.effects.compactMap { if case .compute(let request, _) = $0 { request } else { nil } }
    #expect(requests.count == 4)
    #expect(requests.last?.frame == session.model.study.frame)
    try session.press("r")
    #expect(session.model.study.box == before)
  }

  @Test("the cursor in the network stays while the box is edited, and moves again afterwards")
  func modes() throws {
    var session = try SyntheticSession()
    let column = session.model.screen.cursor.column
    try session.press("b", "Left", "Left")
    #expect(session.model.screen.cursor.column == column)
    try session.press("Enter", "Left")
    #expect(session.model.screen.cursor.column == column - 1)
  }

  @Test("it never leaves the picture or vanishes, however long a key is held")
  func bounds() throws {
    var session = try SyntheticSession()
    try session.press("b")
    for key in ["Left", "Up", "[", "Right", "Down", "]"] {
      for _ in 0..<100 { try session.press(key) }
      #expect(session.model.study.box.isUsable)
      let centre = session.model.study.box.centre
      #expect((0...120).contains(centre.x) && (0...160).contains(centre.y))
    }
  }

  @Test("people are walked through, and cuts stay")
  func people() throws {
    var session = try SyntheticSession()
    try session.press("1", "P")
    #expect(session.model.study.personIndex == 1)
    #expect(session.model.study.truth == nil)
    #expect(!session.model.study.interventions.isEmpty)
    try session.press("P")
    #expect(session.model.study.personIndex == 0)
    #expect(session.model.study.truth != nil)
  }
}
