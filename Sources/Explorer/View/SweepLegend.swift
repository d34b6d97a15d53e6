import Cells
import Experiments

/// On the lower edge of the map: how far a sweep has come, or the scale of the colours it has left.
struct SweepLegend {
  let model: Model

  /// - Parameter map: the network panel, frame included.
  func draw(on canvas: inout Canvas, in map: Rect) {
    guard let sweep = model.study.sweep, map.width >= 24, map.height >= 3 else { return }
    let line = Rect(x: map.x + 2, y: map.maxY - 1, width: map.width - 4, height: 1)
    if sweep.isRunning { drawProgress(sweep, on: &canvas, in: line) } else { drawScale(sweep, on: &canvas, in: line) }
  }

  private func drawProgress(_ sweep: SweepState, on canvas: inout Canvas, in line: Rect) {
    let progress = sweep.progress ?? SweepProgress(done: 0, total: 0, secondsLeft: nil)
    let key = model.keyMap.text(of: .sweep)
    let count = progress.total > 0 ? " \(progress.done)/\(progress.total)" : " begins"
    let left = progress.secondsLeft.map { " · \(Self.time($0)) left" } ?? ""
    let words = "\(count)\(left) · \(key) stops "
    let room = min(line.width - Canvas.columns(of: " sweep " + words), 24)
    var pieces = [(" sweep ", Theme.strong)]
    if room >= 4, progress.total > 0 {
      let filled = min(max(progress.done, 0), progress.total) * room / progress.total
      pieces.append((String(repeating: "█", count: filled), Style(Theme.focusedBorder.foreground)))
      pieces.append((String(repeating: "░", count: room - filled), Theme.faint))
    }
    pieces.append((words, Theme.text))
    canvas.put(pieces, x: line.x, y: line.y, limit: line.width)
  }

  private func drawScale(_ sweep: SweepState, on canvas: inout Canvas, in line: Rect) {
    let largest = sweep.largestEffect
    var x = line.x + canvas.put(" sweep: ", x: line.x, y: line.y, style: Theme.strong, limit: line.width)
    let measure = sweep.measure
    let nothing = sweep.result.map { "no cut of an edge \($0.words.changes) a \($0.words.item) " } ?? ""
    let text = measure.flatMap { largest > 0 ? "\($0.name) " : nil } ?? nothing
    x += canvas.put(text, x: x, y: line.y, style: Theme.text, limit: line.maxX - x)
    if largest > 0 {
      let end = (" \(Number.short(largest)) \(measure?.unit ?? "") ", Theme.text)
      x = canvas.put([("0 ", Theme.text)] + SweepMarks.scale.digits + [end], x: x, y: line.y, limit: line.maxX - x)
    }
    guard model.study.isSweepStale, x < line.maxX else { return }
    canvas.put("· before the last change ", x: x, y: line.y, style: Theme.changed, limit: line.maxX - x)
  }

  /// `0:07`: minutes and seconds, rounded up.
  private static func time(_ seconds: Double) -> String {
    let whole = seconds.isFinite ? Int(min(max(seconds, 0), 359_999).rounded(.up)) : 359_999
    return "\(whole / 60):" + (whole % 60 < 10 ? "0" : "") + "\(whole % 60)"
  }
}
