import Cells
import Engine
import Experiments
import HRNet

/// The trace of the chosen joint: the maps with what of them can reach its peak, the streams that brought its value to each
/// exchange unit, and what blocking the picture does to it.
struct TracePanel {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let joint = model.itemName(model.screen.selectedItem)
    let title = "trace · \(joint) · \(StreamsPanel(model: model).columnName)"
    let inside = canvas.panel(
      rect, title: title, isFocused: model.screen.focus == .streams, appearance: model.screen.appearance)
    guard inside.height >= 2, inside.width >= 20, model.study.current != nil else { return }
    // Of what is no joint there is no peak to follow, but what it hangs on.
    guard model.peak != nil || model.study.jointAbsence != nil else {
      canvas.put(
        "\(joint) was not found: its heat map has no peak to trace", x: inside.x, y: inside.y, style: Theme.changed,
        limit: inside.width)
      return
    }
    let (maps, table, foot) = Self.parts(of: inside, model)
    if let step = model.step, !maps.isEmpty {
      let tiles = StreamTiles(model)
      StreamsPanel(model: model).drawMaps(tiles, step, on: &canvas)
      NamedMaps(model, beside: tiles)?.draw(on: &canvas, in: tiles.headRoom)
    }
    if let contributions = model.contributions { draw(contributions, on: &canvas, in: table) }
    drawFoot(on: &canvas, in: foot)
  }

  /// The table has a heading and a row per exchange unit; the maps take what it leaves, where that is enough for them.
  static func parts(of inside: Rect, _ model: Model) -> (maps: Rect, table: Rect, foot: Rect) {
    let wanted = model.study.network.exchangeUnits.count + 1
    let footHeight = inside.height >= 10 ? 4 : inside.height >= 7 ? 2 : 1
    let (rest, foot) = inside.splitBottom(footHeight)
    let mapHeight = rest.height - min(wanted, max(rest.height / 2, 9))
    guard mapHeight >= 6 else {
      let (table, maps) = rest.splitTop(rest.height)
      return (maps, table, foot)
    }
    let (maps, table) = rest.splitTop(mapHeight)
    return (maps, table, foot)
  }

  // MARK: - Contributions

  private static let labels = 16

  private func draw(_ contributions: PeakContributions, on canvas: inout Canvas, in rect: Rect) {
    let streams = max(contributions.units.map(\.sources.count).max() ?? 1, 1)
    let width = max(7, min((rect.width - Self.labels) / streams, 40))
    canvas.put("brought by", x: rect.x, y: rect.y, style: Theme.faint, limit: Self.labels - 1)
    for index in 0..<streams {
      canvas.put(
        "\(Stream(index))".paddedLeft(toColumns: 6), x: rect.x + Self.labels + index * width, y: rect.y,
        style: Style(Theme.color(of: Stream(index)), on: nil, .bold), limit: width - 1)
    }
    let whole = contributions.score - contributions.bias
    for (line, unit) in rows(contributions.units, count: rect.height - 1).enumerated() {
      let y = rect.y + 1 + line
      let kind = model.study.network.exchangeUnit(unit.address)?.kind.rawValue ?? ""
      let isCurrent = model.exchangeUnit?.address == unit.address
      canvas.put(
        "\(unit.address) \(kind)", x: rect.x, y: y, style: isCurrent ? Theme.selected : Theme.text,
        limit: Self.labels - 1)
      for (index, amount) in unit.sources.enumerated() {
        let cell = Rect(x: rect.x + Self.labels + index * width, y: y, width: width - 1, height: 1).intersection(rect)
        draw(share: whole == 0 ? 0 : amount / whole, of: Stream(index), on: &canvas, in: cell)
      }
    }
  }

  /// As many as there is room for, the one at the cursor among them, else the last.
  private func rows(_ units: [PeakContributions.Unit], count: Int) -> ArraySlice<PeakContributions.Unit> {
    let module = model.column.module
    let current = units.firstIndex { $0.address == module } ?? units.count - 1
    return units[ScrollWindow.rows(around: current, of: units.count, room: count)]
  }

  /// A share in percent and as a bar; one that works against the peak is negative and drawn in another colour and glyph.
  private func draw(share: Double, of stream: Stream, on canvas: inout Canvas, in cell: Rect) {
    guard !cell.isEmpty else { return }
    let words = Number.percent(share).paddedLeft(toColumns: 6)
    let x = cell.x + canvas.put(words, x: cell.x, y: cell.y, style: Theme.text, limit: cell.width) + 1
    let room = cell.maxX - x
    guard room >= 3 else { return }
    canvas.bar(
      share, in: Rect(x: x, y: cell.y, width: room, height: 1),
      style: Style(share < 0 ? Theme.cut : Theme.color(of: stream)))
  }

  // MARK: - Numbers

  private func drawFoot(on canvas: inout Canvas, in rect: Rect) {
    var lines: [[(String, Style)]] = []
    if let contributions = model.contributions { lines.append(sum(contributions)) }
    lines.append(occlusion)
    if rect.height > 2 { lines.insert(field, at: max(0, lines.count - 1)) }
    for (row, line) in lines.suffix(rect.height).enumerated() {
      canvas.put(line, x: rect.x, y: rect.y + row, limit: rect.width)
    }
    if lines.count < rect.height { drawLegend(on: &canvas, in: rect.splitBottom(1).bottom) }
  }

  /// `score .82 = 1/4 .50 + 1/8 .17 + …`: the last exchange unit, to the digit.
  private func sum(_ contributions: PeakContributions) -> [(String, Style)] {
    var pieces = [("score \(Self.fixed(contributions.score)) = ", Theme.strong)]
    for (index, amount) in (contributions.units.last?.sources ?? []).enumerated() {
      let stream = Stream(index)
      pieces.append((index == 0 ? "" : amount < 0 ? " - " : " + ", Theme.text))
      pieces.append(("\(stream)", Style(Theme.color(of: stream), on: nil, .bold)))
      pieces.append((" \(index == 0 ? Self.fixed(amount) : Self.fixed(abs(amount)))", Theme.text))
    }
    let bias = contributions.bias
    pieces.append((" \(bias < 0 ? "-" : "+") bias \(Self.fixed(abs(bias)))", Theme.text))
    return pieces
  }

  private static func fixed(_ value: Double) -> String { Number.fixed(value, places: 2) }

  /// What the peak can depend on, in the streams at the cursor and in the picture.
  private var field: [(String, Style)] {
    guard let field = model.receptiveField else { return [] }
    var pieces = [("can see ", Theme.strong)]
    func add(_ name: String, _ style: Style, _ node: Node.ID) {
      let shape = model.study.network[node].shape
      pieces.append((name, style))
      guard let region = field[node] else {
        pieces.append((" nothing  ", Theme.text))
        return
      }
      let isWhole = region.width == shape.width && region.height == shape.height
      pieces.append((isWhole ? " all  " : " \(region.height)×\(region.width)  ", Theme.text))
    }
    if model.screen.cursor.column > 0, model.column.nodes[0] != model.study.output.nodes[0] {
      for (index, node) in model.column.nodes.enumerated() {
        let stream = Stream(index)
        add("\(stream)", Style(Theme.color(of: stream), on: nil, .bold), node)
      }
    }
    add("input", Theme.strong, 0)
    return pieces
  }

  private var occlusion: [(String, Style)] {
    guard let occlusion = model.study.tracing.occlusion else {
      let count = OcclusionGrid(model.study.network.input).count
      return [
        ("occlusion ", Theme.strong), (model.keyMap.text(of: .occlude), Theme.key),
        (" blocks \(count) parts one by one", Theme.text),
      ]
    }
    let (done, total) = (occlusion.map?.done ?? 0, OcclusionGrid(model.study.network.input).count)
    var pieces = [("occlusion ", Theme.strong)]
    if done < total {
      let filled = done * 20 / total
      pieces.append((String(repeating: "▬", count: filled), Theme.key))
      pieces.append((String(repeating: "·", count: 20 - filled), Theme.faint))
      pieces.append((" \(done)/\(total)", Theme.text))
      if !occlusion.isRunning {
        pieces.append((" stopped", Theme.changed))
      } else if let left = occlusion.secondsLeft {
        pieces.append((" \(Number.short(left)) s left", Theme.text))
      }
      return pieces
    }
    let falls = model.occlusionValues(.occlusionDrop).compactMap(\.self)
    let shifts = model.occlusionValues(.occlusionShift)
    pieces.append(("score falls by up to \(Self.fixed(Double(falls.max() ?? 0)))", Theme.text))
    let most = Double(shifts.compactMap(\.self).max() ?? 0)
    // Percents are small, and pixels are many.
    pieces.append((", \(verb) up to \(Number.short(unit == "px" ? most.rounded() : most)) \(unit)", Theme.text))
    let lost = shifts.count { $0 == nil }
    if lost > 0 { pieces.append((", lost under \(lost) of \(total)", Theme.changed)) }
    return pieces
  }

  /// What the chosen item does when it changes, and what that is measured in.
  private var verb: String { model.study.current?.reading.words.changes ?? "" }
  private var unit: String { model.study.change?.largest.unit ?? "" }

  private func drawLegend(on canvas: inout Canvas, in rect: Rect) {
    guard model.layer.isOcclusion,
      let largest = OcclusionScale.largest(model.occlusionValues(model.layer))
    else {
      return
    }
    let what =
      model.layer == .occlusionDrop
      ? "fall of the score " : "\(model.study.jointAbsence == nil ? "shift" : "change"), \(unit) "
    let x = canvas.put(what, x: rect.x, y: rect.y, style: Theme.faint, limit: rect.width)
    canvas.legend(
      OcclusionScale.map, from: 0, to: Double(largest),
      in: Rect(x: rect.x + x, y: rect.y, width: 40, height: 1)
        .intersection(rect), style: Theme.text, appearance: model.screen.appearance)
  }
}
