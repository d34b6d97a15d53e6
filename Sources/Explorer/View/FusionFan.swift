import Cells
import HRNet

/// An exchange unit unfolded on the map: every edge a line of its own, from its source's row to its destination's. Where
/// there are no dots to draw lines with, or no rows between the streams, a matrix with a mark for each.
struct FusionFan {
  struct Edge {
    let source: Int
    let destination: Int
    var look: Look
    /// Of the line; the mark of a matrix is in the same.
    var style: Style
  }

  /// How an edge is drawn, from what is drawn first to what lies on top.
  enum Look: Int {
    /// Weighs little, or does little.
    case faint
    case plain
    /// Weighs more than in training, or does much.
    case strong
    /// Brings something else than it did.
    case replaced
    case cut
    /// The one that the person has chosen.
    case chosen
    case chosenCut
  }

  /// Each once; drawn in this order.
  let edges: [Edge]
  /// From the finest stream's row to the coarsest's.
  let area: Rect
  let rowStep: Int
  private let streams: [Stream]
  /// How many rows there are on either side.
  private let sources: Int
  private let destinations: Int
  let isMatrix: Bool

  init(_ unit: ExchangeUnit, edges: [Edge], area: Rect, rowStep: Int, isMatrix: Bool) {
    self.edges = edges.enumerated().sorted {
      ($0.element.look.rawValue, $0.offset) < ($1.element.look.rawValue, $1.offset)
    }
    .map(\.element)
    (self.area, self.rowStep, self.isMatrix) = (area, rowStep, isMatrix)
    (streams, sources, destinations) = (unit.sources, unit.sourceCount, unit.destinationCount)
  }

  func draw(on canvas: inout Canvas) {
    guard !isMatrix else { return drawMatrix(on: &canvas) }
    var grid = BrailleGrid(size: area.size)
    for edge in edges {
      let (from, to) = ends(of: edge)
      let isThick = [.strong, .chosen, .chosenCut].contains(edge.look)
      for offset in 0...(isThick ? 1 : 0) {
        grid.line(
          from: Point(x: from.x, y: from.y + offset), to: Point(x: to.x, y: to.y + offset), style: edge.style,
          dash: edge.look.dash)
      }
    }
    canvas.draw(grid, at: area)
  }

  /// The edge at a cell of the map; nil where there is none. Of several through a cell it is the one that has the fewest for
  /// itself: each can be pointed at somewhere.
  func edge(at point: Point) -> Edge? {
    guard area.contains(point) else { return nil }
    let cell = Point(x: point.x - area.x, y: point.y - area.y)
    guard !isMatrix else {
      return edges.first { cell.y == $0.destination * rowStep && cell.x / columnWidth == $0.source }
    }
    let cells = edges.map(cells)
    var counts: [Point: Int] = [:]
    for place in cells.joined() { counts[place, default: 0] += 1 }
    func own(_ index: Int) -> Int { cells[index].count { counts[$0] == 1 } }
    func distance(_ place: Point, _ index: Int) -> Double { self.distance(from: place, to: edges[index]) }
    // One that has no cell for itself gets the one it goes through most nearly.
    var claims: [Point: Int] = [:]
    for index in edges.indices where own(index) == 0 {
      let free = cells[index].filter { claims[$0] == nil }
      let nearest = free.min { (distance($0, index), $0.x, $0.y) < (distance($1, index), $1.x, $1.y) }
      if let nearest { claims[nearest] = index }
    }
    if let claimed = claims[cell] { return edges[claimed] }
    return edges.indices.filter { cells[$0].contains(cell) }
      .min { (own($0), distance(cell, $0)) < (own($1), distance(cell, $1)) }.map { edges[$0] }
  }

  /// The cells that an edge's line goes through, without those beside the glyphs at its ends, which stand for nodes.
  private func cells(_ edge: Edge) -> Set<Point> {
    let (from, to) = ends(of: edge)
    let points = Line.points(from: from, to: to, in: Size(width: 2 * area.width, height: 4 * area.height))
    return Set(points.map { Point(x: $0.x / 2, y: $0.y / 4) }.filter { $0.x > 0 && $0.x < area.width - 1 })
  }

  /// Rows of dots between the middle of a cell and a line above or below it.
  private func distance(from cell: Point, to edge: Edge) -> Double {
    let (from, to) = ends(of: edge)
    let share = (2 * Double(cell.x) + 0.5) / Double(max(to.x, 1))
    return abs(Double(from.y) + share * Double(to.y - from.y) - (4 * Double(cell.y) + 1.5))
  }

  /// The lines of a stream begin beside each other, in the order of where they go, and end in that of where they come from:
  /// no two share a dot there.
  private func ends(of edge: Edge) -> (from: Point, to: Point) {
    func dot(_ row: Int, _ place: Int, of count: Int) -> Int {
      4 * row * rowStep + (count <= 4 ? (4 - count) / 2 + place : place * 4 / count)
    }
    return (
      Point(x: 0, y: dot(edge.source, edge.destination, of: destinations)),
      Point(x: 2 * area.width - 1, y: dot(edge.destination, edge.source, of: sources))
    )
  }

  // MARK: - As a matrix

  private var columnWidth: Int { max(area.width / max(sources, 1), 1) }

  private func drawMatrix(on canvas: inout Canvas) {
    for edge in edges {
      let isChosen = edge.look == .chosen || edge.look == .chosenCut
      canvas.put(
        edge.look.mark, x: area.x + edge.source * columnWidth + columnWidth / 2,
        y: area.y + edge.destination * rowStep, style: isChosen ? edge.style.adding(.reverse) : edge.style)
    }
  }

  /// What the columns of a matrix are, below its first row, where they have room.
  func drawLabels(on canvas: inout Canvas) {
    guard isMatrix, columnWidth >= 3, rowStep > 1 else { return }
    for source in 0..<sources {
      let text = "\(streams[source].divisor)"
      canvas.put(
        text, x: area.x + source * columnWidth + (columnWidth - text.count + 1) / 2, y: area.y + 1,
        style: Style(Theme.color(of: streams[source])))
    }
  }
}

extension FusionFan.Look {
  /// Dots drawn and dots left out, in turn; nil for a whole line.
  fileprivate var dash: (on: Int, off: Int)? {
    switch self {
    case .faint: (1, 2)
    case .replaced: (4, 2)
    case .cut, .chosenCut: (2, 3)
    case .plain, .strong, .chosen: nil
    }
  }

  /// Without colour and without dots.
  fileprivate var mark: String {
    switch self {
    case .plain, .chosen: "x"
    case .strong: "X"
    case .faint: "-"
    case .replaced: "~"
    case .cut, .chosenCut: "."
    }
  }
}
