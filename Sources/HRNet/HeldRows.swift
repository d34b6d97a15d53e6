extension Network {
  /// By row, from the column that puts something out to the last one that reads it on the same row: a unit, or an edge of
  /// an exchange unit.
  static func heldRows(
    of nodes: [Node], in columns: [Column], _ units: [ExchangeUnit]
  ) -> [Int: [ClosedRange<Int>]] {
    var places = [[(column: Int, row: Int)]](repeating: [], count: nodes.count)
    for (index, column) in columns.enumerated() {
      for (node, stream) in zip(column.nodes, column.streams) { places[node].append((index, stream.index)) }
      guard case .exchange(let address) = column.content, let unit = units.first(where: { $0.address == address })
      else { continue }
      for row in unit.edges {
        for (edge, stream) in zip(row, unit.sources) { places[edge].append((index, stream.index)) }
      }
    }
    var result: [Int: [ClosedRange<Int>]] = [:]
    for reader in nodes {
      for place in places[reader.id] {
        for source in reader.inputs + [reader.id] {
          for origin in places[source] where origin.row == place.row && origin.column < place.column {
            result[place.row, default: []].append(origin.column...place.column)
          }
        }
      }
    }
    return result
  }
}
