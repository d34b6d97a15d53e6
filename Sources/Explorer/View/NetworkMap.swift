import Network

/// Where the columns of a network stand on its map, in cells from the map's left edge.
struct NetworkMap {
  /// Position of each column's glyph.
  let positions: [Int]
  let width: Int

  /// - Parameter available: cells; all gaps are widened alike as far as the map still fits.
  init(_ network: Network, available: Int) {
    let natural = (Self.positions(network, widening: 0).last ?? 0) + 2
    let widening = max(0, min(4, (available - natural) / max(network.columns.count - 1, 1)))
    positions = Self.positions(network, widening: widening)
    width = (positions.last ?? 0) + 2
  }

  private static func positions(_ network: Network, widening: Int) -> [Int] {
    var x = 0
    var result = [0]
    for (previous, column) in zip(network.columns, network.columns.dropFirst()) {
      x += gap(from: previous.content, to: column.content) + widening
      result.append(x)
    }
    return result
  }

  /// Units stand close together, exchange units, transitions and stages further apart.
  private static func gap(from previous: Column.Content, to next: Column.Content) -> Int {
    switch (previous, next) {
    case (.unit, .unit), (.stem, .stem): 2
    default: 3
    }
  }
}
