import Cells

// Doing again what was done in an earlier session, and pressing the keys of a lesson's pages.
extension Model {
  /// The time between two steps of a replay, in milliseconds.
  public static let replayInterval = 400

  public var isReplaying: Bool { replay.count > 0 || replay.isWaiting }

  /// Whether the replay waits at a comment, for the person to go on.
  public var isAtRemark: Bool { replay.isWaiting }

  /// Whether the next step of the replay can be done: an answer still to come belongs before it.
  public var isReplayDue: Bool {
    replay.count > 0 && !replay.isWaiting && study.current != nil && !study.isComputing && study.opening == nil
      && pinned?.study.isComputing != true
  }

  /// Whether a lesson is pressing its keys.
  public var isLessonActing: Bool { replay.isOfLesson && !replay.isWaiting }

  /// Does the next step of the replay, and says so. What the earlier session wrote is there already, and in the end it is
  /// the person's turn.
  ///
  /// - Returns: what was done, nil where nothing was left to do, and where it only follows from what the person did; and what
  ///   is wanted outside of the model.
  public mutating func replayNext() -> (event: SessionRecord.Event?, effects: [Effect]) {
    guard isReplaying, !replay.isWaiting else { return (nil, []) }
    switch replay.next() {
    case .lessonKey(let key): return (nil, press(ofLesson: key))
    case .remark(let remark):
      notice = nil
      replay.stop(at: remark, LessonMark(self), lesson)
      return (nil, relayout())
    case .event(let event):
      let effects = act(event)
      return (event, effects + noteReplay(event))
    case nil: return (nil, noteReplay(nil))
    }
  }

  private mutating func act(_ event: SessionRecord.Event) -> [Effect] {
    update(event.action).filter { effect in
      if case .write = effect { return false }
      return effect != .quit && effect != .suspend && effect != .forget
    }
  }

  private mutating func noteReplay(_ event: SessionRecord.Event?) -> [Effect] {
    let left =
      event.flatMap { isReplaying ? "replay: \($0.line) · \(replay.count) to come, any key stops it" : nil }
      ?? "the replay has ended"
    return update(.told(left))
  }

  /// Presses a key of a lesson's page, and says what it does; behind the last one it is the person's turn.
  private mutating func press(ofLesson key: Key) -> [Effect] {
    noteFault(of: key)
    replay.isActing = true
    defer { replay.isActing = false }
    let effects = act(.key(key))
    if notice == nil, let command = keyMap[key] {
      // What it does in other places does not belong to the page.
      notice = "\(key.symbol) · \(command.entry.deed(at: place).help.prefix { $0 != ";" })"
    }
    if !replay.isOfLesson, lesson?.returnsToWords == true { screen.focus = .caption }
    return effects
  }

  /// Remembers a key of a lesson that can do nothing, for whoever checks the lesson.
  private mutating func noteFault(of key: Key) {
    guard menu == nil else { return }
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

// A comment of the session that is replayed, while it is read.
extension Model {
  /// How many stops have been made.
  public var replayStops: Int { replay.stops.count }

  /// The comment at which the replay waits.
  public var replayRemark: SessionRecord.Remark? { replay.remark }

  /// Takes a key while the replay waits: on, back, or out of it. What would do something else says so, and nothing is lost.
  public mutating func takeAtRemark(_ key: Key) -> [Effect] {
    notice = nil
    let command = keyMap[key]
    switch command {
    case .nextPage, .stepForward, .play, .enter:
      if let row = CaptionText.nextRows(self) {
        replay.scroll = row
      } else {
        replay.goOn()
        if !isReplaying { notice = "the replay has ended" }
      }
    case .previousPage, .stepBack:
      if replay.scroll > 0 {
        replay.scroll = max(0, replay.scroll - CaptionText.room(self).height)
      } else {
        return goBackToStop() + relayout()
      }
    case .back: _ = stopReplay()
    case .quit?, .suspend?, .redraw?: return update(.key(key))
    default:
      let keys = [Command.nextPage, .previousPage, .back].map(keyMap.text)
      return tell("\(keys[0]) goes on, \(keys[1]) goes back, \(keys[2]) ends the replay")
    }
    return relayout()
  }

  /// Words that come and go take room from what stands above them.
  private mutating func relayout() -> [Effect] {
    preparePhotograph()
    return summarise()
  }

  private mutating func goBackToStop() -> [Effect] {
    guard let stop = replay.goBack() else { return tell("this is the first stop") }
    lesson = stop.lesson
    return restore(stop.mark)
  }

  /// Says a comment where nobody presses a key; nil takes it away.
  public mutating func say(_ remark: SessionRecord.Remark?) -> [Effect] {
    replay = Replay([])
    if let remark, !remark.paragraphs.isEmpty { replay.stop(at: remark, LessonMark(self), lesson) }
    return relayout()
  }

  /// Shows the rows of what is said that had no room; false where there are none.
  public mutating func sayMore() -> Bool {
    guard replay.isWaiting, let row = CaptionText.nextRows(self) else { return false }
    replay.scroll = row
    return true
  }
}
