import Cells
import Explorer

/// Runs a lesson without a terminal: page by page, every question passed over, every key pressed.
public struct LessonCheck {
  /// What does not hold.
  public struct Problem: Hashable, Sendable {
    /// Of the lesson's file, counted from 1.
    public let line: Int
    /// Counted from 1.
    public let page: Int
    public let text: String
  }

  private var session: HeadlessSession

  /// - Parameter session: at the lesson's first page.
  public init(_ session: HeadlessSession) { self.session = session }

  /// Goes through the lesson to its end.
  ///
  /// - Parameter visit: is given each page when its keys have been pressed, and the screen without the lesson's words.
  /// - Returns: what does not hold, in order.
  public mutating func run(visit: (Lesson.Page, Canvas) throws -> Void = { _, _ in }) throws -> [Problem] {
    var problems: [Problem] = []
    while let run = session.model.lesson {
      while session.model.lesson?.isRevealed == false { try session.perform(.nextPage) }
      problems += session.model.unmet(run.page).map {
        Problem(line: $0.line, page: run.pageIndex + 1, text: $0.text)
      }
      try visit(run.page, view(session.model.withoutLesson))
      guard run.pageIndex + 1 < run.lesson.pages.count else { break }
      while session.model.lesson?.pageIndex == run.pageIndex { try session.perform(.nextPage) }
    }
    return problems
  }
}
