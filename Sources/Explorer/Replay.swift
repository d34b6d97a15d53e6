/// What is still to be done of an earlier session, step by step, until the person presses a key.
struct Replay: Sendable {
  /// In order from the end.
  private var toCome: [SessionRecord.Event]

  init(_ events: [SessionRecord.Event]) { toCome = events.reversed() }

  var count: Int { toCome.count }

  /// Takes the next thing to do. The size of the earlier session's terminal is not this one's.
  mutating func next() -> SessionRecord.Event? {
    while let event = toCome.popLast() {
      if case .resized = event { continue }
      return event
    }
    return nil
  }
}

extension Model {
  /// The time between two steps of a replay, in milliseconds.
  public static let replayInterval = 400

  public var isReplaying: Bool { replay.count > 0 }

  /// Whether the next step of the replay can be done: an answer still to come belongs before it.
  public var isReplayDue: Bool { isReplaying && study.current != nil && !study.isComputing }

  /// Does the next step of the replay, and says so. What the earlier session wrote is there already, and in the end it is
  /// the person's turn.
  ///
  /// - Returns: what was done, nil where nothing was left to do; and what is wanted outside of the model.
  public mutating func replayNext() -> (event: SessionRecord.Event?, effects: [Effect]) {
    guard isReplaying else { return (nil, []) }
    let event = replay.next()
    var effects: [Effect] = []
    if let event {
      effects = update(event.action).filter { effect in
        if case .write = effect { return false }
        return effect != .quit && effect != .suspend
      }
    }
    let left =
      event.flatMap { isReplaying ? "replay: \($0.line) · \(replay.count) to come, any key stops it" : nil }
      ?? "the replay has ended"
    return (event, effects + update(.told(left)))
  }

  /// Ends the replay, if there is one.
  ///
  /// - Returns: whether there was.
  public mutating func stopReplay() -> Bool {
    guard isReplaying else { return false }
    replay = Replay([])
    _ = update(.told("the replay is stopped"))
    return true
  }
}
