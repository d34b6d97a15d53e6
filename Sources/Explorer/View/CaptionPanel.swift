import Cells

/// The words of a lesson, in a band over the whole width; in a frame where there is room for one.
struct CaptionPanel {
  let model: Model

  /// Rows of the screen that the words have: five of a small one, never more than a third.
  static func rows(_ model: Model) -> Int {
    guard model.lesson != nil else { return 0 }
    let height = model.screen.size.height
    return min(height < 30 ? 5 : height < 50 ? 7 : 12, height / 3)
  }

  static func hasFrame(_ rect: Rect) -> Bool { rect.height > 5 }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard let run = model.lesson else { return }
    let (isFocused, text) = (model.screen.focus == .caption, CaptionText(model))
    let state = state(run, isMore: CaptionText.nextRows(model) != nil)
    let right = rect.maxX - Canvas.columns(of: state) - 3
    let title = "\(run.pageIndex + 1)/\(run.lesson.pages.count) \(run.page.heading) · \(run.lesson.title)"
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
    for (row, line) in text.shown(from: run.scroll).enumerated() {
      canvas.put(line, x: text.room.x, y: text.room.y + row, limit: text.room.width)
    }
  }

  /// What comes next, and by which key.
  private func state(_ run: LessonRun, isMore: Bool) -> String {
    if run.hasStrayed { return "\(model.keyMap.text(of: .lesson)) back to the lesson" }
    let next = model.keyMap.text(of: .nextPage)
    if isMore { return "\(next) more" }
    if !run.isRevealed { return "answer, or \(next)" }
    return run.pageIndex + 1 == run.lesson.pages.count ? "end" : "\(next) next"
  }
}
