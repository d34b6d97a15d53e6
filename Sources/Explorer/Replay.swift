import Cells

/// What is still to be done of an earlier session, step by step, until the person presses a key; and before it what a page of
/// a lesson does.
struct Replay: Sendable {
  enum Step: Sendable {
    case event(SessionRecord.Event)
    case remark(SessionRecord.Remark)
    case lessonKey(Key)
  }

  /// A comment of the earlier session, at which the replay waits until the person goes on.
  struct Stop: Sendable {
    let remark: SessionRecord.Remark
    /// How things stood, to come back to.
    let mark: LessonMark
    let lesson: LessonRun?
    fileprivate let toCome: [Step]
  }

  /// Whether one of a lesson's keys is being pressed: that is part of the page.
  var isActing = false
  /// In order from the end.
  private var toCome: [Step]
  /// The stops that were made until now.
  private(set) var stops: [Stop] = []
  /// Whether it waits at the last of them.
  private(set) var isWaiting = false
  /// Rows of the remark that are above what is shown.
  var scroll = 0

  init(_ events: [SessionRecord.Event], remarks: [SessionRecord.Remark] = []) {
    var (steps, left) = ([Step](), remarks.filter { !$0.paragraphs.isEmpty }[...])
    for position in 0...events.count {
      while let remark = left.first, remark.position <= position { steps.append(.remark(left.removeFirst())) }
      if position < events.count { steps.append(.event(events[position])) }
    }
    toCome = steps.reversed()
  }

  var count: Int { toCome.count }

  /// The comment at which it waits.
  var remark: SessionRecord.Remark? { isWaiting ? stops.last?.remark : nil }

  var isOfLesson: Bool { if case .lessonKey = toCome.last { true } else { false } }

  /// Takes the next thing to do. The size of the earlier session's terminal is not this one's.
  mutating func next() -> Step? {
    while let step = toCome.popLast() {
      if case .event(.resized) = step { continue }
      return step
    }
    return nil
  }

  /// Puts a lesson's keys before all else.
  mutating func press(_ keys: [Key]) {
    while isOfLesson { toCome.removeLast() }
    toCome += keys.reversed().map { .lessonKey($0) }
  }

  /// Waits at a remark.
  mutating func stop(at remark: SessionRecord.Remark, _ mark: LessonMark, _ lesson: LessonRun?) {
    stops.append(Stop(remark: remark, mark: mark, lesson: lesson, toCome: toCome))
    (isWaiting, scroll) = (true, 0)
  }

  mutating func goOn() { (isWaiting, scroll) = (false, 0) }

  /// Goes back to the stop before the one at which it waits; nil where there is none.
  mutating func goBack() -> Stop? {
    guard stops.count > 1 else { return nil }
    stops.removeLast()
    (toCome, isWaiting, scroll) = (stops[stops.count - 1].toCome, true, 0)
    return stops.last
  }
}
