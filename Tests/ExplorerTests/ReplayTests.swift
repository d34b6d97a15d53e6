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
