import Cells

/// What is to be seen from the last row of a room: the column of the map where the cursor is, and everything that changed, in
/// reverse. Pictures and maps are left as they are.
struct PresenterMarks {
  let model: Model
  let layout: Layout

  func draw(on canvas: inout Canvas) {
    for y in 0..<canvas.size.height {
      for x in 0..<canvas.size.width {
        let cell = canvas[x: x, y: y]
        // Letters, not the lines of a fan.
        guard cell.style.background == nil, let color = cell.style.foreground, Self.ofChanges.contains(color),
          !(0x2800...0x28FF).contains(cell.scalar.value)
        else { continue }
        canvas[x: x, y: y].style = cell.style.adding([.reverse, .bold])
      }
    }
    guard let rect = layout.network, model.stageUnderCursor == nil else { return }
    let panel = NetworkPanel(model: model, rowStep: layout.mapRowStep)
    for stream in model.column.nodes.indices {
      let place = LessonTarget.Place(column: model.screen.cursor.column, stream: stream)
      guard let point = panel.point(of: place, in: rect) else { continue }
      let isCursor = stream == model.currentStream
      let cells = Rect(x: point.x - (isCursor ? 1 : 0), y: point.y, width: isCursor ? 3 : 1, height: 1)
      canvas.restyle(cells.intersection(rect.inset(by: 1))) { $0.adding([.reverse, .bold]) }
    }
  }

  private static let ofChanges: Set<Color> = [Theme.cut, Theme.weakened]
}
