/// Something asked of the worker or the loader. Answers come late: only those to the newest question count, and what was
/// answered before stands until then.
public struct Asked<Answer: Sendable>: Sendable {
  /// Of the newest question, counted from 1; the effect that asks and the action that answers carry it.
  public private(set) var generation = 0
  /// Whether the newest question has had no answer yet.
  public private(set) var isPending = false
  public internal(set) var answer: Answer?
  /// The question that `answer` is to.
  public private(set) var answered = 0
  /// Whether the newest question can still be answered. Some are answered bit by bit.
  private var isOpen = false

  public init() {}

  /// Asks anew.
  ///
  /// - Returns: the question's generation.
  mutating func ask() -> Int { ask(about: generation + 1) }

  /// Asks about something that has a generation of its own.
  mutating func ask(about generation: Int) -> Int {
    (self.generation, isPending, isOpen) = (generation, true, true)
    return generation
  }

  /// Whether an answer of this generation is to be heard.
  func expects(_ generation: Int) -> Bool { isOpen && generation == self.generation }

  /// Takes an answer, unless it is to an older question or nobody wants it any more.
  ///
  /// - Returns: whether it was taken.
  mutating func take(_ answer: Answer, generation: Int) -> Bool {
    guard expects(generation) else { return false }
    (self.answer, answered, isPending) = (answer, generation, false)
    return true
  }

  /// Wants no answer any more; what was answered stands.
  mutating func close() { (isPending, isOpen) = (false, false) }

  /// Wants no answer any more, and not what was answered either.
  mutating func forget() {
    close()
    answer = nil
  }
}
