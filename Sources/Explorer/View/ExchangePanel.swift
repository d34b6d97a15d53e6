import Cells
import Engine
import HRNet

/// An exchange unit as the matrix it is: a row per destination stream, a column per source, and the sum. Cells grow with the
/// panel; where they have no room for maps, bars say what share of the sum an edge brings.
struct ExchangePanel {
  let model: Model
  let unit: ExchangeUnit

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let whole = "exchange unit \(unit.address) · \(unit.kind.rawValue) · rows: to, columns: from"
    let title = Canvas.columns(of: whole) + 6 <= rect.width ? whole : "exchange unit \(unit.address) · % of the sum"
    let inside = canvas.panel(
      rect, title: title, isFocused: model.isInStep, appearance: model.screen.appearance)
    let exchange = model.step?.exchange
    guard inside.width >= 20, inside.height >= 2 else { return }

    let (columnWidth, _) = cellSize(inside)
    drawHeadings(on: &canvas, x: inside.x + Self.labels, y: inside.y, columnWidth: columnWidth, limit: inside.maxX)

    for destination in 0..<unit.destinationCount {
      let y = cell(destination, 0, in: inside).y
      guard y < inside.maxY else { break }
      let stream = unit.destinations[destination]
      canvas.put(
        "→ \(stream)", x: inside.x, y: y, style: heading(stream, isChosen: stream == model.edge?.destination),
        limit: Self.labels - 1)
      for source in 0..<unit.sourceCount {
        drawTerm(
          exchange?.term(to: destination, from: source), unit.edge(from: source, to: destination),
          on: &canvas, in: cell(destination, source, in: inside).intersection(inside), showsMap: showsMaps(inside))
      }
      let sum = cell(destination, unit.sourceCount, in: inside)
      if let statistics = model.step?[unit.outputs[destination]]?.statistics, let sums = exchange?.sums,
        sums.indices.contains(destination)
      {
        let map = showsMaps(inside) ? sums[destination] : nil
        drawSum(statistics, map, on: &canvas, in: sum.intersection(inside))
      }
    }
    if let exchange, showsMaps(inside) { drawScale(exchange, on: &canvas, in: inside) }
  }

  /// What the maps are and what their colours mean, in the last row: of the chosen edge's map, or of the finest sum's.
  private func drawScale(_ exchange: ExchangeSummary, on canvas: inout Canvas, in inside: Rect) {
    let line = inside.splitBottom(1).bottom
    let edge = model.edge.flatMap { $0.unit == unit.address ? $0 : nil }
    let cursor = model.screen.cursor
    let term = edge.flatMap { _ in exchange.term(to: cursor.stream, from: cursor.source) }
    let (name, map) =
      edge.map { ("\($0.source) → \($0.destination)", term?.map) } ?? (
        "sum \(unit.destinations[0])", exchange.sums.first
      )
    let candidates = [
      "mean |x| of what each edge brings, each on its own scale · \(name) ", "mean |x|, own scales · \(name) ",
      "mean |x| · \(name) ",
    ]
    let text = candidates.first { Canvas.columns(of: $0) + 16 <= line.width } ?? candidates[2]
    let x = line.x + canvas.put(text, x: line.x, y: line.y, style: Theme.faint, limit: line.width)
    guard let map else { return }
    let scale = ValueScale(map.range, mode: .meanAbsolute)
    canvas.legend(
      scale.map, from: Double(scale.low), to: Double(scale.high),
      in: Rect(x: x, y: line.y, width: min(line.maxX - x, 30), height: 1), style: Theme.text,
      appearance: model.screen.appearance)
  }

  /// Whether a cell has room for a map that can be recognised, and a row is left for its scale.
  private func showsMaps(_ inside: Rect) -> Bool { (inside.height - 2) / unit.destinationCount >= 3 }

  /// Columns for the names of the rows.
  private static let labels = 7

  /// A column per source and one for the sum; a row per destination.
  private func cellSize(_ inside: Rect) -> (width: Int, height: Int) {
    let height =
      showsMaps(inside)
      ? (inside.height - 2) / unit.destinationCount : min(max((inside.height - 1) / unit.destinationCount, 1), 2)
    return (max(6, (inside.width - Self.labels) / (unit.sourceCount + 1)), height)
  }

  /// The cell of a term, or of the sum behind the last source, without the blank column after it.
  private func cell(_ destination: Int, _ source: Int, in inside: Rect) -> Rect {
    let (width, height) = cellSize(inside)
    return Rect(
      x: inside.x + Self.labels + source * width, y: inside.y + 1 + destination * height, width: width - 1,
      height: height)
  }

  /// The edge drawn at a cell of the screen.
  func edge(at point: Point, in rect: Rect) -> (destination: Int, source: Int)? {
    for destination in 0..<unit.destinationCount {
      for source in 0..<unit.sourceCount where cell(destination, source, in: rect.inset(by: 1)).contains(point) {
        return (destination, source)
      }
    }
    return nil
  }

  /// Of a row or a column; from afar the chosen edge's are marked.
  private func heading(_ stream: Stream, isChosen: Bool) -> Style {
    let style = Style(Theme.color(of: stream), on: nil, .bold)
    return isChosen && model.tastes.isPresenting ? style.adding(.reverse) : style
  }

  private func drawHeadings(on canvas: inout Canvas, x: Int, y: Int, columnWidth: Int, limit: Int) {
    if columnWidth <= 9 { canvas.put("from", x: x - Self.labels, y: y, style: Theme.faint) }
    for source in 0..<unit.sourceCount {
      let stream = unit.sources[source]
      let style = heading(stream, isChosen: stream == model.edge?.source)
      canvas.put(
        columnWidth > 9 ? "from \(stream)" : "\(stream)", x: x + source * columnWidth, y: y, style: style,
        limit: columnWidth - 1)
    }
    canvas.put(
      "= sum", x: x + unit.sourceCount * columnWidth, y: y, style: Theme.strong,
      limit: limit - x - unit.sourceCount * columnWidth)
  }

  /// Gain and share in words and as a bar; below them the term's map.
  private func drawTerm(
    _ term: TermSummary?, _ edge: EdgeAddress, on canvas: inout Canvas, in cell: Rect, showsMap: Bool
  ) {
    guard !cell.isEmpty else { return }
    let contribution = model.study.interventions[contributionOf: edge]
    let (isCut, isWhole) = (contribution == .nothing, contribution == .gain(1))
    let isSelected = model.edge == edge
    let color = isCut ? Theme.cut : isWhole ? nil : Theme.weakened
    let state = Self.state(contribution)
    let share = isCut ? "" : term.map { Number.percent($0.share) } ?? ""
    let style = isSelected ? Theme.selected : Style(color, on: nil, isWhole ? [] : .bold)
    let words = cell.width >= 9 ? "\(state) \(share)" : isWhole ? share : state
    let column =
      cell.x
      + canvas.put(
        isSelected ? words.padded(toColumns: model.tastes.isPresenting ? cell.width : min(cell.width, 9)) : words,
        x: cell.x, y: cell.y, style: style,
        limit: cell.width)

    let (_, below) = cell.splitTop(1)
    // Beside the words, or below them where no map is.
    let isBeside = cell.maxX - column - 1 >= 3 || showsMap || below.isEmpty
    let bar = isBeside ? Rect(x: column + 1, y: cell.y, width: cell.maxX - column - 1, height: 1) : below
    if let sweep = SweepMarks(model)?.words(edge, width: bar.width) {
      canvas.put(sweep.text, x: bar.x, y: bar.y, style: sweep.style, limit: bar.width)
    } else if bar.width >= 3, let term, !isCut {
      canvas.bar(max(term.share, 0), in: bar, style: Style(Theme.color(of: edge.source)))
    }
    if isCut {
      guard below.height >= 1 else { return }
      // A dashed cross says "cut" where there is no colour.
      canvas.put(
        below.width < 9 ? "╌ ✕ ╌" : "╌ ╌ ✕ ╌ ╌", x: below.x,
        y: below.y + min(below.height / 2, 2) - (below.height > 2 ? 1 : 0),
        style: Style(Theme.cut),
        limit: below.width)
    } else if showsMap, let map = term?.map {
      draw(map, on: &canvas, in: below)
    }
  }

  private static func state(_ contribution: Contribution) -> String {
    switch contribution {
    case .gain(let gain): gain == 0 ? "cut" : "×\(Number.short(Double(gain)))"
    case .mean: "mean"
    case .patch: "patch"
    }
  }

  private func drawSum(_ statistics: Statistics, _ map: FeatureMap?, on canvas: inout Canvas, in cell: Rect) {
    guard !cell.isEmpty else { return }
    let maximum = Number.short(Double(statistics.maximum))
    canvas.put(cell.width >= 9 ? "max \(maximum)" : maximum, x: cell.x, y: cell.y, style: Theme.text, limit: cell.width)
    if let map { draw(map, on: &canvas, in: cell.splitTop(1).rest) }
  }

  /// As large as fits in whole steps; each map on its own scale, since shares say how much a term weighs.
  private func draw(_ map: FeatureMap, on canvas: inout Canvas, in rect: Rect) {
    // A row stays free between the maps of two destinations.
    let height = rect.height >= 3 ? 2 * (rect.height - 1) : 2 * rect.height
    guard rect.width >= 2, height >= 2 else { return }
    let scale = StreamTiles.Scale.all.first { $0.apply(map.width) <= rect.width && $0.apply(map.height) <= height }
    guard let scale else { return }
    let pixels = map.pixels(
      width: scale.apply(map.width), height: scale.apply(map.height), scale: ValueScale(map.range, mode: .meanAbsolute))
    canvas.draw(pixels, at: rect, appearance: model.screen.appearance)
  }
}
