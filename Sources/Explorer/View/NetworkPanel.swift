import Cells
import HRNet

/// The paper's figure: rows are resolutions, columns are time.
///
/// What has run is solid and coloured, what is to come hollow and dotted; the cursor is in reverse; cut and weakened
/// exchange units change their glyph, so that all of it reads without colour. A folded exchange unit says how many edges it
/// has; no line is drawn that is none of them. The one under the cursor is unfolded to a fan of its edges.
struct NetworkPanel {
  let model: Model
  /// Rows from one stream to the next; with 1 there is no room for connections.
  let rowStep: Int
  let marks: SweepMarks?
  /// What every probe finds, while that is looked at.
  let knowledge: KnowledgeMap?

  init(model: Model, rowStep: Int) {
    (self.model, self.rowStep) = (model, rowStep)
    knowledge = if case .knowledge = model.main { KnowledgeMap(model) } else { nil }
    marks = knowledge == nil ? SweepMarks(model) : nil
  }

  var network: Network { model.study.subject.network }
  private static let labelWidth = 5

  func draw(on canvas: inout Canvas, in rect: Rect) {
    _ = canvas.panel(
      rect, title: "network", isFocused: model.screen.focus == .network, appearance: model.screen.appearance)
    let geometry = Geometry(self, rect)
    let (map, drawing, layout, shift) = (geometry.map, geometry.drawing, geometry.layout, geometry.shift)
    if !geometry.line.isEmpty { drawDescription(on: &canvas, in: geometry.line, layout) }

    for index in 0..<model.mapRows {
      let stream = Stream(index)
      let isCurrent = stream == model.column.streams[model.currentStream] && model.stageUnderCursor == nil
      let style = Style(Theme.color(of: stream), on: nil, isCurrent ? [.bold, .underline] : [])
      let label = String(repeating: " ", count: max(0, 4 - "\(stream)".count)) + "\(stream)"
      let column =
        map.x
        + canvas.put(String(label.prefix { $0 == " " }), x: map.x, y: map.y + 1 + index * rowStep, style: Theme.text)
      canvas.put("\(stream)", x: column, y: map.y + 1 + index * rowStep, style: style, limit: Self.labelWidth)
    }

    // The whole map is drawn on a canvas of its own, of which the panel shows a window around the cursor.
    var picture = Canvas(size: Size(width: layout.width, height: map.height))
    drawMap(on: &picture, layout: layout)
    for y in 0..<min(picture.size.height, drawing.height) {
      for x in 0..<min(drawing.width, layout.width - shift) {
        canvas[x: drawing.x + x, y: drawing.y + y] = picture[x: x + shift, y: y]
      }
    }
    if shift > 0 { canvas.put("‹", x: drawing.x, y: drawing.y, style: Theme.strong) }
    if layout.width - shift > drawing.width { canvas.put("›", x: drawing.maxX - 1, y: drawing.y, style: Theme.strong) }
  }

  /// Where things stand in the panel.
  private struct Geometry {
    let map: Rect
    /// The line that names the cursor's node.
    let line: Rect
    /// The map without the streams' labels.
    let drawing: Rect
    let layout: NetworkMap
    /// Columns hidden on the left, such that the cursor stays in the middle or the map's end shows.
    let shift: Int

    init(_ panel: NetworkPanel, _ rect: Rect) {
      let inside = rect.inset(by: 1)
      (map, line) = inside.splitBottom(inside.height > 5 ? 1 : 0)
      drawing = map.splitLeft(NetworkPanel.labelWidth).rest
      layout = NetworkMap(
        panel.network, available: drawing.width, unfolding: panel.unfolding, rowStep: panel.rowStep)
      let cursor = layout.positions[panel.model.screen.cursor.column]
      shift = max(0, min(cursor - drawing.width / 2, layout.width - drawing.width))
    }
  }

  /// Zoomed, the map has room for more than the unit under the cursor.
  private var unfolding: NetworkMap.Unfolding {
    let column = model.screen.cursor.column
    return model.screen.zoom == .none ? .at(column: column) : .all(orAt: column)
  }

  /// The edge whose line is drawn at a cell, of an unfolded exchange unit; nil between lines.
  func edge(at point: Point, in rect: Rect) -> (column: Int, destination: Int, source: Int)? {
    let geometry = Geometry(self, rect)
    guard geometry.drawing.contains(point) else { return nil }
    let place = Point(x: point.x - geometry.drawing.x + geometry.shift, y: point.y - geometry.drawing.y)
    for (column, fan) in fans(geometry.layout) {
      if let edge = fan.edge(at: place) { return (column, edge.destination, edge.source) }
    }
    return nil
  }

  /// The column and stream drawn at a cell; nil between them.
  func node(at point: Point, in rect: Rect) -> (column: Int, stream: Int)? {
    let geometry = Geometry(self, rect)
    guard geometry.drawing.contains(point), point.y > geometry.map.y else { return nil }
    let row = point.y - geometry.map.y - 1
    guard row.isMultiple(of: rowStep),
      let column = geometry.layout.column(at: point.x - geometry.drawing.x + geometry.shift)
    else { return nil }
    return NetworkMap.index(ofRow: row / rowStep, in: network.columns[column]).map { (column, $0) }
  }

  /// Where a node is drawn; nil where the window around the cursor does not show it.
  func point(of place: LessonTarget.Place, in rect: Rect) -> Point? {
    let geometry = Geometry(self, rect)
    let row = network.columns[place.column].streams[place.stream].index
    let point = Point(
      x: geometry.drawing.x + geometry.layout.positions[place.column] - geometry.shift,
      y: geometry.map.y + 1 + row * rowStep)
    return geometry.drawing.contains(point) ? point : nil
  }

  /// The last column of the stage whose heading is drawn at a cell.
  func heading(at point: Point, in rect: Rect) -> Int? {
    let geometry = Geometry(self, rect)
    guard geometry.drawing.contains(point), point.y == geometry.map.y else { return nil }
    let x = point.x - geometry.drawing.x + geometry.shift
    return headings(geometry.layout).first { ($0.x..<$0.x + $0.text.count).contains(x) }?.columns.upperBound
  }

  private func drawMap(on canvas: inout Canvas, layout: NetworkMap) {
    drawHeadings(on: &canvas, layout: layout)
    for (number, column) in network.columns.enumerated() {
      let group = layout.group(of: number)
      // A folded module is drawn once.
      guard number == group.upperBound else { continue }
      let x = layout.positions[number]
      let hasRun = number <= model.screen.cursor.column
      let previous = group.lowerBound > 0 ? network.columns[group.lowerBound - 1] : nil
      for stream in 0..<network.mapRows {
        let index = NetworkMap.index(ofRow: stream, in: column)
        let y = 1 + stream * rowStep
        let hasBegun = group.lowerBound <= model.screen.cursor.column
        let ink = Style(hasBegun ? Theme.color(of: Stream(stream)) : nil, on: nil, hasBegun ? [] : .dim)
        let comesFrom = layout.isHeld(row: stream, into: group.lowerBound)
        // Into an unfolded unit its fan leads, but past it a line.
        if comesFrom, layout.fans[number] == nil || !network.sources(of: column).contains(Stream(stream)) {
          for gap in layout.positions[group.lowerBound - 1] + 1..<x {
            canvas.put(hasBegun ? "─" : "·", x: gap, y: y, style: ink)
          }
        }
        if let index {
          if let previous, !comesFrom, layout.fans[number] == nil {
            drawBranch(from: previous, to: column, on: &canvas, toX: x, row: stream, hasRun: hasRun, ink: ink)
          }
          let mark =
            (column.content == .head ? nil : knowledge?.mark(column.nodes[index])) ?? sweepMark(column, stream: index)
          canvas.put(
            mark?.glyph ?? glyph(column, stream: index, hasRun: hasRun, hasBegun: hasBegun), x: x, y: y,
            style: mark.map { isCursor(group, index) ? $0.style.adding(.underline) : $0.style }
              ?? style(column, group, index, ink))
        } else if comesFrom, layout.isHeld(row: stream, into: group.upperBound + 1) {
          canvas.put(hasRun ? "─" : "·", x: x, y: y, style: ink)
        } else if comesFrom, column.isExchange, layout.fans[number] == nil {
          drawEntry(into: column, on: &canvas, x: x, y: y, hasRun: hasRun, ink: ink)
        }
      }
    }
    drawExchange(on: &canvas, layout: layout)
    markColumn(on: &canvas, layout: layout)
  }

  /// The numbers of folded units' edges, which lie on the lines of streams, and the fans of unfolded ones.
  private func drawExchange(on canvas: inout Canvas, layout: NetworkMap) {
    for (number, column) in network.columns.enumerated() {
      guard case .exchange(let address) = column.content, let unit = network.exchangeUnit(address) else { continue }
      drawEdgeCount(
        of: unit, column: number, layout: layout, on: &canvas, hasRun: number <= model.screen.cursor.column)
    }
    for (_, fan) in fans(layout) {
      fan.draw(on: &canvas)
      fan.drawLabels(on: &canvas)
    }
  }

  /// All streams run side by side: the column is marked too, above them, or on the heading that stands there.
  private func markColumn(on canvas: inout Canvas, layout: NetworkMap) {
    guard model.stageUnderCursor == nil else { return }
    let x = layout.positions[model.screen.cursor.column]
    guard !headings(layout).contains(where: { ($0.x..<$0.x + $0.text.count).contains(x) }) else {
      canvas.restyle(Rect(x: x, y: 0, width: 1, height: 1)) { $0.adding([.reverse, .bold]) }
      return
    }
    canvas.put("▼", x: x, y: 0, style: Theme.strong)
  }

  private struct Heading {
    let section: Column.Section
    let text: String
    let x: Int
    /// The columns it stands above.
    var columns: ClosedRange<Int>
  }

  private func headings(_ layout: NetworkMap) -> [Heading] {
    var headings: [Heading] = []
    for (index, column) in network.columns.enumerated() {
      if case .transition = column.content { continue }
      if let last = headings.last, last.section == column.section {
        headings[headings.count - 1].columns = last.columns.lowerBound...index
      } else {
        let x = min(layout.positions[index], layout.width - "\(column.section)".count)
        headings.append(Heading(section: column.section, text: "\(column.section)", x: x, columns: index...index))
      }
    }
    // A folded stage may have no room for the word.
    return headings.indices.map { index in
      let (heading, next) = (headings[index], index + 1 < headings.count ? headings[index + 1].x : layout.width)
      guard heading.x + heading.text.count >= next else { return heading }
      return Heading(
        section: heading.section, text: heading.section.abbreviation, x: heading.x, columns: heading.columns)
    }
  }

  private func drawHeadings(on canvas: inout Canvas, layout: NetworkMap) {
    for heading in headings(layout) {
      let isChosen = model.stageUnderCursor != nil && heading.columns.contains(model.screen.cursor.column)
      let hasBegun = heading.columns.lowerBound <= model.screen.cursor.column
      canvas.put(
        heading.text, x: heading.x, y: 0, style: isChosen ? Theme.selected : hasBegun ? Theme.text : Theme.faint)
    }
  }

  /// - Parameter hasBegun: of a folded module, whether its first unit has run.
  private func glyph(_ column: Column, stream: Int, hasRun: Bool, hasBegun: Bool) -> String {
    switch column.content {
    case .input: return "▣"
    case .stem: return hasRun ? "■" : "□"
    case .unit, .stack:
      // Bottlenecks, basic units, and what lies between hourglasses.
      switch network[column.nodes[stream]].layerCount {
      case 3: return hasRun ? "■" : hasBegun ? "◧" : "□"
      case 2: return hasRun ? "●" : hasBegun ? "◐" : "○"
      default: return hasRun ? "▪" : "▫"
      }
    case .decoder: return hasRun ? "▲" : "△"
    case .transition:
      // A stream that passes untouched is only a line.
      if network[column.nodes[stream]].operation == .identity { return hasRun ? "─" : "·" }
      return hasRun ? "▪" : "▫"
    case .head: return hasRun ? "▣" : "□"
    case .exchange(let address):
      switch state(of: address, destination: stream) {
      case .joined: return hasRun ? "◆" : "◇"
      case .weakened: return "◈"
      case .cut: return "✕"
      case .mean: return "μ"
      case .patched: return "⇄"
      }
    }
  }

  private func style(_ column: Column, _ group: ClosedRange<Int>, _ stream: Int, _ ink: Style) -> Style {
    var style = ink
    if case .exchange(let address) = column.content {
      switch state(of: address, destination: stream) {
      case .joined: break
      case .weakened, .mean, .patched: style.foreground = Theme.weakened
      case .cut: style.foreground = Theme.cut
      }
    }
    if isCursor(group, stream) {
      style = Style(style.foreground, on: nil, [.reverse, .bold])
    }
    return style
  }

  private func isCursor(_ group: ClosedRange<Int>, _ stream: Int) -> Bool {
    group.contains(model.screen.cursor.column) && stream == model.currentStream && model.stageUnderCursor == nil
  }

  /// What a sweep found for a stream of an exchange unit, unless that is changed, which matters more.
  private func sweepMark(_ column: Column, stream: Int) -> (glyph: String, style: Style)? {
    guard let marks, case .exchange(let address) = column.content, state(of: address, destination: stream) == .joined,
      let unit = network.exchangeUnit(address)
    else { return nil }
    return marks.mark(unit, destination: stream)
  }

  private enum State { case joined, weakened, cut, mean, patched }

  /// Of the foreign edges into one destination; the identity edge counts too if it is changed.
  private func state(of address: ExchangeAddress, destination: Int) -> State {
    guard let unit = network.exchangeUnit(address) else { return .joined }
    let edges = unit.row(destination)
    let (interventions, foreignEdges) = (model.study.interventions, edges.filter { !$0.isPassedOn })
    if edges.allSatisfy({ !interventions.isChanged($0) }) { return .joined }
    let foreign = foreignEdges.map { interventions[contributionOf: $0] }
    if foreign.allSatisfy({ $0 == .nothing }) { return .cut }
    if foreign.allSatisfy({ $0 == .mean }) { return .mean }
    return foreign.allSatisfy { if case .patch = $0 { true } else { false } } ? .patched : .weakened
  }
}
