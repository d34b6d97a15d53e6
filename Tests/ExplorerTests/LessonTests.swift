import Cells
import HRNet
import Testing

@testable import Explorer

@Suite("A lesson")
struct LessonTests {
  private static let text = """
    hrscope session 1
    lesson Exchange
    page First
    say Look at [s4.m2] first.
    do Home
    page Predict
    ask What happens?
    choice Nothing
    choice! Much
    because Since it matters.
    choice All
    do End 1
    expect cut == 3
    page Third
    say The end.
    do r
    expect cut == 0
    """

  /// A session in which the lesson has begun; its keys are pressed as they come.
  private struct Given {
    var session: SyntheticSession

    init(_ text: String = LessonTests.text, size: Size = Size(width: 80, height: 24)) throws {
      session = try SyntheticSession(size: size)
      session.begin(try Lesson(text))
      session.settleLesson()
    }

    mutating func press(_ names: String...) throws {
      for name in names {
        try session.press(name)
        session.settleLesson()
      }
    }

    var run: LessonRun? { session.model.lesson }
    var cuts: Int? { session.model.value(of: .cut, item: nil).map { Int($0) } }
  }

  @Test("leads: what a page does is done, what it asks comes first, the answer is told")
  func leading() throws {
    var given = try Given()
    #expect(given.session.model.screen.cursor.column == 0 && given.session.frame.text.contains("Look at s4.m2 first."))
    try given.press("PageDown")
    #expect(given.run?.pageIndex == 1 && given.run?.isRevealed == false && given.cuts == 0)
    #expect(given.session.model.screen.focus == .caption && given.session.frame.text.contains("▸ 1 Nothing"))
    try given.press("Down", "Enter")
    #expect(given.run?.chosen == 1 && given.cuts == 3 && given.session.model.screen.focus == .network)
    #expect(given.session.frame.text.contains("✓ right: Much – Since it matters."))
    #expect(given.session.model.unmet(try #require(given.run).page).isEmpty)
    try given.press("PageDown")
    #expect(given.run?.pageIndex == 2 && given.cuts == 0)
    try given.press("PageDown")
    #expect(given.run?.pageIndex == 2 && given.session.frame.text.contains("the lesson ends here"))
  }

  @Test(
    "answers by number; a wrong one is told with the right one; passed over, the right one is told",
    arguments: [("1", "✗ not so: Nothing"), ("2", "✓ right: Much"), ("3", "✗ not so: All"), ("PageDown", "✓ Much")])
  func answers(key: String, words: String) throws {
    var given = try Given()
    try given.press("PageDown", key)
    let text = given.session.frame.text
    #expect(text.contains(words) && text.contains("Much – Since it matters."))
    #expect(given.cuts == 3)
  }

  @Test("pages turn back to how they began, over questions too")
  func back() throws {
    var given = try Given()
    try given.press("PageUp")
    #expect(given.run?.pageIndex == 0 && given.session.frame.text.contains("first page"))
    try given.press("PageDown", "2", "PageDown", "PageUp")
    #expect(given.run?.pageIndex == 1 && given.run?.isRevealed == false && given.cuts == 0)
    try given.press("PageUp")
    #expect(given.run?.pageIndex == 0 && given.session.model.screen.cursor.column == 0)
  }

  @Test(
    "one key comes back from wherever the person has gone",
    arguments: [["{", "f"], ["Left", "Left"], ["3", "m"], ["z"], ["b", "Right", "Enter"], ["t"], ["p"], ["J"]])
  func straying(keys: [String]) throws {
    var given = try Given()
    try given.press("PageDown", "2")
    let (before, cursor) = (given.session.model.study.interventions, given.session.model.screen.cursor)
    for key in keys { try given.press(key) }
    #expect(given.run?.hasStrayed == true && given.session.frame.text.contains("L back to the lesson"))
    try given.press("L")
    #expect(given.run?.hasStrayed == false && given.session.model.study.interventions == before)
    #expect(given.session.model.screen.cursor == cursor && given.session.model.tastes == Tastes())
    #expect(given.session.model.study.box == given.session.model.study.scene.people[0].box)
  }

  @Test("the next page begins where the lesson was, not where the person is")
  func onwards() throws {
    var given = try Given()
    try given.press("PageDown", "2", "Left", "2", "PageDown")
    #expect(given.run?.pageIndex == 2 && given.cuts == 0 && given.run?.hasStrayed == false)
    try given.press("u")
    // `r` took back the lesson's cut of the final unit, and that alone.
    #expect(given.cuts == 3)
  }

  @Test("help, palette and redrawing are no leaving of the track")
  func looking() throws {
    var given = try Given()
    try given.press("?", "Escape", ":", "Escape", "Ctrl-l", "Tab")
    #expect(given.run?.hasStrayed == false)
  }

  @Test("in the words, arrows and n and p turn pages, and the words keep the focus")
  func focus() throws {
    var given = try Given()
    try given.press("Shift-Tab")
    #expect(given.session.model.screen.focus == .caption)
    try given.press("n", "2")
    try given.press("Shift-Tab", "Right")
    #expect(given.run?.pageIndex == 2 && given.session.model.screen.focus == .caption)
    try given.press("p")
    #expect(given.run?.pageIndex == 1)
  }

  @Test("a key that comes while the lesson presses its own finds them pressed")
  func hurrying() throws {
    var session = try SyntheticSession(size: Size(width: 80, height: 24))
    session.begin(try Lesson(Self.text))
    #expect(session.model.isLessonActing)
    session.hurryLesson()
    #expect(!session.model.isLessonActing && session.model.screen.cursor.column == 0)
  }

  @Test("more words than rows are read row by row before the page turns")
  func scrolling() throws {
    let words = (1...60).map { "word\($0)" }.joined(separator: " ")
    var given = try Given("hrscope session 1\nlesson Long\npage One\nsay \(words)\npage Two\nsay End.")
    var seen = given.session.frame.text
    while given.run?.pageIndex == 0 {
      try given.press("PageDown")
      if given.run?.pageIndex == 0 { seen += given.session.frame.text }
    }
    for number in 1...60 { #expect(seen.contains("word\(number)")) }
    try given.press("PageUp")
    #expect(given.run?.pageIndex == 0)
  }

  @Test(
    "never takes more than a third of the screen, of five rows at 80×24; every size is drawn",
    arguments: [(40, 12), (80, 24), (100, 30), (120, 40), (200, 60), (300, 90)])
  func sizes(width: Int, height: Int) throws {
    var given = try Given(size: Size(width: width, height: height))
    let rows = CaptionPanel.rows(given.session.model)
    #expect(rows * 3 <= height && (height != 24 || rows == 5))
    try given.press("PageDown")
    #expect(given.session.frame.text.contains("Nothing"))
  }

  @Test("without colour and without Unicode every word is there")
  func plain() throws {
    var given = try Given()
    try given.press("PageDown", "2")
    let frame = view(given.session.model).degraded(for: Appearance(depth: .none, unicode: false))
    #expect(frame.text.unicodeScalars.allSatisfy { $0.isASCII })
    #expect(frame.text.contains("right: Much") && frame.text.contains("Since it matters."))
  }

  @Test(
    "what it expects and is not so, what it names and is not there, what it presses and does nothing: all told with the line"
  )
  func faults() throws {
    let text = """
      hrscope session 1
      lesson Wrong
      page One
      say [s9.m1] and [left wrist] and [stem.1]
      point pictures
      do End f E
      expect cut == 3
      expect shift nobody > 1
      """
    let given = try Given(text)
    let found = given.session.model.unmet(try #require(given.run).page)
    #expect(found.map(\.line).sorted() == [4, 5, 6, 6, 7, 8], "\(found)")
    #expect(found.contains { $0.text.contains("found 0") } && found.contains { $0.text.contains("cannot be told") })
  }

  @Test("leaving puts everything back as it was")
  func leaving() throws {
    var given = try Given()
    try given.press("PageDown", "2", "L", "Enter")
    #expect(given.run == nil && given.cuts == 0)
    let columns = given.session.model.study.network.columns.count
    #expect(given.session.model.screen.cursor.column == columns - 1)
  }
}
