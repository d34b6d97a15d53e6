import Cells
import Experiments
import HRNet
import Pictures
import Pose

/// A pose forming: what the final head reads after every exchange unit, drawn small, and the error at every column.
struct ReadOutStrip {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let reference = model.study.truth == nil ? "final" : "true"
    let title = "early read-out by the head, trained for the end · px to the \(reference) pose"
    let inside = canvas.panel(rect, title: title, isFocused: false, appearance: model.screen.appearance)
    guard inside.height >= 2, !model.study.lens.course.isEmpty else { return }
    let (figures, foot) = inside.splitBottom(1)
    drawFigures(on: &canvas, in: figures)
    drawCourse(on: &canvas, in: foot)
  }

  /// Width of the narrowest figure with its numbers, and the blank column behind it.
  private static let narrowest = 11

  /// The depths behind exchange units, as many as there is room for, the cursor's module among them.
  private func depths(room: Int) -> (shown: ArraySlice<ReadOutDepth>, current: ReadOutDepth?) {
    let all = model.study.lens.course.filter {
      if case .exchange = model.study.network.columns[$0.column].content { true } else { false }
    }
    let current = all.firstIndex {
      $0.column >= model.screen.cursor.column && model.screen.cursor.column >= firstColumn
    }
    let count = max(1, room / Self.narrowest)
    let window = ScrollWindow.rows(around: current ?? all.count - 1, of: all.count, room: count)
    return (all[window], current.map { all[$0] })
  }

  private var firstColumn: Int { model.study.lens.course.first?.column ?? 0 }

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
      canvas.draw(self.figure(depth, size: figure.size), at: figure)
    }
  }

  /// `12 px`, and how many joints that is of, where some were not found: `12 px 9/14`.
  private static func text(_ error: ReadOutError?, width: Int) -> String {
    guard let error, let mean = error.mean else { return "no joint" }
    let number = Number.short(mean >= 10 ? mean.rounded() : mean)
    guard error.missing > 0 else { return "\(number) \(error.unit)" }
    let count = "\(error.found)/\(error.found + error.missing)"
    let long = "\(number) \(error.unit) \(count)"
    return long.count <= width ? long : "\(number) \(count)"
  }

  private func errors(_ depth: ReadOutDepth) -> ReadOutError? { model.readOutReference.map { depth.error(from: $0) } }

  /// The pose in dots, all figures in the frame of the reference.
  private func figure(_ depth: ReadOutDepth, size: Size) -> BrailleGrid {
    var grid = BrailleGrid(size: size)
    guard let frame, let joints = depth.reading.pose?.joints else { return grid }
    let scale = min(Double(grid.dots.width) / frame.width, Double(grid.dots.height) / frame.height)
    func place(_ position: PicturePoint) -> Point {
      func bounded(_ value: Double) -> Int { value.isFinite ? Int(min(max(value, -1000), 1000).rounded(.down)) : 0 }
      return Point(
        x: bounded((position.x - frame.centre.x) * scale + Double(grid.dots.width) / 2),
        y: bounded((position.y - frame.centre.y) * scale + Double(grid.dots.height) / 2))
    }
    for bone in model.study.subject.skeleton.bones where max(bone.from, bone.to) < joints.count {
      let (from, to) = (joints[bone.from], joints[bone.to])
      guard !from.isLost, !to.isLost else { continue }
      grid.line(from: place(from.position), to: place(to.position), style: Style(Self.color(of: bone.side)))
    }
    return grid
  }

  /// Where the joints of the reference are.
  private var places: [PicturePoint] {
    switch model.readOutReference {
    case .truth(.joints(let joints)): joints.filter(\.isLabelled).map(\.position)
    case .result(let reading): reading.items.compactMap(\.place)
    case nil: []
    }
  }

  /// Around the joints of the reference, with a margin.
  private var frame: Box? {
    let places = places
    guard let left = places.map(\.x).min(), let right = places.map(\.x).max(), let top = places.map(\.y).min(),
      let bottom = places.map(\.y).max()
    else { return nil }
    let margin = max(right - left, bottom - top, 1) / 8
    return Box(
      x: left - margin, y: top - margin, width: right - left + 2 * margin, height: bottom - top + 2 * margin)
  }

  /// The colours of limbs on a photograph are too bright for any background.
  private static func color(of side: Skeleton.Side) -> Color? {
    switch side {
    case .left: Theme.color(of: Stream(2))
    case .right: Theme.color(of: Stream(0))
    case .centre: nil
    }
  }

  /// The error at every column as bars, the cursor's marked, and the numbers at the ends and at the cursor.
  private func drawCourse(on canvas: inout Canvas, in line: Rect) {
    let errors = model.study.lens.course.map(errors)
    let bars = Array(Sparkline.text(errors.map { $0?.mean ?? .nan }))
    let current = model.study.lens.course.firstIndex { $0.column == model.screen.cursor.column }
    let room = max(line.width - 50, 8)
    let window = ScrollWindow.rows(around: current ?? bars.count - 1, of: bars.count, room: room)
    var x = line.x + canvas.put("every column ", x: line.x, y: line.y, style: Theme.faint, limit: line.width)
    for index in window where x < line.maxX {
      x += canvas.put(String(bars[index]), x: x, y: line.y, style: index == current ? Theme.selected : Theme.text)
    }
    let words: String
    if let current {
      words = " here \(Self.text(errors[current], width: 20))"
    } else {
      words = model.readOutAbsence.map { " \($0)" } ?? " the network's result"
    }
    canvas.put(words, x: x, y: line.y, style: Theme.strong, limit: line.maxX - x)
  }
}
