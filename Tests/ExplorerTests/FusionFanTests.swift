import Cells
import HRNet
import TestSupport
import Testing

@testable import Explorer

/// The map draws what the network does: every edge of an exchange unit, from its source to its destination, and no other line.
@Suite("Exchange units on the map")
struct FusionFanTests {
  static let sizes = [(80, 24), (100, 30), (120, 40), (200, 60), (300, 90)].map { Size(width: $0.0, height: $0.1) }

  private static func map(_ session: SyntheticSession) -> [Substring] {
    let lines = session.frame.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0.contains("network") }),
      let last = lines[first...].firstIndex(where: { $0.hasPrefix("└") || $0.hasPrefix("+--") && $0 != lines[first] })
    else { return [] }
    return Array(lines[first...last])
  }

  @Test("folded, a unit says how many foreign edges it has, and how many of them are left", arguments: sizes)
  func counts(size: Size) throws {
    var session = try SyntheticSession(size: size)
    let row = try #require(Self.map(session).first { $0.contains("1/4") })
    #expect(row.contains("◆2") && row.contains("◆6") && row.contains("◆12"), "\(row)")
    // A row of the unit before the last, then away from it.
    try session.press("{", "{", "Enter", "Down", "x", "Escape", "End")
    // Where it has no room behind the glyph it stands below.
    let count = size.width == 100 ? "9/12" : "◆9/12"
    #expect(Self.map(session).dropFirst().prefix(3).contains { $0.contains(count) }, "\(Self.map(session))")
    try session.press("{", "{")
    #expect(
      Self.map(session).contains { $0.contains("9/12 foreign edges · 3 cut") || $0.contains("9/12 foreign edges") })
  }

  @Test("where a count has no room, the line under the map has it", arguments: [24, 20])
  func crowded(height: Int) throws {
    var session = try SyntheticSession(
      size: Size(width: 80, height: height), architecture: #require(.preset("w32", head: PoseHead(joints: 14))))
    try session.press("{", "{", "Enter", "Down", "x", "Escape", "Home")
    let map = Self.map(session)
    // Between the rows there is room where there are rows between.
    #expect(!map[2].contains("9/12") && map[3].contains("9/12") == (height == 24), "\(map)")
    #expect(map.contains { $0.contains("s4.m2 ◆9/12") } == (height == 20), "\(map)")
  }

  @Test("no stroke leads from one stream to another but those of transitions", arguments: sizes)
  func strokes(size: Size) throws {
    var session = try SyntheticSession(size: size)
    for _ in 0..<session.model.study.network.columns.count {
      let map = Self.map(session).joined()
      #expect(!map.contains("╳") && !map.contains("╱"))
      let rows = Layout(session.model).mapRowStep - 1
      #expect(map.count { $0 == "╲" } <= 3 * rows)
      try session.press("Left")
    }
  }

  @Test("every unit of the map unfolds under the cursor, and is as wide as it can be followed", arguments: sizes)
  func unfolding(size: Size) throws {
    var session = try SyntheticSession(size: size)
    for (column, content) in session.model.study.network.columns.enumerated().reversed() {
      guard content.isExchange else { continue }
      while session.model.screen.cursor.column > column { try session.press("Left") }
      let map = layout(session)
      #expect(map.fans.count == 1 && (map.fans[column]?.count ?? 0) >= (size.width == 100 ? 8 : 12))
      let isDotted = session.frame.text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }
      #expect(isDotted)
    }
  }

  private func layout(_ session: SyntheticSession) -> NetworkMap {
    let layout = Layout(session.model)
    let width = (layout.network?.width ?? 0) - 2 - 5
    return NetworkMap(
      session.model.study.network, available: width, unfolding: .at(column: session.model.screen.cursor.column),
      rowStep: layout.mapRowStep)
  }

  static let networks = [
    SyntheticSession.architecture, Architecture(width: 32, head: PoseHead(joints: 14)),
    Architecture(width: 16, modules: [1, 1, 1], head: PyramidHead(channels: 16)),
    Architecture(width: 18, modules: [1, 8, 9], head: PoseHead(joints: 14)),
  ]

  @Test("what unfolds takes the room of what folds: nothing outside of the two moves", arguments: 0..<4)
  func steadiness(index: Int) throws {
    let network = try Network(Self.networks[index], input: InputSize(height: 192, width: 160))
    for available in [40, 55, 73, 77, 133, 230] {
      let maps = network.columns.indices.map {
        NetworkMap(network, available: available, unfolding: .at(column: $0), rowStep: 2)
      }
      #expect(Set(maps.map(\.width)).count == 1)
      for (one, other) in zip(maps, maps.dropFirst()) {
        let moved = network.columns.indices.filter { one.positions[$0] != other.positions[$0] }
        guard let first = moved.first, let last = moved.last else { continue }
        // From the unit that folds to the one that unfolds; it and what follows stand where they stood.
        let (left, right) = (try #require(one.fans.keys.first), try #require(other.fans.keys.first))
        let start = network.columns.firstIndex { $0.module == network.columns[left].module } ?? left
        #expect(first >= start && last < right, "\(available): \(moved), \(left) to \(right)")
      }
    }
  }

  @Test("zoomed, the map unfolds all of them, and scrolls where they don't fit", arguments: sizes)
  func zoomed(size: Size) throws {
    var session = try SyntheticSession(size: size)
    try session.press("{", "{", "z")
    let width = size.width - 7
    let map = NetworkMap(
      session.model.study.network, available: width, unfolding: .all(orAt: 0), rowStep: Layout(session.model).mapRowStep
    )
    #expect(map.fans.count == 6)
    #expect(session.frame.text.contains("‹") == (map.width > width))
    for _ in 0..<session.model.study.network.columns.count {
      let row = 3 + session.model.currentStream * Layout(session.model).mapRowStep
      let frame = session.frame
      #expect((6..<size.width).contains { frame[x: $0, y: row].style.attributes.contains(.reverse) })
      try session.press("Left")
    }
  }

  @Test("each edge has a line of its own, from its source's row to its destination's", arguments: [8, 12, 24])
  func lines(width: Int) throws {
    let network = try Network(SyntheticSession.architecture, input: InputSize(height: 192, width: 160))
    for rowStep in 2...4 {
      for unit in network.exchangeUnits {
        let edges = (0..<unit.destinationCount).flatMap { destination in
          (0..<unit.sourceCount).map {
            FusionFan.Edge(source: $0, destination: destination, look: .plain, style: Style())
          }
        }
        let rows = max(unit.sourceCount, unit.destinationCount)
        let area = Rect(x: 0, y: 0, width: width, height: (rows - 1) * rowStep + 1)
        let dots = Dictionary(
          uniqueKeysWithValues: edges.map { edge in
            let fan = FusionFan(unit, edges: [edge], area: area, rowStep: rowStep, isMatrix: false)
            return ([edge.source, edge.destination], Self.dots(fan, area.size))
          })
        for (edge, line) in dots {
          // It begins beside its source and ends beside its destination.
          #expect(line.contains { $0.x == 0 && $0.y / 4 == edge[0] * rowStep })
          #expect(line.contains { $0.x == 2 * width - 1 && $0.y / 4 == edge[1] * rowStep })
          // It has dots that no other line has.
          let others = dots.filter { $0.key != edge }.values.reduce(into: Set<Point>()) { $0.formUnion($1) }
          #expect(line.subtracting(others).count >= 4, "\(unit.address) \(edge) in \(width)")
        }
      }
    }
  }

  private static func dots(_ fan: FusionFan, _ size: Size) -> Set<Point> {
    var canvas = Canvas(size: size)
    fan.draw(on: &canvas)
    var dots: Set<Point> = []
    for y in 0..<size.height {
      for x in 0..<size.width {
        let mask = canvas[x: x, y: y].scalar.value
        guard (0x2801...0x28FF).contains(mask) else { continue }
        let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
        for row in 0..<4 {
          for column in 0..<2 where mask & bits[row][column] != 0 {
            dots.insert(Point(x: 2 * x + column, y: 4 * y + row))
          }
        }
      }
    }
    return dots
  }

  @Test("a cut is dashed and red, what weighs less is dotted, what weighs more is thicker")
  func looks() throws {
    var session = try SyntheticSession(appearance: .trueColor)
    func line() throws -> (dots: Int, colors: Set<Color>) {
      let (model, layout) = (session.model, Layout(session.model))
      let panel = NetworkPanel(model: model, rowStep: layout.mapRowStep)
      let (_, fan) = try #require(panel.fans(self.layout(session)).first)
      let edge = try #require(fan.edges.first { $0.source == 3 && $0.destination == 0 })
      let unit = try #require(model.exchangeUnit)
      let alone = FusionFan(unit, edges: [edge], area: fan.area, rowStep: layout.mapRowStep, isMatrix: false)
      let moved = FusionFan(
        unit, edges: alone.edges, area: Rect(Size(width: fan.area.width, height: fan.area.height)),
        rowStep: layout.mapRowStep, isMatrix: false)
      return (Self.dots(moved, fan.area.size).count, Set([edge.style.foreground].compactMap(\.self)))
    }
    try session.press("{", "{")
    let whole = try line()
    #expect(whole.colors == [Theme.color(of: Stream(3))])
    try session.press("Enter", "Right", "Right", "Right", "[", "[", "Escape")
    let weak = try line()
    try session.press("Enter", "]", "]", "]", "]", "Escape")
    let strong = try line()
    try session.press("Enter", "f", "Escape")
    let cut = try line()
    #expect(weak.dots < whole.dots && strong.dots > whole.dots && cut.dots < whole.dots)
    #expect(cut.colors == [Theme.cut] && weak.colors == whole.colors)
  }

  @Test("every edge of the unfolded unit can be clicked, and is then the one of the matrix", arguments: [true, false])
  func clicking(unicode: Bool) throws {
    var reached: Set<String> = []
    var session = try SyntheticSession(
      size: Size(width: 120, height: 40), appearance: unicode ? .indexed256 : .ascii)
    session.answers = false
    try session.press("{", "{")
    let start = session.model
    for y in 1..<10 {
      for x in 1..<80 {
        var model = start
        _ = model.update(.mouse(MouseEvent(.press(.left), at: Point(x: x, y: y))))
        guard let edge = model.edge, model.exchangeUnit?.address == start.exchangeUnit?.address else { continue }
        reached.insert("\(edge)")
      }
    }
    #expect(reached.count == 16, "\(reached)")
  }

  @Test("without UTF-8, and without rows between streams, there is a matrix of marks", arguments: [40, 24, 20])
  func marks(height: Int) throws {
    let appearance: Appearance = height == 20 ? .monochrome : .ascii
    var session = try SyntheticSession(size: Size(width: 80, height: height), appearance: appearance)
    try session.press("{", "{", "Enter", "Down", "Right", "Right", "f", "Escape")
    let marks = Self.map(session).map { line in line.filter { $0 == "x" || $0 == "." } }
    #expect(
      marks.count { $0.hasPrefix("xx.x") } == 1 && marks.count { $0.hasPrefix("xxxx") } == 3, "\(Self.map(session))")
    #expect(session.frame.text.unicodeScalars.allSatisfy { !(0x2801...0x28FF).contains($0.value) } || height == 20)
  }

  @Test("a new stream comes from the lowest one alone")
  func transitions() throws {
    let session = try SyntheticSession()
    let map = Self.map(session)
    for row in 1..<4 {
      // The rows of the panel: frame, headings, then a row per stream and one between.
      let between = try #require(map.dropFirst(2 + 2 * row - 1).first)
      #expect(between.count { $0 == "╲" } == 1, "\(between)")
    }
  }
}
