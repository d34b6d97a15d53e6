import Cells
import Experiments
import Files
import HRNet
import Recognition

/// The boxes, best first: what is in each, how sure the network is, which level found it, and how much of it a cut has
/// left where it was.
struct BoxesPanel {
  let model: Model
  let content: BoxReading

  /// Rows for ten boxes, headings, change and frame.
  static let fullHeight = 14

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let (count, weaker) = (content.shownCount, content.boxes.count - content.shownCount)
    let inside = canvas.panel(
      rect, title: weaker > 0 ? "\(title) · \(weaker) weaker ones not shown" : title,
      isFocused: model.screen.focus == .joints,
      appearance: model.screen.appearance)
    guard inside.height >= 3 else { return }
    let (top, foot) = inside.splitBottom(1)
    let (heading, table) = top.splitTop(1)
    canvas.put(
      Self.row(" level class", ["score", "IoU"], width: heading.width), x: heading.x, y: heading.y, style: Theme.faint,
      limit: heading.width)
    let overlaps = overlaps
    let rows = 0..<count
    let window = ScrollWindow.rows(
      around: min(model.screen.selectedItem, max(rows.count - 1, 0)), of: rows.count, room: table.height)
    for (line, index) in window.enumerated() {
      let box = content.boxes[index]
      let stream = content.stream(of: box)
      let iou = overlaps[index].map { Number.fixed($0, places: 2) } ?? "new"
      let name = " \("\(stream)".padded(toColumns: 6))" + printable(content.names.names[box.label])
      let isChanged = overlaps[index].map { $0 < 0.9995 } ?? true
      let isSelected = model.screen.focus == .joints && index == model.screen.selectedItem
      canvas.put(
        Self.row(name, [Number.fixed(box.score, places: 3), isCut ? iou : ""], width: table.width), x: table.x,
        y: table.y + line,
        style: isSelected ? Theme.selected : isCut && isChanged ? Theme.changed : Theme.text, limit: table.width)
      canvas.put(
        "\(stream)", x: table.x + 1, y: table.y + line, style: Style(Theme.color(of: stream), on: nil, .bold),
        limit: max(0, table.width - 1))
    }
    if content.boxes.isEmpty {
      canvas.put(" no box is certain enough", x: table.x, y: table.y, style: Theme.text, limit: table.width)
    }
    drawChange(on: &canvas, in: foot)
  }

  private var title: String {
    "\(content.boxes.count) boxes" + (model.resultMoment.map { " · \($0)" } ?? "")
  }

  /// The box in a row of the screen.
  func item(at point: Point, in rect: Rect) -> Int? {
    let table = rect.inset(by: 1).splitBottom(1).rest.splitTop(1).rest
    let count = content.shownCount
    guard table.contains(point), count > 0 else { return nil }
    let window = ScrollWindow.rows(
      around: min(model.screen.selectedItem, count - 1), of: count, room: table.height)
    let index = window.lowerBound + point.y - table.y
    return window.contains(index) ? index : nil
  }

  private var isCut: Bool { model.isResultThere && (model.isReadingOut || model.study.hasFormerPlaces) }

  /// With what each box was with nothing cut; nil for one that is new.
  private var overlaps: [Double?] {
    var overlaps = [Double?](repeating: nil, count: content.boxes.count)
    guard let before = model.shownBefore?.boxes else { return overlaps }
    for pair in BoxChange(from: before.boxes, to: content.boxes).pairs {
      if let after = pair.after { overlaps[after] = pair.iou }
    }
    return overlaps
  }

  private func drawChange(on canvas: inout Canvas, in foot: Rect) {
    guard model.isResultThere, let change = model.shownChange else { return }
    let moved = "\(change.headline.name) \(Number.fixed(change.headline.value ?? 0, places: 1)) %"
    let new = Int(change.further.last?.value ?? 0)
    canvas.put(
      " \(moved) · \(change.lost) lost · \(new) new", x: foot.x, y: foot.y,
      style: change.hasEffect ? Theme.changed : Theme.text, limit: foot.width)
  }

  private static func row(_ name: String, _ numbers: [String], width: Int) -> String {
    let right = numbers.map { $0.paddedLeft(toColumns: 7) }.joined()
    return name.padded(toColumns: max(0, width - 7 * numbers.count)) + right
  }
}

extension BoxReading {
  /// The resolution of the level that found a box.
  func stream(of box: FoundBox) -> Stream {
    let stride = strides[box.level]
    return Stream(Stream.indices.first { Stream($0).divisor == stride } ?? 0)
  }
}
