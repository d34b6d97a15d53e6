import Cells

/// What a lesson points at, marked on the screen: a panel by its frame, nodes of the map and rows of the results by colour and
/// underline.
struct LessonMarks {
  let model: Model
  let layout: Layout

  func draw(on canvas: inout Canvas) {
    for target in model.lessonTargets {
      switch target {
      case .panel(let panel): mark(panel, on: &canvas)
      case .nodes(let places): mark(places, on: &canvas)
      case .item(let item): mark(item, on: &canvas)
      }
    }
  }

  private func mark(_ panel: Panel, on canvas: inout Canvas) {
    guard let rect = rect(of: panel) else { return }
    for edge in [
      rect.splitTop(1).top, rect.splitBottom(1).bottom, rect.splitLeft(1).left, rect.splitRight(1).right,
    ] {
      canvas.restyle(edge) { style in
        var style = style.adding(.bold)
        style.foreground = Theme.lesson
        return style
      }
    }
  }

  private func mark(_ places: [LessonTarget.Place], on canvas: inout Canvas) {
    guard let rect = layout.network else { return }
    let panel = NetworkPanel(model: model, rowStep: layout.mapRowStep)
    for place in places {
      guard let point = panel.point(of: place, in: rect) else { continue }
      restyle(Rect(x: point.x, y: point.y, width: 1, height: 1), on: &canvas)
    }
  }

  private func mark(_ item: Int, on canvas: inout Canvas) {
    guard let rect = layout.joints else { return }
    let panel = ResultPanel(model: model)
    let row = (rect.y..<rect.maxY).first { panel.item(at: Point(x: rect.x + 2, y: $0), in: rect) == item }
    if let row { restyle(Rect(x: rect.x + 1, y: row, width: rect.width - 2, height: 1), on: &canvas) }
  }

  private func restyle(_ rect: Rect, on canvas: inout Canvas) {
    canvas.restyle(rect) { style in
      var style = style.adding([.bold, .underline])
      style.foreground = Theme.lesson
      return style
    }
  }

  private func rect(of panel: Panel) -> Rect? {
    switch panel {
    case .network: layout.network
    case .streams: layout.streams
    case .picture: layout.picture
    case .joints: layout.joints
    case .caption: layout.caption
    }
  }
}
