import HRNet

/// Where the columns of a network stand on its map, in cells from the map's left edge.
struct NetworkMap {
  /// Position of each column's glyph. The units of a folded module share one.
  let positions: [Int]
  let width: Int

  /// - Parameter available: cells. All gaps are widened alike as far as the map still fits. Where it does not fit, the
  ///   units of every module fold into one glyph, and all of the network still shows; a map too wide even then scrolls.
  init(_ network: Network, available: Int) {
    let isFolded = Self.positions(network, isFolded: false).width > available
    let natural = Self.positions(network, isFolded: isFolded)
    let gaps = Set(natural.positions).count - 1
    let widening = max(0, min(4, (available - natural.width) / max(gaps, 1)))
    (positions, width) = Self.positions(network, isFolded: isFolded, widening: widening)
  }

  /// The columns that stand where this one does: one alone, or the units of a folded module.
  func group(of column: Int) -> ClosedRange<Int> {
    let position = positions[column]
    var (first, last) = (column, column)
    while first > 0, positions[first - 1] == position { first -= 1 }
    while last + 1 < positions.count, positions[last + 1] == position { last += 1 }
    return first...last
  }

  /// The last column at a cell of the map or right beside it; nil where there is none.
  func column(at x: Int) -> Int? {
    let nearest = positions.indices.reversed().min { abs(positions[$0] - x) < abs(positions[$1] - x) }
    return nearest.flatMap { abs(positions[$0] - x) <= 1 ? $0 : nil }
  }

  private static func positions(
    _ network: Network, isFolded: Bool, widening: Int = 0
  ) -> (positions: [Int], width: Int) {
    var x = 0
    var result = [0]
    for (previous, column) in zip(network.columns, network.columns.dropFirst()) {
      let gap = gap(from: previous.content, to: column.content, isFolded: isFolded)
      x += gap == 0 ? 0 : gap + widening
      result.append(x)
    }
    return (result, x + 2)
  }

  /// The row of a column's nodes at a resolution: their place in the column; nil where it has none there.
  static func index(ofRow row: Int, in column: Column) -> Int? { column.streams.firstIndex(of: Stream(row)) }

  /// Units stand close together, exchange units, transitions and stages further apart.
  private static func gap(from previous: Column.Content, to next: Column.Content, isFolded: Bool) -> Int {
    switch (previous, next) {
    case (.unit, .unit): isFolded ? 0 : 2
    case (.stem, .stem): 2
    default: 3
    }
  }
}

extension Network {
  /// Rows of the map: the parallel streams', and those of a pyramid's coarser levels.
  var mapRows: Int {
    max(Stream.maximumCount, (columns.compactMap { $0.streams.last?.index }.max() ?? 0) + 1)
  }
}
