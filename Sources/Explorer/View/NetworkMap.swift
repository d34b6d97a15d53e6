import Network

/// Where the columns of a network stand on its map, in cells from the map's left edge.
struct NetworkMap {
  /// Position of each column's glyph.
  let positions: [Int]
  let width: Int

  /// - Parameter available: cells; gaps are widened where the map leaves half of them free.
  init(_ network: Network, available: Int) {
    let natural = Self.positions(network, stretch: 1)
    let stretch = max(1, min(3, available / ((natural.last ?? 0) + 2)))
    positions = Self.positions(network, stretch: stretch)
    width = (positions.last ?? 0) + 2
  }

  private static func positions(_ network: Network, stretch: Int) -> [Int] {
    var x = 0
    var result = [0]
    for (previous, column) in zip(network.columns, network.columns.dropFirst()) {
      x += gap(from: previous.content, to: column.content) * stretch
      result.append(x)
    }
    return result
  }

  /// Units stand close together, exchange units, transitions and stages further apart.
  private static func gap(from previous: Column.Content, to next: Column.Content) -> Int {
    switch (previous, next) {
    case (.unit, .unit), (.stem, .stem), (.input, .stem): 2
    default: 3
    }
  }
}
