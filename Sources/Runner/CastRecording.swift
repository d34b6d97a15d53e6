import Cells
import Explorer
import Files

/// Records a lesson or a session without a terminal, at a pace at which people read.
public struct CastRecording {
  /// How long things stay, in seconds.
  private enum Pace {
    /// A key that a lesson or a session presses.
    static let key = 1.2
    /// A word.
    static let word = 0.3
    /// Whatever is to be read, at least.
    static let shortest = 2.5
    /// Between a question and its answer, beside the time to read it.
    static let thinking = 4.0
  }

  private var session: HeadlessSession
  private var file: CastFile
  private var seconds = 0.0

  public init(_ session: HeadlessSession, file: CastFile) { (self.session, self.file) = (session, file) }

  /// Goes through a lesson to its end, reading every row of every page and passing over the questions. Where two states have
  /// turns, both are seen.
  public mutating func give(_ lesson: Lesson) throws {
    var (file, seconds) = (file, seconds)
    func show(_ model: Model) throws {
      try file.add(view(model), at: seconds)
      if model.isLessonActing { seconds += Pace.key }
    }
    try session.begin(lesson, visit: show)
    while let run = session.model.lesson {
      let reading = Self.readingTime(session.model)
      if session.model.isAlternating {
        session.alternate()
        try file.add(session.frame, at: seconds + reading / 2)
        session.alternate()
      }
      seconds += reading
      if !run.isRevealed { seconds += Pace.thinking }
      if run.pageIndex + 1 == run.lesson.pages.count, run.isRevealed, !session.model.hasMoreCaption { break }
      try session.perform(.nextPage, visit: show)
    }
    try file.end(at: seconds)
    (self.file, self.seconds) = (file, seconds)
  }

  /// Does what a session did. Its comments stay for as long as it takes to read them.
  public mutating func replay(_ record: SessionRecord) throws {
    try file.add(session.frame, at: seconds)
    seconds += Pace.shortest
    var remarks = record.remarks[...]
    for (position, event) in record.events.enumerated() {
      if remarks.first?.position == position { try say(remarks.removeFirst()) }
      guard try session.take(event) else { break }
      try file.add(session.frame, at: seconds)
      seconds += Pace.key
      // Both of two states are seen before it goes on.
      guard session.model.isAlternating else { continue }
      session.alternate()
      try file.add(session.frame, at: seconds)
      seconds += Pace.key
      session.alternate()
    }
    if let last = remarks.first, last.position == record.events.count { try say(last) }
    try file.end(at: seconds + Pace.shortest)
  }

  private mutating func say(_ remark: SessionRecord.Remark) throws {
    try session.say(remark)
    guard session.model.isAtRemark else { return }
    repeat {
      try file.add(session.frame, at: seconds)
      seconds += Self.readingTime(session.model)
    } while session.sayMore()
    try session.say(nil)
  }

  private static func readingTime(_ model: Model) -> Double {
    max(Pace.shortest, Double(model.captionWords) * Pace.word)
  }
}
