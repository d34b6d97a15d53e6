import Cells
import Experiments
import Files

/// The classes, most certain first: the share or probability of each, and by how much it has changed.
struct ClassesPanel {
  let model: Model
  let content: any ReadingContent

  /// Rows for every class, the change and the frame.
  static func fullHeight(classes: Int) -> Int { classes + 3 }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(
      rect, title: content.words.items, isFocused: model.screen.focus == .joints, appearance: model.screen.appearance)
    guard inside.height >= 2 else { return }
    let (table, foot) = inside.splitBottom(1)
    let changes = model.study.change?.items ?? []
    let items = content.items
    let order = items.indices.sorted { (-(items[$0].certainty ?? 0), $0) < (-(items[$1].certainty ?? 0), $1) }
    for (row, index) in order.prefix(table.height).enumerated() where (items[index].certainty ?? 0) > 0 {
      let change = index < changes.count ? changes[index] ?? 0 : 0
      let numbers =
        Number.fixed(100 * (items[index].certainty ?? 0), places: 1).paddedLeft(toColumns: 6) + " %"
        + Number.fixed(change, places: 1).paddedLeft(toColumns: 7)
      let name = (" " + printable(items[index].name)).padded(toColumns: max(0, table.width - 15))
      canvas.put(name, x: table.x, y: table.y + row, style: Theme.text, limit: max(0, table.width - 15))
      canvas.put(
        numbers, x: table.maxX - 15, y: table.y + row, style: change > 0 ? Theme.changed : Theme.text, limit: 15)
    }
    guard let change = model.study.change else { return }
    let words = ([change.headline] + change.further).map { measure in
      "\(measure.name) \(measure.value.map(Number.short) ?? "–")" + (measure.unit.isEmpty ? "" : " \(measure.unit)")
    }
    canvas.put(
      " " + words.joined(separator: " · "), x: foot.x, y: foot.y, style: change.hasEffect ? Theme.changed : Theme.text,
      limit: foot.width)
  }
}
