import Cells
import HRNet
import TestSupport
import Testing

@testable import Explorer

@Suite("Two states")
struct PinnedTests {
  private static let wide = Size(width: 160, height: 50)

  private func header(_ session: SyntheticSession) -> String {
    String(session.frame.text.split(separator: "\n", omittingEmptySubsequences: false)[0])
  }

  /// Effects that concern A.
  private func aboutA(_ session: SyntheticSession, since count: Int) -> [Effect] {
    session.effects.dropFirst(count).compactMap { if case .pinned(let effect) = $0 { effect } else { nil } }
  }

  @Test("A pins what is on the screen; what is done afterwards is B, and A is never computed again")
  func pin() throws {
    var session = try SyntheticSession()
    try session.press("1", "A")
    #expect(session.effects.last { $0 == .pin(1) } != nil)
    #expect(session.model.notice?.contains("pinned as A") == true && header(session).hasPrefix(" B "))
    let (cut, count) = (session.model.study.interventions, session.effects.count)
    try session.press("2", "3", "P", "v", "A", "A", "A", "A", "{", "u")
    let a = try #require(session.model.pinned?.study)
    #expect(a.interventions == cut && a.personIndex == 0 && session.model.study.interventions != cut)
    let passes = aboutA(session, since: count).filter { if case .compute = $0 { true } else { false } }
    #expect(passes.isEmpty)
    // B goes on from where A was: what was done before can be undone in it.
    try session.press("A", "A", "r", "u", "u", "u")
    #expect(session.model.pinned?.study.interventions == cut)
  }

  @Test("pinning waits for what is being computed, and says so")
  func waits() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("1", "A")
    #expect(session.model.pinned == nil && session.model.notice?.contains("still computing") == true)
  }

  @Test("A goes from A to B, to both, to the difference and round; the first line says what is shown")
  func cycle() throws {
    var session = try SyntheticSession()
    try session.press("A", "3")
    var seen: [String] = []
    for _ in 0..<5 {
      try session.press("A")
      seen.append(String(header(session).prefix(5)))
    }
    #expect(seen == [" A  H", " B  H", " A of", " A−B ", " A  H"])
    #expect(session.model.pinned?.view == .a)
  }

  @Test(
    "side by side where both have room for the step and its result, else in turn",
    arguments: [
      (160, 50, true), (152, 24, true), (200, 60, true), (151, 50, false), (120, 40, false), (80, 24, false),
      (160, 20, false),
    ])
  func split(width: Int, height: Int, isSplit: Bool) throws {
    var session = try SyntheticSession(size: Size(width: width, height: height))
    try session.press("A", "3", "A", "A", "A")
    #expect(session.model.isSplit == isSplit && session.model.isAlternating == !isSplit)
    let line = header(session)
    if isSplit {
      #expect(line.hasPrefix(" A ") && line.dropFirst(width / 2).hasPrefix(" B "))
      let rows = session.frame.text.split(separator: "\n")
      #expect(rows.contains { $0.contains("┌ picture") && $0.dropFirst(width / 2).contains("┌ picture") })
      #expect(rows[1].dropFirst(width / 2).contains("cut") && !rows[1].prefix(width / 2).contains("cut"))
    } else {
      #expect(line.hasPrefix(" A of A|B "))
      session.perform(.alternated)
      #expect(header(session).hasPrefix(" B of A|B "))
      session.perform(.alternated)
      #expect(header(session).hasPrefix(" A of A|B "))
    }
  }

  @Test("steps run together, whichever of the two is looked at", arguments: [0, 1, 2, 3])
  func steps(presses: Int) throws {
    // Other modules and units: every place of the one has its like in the other, if only near.
    let other = Architecture(
      width: 8, stemWidth: 16, stage1Units: 4, stage1Width: 16, modules: [1, 2, 3], unitsPerStream: 4,
      head: PoseHead(joints: 14))
    var session = try SyntheticSession(size: Self.wide, pinned: other)
    for _ in 0..<presses { try session.press("A") }
    var places: Set<Int> = []
    for key in ["Home", "}", "Right", "Right", "Right", "}", "}", "Left", "End", "{", "{", "Left", "Left"] {
      try session.press(key)
      let (pinned, b) = (try #require(session.model.pinned), session.model)
      let (a, own) = (pinned.study.network, b.study.network)
      places.insert(pinned.cursor.column)
      let isInA = pinned.view == .a
      let expected =
        isInA ? own.column(at: pinned.cursor.column, of: a) : a.column(at: b.screen.cursor.column, of: own)
      #expect((isInA ? b.screen.cursor.column : pinned.cursor.column) == expected, "\(key)")
    }
    #expect(places.count > 6)
  }

  @Test("where A is looked at, its own steps are gone through, and what changes something goes to B")
  func inA() throws {
    let fine = Architecture(
      width: 8, stemWidth: 16, stage1Units: 4, stage1Width: 16, modules: [1, 1, 1], unitsPerStream: 4,
      head: PoseHead(joints: 14))
    var session = try SyntheticSession(size: Self.wide, pinned: fine)
    try session.press("A", "A", "Home")
    #expect(session.model.pinned?.view == .a)
    var seen = [0]
    for _ in 0..<(fine.hrnet?.stage1Units ?? 0) + 3 {
      try session.press("Right")
      seen.append(try #require(session.model.pinned?.cursor.column))
    }
    #expect(seen == Array(0..<seen.count))
    let a = try #require(session.model.pinned?.study)
    try session.press("{", "}", "f")
    #expect(session.model.pinned?.view == .b && session.model.pinned?.study.interventions == a.interventions)
    #expect(!session.model.study.interventions.isEmpty)
  }

  @Test("no answer about what was let go counts, nor one to an older question")
  func stale() throws {
    var session = try SyntheticSession(size: Self.wide)
    try session.press("A", "A", "A")
    session.answers = false
    try session.press("A", "Left")
    let effect = try #require(session.effects.last { if case .pinned(.summarise) = $0 { true } else { false } })
    let lateAnswer = session.answer(to: effect)
    let late = try #require(lateAnswer)
    // Until it has come, nothing of another step stands there as A's.
    #expect(session.model.sideA?.step == nil)
    try session.press("Left")
    session.perform(late)
    #expect(session.model.sideA?.step == nil)
    let newest = try #require(session.effects.last { if case .pinned(.summarise) = $0 { true } else { false } })
    let newestAnswer = session.answer(to: newest)
    let answer = try #require(newestAnswer)
    session.perform(.command(.letGo))
    session.perform(answer)
    #expect(session.model.pinned == nil)
    try session.press("A", "A")
    session.perform(answer)
    #expect(session.model.pinned?.number == 2)
    #expect(session.model.pinned?.study.summaryAsked.isPending == true)
  }

  @Test("what A shows is not asked for again while only B changes")
  func frugal() throws {
    var session = try SyntheticSession(size: Self.wide)
    try session.press("{", "A", "A", "A", "A")
    let count = session.effects.count
    try session.press("1", "2", "f", "u", "Tab", "Shift-Tab")
    #expect(aboutA(session, since: count).isEmpty)
    try session.press("Left")
    #expect(aboutA(session, since: count).count == 1)
  }

  @Test("Escape goes back to B, and then lets go; so does the command at once")
  func leaving() throws {
    var session = try SyntheticSession()
    try session.press("A", "1", "A", "A", "A", "Tab", "z")
    try session.press("Escape")
    #expect(session.model.pinned?.view == .both && session.model.screen.zoom == .none)
    try session.press("Escape", "Escape")
    #expect(session.model.pinned?.view == .b)
    try session.press("Escape")
    #expect(session.model.pinned == nil && session.effects.contains(.letGo))
    #expect(session.model.notice?.contains("let go") == true && header(session).hasPrefix(" hrscope "))
    #expect(!session.model.study.interventions.isEmpty)
    try session.press("A")
    #expect(session.effects.contains(.pin(2)))
    session.perform(.command(.letGo))
    #expect(session.model.pinned == nil)
  }

  @Test("a click in A's half goes to the place in both, and changes nothing of A")
  func mouse() throws {
    var session = try SyntheticSession(size: Self.wide)
    try session.press("A", "A", "A", "A")
    let before = session.model.screen.cursor
    for x in stride(from: 10, to: 70, by: 3) {
      session.perform(.mouse(MouseEvent(.press(.left), at: Point(x: x, y: 3))))
      session.perform(.mouse(MouseEvent(.press(.left), at: Point(x: x, y: 3))))
      #expect(session.model.pinned?.cursor.column == session.model.screen.cursor.column)
      for y in [15, 20, 25] { session.perform(.mouse(MouseEvent(.press(.left), at: Point(x: x % 38, y: y)))) }
    }
    #expect(session.model.screen.cursor != before)
    #expect(
      session.model.pinned?.study.interventions == Interventions.none && session.model.study.interventions == .none)
    // The same in B's half cuts.
    try session.press("Escape", "{", "Enter")
    let matrix = try #require(session.model.matrix)
    session.perform(.command(.cut))
    #expect(!session.model.study.interventions.isEmpty && matrix.sourceCount > 0)
  }

  @Test("nobody changes places while a box is moved or something is chosen")
  func holds() throws {
    var session = try SyntheticSession()
    try session.press("A", "A", "A", "A")
    #expect(session.model.isAlternating && header(session).hasPrefix(" A of A|B"))
    try session.press("b")
    #expect(!session.model.isAlternating && header(session).hasPrefix(" B of A|B"))
    try session.press("Right", "Enter", "?")
    #expect(!session.model.isAlternating && session.model.pinned?.study.box != session.model.study.box)
    try session.press("Escape")
    #expect(session.model.isAlternating)
  }

  @Test("a lesson cannot give another network back, and says so")
  func lessonWithTwoNetworks() throws {
    let lesson = try Lesson("hrscope session 1\nlesson Short\npage One\nsay One.\n")
    var session = try SyntheticSession(
      lessons: [NamedLesson(name: "short", lesson)], pinned: Architecture(width: 8, head: PoseHead(joints: 14)))
    try session.press("L", "Enter")
    #expect(session.model.pinned == nil && session.effects.contains(.letGo))
    try session.press("L", "Enter")
    #expect(session.model.lesson == nil && session.model.pinned == nil)
    #expect(session.model.notice?.contains("let go") == true)
  }

  @Test("a lesson begins without A, and gives it back")
  func lesson() throws {
    let lesson = try Lesson(
      "hrscope session 1\nlesson Pins\npage One\nsay One.\npage Two\nsay Two.\ndo A 3 A A A\npage Three\nsay Three.\n")
    var session = try SyntheticSession(lessons: [NamedLesson(name: "pins", lesson)])
    try session.press("1", "A", "2")
    let (a, b) = (session.model.pinned?.study.interventions, session.model.study.interventions)
    try session.press("L", "Enter")
    #expect(session.model.pinned == nil)
    try session.press("PageDown")
    session.settleLesson()
    #expect(session.model.pinned?.view == .both)
    try session.press("PageUp")
    #expect(session.model.pinned == nil)
    try session.press("PageDown")
    session.settleLesson()
    let number = session.model.pinned?.number
    // Off the track A is let go; back on it, it is there again.
    session.perform(.command(.letGo))
    #expect(session.model.lesson?.hasStrayed == true)
    try session.press("L")
    #expect(session.model.pinned?.view == .both && session.model.pinned?.number != number)
    #expect(session.model.pinned?.study.interventions == Interventions.none)
    let asked = session.effects.last { if case .pinned(.compute) = $0 { true } else { false } }
    #expect(asked != nil)
    try session.press("L", "Enter")
    #expect(session.model.lesson == nil && session.model.study.interventions == b)
    #expect(session.model.pinned?.study.interventions == a && session.model.pinned?.study.isComputing == false)
  }
}

@Suite("A minus B")
struct DifferenceTests {
  private func difference(
    _ size: Size = Size(width: 120, height: 40), pinned: Architecture? = nil, architecture: Architecture? = nil,
    keys: [String] = []
  ) throws -> SyntheticSession {
    var session = try SyntheticSession(
      size: size, architecture: architecture ?? SyntheticSession.architecture, pinned: pinned)
    if pinned == nil { try session.press("A") }
    for key in keys { try session.press(key) }
    while session.model.pinned?.view != .difference { try session.press("A") }
    return session
  }

  @Test("of equal states it is zero everywhere: maps, joints, scores")
  func zero() throws {
    var session = try difference()
    for _ in session.model.study.network.columns {
      let step = try #require(session.model.sideDifference.step)
      #expect(step.streams.count == session.model.column.nodes.count)
      #expect(step.streams.allSatisfy { $0.maps.allSatisfy { $0.values.allSatisfy { $0 == 0 } } })
      try session.press("Left")
    }
    let comparison = try #require(session.model.pinned?.comparison)
    #expect(comparison.obstacle == nil && comparison.shown.change?.hasEffect == false)
    #expect(session.frame.text.contains("mean Δ 0.00 px") && session.frame.text.contains("A  the same"))
  }

  @Test("what B does is seen against A, not against nothing cut")
  func changes() throws {
    var session = try SyntheticSession()
    try session.press("1", "A", "2", "A", "A", "A", "A")
    let comparison = try #require(session.model.pinned?.comparison)
    let (a, b) = (try #require(session.model.pinned?.study.current), try #require(session.model.study.current))
    #expect(comparison.shown.change == b.reading.change(from: a.reading) && comparison.shown.change?.hasEffect == true)
    #expect(session.frame.text.contains("B, A faint") && session.frame.text.contains("scores of A and B"))
    // Back to what A is.
    try session.press("u")
    #expect(session.model.pinned?.comparison?.shown.change?.hasEffect == false)
  }

  @Test("shapes that differ are said, and nothing is drawn in their place")
  func shapes() throws {
    let other = Architecture(
      width: 8, stemWidth: 32, stage1Units: 2, stage1Width: 32, modules: [1, 3, 2], unitsPerStream: 2,
      head: PoseHead(joints: 14))
    var session = try difference(pinned: other, keys: ["{", "Left"])
    #expect(session.frame.text.contains("the shapes differ: there is nothing to subtract"))
    #expect(session.frame.text.contains("48×40×8   B") && session.frame.text.contains("48×40×16"))
    // The stem is the same.
    try session.press("Home", "Right")
    #expect(!session.frame.text.contains("the shapes differ") && session.model.sideDifference.step?.streams.count == 1)
  }

  @Test(
    "answers of other things are not compared, and a line says why",
    arguments: [
      (Architecture(width: 16, head: PoseHead(joints: 17)), "A finds 17 joints"),
      (Architecture(width: 16, modules: [1, 1, 1], head: BackboneHead(streams: 4)), "A says features, B joints"),
      (Architecture(width: 16, head: V2Head(.classes, count: 19)), "A says classes, B joints"),
    ])
  func others(pinned: Architecture, line: String) throws {
    for size in [Size(width: 80, height: 24), Size(width: 160, height: 50)] {
      let session = try difference(size, pinned: pinned, keys: ["1"])
      let rows = session.frame.text.split(separator: "\n")
      #expect(rows[2].contains(line), "\(rows[2])")
      #expect(!session.frame.text.contains("mean Δ"))
      let view = try #require(session.model.pinned?.comparison)
      #expect(view.obstacle != nil && view.shown.change == nil)
    }
  }

  @Test("costs stand beside each other, in 80 columns too")
  func costs() throws {
    let other = Architecture(
      width: 8, stemWidth: 32, stage1Units: 2, stage1Width: 32, modules: [1, 3, 2], unitsPerStream: 2,
      head: PoseHead(joints: 14))
    for width in [80, 120, 200] {
      let session = try difference(Size(width: width, height: 40), pinned: other)
      let a = try #require(session.model.pinned?.study)
      let row = session.frame.text.split(separator: "\n")[1]
      #expect(row.contains(a.costInWords) && row.contains(session.model.study.costInWords) && row.contains("12 ms"))
      #expect(row.contains(" A−B ") == (width > 120))
    }
  }

  @Test("experiments that it does not show go on in B alone")
  func experiments() throws {
    for key in ["i", "t", "e", "p"] {
      var session = try difference(keys: ["{"])
      try session.press(key)
      #expect(session.model.pinned?.view == .b, "\(key)")
    }
    var session = try difference(keys: ["{"])
    try session.press("f", "S", "v", "m")
    #expect(session.model.pinned?.view == .difference && !session.model.study.interventions.isEmpty)
  }
}
