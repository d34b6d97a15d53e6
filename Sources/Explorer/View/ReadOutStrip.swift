import Cells
import Experiments
import HRNet
import Pictures
import Pose

/// A pose forming, or a class map: what the head reads after every exchange unit, drawn small, and the error at every column.
struct ReadOutStrip {
  let model: Model
  private let course: [ReadOutDepth]
  private let reference: ReadOutReference?

  init(model: Model) { (self.model, course, reference) = (model, model.course, model.readOutReference) }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(
      rect, title: title(room: rect.width - 4), isFocused: false, appearance: model.screen.appearance)
    guard inside.height >= 2, !course.isEmpty else { return }
    let (figures, foot) = inside.splitBottom(1)
    drawFigures(on: &canvas, in: figures)
    drawCourse(on: &canvas, in: foot)
  }

  /// Who reads, and what the numbers are; the longest that fits.
  private func title(room: Int) -> String {
    let titles: [String]
    if case .probe? = course.last?.reader {
      let stream = model.stream(at: model.currentStream)
      let notes = (model.probesNotes.map { ", \($0)" } + [""])
      titles = notes.flatMap { note in
        ["early read-out by probes of \(stream)\(note) · \(measure)", "probes of \(stream)\(note) · \(measure)"]
      }
    } else {
      titles = [
        "early read-out by the head, trained for the end · \(measure)", "by the head, trained for the end · \(measure)",
      ]
    }
    return titles.first { Canvas.columns(of: $0) <= room } ?? titles.last ?? ""
  }

  /// What the numbers below the figures are.
  private var measure: String {
    guard case .heatMaps = model.said else {
      let change = model.study.current.flatMap { course.last?.reading.change(from: $0.reading) }
      return (change?.headline.name).map { "\($0) until the end" } ?? "\(model.said.items)"
    }
    if case .truth? = reference { return "px to the true pose" }
    return "px to the \(model.study.current?.reading.pose == nil ? "last" : "final") pose"
  }

  /// Width of the narrowest figure with its numbers, and the blank column behind it.
  private static let narrowest = 11

  /// The depths behind exchange units, as many as there is room for, the cursor's module among them.
  private func depths(room: Int) -> (shown: ArraySlice<ReadOutDepth>, current: ReadOutDepth?) {
    let all = course.filter { model.study.network.columns[$0.column].isExchange }
    let current = all.firstIndex {
      $0.column >= model.screen.cursor.column && model.screen.cursor.column >= firstColumn
    }
    let count = max(1, room / Self.narrowest)
    let window = ScrollWindow.rows(around: current ?? all.count - 1, of: all.count, room: count)
    return (all[window], current.map { all[$0] })
  }

  private var firstColumn: Int { course.first?.column ?? 0 }

  private func drawFigures(on canvas: inout Canvas, in rect: Rect) {
    let (depths, current) = depths(room: rect.width)
    guard !depths.isEmpty else { return }
    let width = min(rect.width / depths.count, 24)
    for (place, depth) in depths.enumerated() {
      let cell = Rect(x: rect.x + place * width, y: rect.y, width: width - 1, height: rect.height)
      guard let module = model.study.network.columns[depth.column].module else { continue }
      let isCurrent = depth == current
      canvas.put(
        "\(module)", x: cell.x, y: cell.y, style: isCurrent ? Theme.selected : Theme.strong, limit: cell.width)
      canvas.put(Self.text(errors(depth), width: cell.width), x: cell.x, y: cell.maxY - 1, style: Theme.text)
      let figure = cell.splitTop(1).rest.splitBottom(1).rest
      guard figure.height >= 2 else { continue }
      ReadOutFigure(model: model, reading: depth.reading, reference: reference).draw(on: &canvas, in: figure)
    }
  }

  /// `12 px`, and how many joints that is of, where some were not found: `12 px 9/14`.
  private static func text(_ error: ReadOutError?, width: Int) -> String {
    guard let error, let mean = error.mean else { return "nothing" }
    let number = Number.short(mean >= 10 ? mean.rounded() : mean)
    // How many classes occur is no part of how many there are to find.
    guard error.missing > 0, error.unit != "%" else { return "\(number) \(error.unit)" }
    let count = "\(error.found)/\(error.found + error.missing)"
    let long = "\(number) \(error.unit) \(count)"
    return long.count <= width ? long : "\(number) \(count)"
  }

  private func errors(_ depth: ReadOutDepth) -> ReadOutError? { reference.map { depth.error(from: $0) } }

  /// The error at every column as bars, the cursor's marked, and the numbers at the ends and at the cursor.
  private func drawCourse(on canvas: inout Canvas, in line: Rect) {
    let errors = course.map(errors)
    let bars = Array(Sparkline.text(errors.map { $0?.mean ?? .nan }))
    let here = model.readOut
    let current = course.firstIndex { $0.reader == here?.reader }
    let room = max(line.width - 50, 8)
    let window = ScrollWindow.rows(around: current ?? bars.count - 1, of: bars.count, room: room)
    var x = line.x + canvas.put("every column ", x: line.x, y: line.y, style: Theme.faint, limit: line.width)
    for index in window where x < line.maxX {
      x += canvas.put(String(bars[index]), x: x, y: line.y, style: index == current ? Theme.selected : Theme.text)
    }
    let words: String
    if let here {
      words = " here \(Self.text(self.errors(here), width: 20))\(model.readerFacts)"
    } else {
      words = model.readOutAbsence.map { " \($0)" } ?? " the network's result"
    }
    canvas.put(words, x: x, y: line.y, style: Theme.strong, limit: line.maxX - x)
  }
}
