import Cells
import HRNet
import Testing

@testable import Explorer

/// The map of what HRNet is compared with: resolutions as rows, time as columns.
@Suite("Maps of encoder–decoders")
struct RivalMapTests {
  static let sizes = [Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60)]

  private static func hourglass(_ stacks: Int) -> Architecture {
    Architecture(HourglassBody(stacks: stacks, stemWidth: 8, features: 8, joints: 14))
  }
  private static let baseline = Architecture(SimpleBaselineBody(units: [3, 4, 6, 3]), head: PoseHead(joints: 14))

  /// Where each glyph of a kind is drawn in the map's rows: (row, column of cells).
  private func places(_ glyphs: Set<Character>, in session: SyntheticSession) -> [(row: Int, x: Int)] {
    let layout = Layout(session.model)
    guard let rect = layout.network else { return [] }
    let lines = session.frame.text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    return (0..<session.model.study.network.mapRows).flatMap { row -> [(row: Int, x: Int)] in
      let y = rect.y + 2 + row * layout.mapRowStep
      guard y < rect.maxY, lines.indices.contains(y) else { return [] }
      return (rect.x + 6..<rect.maxX - 1).filter { $0 < lines[y].count && glyphs.contains(lines[y][$0]) }.map {
        (row, $0)
      }
    }
  }

  /// Presses a key until something is so; it has to be at some time.
  private func press(_ key: String, in session: inout SyntheticSession, until isSo: (Model) -> Bool) throws {
    for _ in 0..<300 where !isSo(session.model) { try session.press(key) }
    try #require(isSo(session.model))
  }

  @Test("SimpleBaseline is one U: down the rows with time, and up again", arguments: sizes)
  func oneU(size: Size) throws {
    let session = try SyntheticSession(size: size, architecture: Self.baseline)
    let down = places(["■"], in: session).filter { $0.row > 0 }
    let up = places(["▲"], in: session)
    #expect(Set(down.map(\.row)) == [1, 2, 3] && up.map(\.row).sorted() == [0, 1, 2])
    for one in down { for other in down where one.row < other.row { #expect(one.x < other.x) } }
    for one in up { for other in up where one.row > other.row { #expect(one.x < other.x) } }
    let (last, first) = (try #require(down.map(\.x).max()), try #require(up.map(\.x).min()))
    #expect(last < first)
    // Nothing connects the arms.
    #expect(places(["◆", "◇"], in: session).isEmpty)
  }

  @Test("two hourglasses are two Us whose arms are joined at every resolution", arguments: sizes)
  func twoUs(size: Size) throws {
    var session = try SyntheticSession(size: size, architecture: Self.hourglass(2))
    try session.press("Home")
    for stack in 1...2 {
      // Into the stack.
      try press("Right", in: &session) { $0.column.section == .stack(stack) }
      var rows: [Int] = []
      for _ in 0..<17 where session.model.column.section == .stack(stack) {
        rows.append(session.model.column.streams[0].index)
        let name = session.model.exchangeUnit.map { "\($0.address)" } ?? "\(session.model.node.address)"
        #expect(session.frame.text.contains(name), "\(name)")
        try session.press("Right")
      }
      #expect(rows.starts(with: [1, 2, 3, 4, 4, 4, 3, 3, 2, 2, 1, 1, 0]))
    }
    // Folded, at the end: a sum at each of four resolutions for every stack that is in sight.
    try session.press("End")
    if size.width >= 120 {
      for row in 0..<4 { #expect(places(["◆"], in: session).count { $0.row == row } == 2, "\(row)") }
    }
  }

  @Test("whole, eight hourglasses are as many Us as there is room for, whichever of them the cursor is in")
  func whole() throws {
    for (size, count) in [(Self.sizes[0], 4), (Self.sizes[1], 7), (Self.sizes[2], 8)] {
      var session = try SyntheticSession(size: size, architecture: Self.hourglass(8))
      try session.press("z")
      for key in ["End", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "Home"] {
        try session.press(key)
        // Of each that is shown the bottom and, at every resolution, the sum.
        let bottoms = places(["■", "□"], in: session).count { $0.row == 4 }
        #expect(bottoms >= count, "\(size) \(key): \(bottoms)")
        for row in 0..<4 {
          #expect(places(["◆", "◇"], in: session).count { $0.row == row } >= count - 1, "\(size) \(key) \(row)")
        }
      }
    }
  }

  @Test("one and two hourglasses show every unit and every skip's two lines", arguments: [1, 2])
  func few(stacks: Int) throws {
    var session = try SyntheticSession(size: Self.sizes[2], architecture: Self.hourglass(stacks))
    try session.press("z")
    // Down, bottom, back at the coarsest resolution.
    #expect(places(["■"], in: session).count { $0.row == 4 } == 3 * stacks)
    let fans = NetworkMap(
      session.model.study.network, available: 192, unfolding: .all(orAt: 0), rowStep: Layout(session.model).mapRowStep
    ).fans
    #expect(fans.count == 4 * stacks && fans.values.allSatisfy { $0.count <= 10 })
  }

  @Test("streams that begin together hang on one line from the one they come from", arguments: sizes)
  func maintained(size: Size) throws {
    var session = try SyntheticSession(
      size: size,
      architecture: Architecture(
        HRNetBody(width: 8, modules: [1, 1, 1], streams: .maintained), head: PoseHead(joints: 14)))
    #expect(places(["├"], in: session).map(\.row) == [1, 2])
    #expect(places(["└"], in: session).map(\.row) == [3])
    #expect(!session.frame.text.contains("╲"))
    // Not yet run, dotted.
    try session.press("Home")
    #expect(places(["├", "└"], in: session).isEmpty)
  }

  @Test("no hint is about what the network does not have")
  func hints() throws {
    let single = Architecture(HRNetBody(width: 16, modules: [1, 1, 1], streams: .single), head: PoseHead(joints: 14))
    for (architecture, cuts) in [
      (Self.baseline, false), (single, false), (Self.hourglass(2), true), (SyntheticSession.architecture, true),
    ] {
      var session = try SyntheticSession(size: Self.sizes[2], architecture: architecture)
      for keys in [["End"], ["Home"], ["Up"], ["Down", "t"], ["t", "Tab"], ["Escape", "z"]] {
        for key in keys { try session.press(key) }
        let line = HintLine(model: session.model)
        let reasons = line.commands.compactMap { command -> String? in
          guard [.cutFinal, .cutAcross, .cutWithin, .sweep, .preset, .moduleForward, .cut].contains(command) else {
            return nil
          }
          let reason = session.model.unavailable(command)
          return reason?.contains("nothing to cut") == true || reason?.contains("this network has no") == true
            || reason?.contains("hourglass has skips") == true ? "\(command): \(reason ?? "")" : nil
        }
        #expect(reasons == [], "\(architecture.name) \(keys)")
        if !cuts { #expect(!line.commands.contains(.moduleForward), "\(architecture.name) \(keys)") }
      }
    }
  }

  @Test("eight stacks fit a wide screen, and scroll on a small one")
  func eight() throws {
    for size in Self.sizes {
      var session = try SyntheticSession(size: size, architecture: Self.hourglass(8))
      for key in ["Home", "}", "}", "}", "}", "}", "}", "End", "{", "{"] {
        try session.press(key)
        #expect(session.frame.text.contains("\(session.model.node.address)") || session.model.exchangeUnit != nil)
      }
    }
  }

  @Test("what a skip keeps is a line past the levels below", arguments: [Size(width: 200, height: 60)])
  func held(size: Size) throws {
    var session = try SyntheticSession(size: size, architecture: Self.hourglass(1))
    try session.press("End")
    let layout = Layout(session.model)
    let rect = try #require(layout.network)
    let lines = session.frame.text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    let bottom = try #require(places(["■"], in: session).filter { $0.row == 4 }.map(\.x).max())
    for row in 0..<4 { #expect(lines[rect.y + 2 + row * layout.mapRowStep][bottom] == "─", "\(row)") }
  }

  @Test("a skip is cut, weakened, joined and undone like fusion, by keys and on the map")
  func cut() throws {
    var session = try SyntheticSession(size: Size(width: 120, height: 40), architecture: Self.hourglass(2))
    try session.press("Home")
    try press("Right", in: &session) { $0.exchangeUnit?.address == ExchangeAddress(stack: 1, level: 4) }
    try session.press("f")
    let skip = EdgeAddress(ExchangeAddress(stack: 1, level: 4), from: Stream(0), to: Stream(0))
    #expect(Array(session.model.study.interventions.edges) == [skip])
    #expect(session.model.study.interventions[skip] == 0)
    #expect(session.frame.text.contains("✕"))
    #expect(session.frame.text.contains("h1.l4 skip of level 4"))
    try session.press("u")
    #expect(session.model.study.interventions == .none)
    // In the matrix: a row, two sources.
    try session.press("Enter")
    #expect(session.model.edge == skip)
    try session.press("Right", "[")
    let up = EdgeAddress(ExchangeAddress(stack: 1, level: 4), from: Stream(1), to: Stream(0))
    #expect(session.model.edge == up && session.model.study.interventions[up] == 0.9)
    // All of a stack, on its heading.
    try session.press("r", "Escape")
    try press("Up", in: &session) { $0.stageUnderCursor != nil }
    #expect(session.model.stageUnderCursor == .stack(1))
    try session.press("f")
    #expect(session.model.study.interventions.edges.count == 4)
    #expect(session.model.study.interventions.edges.allSatisfy { $0.source == $0.destination })
  }

  @Test("where nothing is summed everything that cuts says so", arguments: [0, 1])
  func nothingToCut(index: Int) throws {
    let single = Architecture(HRNetBody(width: 16, modules: [1, 1, 1], streams: .single), head: PoseHead(joints: 14))
    var session = try SyntheticSession(architecture: [Self.baseline, single][index])
    for key in ["f", "S", "p", "1", "2", "3", "x"] {
      try session.press(key)
      #expect(session.model.notice?.contains("has nothing to cut") == true, "\(key): \(session.model.notice ?? "")")
      #expect(session.model.study.interventions == .none)
    }
  }

  @Test("beside another network the step is the same moment, and rows are the same resolutions")
  func sideBySide() throws {
    for (a, b) in [
      (SyntheticSession.architecture, Self.baseline), (Self.hourglass(2), SyntheticSession.architecture),
      (Self.baseline, Self.hourglass(8)),
    ] {
      var session = try SyntheticSession(size: Size(width: 200, height: 60), architecture: b, pinned: a)
      try session.press("Home")
      let (first, last) = (session.model.pinned?.cursor.column, session.model.study.network.columns.count - 1)
      #expect(first == 0)
      var seen = [0]
      for _ in 0..<last {
        try session.press("Right")
        seen.append(try #require(session.model.pinned?.cursor.column))
      }
      #expect(seen.last == session.model.pinned.map { $0.study.network.columns.count - 1 })
      #expect(seen == seen.sorted())
      #expect(session.frame.text.contains("\(b.name)") || session.frame.text.contains("GMAC"))
    }
  }

  @Test("a resolution stands at the same height in both, zoomed or not, whichever of the two has more rows")
  func sameRows() throws {
    for (a, b) in [
      (SyntheticSession.architecture, Self.hourglass(2)), (Self.hourglass(8), Self.baseline),
      (Self.baseline, SyntheticSession.architecture),
    ] {
      for size in Self.sizes {
        var session = try SyntheticSession(size: size, architecture: b, pinned: a)
        for key in ["Home", "z", "Right"] {
          try session.press(key)
          let sides = [try #require(session.model.sideA), session.model]
          let heights = sides.map { side in
            let layout = Layout(side)
            return [layout.network?.y, layout.network?.height, layout.mapRowStep, side.mapRows]
          }
          #expect(heights[0] == heights[1], "\(a.name), \(b.name) at \(size)")
        }
        // Both have a name for every row.
        try session.press("z")
        let rows = session.model.mapRows
        let labels = session.frame.text.split(separator: "\n").filter { line in
          (0..<rows).contains {
            line.contains("│" + String(repeating: " ", count: 4 - "\(Stream($0))".count) + "\(Stream($0)) ")
          }
        }
        #expect(labels.count >= rows, "\(a.name), \(b.name) at \(size)")
      }
    }
  }

  @Test("beside another network each says what it costs, in 80 columns too", arguments: sizes)
  func costs(size: Size) throws {
    for (a, b) in [(SyntheticSession.architecture, Self.baseline), (Self.hourglass(2), Self.baseline)] {
      let session = try SyntheticSession(size: size, architecture: b, pinned: a)
      for side in [session.model.sideA, session.model].compactMap(\.self) {
        var canvas = Canvas(size: size)
        let width = session.model.isSplit ? size.width / 2 : size.width
        HeaderLine(model: side).draw(on: &canvas, in: Rect(x: 0, y: 0, width: width, height: 1))
        #expect(canvas.text.contains(side.study.costInWords), "\(canvas.text)")
      }
    }
  }
}
