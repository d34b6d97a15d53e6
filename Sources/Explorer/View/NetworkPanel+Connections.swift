import Cells
import HRNet

// How streams are joined: new ones spring from old ones, exchange units join all to all.
extension NetworkPanel {
  /// A new stream springs from the lowest one before it, and from no other; what a decoder makes, from the row below. Several
  /// that spring from one at the same time hang on one line.
  func drawBranch(
    from previous: Column, to column: Column, on canvas: inout Canvas, toX x: Int, row: Int, hasRun: Bool, ink: Style
  ) {
    let (y, isFromBelow) = (1 + row * rowStep, previous.streams[0].index > row)
    let source = previous.streams[previous.streams.count - 1].index
    if let last = column.streams.last?.index, last > source + 1, row > source {
      canvas.put(hasRun ? row < last ? "├" : "└" : "·", x: x - 1, y: y, style: ink)
      for step in 1..<rowStep { canvas.put(hasRun ? "│" : "·", x: x - 1, y: y - step, style: ink) }
      return
    }
    guard rowStep > 1 else {
      canvas.put(hasRun ? isFromBelow ? "┌" : "└" : "·", x: x - 1, y: y, style: ink)
      return
    }
    // Where rows are far apart it falls before it slants, so that it begins beside its source all the same.
    for step in 1..<rowStep {
      let distance = rowStep - step
      let slant = min(distance, Self.slant)
      let glyph = !hasRun ? "·" : distance > Self.slant ? "│" : isFromBelow ? "╱" : "╲"
      canvas.put(glyph, x: x - slant, y: isFromBelow ? y + distance : y - distance, style: ink)
    }
  }

  private static let slant = 3

  /// A stream goes into a folded unit, and nothing of it comes out again; of a skip's level below, up to the sum.
  func drawEntry(into column: Column, on canvas: inout Canvas, x: Int, y: Int, hasRun: Bool, ink: Style) {
    let isBelow = if case .exchange(let address) = column.content { address.site == .skip } else { false }
    canvas.put(hasRun ? isBelow ? "┘" : "┤" : "·", x: x, y: y, style: ink)
    guard isBelow else { return }
    for step in 1..<rowStep { canvas.put(hasRun ? "│" : "·", x: x, y: y - step, style: ink) }
  }

  /// The unfolded exchange units, by column.
  func fans(_ layout: NetworkMap) -> [(column: Int, fan: FusionFan)] {
    layout.fans.keys.sorted().compactMap { column in
      guard let cells = layout.fans[column], case .exchange(let address) = network.columns[column].content,
        let unit = network.exchangeUnit(address)
      else { return nil }
      let rows = max(unit.sourceCount, unit.destinationCount)
      let first = unit.sources[0].index
      let area = Rect(
        x: cells.lowerBound, y: 1 + first * rowStep, width: cells.count, height: (rows - 1) * rowStep + 1)
      let appearance = model.screen.appearance
      return (
        column,
        FusionFan(
          unit, edges: edges(of: unit, hasRun: column <= model.screen.cursor.column), area: area, rowStep: rowStep,
          isMatrix: !appearance.unicode || appearance.hasConsoleFont || rowStep == 1)
      )
    }
  }

  private func edges(of unit: ExchangeUnit, hasRun: Bool) -> [FusionFan.Edge] {
    let chosen = model.edge
    return (0..<unit.destinationCount).flatMap { destination in
      (0..<unit.sourceCount).map { source in
        let address = unit.edge(from: source, to: destination)
        return FusionFan.Edge(
          source: source, destination: destination, look: look(of: address, isChosen: address == chosen),
          style: style(of: address, hasRun: hasRun, isChosen: address == chosen))
      }
    }
  }

  private func look(of edge: EdgeAddress, isChosen: Bool) -> FusionFan.Look {
    let contribution = model.study.interventions[contributionOf: edge]
    if isChosen { return contribution == .nothing ? .chosenCut : .chosen }
    switch contribution {
    case .gain(let gain) where gain == 0: return .cut
    case .gain(let gain) where gain < 0.95: return .faint
    case .gain(let gain) where gain > 1.05: return .strong
    case .mean, .patch: return .replaced
    // What was measured says more than a weight that is everybody's.
    case .gain: return marks?.strength(edge) ?? .plain
    }
  }

  private func style(of edge: EdgeAddress, hasRun: Bool, isChosen: Bool) -> Style {
    if model.study.interventions[contributionOf: edge] == .nothing { return Style(Theme.cut, on: nil, .bold) }
    if isChosen { return Style(Theme.color(of: edge.source), on: nil, .bold) }
    return hasRun ? Style(Theme.color(of: edge.source)) : Theme.faint
  }

  // MARK: - How many edges there are

  /// `12`, or `9/12` where three of twelve are cut: the edges that lead from one stream to another.
  func edgeCount(of unit: ExchangeUnit) -> String {
    let foreign = unit.foreignEdges
    let cut = foreign.count { model.study.interventions[contributionOf: $0] == .nothing }
    return cut == 0 ? "\(foreign.count)" : "\(foreign.count - cut)/\(foreign.count)"
  }

  /// Behind the glyph of a folded unit's finest stream, or below it. A sweep's digits stand for themselves.
  func drawEdgeCount(of unit: ExchangeUnit, column: Int, layout: NetworkMap, on canvas: inout Canvas, hasRun: Bool) {
    // Of a skip there is one, and its glyph tells.
    guard unit.address.site == .module else { return }
    let text = edgeCount(of: unit)
    guard let place = place(ofCount: text, column, layout) else { return }
    let isWhole = !text.contains("/")
    canvas.put(
      text, x: place.x, y: place.y,
      style: isWhole ? (hasRun ? Theme.text : Theme.faint) : Style(Theme.cut, on: nil, .bold))
  }

  private func place(ofCount text: String, _ column: Int, _ layout: NetworkMap) -> Point? {
    guard marks == nil, knowledge == nil, layout.fans[column] == nil else { return nil }
    let x = layout.positions[column]
    if text.count <= layout.room(behind: column) { return Point(x: x + 1, y: 1) }
    // Between two rows there are no lines, and the next such number is more than four cells away.
    return rowStep > 1 ? Point(x: max(x - text.count / 2 + 1, 0), y: 2) : nil
  }

  /// The folded units with cut edges whose numbers the map has no room for: ` s3.m1 ◆5/6 ·`.
  func unseenCounts(_ layout: NetworkMap) -> String {
    let unseen = network.columns.enumerated().compactMap { index, column -> String? in
      guard case .exchange(let address) = column.content, address.site == .module,
        let unit = network.exchangeUnit(address), marks == nil, layout.fans[index] == nil,
        place(ofCount: edgeCount(of: unit), index, layout) == nil
      else { return nil }
      let count = edgeCount(of: unit)
      return count.contains("/") ? " \(address) ◆\(count) ·" : nil
    }
    return unseen.prefix(3).joined() + (unseen.count > 3 ? " …" : "")
  }
}
