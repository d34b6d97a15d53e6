import Cells
import Testing

@testable import Explorer

@Suite("A replay")
struct ReplayTests {
  /// Does everything there is to replay.
  private func play(_ model: inout Model) -> (events: [SessionRecord.Event], effects: [Effect]) {
    var (events, effects): ([SessionRecord.Event], [Effect]) = ([], [])
    while model.isReplaying {
      let (event, wanted) = model.replayNext()
      events += event.map { [$0] } ?? []
      effects += wanted
    }
    return (events, effects)
  }

  private func key(_ name: String) throws -> SessionRecord.Event { .key(try #require(Key(name: name))) }

  @Test("does what was done, says what, and leaves out sizes, files, and leaving")
  func steps() throws {
    var model = try SyntheticSession().model
    let before = model.screen.cursor.column
    model.replay = Replay([
      .resized(Size(width: 60, height: 20)), try key("Left"), try key("w"), try key("Enter"), try key("Ctrl-z"),
      try key("q"),
    ])
    #expect(model.isReplayDue)
    let (event, _) = model.replayNext()
    #expect(event == (try key("Left")))
    #expect(model.screen.cursor.column == before - 1 && model.screen.size == Size(width: 120, height: 40))
    #expect(view(model).text.contains("replay: key Left · 4 to come, any key stops it"))
    let (events, effects) = play(&model)
    #expect(events.count == 4)
    let isLeft = effects.contains { effect in
      if case .write = effect { return true }
      return effect == .quit || effect == .suspend
    }
    #expect(!isLeft)
    #expect(view(model).text.contains("the replay has ended"))
  }

  @Test("waits for the answer to what was done before")
  func waits() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("1")
    var model = session.model
    model.replay = Replay([try key("Left")])
    #expect(model.isReplaying && !model.isReplayDue)
  }

  private static let session = """
    hrscope session 1
    # Look at *this* [one].
    # It goes on.
    #
    # And once more.
    key Home
    # Now a step.
    key Right
    key 1
    #
    key Right
    # The end.
    """

  private func remarked(_ text: String = ReplayTests.session, width: Int = 120, height: Int = 40) throws
    -> SyntheticSession
  {
    var session = try SyntheticSession(size: Size(width: width, height: height))
    session.replay(try SessionRecord(text))
    session.settleReplay()
    return session
  }

  @Test(
    "stops at comments, shows them as they stand, waits, and goes on",
    arguments: ["PageDown", "Space", "Right", "Enter"])
  func stops(onward: String) throws {
    var session = try remarked()
    let begin = session.model.screen.cursor
    #expect(session.model.isAtRemark && !session.model.isReplayDue && session.model.replayStops == 1)
    for words in ["Look at *this* [one]. It goes on.", "And once more.", "PageDown goes on"] {
      #expect(session.frame.text.contains(words), "\(words)")
    }
    try session.pressAtRemark(onward)
    session.settleReplay()
    #expect(session.model.screen.cursor.column == 0 && session.model.replayStops == 2)
    #expect(session.frame.text.contains("Now a step.") && !session.frame.text.contains("And once more."))
    try session.pressAtRemark(onward)
    session.settleReplay()
    // A comment that says nothing is no stop.
    #expect(session.model.screen.cursor.column == 2 && session.model.study.interventions.isEmpty == false)
    #expect(session.frame.text.contains("The end.") && session.frame.text.contains("PageDown ends"))
    try session.pressAtRemark(onward)
    #expect(!session.model.isReplaying && session.model.notice == "the replay has ended")
    #expect(begin != session.model.screen.cursor)
  }

  @Test("goes back to how things stood at the stop before, as often as wanted")
  func back() throws {
    var session = try remarked()
    let first = session.frame
    for _ in 0..<3 {
      try session.pressAtRemark("PageDown")
      session.settleReplay()
      let second = session.frame
      try session.pressAtRemark("PageDown")
      session.settleReplay()
      #expect(!session.model.study.interventions.isEmpty)
      try session.pressAtRemark("PageUp")
      #expect(session.frame == second && session.model.study.interventions.isEmpty)
      try session.pressAtRemark("Left")
      #expect(session.frame == first)
      try session.pressAtRemark("PageUp")
      #expect(session.model.notice == "this is the first stop")
    }
  }

  @Test("no other key loses anything: it says what works", arguments: ["f", "x", "?", "O", "F9"])
  func others(key: String) throws {
    var session = try remarked()
    let before = session.model.screen.cursor
    try session.pressAtRemark(key)
    #expect(session.model.isAtRemark && session.model.menu == nil && session.model.screen.cursor == before)
    #expect(session.model.notice == "PageDown goes on, PageUp goes back, Escape ends the replay")
    try session.pressAtRemark("Escape")
    #expect(!session.model.isReplaying && session.model.notice == "the replay is stopped")
  }

  @Test("a comment longer than its band is read row by row, at every size", arguments: [(40, 12), (80, 24), (200, 60)])
  func long(width: Int, height: Int) throws {
    let words = (1...120).map { "word\($0)" }
    var session = try remarked(
      "hrscope session 1\n# \(words.joined(separator: " "))\nkey Home\n", width: width, height: height)
    var seen = ""
    while session.model.isAtRemark {
      seen += session.frame.text
      try session.pressAtRemark("PageDown")
    }
    for word in words { #expect(seen.contains(word), "\(word)") }
    session.settleReplay()
    #expect(session.model.screen.cursor.column == 0)
  }

  @Test("a lesson begun in a session is part of it: what comes behind its keys is done")
  func lesson() throws {
    let text = "hrscope session 1\nlesson One\npage A\nsay Words.\ndo Home Right Right\npage B\ndo End\n"
    var session = try SyntheticSession(lessons: [NamedLesson(name: "one", try Lesson(text))])
    session.replay(try SessionRecord("hrscope session 1\nkey L\nkey Enter\nkey Right\n# Here.\nkey PageDown\nkey 1\n"))
    session.settleReplay()
    #expect(session.model.isAtRemark && session.model.screen.cursor.column == 3)
    #expect(session.frame.text.contains("Here.") && !session.frame.text.contains("Words."))
    try session.pressAtRemark("PageDown")
    session.settleReplay()
    #expect(!session.model.isReplaying && session.model.lesson?.pageIndex == 1)
    #expect(session.model.screen.cursor.column == session.model.study.network.columns.count - 1)
    #expect(!session.model.study.interventions.isEmpty)
  }

  @Test("ends where only sizes are left, and is stopped once")
  func ends() throws {
    var model = try SyntheticSession().model
    model.replay = Replay([.resized(Size(width: 60, height: 20))])
    #expect(play(&model).events.isEmpty && !model.isReplaying)
    #expect(view(model).text.contains("the replay has ended"))

    model.replay = Replay([try key("Left"), .tick])
    let before = model.screen.cursor
    #expect(model.stopReplay() && !model.stopReplay())
    #expect(model.screen.cursor == before && view(model).text.contains("the replay is stopped"))
  }
}
