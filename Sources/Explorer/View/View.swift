import Cells

/// The screen: a pure function of the model, in full colour and Unicode. What the terminal cannot show is taken away
/// afterwards, by `Canvas.degraded(for:)`.
public func view(_ model: Model) -> Canvas {
  var canvas = Canvas(size: model.screen.size)
  guard model.screen.size.width >= Layout.smallest.width, model.screen.size.height >= Layout.smallest.height else {
    let text = "hrscope needs \(Layout.smallest.width)×\(Layout.smallest.height)"
    canvas.put(text, x: 0, y: 0, style: Theme.text, limit: model.screen.size.width)
    canvas.put(
      "this is \(model.screen.size.width)×\(model.screen.size.height)", x: 0, y: 1, style: Theme.faint,
      limit: model.screen.size.width)
    return canvas
  }
  for side in model.sides { draw(side, on: &canvas) }
  let layout = Layout(model)
  LessonMarks(model: model, layout: layout).draw(on: &canvas)
  let caption = CaptionPanel(model: model)
  if let rect = layout.caption, !model.isAtRemark { caption.draw(on: &canvas, in: rect) }
  // What is told may take more than its row, and goes before words that stay.
  HintLine(model: model).draw(on: &canvas, in: layout.hints)
  if let menu = model.menu { MenuOverlay(menu: menu).draw(on: &canvas, appearance: model.screen.appearance) }
  // What a replay says goes before what it has opened.
  if let rect = layout.caption, model.isAtRemark { caption.draw(on: &canvas, in: rect) }
  return canvas
}

/// One state, in the columns that it has.
private func draw(_ model: Model, on canvas: inout Canvas) {
  let layout = Layout(model)
  HeaderLine(model: model).draw(on: &canvas, in: layout.header)
  if let rect = layout.comparison, let pinned = model.pinned {
    ComparisonLines(model: model, pinned: pinned).draw(on: &canvas, in: rect)
  }
  if let rect = layout.network {
    NetworkPanel(model: model, rowStep: layout.mapRowStep).draw(on: &canvas, in: rect)
    InterventionNote(model.study).draw(on: &canvas, in: rect)
    if case .knowledge = model.main {} else { SweepLegend(model: model).draw(on: &canvas, in: rect) }
  }
  if let rect = layout.streams { draw(model.main, of: model, on: &canvas, in: rect) }
  if let rect = layout.companion { draw(model.stepContent, of: model, on: &canvas, in: rect) }
  if let rect = layout.strip { ReadOutStrip(model: model).draw(on: &canvas, in: rect) }
  if let rect = layout.picture { PicturePanel(model: model).draw(on: &canvas, in: rect) }
  if let rect = layout.joints { ResultPanel(model: model).draw(on: &canvas, in: rect) }
  PanelTabs(model).draw(on: &canvas)
  if model.tastes.isPresenting { PresenterMarks(model: model, layout: layout).draw(on: &canvas) }
}

private func draw(_ content: MainContent, of model: Model, on canvas: inout Canvas, in rect: Rect) {
  switch content {
  case .ablation(let walk): AblationPanel(model: model, walk: walk).draw(on: &canvas, in: rect)
  case .trace: TracePanel(model: model).draw(on: &canvas, in: rect)
  case .decoding: DecodingPanel(model: model).draw(on: &canvas, in: rect)
  case .geometry: GeometryPanel(model: model).draw(on: &canvas, in: rect)
  case .cost: CostPanel(model: model).draw(on: &canvas, in: rect)
  case .confusion: ConfusionPanel(model: model).draw(on: &canvas, in: rect)
  case .resolutions: ResolutionsPanel(model: model).draw(on: &canvas, in: rect)
  case .knowledge: KnowledgePanel(model: model).draw(on: &canvas, in: rect)
  case .versions: VersionsPanel(model: model).draw(on: &canvas, in: rect)
  case .inspector: InspectorPanel(model: model).draw(on: &canvas, in: rect)
  case .sum: SumPanel(model: model).draw(on: &canvas, in: rect)
  case .matrix(let unit): ExchangePanel(model: model, unit: unit).draw(on: &canvas, in: rect)
  case .maps: StreamsPanel(model: model).draw(on: &canvas, in: rect)
  }
}

extension Canvas {
  /// A panel's frame, which shows where the person is; returns the room inside.
  mutating func panel(_ rect: Rect, title: String, isFocused: Bool, appearance: Appearance) -> Rect {
    fill(rect, .blank)
    let style = isFocused ? Theme.focusedBorder : Theme.border
    // What a title says last is left out whole where it has no room.
    var parts = title.split(separator: " · ")
    while parts.count > 1, Canvas.columns(of: parts.joined(separator: " · ")) > rect.width - 5 { parts.removeLast() }
    // Without colour the focused title stands out by itself.
    let titleStyle = isFocused ? Theme.focusedBorder.adding(.reverse) : Theme.strong
    box(rect, title: parts.joined(separator: " · "), style: style, titleStyle: titleStyle, appearance: appearance)
    return rect.inset(by: 1)
  }

  /// Pieces of text one after another, each in its style; returns the column behind the last.
  @discardableResult
  mutating func put(_ pieces: [(String, Style)], x: Int, y: Int, limit: Int) -> Int {
    var column = x
    for (text, style) in pieces where column < x + limit {
      column += put(text, x: column, y: y, style: style, limit: x + limit - column)
    }
    return column
  }
}
