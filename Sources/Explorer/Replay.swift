/// What is still to be done of an earlier session, step by step, until the person presses a key.
struct Replay: Sendable {
  /// Whether a page of a lesson is what is done: it is part of the page, and no session to be left.
  let isOfLesson: Bool
  /// Whether one of its steps is being done.
  fileprivate(set) var isActing = false
  /// In order from the end.
  private var toCome: [SessionRecord.Event]

  init(_ events: [SessionRecord.Event], isOfLesson: Bool = false) {
    (toCome, self.isOfLesson) = (events.reversed(), isOfLesson)
  }

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
  public var isReplayDue: Bool { isReplaying && study.current != nil && !isComputing }

  /// Whether the worker still owes a pass, of either state.
  private var isComputing: Bool { study.isComputing || pinned?.study.isComputing == true }

  /// Whether a lesson is pressing its keys.
  public var isLessonActing: Bool { isReplaying && replay.isOfLesson }

  /// Does the next step of the replay, and says so. What the earlier session wrote is there already, and in the end it is
  /// the person's turn.
  ///
  /// - Returns: what was done, nil where nothing was left to do, and where it only follows from what the person did; and what
  ///   is wanted outside of the model.
  public mutating func replayNext() -> (event: SessionRecord.Event?, effects: [Effect]) {
    guard isReplaying else { return (nil, []) }
    let event = replay.next()
    var effects: [Effect] = []
    if let event {
      if replay.isOfLesson { noteFault(of: event) }
      replay.isActing = true
      defer { replay.isActing = false }
      effects = update(event.action).filter { effect in
        if case .write = effect { return false }
        return effect != .quit && effect != .suspend
      }
    }
    if replay.isOfLesson {
      endPage(event)
      return (nil, effects)
    }
    let left =
      event.flatMap { isReplaying ? "replay: \($0.line) · \(replay.count) to come, any key stops it" : nil }
      ?? "the replay has ended"
    return (event, effects + update(.told(left)))
  }

  /// Says which key of a lesson was pressed and what it does; behind the last one it is the person's turn.
  private mutating func endPage(_ event: SessionRecord.Event?) {
    if case .key(let key) = event, notice == nil, let command = keyMap[key] {
      notice = "\(key.symbol) · \(command.entry.deed(at: place).help)"
    }
    if !isReplaying, lesson?.returnsToWords == true { screen.focus = .caption }
  }

  /// Remembers a key of a lesson that can do nothing, for whoever checks the lesson.
  private mutating func noteFault(of event: SessionRecord.Event) {
    guard case .key(let key) = event, menu == nil else { return }
    if let command = keyMap[key] {
      if let reason = unavailable(command) { lesson?.faults.append("do \(key.name): \(reason)") }
    } else {
      lesson?.faults.append("do \(key.name): no command has this key")
    }
  }

  /// Does at once what is left of a lesson's keys.
  public mutating func hurryLesson() -> [Effect] {
    var effects: [Effect] = []
    while isLessonActing { effects += replayNext().effects }
    return effects
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
