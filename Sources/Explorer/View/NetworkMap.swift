import HRNet

/// Where the columns of a network stand on its map, in cells from the map's left edge.
///
/// One exchange unit, or all of them, stand unfolded: before their glyphs there is room for a fan in which each edge is a
/// line of its own. Whichever one it is, the map is equally wide, so that only what lies between moves when another one
/// unfolds.
struct NetworkMap {
  /// Position of each column's glyph. The units of a folded module share one.
  let positions: [Int]
  let width: Int
  /// The cells of an unfolded exchange unit's fan, by its column.
  let fans: [Int: Range<Int>]
  private let heldRows: [Int: [ClosedRange<Int>]]

  /// Which exchange units stand unfolded.
  enum Unfolding {
    /// The one at a column, or the next one after it; the last one where none follows.
    case at(column: Int)
    /// Every one; of hourglasses that find no room so, the one at a column.
    case all(orAt: Int)
  }

  /// - Parameters:
  ///   - available: cells. The widest drawing that fits is taken, and its gaps are widened as far as it still does. One too
  ///     wide even at its narrowest scrolls.
  ///   - rowStep: rows from one stream to the next; fans over more of them may be wider.
  init(_ network: Network, available: Int, unfolding: Unfolding, rowStep: Int) {
    var unfolded = Self.unfolded(network, unfolding)
    func map(_ density: Density, widening: Int = 0) -> (positions: [Int], width: Int) {
      Self.positions(network, density, unfolded: unfolded, widening: widening)
    }
    var fitting = Density.all.first { map($0).width <= available }
    // Folded, a skip's two lines can be followed too: the repeated U of hourglasses says more than their fans.
    if fitting == nil, case .all(let column) = unfolding, network.isOfSkips {
      unfolded = Self.unfolded(network, .at(column: column))
      fitting = Density.all.first { map($0).width <= available }
    }
    var density = fitting ?? Density.scrolling
    let spare = available - map(density).width
    if density.fan == Density.widestFan, !unfolded.isEmpty {
      density.fan += max(0, min(Density.widestFan / 2 * (rowStep - 2), spare / unfolded.count))
    }
    let natural = map(density)
    let gaps = Set(natural.positions).count - 1
    let widening = max(0, min(4, (available - natural.width) / max(gaps, 1)))
    (positions, width) = map(density, widening: widening)
    var fans: [Int: Range<Int>] = [:]
    for column in unfolded where column > 0 { fans[column] = positions[column - 1] + 1..<positions[column] }
    self.fans = fans
    heldRows = network.heldRows
  }

  /// Whether what a row held before a column is read there or later, on the same row.
  func isHeld(row: Int, into column: Int) -> Bool {
    heldRows[row]?.contains { $0.lowerBound < column && $0.upperBound >= column } ?? false
  }

  /// How closely a map is drawn.
  private struct Density {
    /// Of which modules every unit has a glyph; the units of the others share one.
    enum Units { case all, unfolded, none }

    let units: Units
    /// Cells from a folded exchange unit to what follows, which leave room for the number of its edges.
    let tail: Int
    /// Cells of a fan.
    var fan: Int

    /// Over rows two apart every line can be followed in so many cells.
    static let widestFan = 12
    /// The narrowest in which all of them can be told apart is eight.
    static let all: [Density] = [12, 10, 8].flatMap { fan in
      [(.all, 5), (.all, 4), (.unfolded, 5), (.unfolded, 4), (.unfolded, 3), (.none, 5), (.none, 4), (.none, 3)].map {
        Density(units: $0, tail: $1, fan: fan)
      }
    }
    static let scrolling = Density(units: .none, tail: 5, fan: widestFan)
    /// Of a skip's two edges, each of which can be pointed at in so many cells.
    static let skipFan = 6
  }

  private static func unfolded(_ network: Network, _ unfolding: Unfolding) -> Set<Int> {
    let units = network.columns.indices.filter { network.columns[$0].isExchange }
    switch unfolding {
    case .all: return Set(units)
    case .at(let column): return Set((units.first { $0 >= column } ?? units.last).map { [$0] } ?? [])
    }
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

  /// How many cells stay free behind a column's glyph before the next one's.
  func room(behind column: Int) -> Int {
    column + 1 < positions.count ? positions[column + 1] - positions[column] - 1 : width - positions[column] - 1
  }

  private static func positions(
    _ network: Network, _ density: Density, unfolded: Set<Int>, widening: Int
  ) -> (positions: [Int], width: Int) {
    let modules = Set(unfolded.compactMap { network.columns[$0].module })
    let sections = Set(unfolded.map { network.columns[$0].section })
    var x = 0
    var result = [0]
    for (index, (previous, column)) in zip(network.columns, network.columns.dropFirst()).enumerated() {
      let gap: Int
      switch (previous.content, column.content) {
      case (_, .exchange(let unit)) where unfolded.contains(index + 1):
        gap = (unit.site == .skip ? Density.skipFan : density.fan) + 1
      case (.stack, _), (_, .stack):
        let isShown = density.units == .all || density.units == .unfolded && sections.contains(column.section)
        gap = stackGap(network, index + 1, isShown: isShown)
      case (_, .exchange): gap = 2
      case (.exchange, _): gap = density.tail
      case (.unit(let module, _), .unit(let next, _)) where module == next:
        let isShown = density.units == .all || density.units == .unfolded && modules.contains(module)
        gap = isShown ? 2 : 0
      case (.stem, .stem), (.unit, .transition), (.transition, _), (.head, .head): gap = 2
      default: gap = 3
      }
      x += gap == 0 ? 0 : gap + widening
      result.append(x)
    }
    return (result, x + 2)
  }

  /// From the column before one of an hourglass. Folded, the unit at the bottom and those behind the sums stand where the
  /// one before them does, so that each level is one step down and one up.
  private static func stackGap(_ network: Network, _ index: Int, isShown: Bool) -> Int {
    let (previous, column) = (network.columns[index - 1], network.columns[index])
    if previous.section != column.section { return isShown ? 3 : 2 }
    if isShown { return 2 }
    return previous.streams[0] == column.streams[0] && !previous.isExchange ? 0 : 1
  }

  /// The row of a column's nodes at a resolution: their place in the column; nil where it has none there.
  static func index(ofRow row: Int, in column: Column) -> Int? { column.streams.firstIndex(of: Stream(row)) }
}

extension Network {
  /// Whether what is summed are skips: stacked hourglasses.
  fileprivate var isOfSkips: Bool { exchangeUnits.first?.address.site == .skip }

  /// The streams that an exchange unit's column sums; none of other columns.
  func sources(of column: Column) -> [Stream] {
    guard case .exchange(let address) = column.content else { return [] }
    return exchangeUnit(address)?.sources ?? []
  }

  /// Rows of the map: the parallel streams', and those of a pyramid's coarser levels.
  var mapRows: Int {
    max(Stream.maximumCount, (columns.compactMap { $0.streams.last?.index }.max() ?? 0) + 1)
  }
}
