import Canvas
import Explorer
import Network
import Testing

@Suite("Pointing with the mouse")
struct MouseTests {
  /// The first cell of the frame that shows a text.
  private func find(_ text: String, in session: SyntheticSession) throws -> Point {
    let rows = session.frame.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (y, row) in rows.enumerated() {
      if let range = row.range(of: text) {
        return Point(x: row.distance(from: row.startIndex, to: range.lowerBound), y: y)
      }
    }
    throw NotOnScreen(text: text)
  }

  private struct NotOnScreen: Error { let text: String }

  private func click(_ session: inout SyntheticSession, _ point: Point) {
    session.perform(.mouse(MouseEvent(.press(.left), at: point)))
    session.perform(.mouse(MouseEvent(.release(.left), at: point)))
  }

  @Test("every node of the map can be clicked")
  func nodes() throws {
    var session = try SyntheticSession(size: Size(width: 80, height: 24))
    session.answers = false
    var reached: Set<[Int]> = []
    for y in 0..<12 {
      for x in 0..<80 {
        click(&session, Point(x: x, y: y))
        try session.press("Escape")
        reached.insert([session.model.cursor.column, session.model.cursor.stream])
      }
    }
    let nodes = session.model.subject.network.columns.reduce(0) { $0 + $1.nodes.count }
    #expect(reached.count == nodes)
  }

  @Test("a click chooses an edge, a second one cuts it")
  func edges() throws {
    var session = try SyntheticSession()
    try session.press("{", "{")
    let place = try find("from 1/16", in: session)
    click(&session, Point(x: place.x, y: place.y + 1))
    #expect(session.model.edge?.description == "s4.m1:1/16>1/4")
    #expect(session.model.interventions.isEmpty)
    click(&session, Point(x: place.x, y: place.y + 1))
    #expect(session.model.interventions.edges.map(\.description) == ["s4.m1:1/16>1/4"])
  }

  @Test("a click chooses a stage by its heading, a second one cuts it")
  func headings() throws {
    var session = try SyntheticSession()
    let place = try find("stage 3", in: session)
    click(&session, place)
    #expect(session.model.stageUnderCursor == 3)
    #expect(session.model.interventions.isEmpty)
    click(&session, place)
    #expect(session.model.interventions.edges.count == 3 * 6)
  }

  @Test("joints are chosen by clicking and with the wheel")
  func joints() throws {
    var session = try SyntheticSession()
    click(&session, try find("l. knee", in: session))
    #expect(session.model.selectedJoint == 4)
    session.perform(.mouse(MouseEvent(.wheel(.down), at: try find("l. knee", in: session))))
    #expect(session.model.selectedJoint == 5)
  }

  @Test("the wheel over the map steps through time")
  func wheel() throws {
    var session = try SyntheticSession()
    let column = session.model.cursor.column
    session.perform(.mouse(MouseEvent(.wheel(.up), at: Point(x: 20, y: 4))))
    #expect(session.model.cursor.column == column - 1)
  }

  @Test("a menu's item is chosen by one click and done by the next; a click beside it closes it")
  func menus() throws {
    var session = try SyntheticSession()
    try session.press("?")
    let place = try find("rewind to the input", in: session)
    click(&session, place)
    #expect(session.model.menu?.selected?.choice == .command(.rewind))
    click(&session, try find("rewind to the input", in: session))
    #expect(session.model.cursor.column == 0)
    try session.press("?")
    click(&session, Point(x: 0, y: 0))
    #expect(session.model.menu == nil)
  }

  @Test("dragging in the picture moves the box")
  func box() throws {
    var session = try SyntheticSession()
    try session.press("b")
    let before = session.model.box.centre
    session.perform(.mouse(MouseEvent(.drag(.left), at: Point(x: 100, y: 5))))
    #expect(session.model.box.centre != before)
    #expect(session.model.box.width == 80)
  }

  @Test("M leaves the mouse to the terminal and takes it back")
  func release() throws {
    var session = try SyntheticSession()
    #expect(session.effects.contains(.captureMouse(true)))
    try session.press("M")
    #expect(session.effects.last == .captureMouse(false))
    try session.press("M")
    #expect(session.effects.last == .captureMouse(true))
  }

  @Test("clicks anywhere, on screens of any size, never crash")
  func anywhere() throws {
    var session = try SyntheticSession()
    var generator = SystemRandomNumberGenerator()
    for size in [Size(width: 1, height: 1), Size(width: 40, height: 12), Size(width: 100, height: 33)] {
      session.perform(.resized(size))
      for _ in 0..<300 {
        let point = Point(x: Int.random(in: -2...210, using: &generator), y: Int.random(in: -2...70, using: &generator))
        click(&session, point)
        session.perform(.mouse(MouseEvent(.wheel(.down), at: point)))
      }
      _ = session.frame
    }
  }
}
