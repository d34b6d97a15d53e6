import Cells
import Experiments
import HRNet

/// What every stream knows at every depth: how much its probe finds, as a table whose columns are the network's; below it what
/// each exchange unit adds.
struct KnowledgePanel {
  let model: Model

  private var network: Network { model.study.network }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard let map = KnowledgeMap(model) else { return }
    let inside = canvas.panel(
      rect, title: "knowledge · \(map.measure(model))", isFocused: model.screen.focus == .streams,
      appearance: model.screen.appearance)
    var rows = Rows(inside)
    let streams = streams(map)
    guard !streams.isEmpty else {
      let words = model.study.probingRefusal.map { "probes cannot read here: \($0)" } ?? "reading through the probes …"
      return rows.put([(words, Theme.changed)], on: &canvas)
    }
    let grid = KnowledgeGrid(map, network, room: inside.width - Self.label, cursor: model.screen.cursor.column)
    drawHeadings(grid, on: &canvas, in: inside)
    for (row, stream) in streams.enumerated() where row + 2 < inside.height {
      draw(stream, grid, map, on: &canvas, in: Rect(x: inside.x, y: inside.y + 2 + row, width: inside.width, height: 1))
    }
    rows = Rows(inside.splitTop(min(streams.count + 2, inside.height)).rest)
    for line in words(map) { rows.put(line, on: &canvas) }
    rows.put(legend(map), on: &canvas)
    let table = KnowledgeGains(map, network)
    guard rows.left > 2, !table.isEmpty else { return }
    rows.put([], on: &canvas)
    table.draw(on: &canvas, in: rows.rest)
  }

  /// How many rows there is something to say in.
  var rows: Int {
    guard let map = KnowledgeMap(model) else { return 1 }
    let table = KnowledgeGains(map, network)
    return 2 + streams(map).count + words(map).count + 1 + (table.isEmpty ? 0 : 1 + table.rows)
  }

  private static let label = 5

  /// The streams of which anything is known.
  private func streams(_ map: KnowledgeMap) -> [Stream] {
    (0..<network.mapRows).map { Stream($0) }.filter { stream in
      network.columns.contains { column in
        column.streams.firstIndex(of: stream).map { map[column.nodes[$0]] != nil } ?? false
      }
    }
  }

  // MARK: - The table

  private func drawHeadings(_ grid: KnowledgeGrid, on canvas: inout Canvas, in rect: Rect) {
    var former: String?
    for (place, index) in grid.columns.enumerated() {
      let (column, x) = (network.columns[index], rect.x + Self.label + place * grid.cell)
      let name = heading(of: column)
      if name != former {
        let end = grid.columns[place...].prefix { heading(of: network.columns[$0]) == name }.count * grid.cell
        canvas.put(name, x: x, y: rect.y, style: Theme.text, limit: min(end, rect.maxX - x))
        former = name
      }
      let mark =
        switch column.content {
        case .unit(_, let unit): "u\(unit)"
        case .exchange: "◆"
        case .decoder: "▲"
        case .input, .stem, .transition, .stack, .head: "▪"
        }
      let isHere = index == model.screen.cursor.column
      canvas.put(
        mark.paddedLeft(toColumns: grid.cell - 1), x: x, y: rect.y + 1, style: isHere ? Theme.strong : Theme.faint,
        limit: rect.maxX - x)
      if isHere {
        canvas.restyle(Rect(x: x + grid.cell - 2, y: rect.y + 1, width: 1, height: 1)) { $0.adding(.reverse) }
      }
    }
  }

  private func heading(of column: Column) -> String { column.module.map { "\($0)" } ?? column.section.abbreviation }

  private func draw(
    _ stream: Stream, _ grid: KnowledgeGrid, _ map: KnowledgeMap, on canvas: inout Canvas, in rect: Rect
  ) {
    let isCurrent = stream == model.stream(at: model.currentStream)
    canvas.put(
      "\(stream)".paddedLeft(toColumns: 4), x: rect.x, y: rect.y,
      style: Style(Theme.color(of: stream), on: nil, isCurrent ? [.bold, .underline] : .bold))
    for (place, index) in grid.columns.enumerated() {
      let column = network.columns[index]
      guard let row = column.streams.firstIndex(of: stream), let value = map[column.nodes[row]] else { continue }
      let isHere = isCurrent && index == model.screen.cursor.column
      let style = KnowledgeMap.scale.style(at: map.position(value))
      let text = map.text(value, columns: grid.digits).paddedLeft(toColumns: grid.digits)
      canvas.put(
        text, x: rect.x + Self.label + place * grid.cell + grid.cell - 1 - grid.digits, y: rect.y,
        style: isHere ? style.adding([.reverse, .bold]) : style)
    }
  }

  // MARK: - Words

  private func words(_ map: KnowledgeMap) -> [[(String, Style)]] {
    let note = model.study.subject.probes.set(map.kind).flatMap { model.notes(on: $0).first }
    let measured = map.source == .set ? model.measuredUncut : ""
    return (note.map { [[("\($0)\(measured)", Theme.changed)]] } ?? []) + [here(map)]
  }

  /// What the cursor stands on.
  private func here(_ map: KnowledgeMap) -> [(String, Style)] {
    let node = model.column.nodes[model.currentStream]
    guard let value = map[node] else {
      return [("\(network[node].address)", Theme.strong), (" is read by no probe", Theme.text)]
    }
    var words = " \(map.text(value)) \(map.unit)"
    if let count = map.count(node) { words += ", \(count.right) of \(count.total) right" }
    if let before = map.before(node) { words += " (\(map.text(before)) \(map.unit) with nothing cut)" }
    if let former = map.former(node, in: network), let begun = map[former] {
      words += " · \(map.change(from: begun, to: value)) since \(network[former].address)"
    }
    if map.source == .set, let limit = model.study.subject.probes.facts(of: node, map.kind)?.entry.limit {
      words += " · its grid allows \(map.text(100 * limit))"
    }
    return [("\(network[node].address)", Theme.strong), (words, Theme.text)]
  }

  /// The scale, and what the probes were fitted to.
  private func legend(_ map: KnowledgeMap) -> [(String, Style)] {
    let (from, to) = map.source == .set ? ("0", "100") : (map.text(map.worst), "0")
    let fitted = fitted(map).map { " · \($0)" } ?? ""
    return [("\(from) ", Theme.text)] + KnowledgeMap.scale.digits + [(" \(to) \(map.unit)\(fitted)", Theme.faint)]
  }

  private func fitted(_ map: KnowledgeMap) -> String? {
    model.study.subject.probes.set(map.kind).map { "each probe fitted to \($0.count) of \($0.setName)" }
  }
}

/// Which columns of the network the table has, and how wide they are.
struct KnowledgeGrid {
  /// Indices into `Network.columns`.
  let columns: [Int]
  /// Cells from one number to the next.
  let cell: Int
  /// Of a number.
  var digits: Int { cell - 1 }

  /// Every column where there is room for it; else what stands before and behind each exchange; else what of that is around
  /// the cursor.
  ///
  /// - Parameter room: cells.
  init(_ map: KnowledgeMap, _ network: Network, room: Int, cursor: Int) {
    // A head begins with what the body ended with.
    let all = network.columns.indices.filter { index in
      network.columns[index].content != .head && network.columns[index].nodes.contains { map[$0] != nil }
    }
    let ends = all.filter { index in
      network.columns[index].isExchange || index + 1 == network.columns.count || network.columns[index + 1].isExchange
    }
    let values = all.flatMap { network.columns[$0].nodes }.compactMap { map[$0] }
    let longest = values.map { map.text($0).count }.max() ?? 2
    let shortest = max(values.map { Number.whole($0).count }.max() ?? 2, 2)
    let sizes = Set([longest + 1, shortest + 1]).sorted(by: >)
    let choices = [all, ends].filter { !$0.isEmpty }.flatMap { columns in sizes.map { (columns, $0) } }
    if let fitting = choices.first(where: { $0.0.count * $0.1 <= room }) {
      (columns, cell) = fitting
    } else {
      let known = ends.isEmpty ? all : ends
      cell = shortest + 1
      let here = known.lastIndex { $0 <= cursor } ?? 0
      columns = Array(known[ScrollWindow.rows(around: here, of: known.count, room: max(room / cell, 1))])
    }
  }
}
