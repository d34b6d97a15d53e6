import Canvas
import Network

/// The paper's figure: rows are resolutions, columns are time.
///
/// What has run is solid and coloured, what is to come hollow and dotted; the cursor is in reverse; cut and weakened
/// exchange units change their glyph and their connections are dashed, so that all of it reads without colour.
struct NetworkPanel {
  let model: Model
  let isSpaced: Bool
  private let marks: SweepMarks?

  init(model: Model, isSpaced: Bool) {
    (self.model, self.isSpaced, marks) = (model, isSpaced, SweepMarks(model))
  }

  private var network: Network { model.subject.network }
  private static let labelWidth = 5

  func draw(on canvas: inout Canvas, in rect: Rect) {
    _ = canvas.panel(rect, title: "network", isFocused: model.focus == .network, appearance: model.appearance)
    let geometry = Geometry(self, rect)
    let (map, drawing, layout, rowStep, shift) = (
      geometry.map, geometry.drawing, geometry.layout, geometry.rowStep, geometry.shift
    )
    if !geometry.line.isEmpty { drawDescription(on: &canvas, in: geometry.line) }

    for index in 0..<Stream.maximumCount {
      let stream = Stream(index)
      let isCurrent = index == model.currentStream
      let style = Style(Theme.color(of: stream), on: nil, isCurrent ? [.bold, .underline] : [])
      let label = String(repeating: " ", count: 4 - "\(stream)".count) + "\(stream)"
      let column =
        map.x
        + canvas.put(String(label.prefix { $0 == " " }), x: map.x, y: map.y + 1 + index * rowStep, style: Theme.text)
      canvas.put("\(stream)", x: column, y: map.y + 1 + index * rowStep, style: style, limit: 4)
    }

    // The whole map is drawn on a canvas of its own, of which the panel shows a window around the cursor.
    var picture = Canvas(size: Size(width: layout.width, height: map.height))
    drawMap(on: &picture, layout: layout, rowStep: rowStep)
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
    let rowStep: Int
    /// Columns hidden on the left, such that the cursor stays in the middle or the map's end shows.
    let shift: Int

    init(_ panel: NetworkPanel, _ rect: Rect) {
      let inside = rect.inset(by: 1)
      (map, line) = inside.splitBottom(inside.height > 5 ? 1 : 0)
      rowStep = panel.isSpaced ? max(2, min(4, (map.height - 2) / 3)) : 1
      drawing = map.splitLeft(NetworkPanel.labelWidth).rest
      layout = NetworkMap(panel.network, available: drawing.width)
      let cursor = layout.positions[panel.model.cursor.column]
      shift = max(0, min(cursor - drawing.width / 2, layout.width - drawing.width))
    }
  }

  /// The column and stream drawn at a cell; nil between them.
  func node(at point: Point, in rect: Rect) -> (column: Int, stream: Int)? {
    let geometry = Geometry(self, rect)
    guard geometry.drawing.contains(point), point.y > geometry.map.y else { return nil }
    let x = point.x - geometry.drawing.x + geometry.shift
    let nearest = geometry.layout.positions.enumerated().min { abs($0.element - x) < abs($1.element - x) }
    let row = point.y - geometry.map.y - 1
    guard let (column, position) = nearest, abs(position - x) <= 1, row.isMultiple(of: geometry.rowStep) else {
      return nil
    }
    let stream = row / geometry.rowStep
    return stream < network.columns[column].nodes.count ? (column, stream) : nil
  }

  private func drawMap(on canvas: inout Canvas, layout: NetworkMap, rowStep: Int) {
    drawHeadings(on: &canvas, layout: layout)
    for (index, column) in network.columns.enumerated() {
      let x = layout.positions[index]
      let hasRun = index <= model.cursor.column
      let previous = index > 0 ? network.columns[index - 1] : nil
      for stream in 0..<Stream.maximumCount {
        let y = 1 + stream * rowStep
        let ink = Style(hasRun ? Theme.color(of: Stream(stream)) : nil, on: nil, hasRun ? [] : .dim)
        let comesFrom = previous.map { stream < $0.nodes.count } ?? false
        if comesFrom, index > 0, stream < column.nodes.count || isExchange(column) {
          let from = layout.positions[index - 1] + 1
          for gap in from..<x { canvas.put(hasRun ? "─" : "·", x: gap, y: y, style: ink) }
        }
        if stream < column.nodes.count {
          if previous != nil, !comesFrom {
            drawBranch(on: &canvas, toX: x, y: y, rowStep: rowStep, hasRun: hasRun, ink: ink)
          }
          let mark = sweepMark(column, stream: stream)
          canvas.put(
            mark?.glyph ?? glyph(column, stream: stream, hasRun: hasRun), x: x, y: y,
            style: mark.map { isCursor(index, stream) ? $0.style.adding(.underline) : $0.style }
              ?? style(column, index, stream, ink))
        } else if comesFrom, isExchange(column) {
          canvas.put(hasRun ? "┘" : "·", x: x, y: y, style: ink)
        }
      }
      if case .exchange(let address) = column.content, let unit = network.exchangeUnit(address) {
        drawConnections(of: unit, on: &canvas, x: x, rowStep: rowStep, hasRun: hasRun)
      }
    }
    markColumn(on: &canvas, x: layout.positions[model.cursor.column])
  }

  /// All streams run side by side: the column is marked too, above them, or on the heading that stands there.
  private func markColumn(on canvas: inout Canvas, x: Int) {
    guard canvas[x: x, y: 0].scalar == " " else {
      canvas.restyle(Rect(x: x, y: 0, width: 1, height: 1)) { $0.adding([.reverse, .bold]) }
      return
    }
    canvas.put("▼", x: x, y: 0, style: Theme.strong)
  }

  private func drawHeadings(on canvas: inout Canvas, layout: NetworkMap) {
    var heading = ""
    for (index, column) in network.columns.enumerated() {
      let next: String
      switch column.content {
      case .input: next = "in"
      case .stem: next = "stem"
      case .transition: continue
      case .unit(let module, _), .exchange(let module): next = "stage \(module.stage)"
      case .head: next = "head"
      }
      if next != heading {
        let x = min(layout.positions[index], layout.width - next.count)
        canvas.put(next, x: x, y: 0, style: index <= model.cursor.column ? Theme.text : Theme.faint)
      }
      heading = next
    }
  }

  /// A new stream springs from the one above it.
  private func drawBranch(on canvas: inout Canvas, toX x: Int, y: Int, rowStep: Int, hasRun: Bool, ink: Style) {
    guard rowStep > 1 else {
      canvas.put(hasRun ? "└" : "·", x: x - 1, y: y, style: ink)
      return
    }
    for step in 1..<rowStep {
      canvas.put(hasRun ? "╲" : "·", x: x - (rowStep - step), y: y - rowStep + step, style: ink)
    }
  }

  private func glyph(_ column: Column, stream: Int, hasRun: Bool) -> String {
    switch column.content {
    case .input: return "▣"
    case .stem: return hasRun ? "■" : "□"
    case .unit(let module, _): return module.stage == 1 ? (hasRun ? "■" : "□") : (hasRun ? "●" : "○")
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

  private func style(_ column: Column, _ index: Int, _ stream: Int, _ ink: Style) -> Style {
    var style = ink
    if case .exchange(let address) = column.content {
      switch state(of: address, destination: stream) {
      case .joined: break
      case .weakened, .mean, .patched: style.foreground = Theme.weakened
      case .cut: style.foreground = Theme.cut
      }
    }
    if isCursor(index, stream) {
      style = Style(style.foreground, on: nil, [.reverse, .bold])
    }
    return style
  }

  private func isCursor(_ column: Int, _ stream: Int) -> Bool {
    column == model.cursor.column && stream == model.currentStream
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
    let row = (0..<unit.sourceCount).map { source in
      model.interventions[contributionOf: EdgeAddress(address, from: Stream(source), to: Stream(destination))]
    }
    if row.allSatisfy({ $0 == .gain(1) }) { return .joined }
    let foreign = row.enumerated().filter { $0.offset != destination }.map(\.element)
    if foreign.allSatisfy({ $0 == .nothing }) { return .cut }
    if foreign.allSatisfy({ $0 == .mean }) { return .mean }
    return foreign.allSatisfy { if case .patch = $0 { true } else { false } } ? .patched : .weakened
  }

  /// Between two rows: solid where every edge across is whole, dashed where one is cut or weakened.
  private func drawConnections(of unit: ExchangeUnit, on canvas: inout Canvas, x: Int, rowStep: Int, hasRun: Bool) {
    guard rowStep > 1 else { return }
    for row in 0..<unit.sourceCount - 1 {
      let across = (0..<unit.destinationCount).flatMap { destination in
        (0..<unit.sourceCount).filter {
          (min($0, destination)...max($0, destination)).contains(row) && max($0, destination) > row
        }
        .map {
          model.interventions[contributionOf: EdgeAddress(unit.address, from: Stream($0), to: Stream(destination))]
        }
      }
      let isWhole = across.allSatisfy { $0 == .gain(1) }
      let isCut = !across.isEmpty && across.allSatisfy { $0 == .nothing }
      let color = isCut ? Theme.cut : isWhole ? nil : Theme.weakened
      let glyph = isWhole ? (hasRun ? "│" : "·") : "┊"
      let style = Style(color, on: nil, hasRun || !isWhole ? [] : .dim)
      for step in 1..<rowStep { canvas.put(glyph, x: x, y: 1 + row * rowStep + step, style: style) }
    }
  }

  private func isExchange(_ column: Column) -> Bool {
    if case .exchange = column.content { true } else { false }
  }

  private func drawDescription(on canvas: inout Canvas, in line: Rect) {
    var pieces: [(String, Style)] = [(" ", Theme.text)]
    if let unit = model.exchangeUnit, model.edge == nil {
      let note = InterventionNote(model, in: unit.address)
      pieces.append(("\(unit.address)", Theme.strong))
      pieces.append(
        (" exchange unit, \(unit.kind.rawValue) · \(unit.sourceCount)→\(unit.destinationCount) streams", Theme.text))
      let nodes = unit.edges.joined().map { network[$0] }
      if let (rank, measurement) = model.sweep?.rank(of: unit.address) {
        pieces.append((" · \(SweepText.alone(rank, measurement))", Theme.strong))
      }
      if !note.counts.isEmpty { pieces.append((" · \(note.counts)", Style(Theme.cut, on: nil, .bold))) }
      pieces.append((costs(of: Array(nodes)), Theme.text))
    } else {
      let node = model.node
      pieces.append(("\(node.address)", Theme.strong))
      if let edge = model.edge, model.interventions.isChanged(edge) {
        pieces.append((" " + InterventionNote.words(model.interventions[contributionOf: edge], model), Theme.changed))
      }
      if let edge = model.edge, let (rank, measurement) = model.sweep?.rank(of: edge) {
        pieces.append((" \(SweepText.alone(rank, measurement)) ·", Theme.strong))
      }
      pieces.append((" \(node.operationText) · \(node.shape)\(costs(of: [node]))", Theme.text))
    }
    canvas.put(pieces, x: line.x, y: line.y, limit: line.width)
  }

  private func costs(of nodes: [Node]) -> String {
    let parameters = nodes.reduce(0) { $0 + $1.parameters }
    let macs = nodes.reduce(0) { $0 + $1.multiplyAccumulates }
    guard parameters > 0 else { return "" }
    return " · \(Self.amount(parameters)) params · \(Self.amount(macs)) MAC"
  }

  /// `837`, `37.1 k`, `8.85 M`: powers of ten.
  static func amount(_ value: Int) -> String {
    switch value {
    case ..<1000: "\(value)"
    case ..<1_000_000: "\(Number.short(Double(value) / 1e3)) k"
    default: "\(Number.short(Double(value) / 1e6)) M"
    }
  }
}
