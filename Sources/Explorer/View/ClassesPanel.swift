import Cells
import Experiments
import Files
import Recognition

/// The classes, most certain first: the share or probability of each, and by how much it has changed. To a class map it is
/// the legend.
struct ClassesPanel {
  let model: Model
  let content: any ReadingContent

  /// Rows for every class, the change and the frame.
  static func fullHeight(classes: Int) -> Int { classes + 3 }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(
      rect, title: title, isFocused: model.screen.focus == .joints, appearance: model.screen.appearance)
    guard inside.height >= 2 else { return }
    let (table, foot) = inside.splitBottom(1)
    var rows = Row.rows(of: content, before: before)
    // Beside a small picture there is room for few: for those that changed most.
    if Self.isNarrow(table), model.isCompared {
      rows.sort { (-abs($0.change), $0.index) < (-abs($1.change), $1.index) }
    }
    // The last line says how many more there are.
    let shown = Self.shown(of: rows, in: table, around: model.screen.selectedItem)
    for (line, row) in shown.enumerated() {
      draw(row, on: &canvas, in: Rect(x: table.x, y: table.y + line, width: table.width, height: 1))
    }
    if shown.count < rows.count {
      canvas.put(
        " \(rows.count - shown.count) more", x: table.x, y: table.maxY - 1, style: Theme.faint, limit: table.width)
    }
    drawChange(on: &canvas, in: foot)
    if let note = model.readerNotes.first(where: { Canvas.columns(of: $0) + 4 <= rect.width }) {
      canvas.put(" \(note) ", x: rect.x + 1, y: rect.maxY - 1, style: Theme.changed, limit: max(rect.width - 2, 0))
    }
  }

  /// As many rows as there is room for, the chosen one among them.
  private static func shown(of rows: [Row], in table: Rect, around selected: Int) -> ArraySlice<Row> {
    guard rows.count > table.height else { return rows[...] }
    let current = rows.firstIndex { $0.index == selected } ?? 0
    return rows[ScrollWindow.rows(around: current, of: rows.count, room: max(table.height - 1, 1))]
  }

  /// The class in a row of the screen.
  func item(at point: Point, in rect: Rect) -> Int? {
    let table = rect.inset(by: 1).splitBottom(1).rest
    let rows = Row.rows(of: content, before: before)
    let shown = Self.shown(of: rows, in: table, around: model.screen.selectedItem)
    let line = point.y - table.y
    return table.contains(point) && line < shown.count ? shown[shown.startIndex + line].index : nil
  }

  private var title: String {
    let said = model.resultMoment ?? (content as? ClassMapReading)?.names.set
    return said.map { "\(content.words.items) · \($0)" } ?? content.words.items
  }

  private var before: (any ReadingContent)? { model.isResultThere ? model.shownBefore?.content : nil }

  private static func isNarrow(_ rect: Rect) -> Bool { rect.width < 28 }

  // MARK: - Classes

  struct Row {
    let index: Int
    let name: String
    let certainty: Double
    /// Since nothing was cut.
    let change: Double
    /// Whether the network said it with nothing cut, and says it no more.
    let isLost: Bool
    /// Counted from 1, now and with nothing cut; nil for what has no rank.
    let rank: (now: Int, before: Int)?

    /// What occurs, or did with nothing cut; the most certain first.
    static func rows(of content: any ReadingContent, before: (any ReadingContent)?) -> [Row] {
      let (items, hasRanks) = (content.items, content is ClassScoresReading)
      let known = before.map(\.items).flatMap { $0.count == items.count ? $0 : nil } ?? items
      let (order, orderBefore) = (Self.order(items), Self.order(known))
      let ranks = Dictionary(
        uniqueKeysWithValues: hasRanks ? orderBefore.enumerated().map { ($0.element, $0.offset + 1) } : [])
      return order.enumerated().compactMap { place, index in
        let (now, old) = (items[index].certainty ?? 0, known[index].certainty ?? 0)
        guard now > 0 || old > 0 else { return nil }
        return Row(
          index: index, name: items[index].name, certainty: now, change: now - old, isLost: !(now > 0),
          rank: ranks[index].map { (place + 1, $0) })
      }
    }

    private static func order(_ items: [ReadingItem]) -> [Int] {
      items.indices.sorted { (-(items[$0].certainty ?? 0), $0) < (-(items[$1].certainty ?? 0), $1) }
    }
  }

  private func draw(_ row: Row, on canvas: inout Canvas, in line: Rect) {
    let isChanged = model.isCompared && abs(row.change) >= 0.0005
    let isSelected = model.screen.focus == .joints && row.index == model.screen.selectedItem
    let style =
      isSelected
      ? Theme.selected : row.isLost ? Style(Theme.cut, on: nil, .bold) : isChanged ? Theme.changed : Theme.text
    var numbers = row.isLost ? "lost".paddedLeft(toColumns: 8) : Self.percent(row.certainty)
    if Self.isNarrow(line) {
      numbers = row.isLost ? " lost" : (isChanged ? Self.signed(row.change) : Self.percent(row.certainty))
    } else {
      numbers += (isChanged ? Self.signed(row.change) : "").paddedLeft(toColumns: 7)
    }
    let width = min(Canvas.columns(of: numbers), line.width)
    var pieces: [(String, Style)] = []
    if let map = content as? ClassMapReading {
      pieces = [(" ", Theme.text), map.names.swatch(of: row.index)]
    } else if let rank = row.rank {
      let moved = model.isCompared && rank.now != rank.before
      let text = moved ? "\(rank.before)→\(rank.now)" : "\(rank.now)"
      pieces = [(text.paddedLeft(toColumns: 6), moved ? Theme.changed : Theme.faint)]
    }
    pieces.append((" " + printable(row.name), style))
    canvas.put(pieces, x: line.x, y: line.y, limit: max(0, line.width - width))
    canvas.put(numbers, x: line.maxX - width, y: line.y, style: style, limit: width)
  }

  private static func percent(_ share: Double) -> String {
    Number.fixed(100 * share, places: 1).paddedLeft(toColumns: 6) + " %"
  }

  private static func signed(_ change: Double) -> String {
    (change > 0 ? "+" : "") + Number.fixed(100 * change, places: 1)
  }

  // MARK: - Change

  private func drawChange(on canvas: inout Canvas, in foot: Rect) {
    guard model.isResultThere, let change = model.shownChange else { return }
    let words = ([change.headline] + change.further).map { measure in
      let number = measure.value.map { Number.fixed($0, places: measure.places) } ?? "–"
      return "\(measure.name) \(number)" + (measure.unit.isEmpty ? "" : " \(measure.unit)")
    }
    canvas.put(
      " " + words.joined(separator: " · "), x: foot.x, y: foot.y, style: change.hasEffect ? Theme.changed : Theme.text,
      limit: foot.width)
  }
}
