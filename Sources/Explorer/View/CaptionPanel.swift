import Cells

/// The words of a lesson, or of a session's comment, in a band over the whole width; in a frame where there is room for one.
struct CaptionPanel {
  let model: Model

  /// Rows of the screen that the words have: five of a small one, never more than a third.
  static func rows(_ model: Model) -> Int {
    guard model.hasCaption else { return 0 }
    let height = model.screen.size.height
    guard model.hasWords else { return 2 }
    if model.tastes.isPresenting { return min(height / 3, 16) }
    return min(height < 30 ? 5 : height < 50 ? 7 : 12, height / 3)
  }

  static func hasFrame(_ rect: Rect) -> Bool { rect.height > 5 }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard model.hasWords else { return drawStroke(on: &canvas, in: rect) }
    let (isFocused, text) = (model.screen.focus == .caption || model.isAtRemark, CaptionText(model))
    let (title, state) = (title, state)
    let right = rect.maxX - Canvas.columns(of: state) - 3
    let room = right - rect.x - 3
    if Self.hasFrame(rect) {
      _ = canvas.panel(
        rect, title: String(title.prefix(max(0, room))), isFocused: isFocused, appearance: model.screen.appearance)
    } else {
      canvas.fill(rect, .blank)
      let style = isFocused ? Theme.focusedBorder.adding(.reverse) : Theme.text.adding(.reverse)
      canvas.fill(rect.splitTop(1).top, Cell(style: style))
      canvas.put(" \(title)", x: rect.x, y: rect.y, style: style, limit: room)
    }
    canvas.put(
      " \(state) ", x: right, y: rect.y, style: Self.hasFrame(rect) ? Theme.key : Theme.text.adding([.reverse, .bold]))
    for (row, line) in text.shown(from: model.captionScroll).enumerated() {
      canvas.put(emphasised(line), x: text.room.x, y: text.room.y + row, limit: text.room.width)
    }
  }

  /// From afar thin letters are hardly read.
  private func emphasised(_ line: CaptionText.Line) -> CaptionText.Line {
    model.tastes.isPresenting ? line.map { ($0.0, $0.1.adding(.bold)) } : line
  }

  /// What was pressed, in reverse over the whole width.
  private func drawStroke(on canvas: inout Canvas, in rect: Rect) {
    let (text, style) = (CaptionText(model), Style(nil, on: nil, [.reverse, .bold]))
    canvas.fill(rect, Cell(style: style))
    for (row, line) in text.shown(from: 0).enumerated() {
      canvas.put(line.map { ($0.0, style) }, x: text.room.x, y: text.room.y + row, limit: text.room.width)
    }
  }

  private var title: String {
    if model.isAtRemark { return "replay" }
    guard let run = model.lesson else { return "" }
    return "\(run.pageIndex + 1)/\(run.lesson.pages.count) \(run.page.heading) · \(run.lesson.title)"
  }

  /// What comes next, and by which key.
  private var state: String {
    let next = model.keyMap.text(of: .nextPage)
    let isMore = CaptionText.nextRows(model) != nil
    if model.isAtRemark {
      return isMore ? "\(next) more" : model.replay.count == 0 ? "\(next) ends" : "\(next) goes on"
    }
    guard let run = model.lesson else { return "" }
    if run.hasStrayed { return "\(model.keyMap.text(of: .lesson)) back to the lesson" }
    if isMore { return "\(next) more" }
    if !run.isRevealed { return "answer, or \(next)" }
    return run.pageIndex + 1 == run.lesson.pages.count ? "end" : "\(next) next"
  }
}
