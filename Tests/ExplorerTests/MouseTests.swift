import Cells
import Explorer
import HRNet
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

  @Test("every node of the map can be clicked, those of a folded module once it is unfolded")
  func nodes() throws {
    var session = try SyntheticSession(size: Size(width: 80, height: 24))
    session.answers = false
    var reached: Set<[Int]> = []
    try session.press("Home")
    for _ in session.model.study.subject.network.columns {
      let model = session.model
      for y in [2, 4, 6, 8] {
        for x in 0..<80 {
          var model = model
          _ = model.update(.mouse(MouseEvent(.press(.left), at: Point(x: x, y: y + 1))))
          reached.insert([model.screen.cursor.column, min(model.screen.cursor.stream, model.column.nodes.count - 1)])
        }
      }
      try session.press("}")
    }
    // Stage 1 has no unit to unfold: its two units share a glyph.
    let nodes = session.model.study.subject.network.columns.reduce(0) { $0 + $1.nodes.count } - 1
    #expect(reached.count == nodes)
  }

  @Test("a click chooses an edge, a second one cuts it")
  func edges() throws {
    var session = try SyntheticSession()
    try session.press("{", "{")
    let place = try find("from 1/16", in: session)
    click(&session, Point(x: place.x, y: place.y + 1))
    #expect(session.model.edge?.description == "s4.m1:1/16>1/4")
    #expect(session.model.study.interventions.isEmpty)
    click(&session, Point(x: place.x, y: place.y + 1))
    #expect(session.model.study.interventions.edges.map(\.description) == ["s4.m1:1/16>1/4"])
  }

  @Test("a click chooses a stage by its heading, a second one cuts it")
  func headings() throws {
    var session = try SyntheticSession()
    let place = try find("stage 3", in: session)
    click(&session, place)
    #expect(session.model.stageUnderCursor == .stage(3))
    #expect(session.model.study.interventions.isEmpty)
    click(&session, place)
    #expect(session.model.study.interventions.edges.count == 3 * 6)
  }

  @Test("joints are chosen by clicking and with the wheel")
  func joints() throws {
    var session = try SyntheticSession()
    click(&session, try find("l. knee", in: session))
    #expect(session.model.screen.selectedItem == 4)
    session.perform(.mouse(MouseEvent(.wheel(.down), at: try find("l. knee", in: session))))
    #expect(session.model.screen.selectedItem == 5)
  }

  @Test("the wheel over the map steps through time")
  func wheel() throws {
    var session = try SyntheticSession()
    let column = session.model.screen.cursor.column
    session.perform(.mouse(MouseEvent(.wheel(.up), at: Point(x: 20, y: 4))))
    #expect(session.model.screen.cursor.column == column - 1)
  }

  @Test("a menu's item is chosen by one click and done by the next; a click beside it closes it")
  func menus() throws {
    var session = try SyntheticSession()
    try session.press("?")
    let place = try find("rewind to the input", in: session)
    click(&session, place)
    #expect(session.model.menu?.selected?.choice == .command(.rewind))
    click(&session, try find("rewind to the input", in: session))
    #expect(session.model.screen.cursor.column == 0)
    try session.press("?")
    click(&session, Point(x: 0, y: 0))
    #expect(session.model.menu == nil)
  }

  @Test("dragging in the picture moves the box")
  func box() throws {
    var session = try SyntheticSession()
    try session.press("b")
    let before = session.model.study.box
    drag(&session, from: Point(x: 100, y: 10), to: Point(x: 103, y: 12))
    #expect(session.model.study.box.x > before.x && session.model.study.box.y > before.y)
    #expect(session.model.study.box.width == 80 && session.model.study.box.height == 120)
    // Taken hold of beside it, the box comes with its middle.
    drag(&session, from: Point(x: 92, y: 3), to: Point(x: 100, y: 8))
    #expect(session.model.study.box.width == 80)
    // Without having taken hold of anything, nothing moves.
    let now = session.model.study.box
    session.perform(.mouse(MouseEvent(.drag(.left), at: Point(x: 96, y: 6))))
    #expect(session.model.study.box == now)
  }

  @Test("dragging an edge or a corner of the box resizes it, and the opposite one stays")
  func resizingBox() throws {
    var session = try SyntheticSession()
    try session.press("b")
    // The box from 20, 20 to 100, 140 in a picture of 120×160; the picture's cells stand at 88…112 and 2…18.
    let box = session.model.study.box
    let place = { (x: Double, y: Double) in Point(x: 88 + Int(x * 25 / 120), y: 2 + Int(y * 17 / 160)) }
    drag(&session, from: place(100, 140), to: place(80, 120))
    #expect(session.model.study.box.x == box.x && session.model.study.box.y == box.y)
    #expect(session.model.study.box.width < 80 && session.model.study.box.height < 120)
    let (right, bottom) = (
      session.model.study.box.x + session.model.study.box.width,
      session.model.study.box.y + session.model.study.box.height
    )
    let height = session.model.study.box.height
    drag(&session, from: place(20, 70), to: place(40, 75))
    #expect(session.model.study.box.x > box.x && session.model.study.box.height == height)
    #expect(abs(session.model.study.box.x + session.model.study.box.width - right) < 1e-9)
    // An edge dragged past the opposite one stops there.
    drag(&session, from: Point(x: place(60, 0).x, y: place(0, 20).y), to: place(60, 160))
    #expect(session.model.study.box.height == 4)
    #expect(abs(session.model.study.box.y + session.model.study.box.height - bottom) < 1e-9)
  }

  private func drag(_ session: inout SyntheticSession, from: Point, to: Point) {
    session.perform(.mouse(MouseEvent(.press(.left), at: from)))
    session.perform(.mouse(MouseEvent(.drag(.left), at: to)))
    session.perform(.mouse(MouseEvent(.release(.left), at: to)))
  }

  @Test("in 80×24 panels take turns, and their names can be clicked; zoomed, all of them")
  func tabs() throws {
    var session = try SyntheticSession(size: Size(width: 80, height: 24))
    for (name, panel) in [("picture", Panel.picture), ("joints", .joints), ("streams", .streams)] {
      let rows = session.frame.text.split(separator: "\n", omittingEmptySubsequences: false)
      let row = try #require(rows[22].range(of: " \(name) "))
      click(&session, Point(x: rows[22].distance(from: rows[22].startIndex, to: row.lowerBound) + 1, y: 22))
      #expect(session.model.screen.focus == panel)
    }
    try session.press("z")
    click(&session, try find(" network ", in: session))
    #expect(session.model.screen.focus == .network)
    #expect(session.model.screen.zoom == .panel)
  }

  @Test("at the head a joint is chosen by its heat map")
  func jointMaps() throws {
    var session = try SyntheticSession()
    click(&session, try find("l.knee", in: session))
    #expect(session.model.screen.selectedItem == 4)
  }

  @Test("over the picture the wheel changes the layer, or the size of the box")
  func wheelOverPicture() throws {
    var session = try SyntheticSession()
    session.perform(.mouse(MouseEvent(.wheel(.down), at: Point(x: 100, y: 5))))
    #expect(session.model.tastes.layer == .crop)
    try session.press("b")
    session.perform(.mouse(MouseEvent(.wheel(.up), at: Point(x: 100, y: 5))))
    #expect(session.model.study.box.width > 80)
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
