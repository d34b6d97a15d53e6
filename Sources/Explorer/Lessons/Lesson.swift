import Cells

/// A lesson: pages of words that lead through the explorer, what is done on each, and what must be true after it.
///
/// As text it is a session file with words (`Documentation/Lessons.md`):
///
/// ```text
/// hrscope session 1
/// lesson Exchange
/// page One sum
/// say Every *exchange unit* adds up all streams.
/// ask What happens to the left wrist without [s4.m2:32>4]?
/// choice Nothing: the other streams know it too.
/// choice! It jumps to the other arm.
/// because The coarse stream knew which arm it is.
/// do { Enter Right Right f
/// expect shift left wrist > 20
/// ```
public struct Lesson: Hashable, Sendable {
  /// What the list of lessons shows.
  public let title: String
  /// What the lesson begins with: picture, options, tastes and keys. It has no events.
  public let opening: SessionRecord
  /// At least one.
  public let pages: [Page]

  /// A stop of a lesson.
  public struct Page: Hashable, Sendable {
    public let heading: String
    /// What stands there at once.
    public var words: [String] = []
    public var question: Question?
    /// What stands there once the question is answered.
    public var afterwards: [String] = []
    /// What is marked on the screen.
    public var points: [Mention] = []
    /// What is done: at once, or where there is a question when it is answered.
    public var keys: [Key] = []
    /// Where the last of them stand, counted from 1; 0 without any.
    public var keysLine = 0
    /// What must be true after that.
    public var expectations: [Expectation] = []
  }

  /// Something to predict before anything is run.
  public struct Question: Hashable, Sendable {
    public let text: String
    public var answers: [Answer] = []
  }

  public struct Answer: Hashable, Sendable {
    public let text: String
    public let isRight: Bool
    /// What is said to whoever chose it.
    public var because: String?
  }

  /// A part of the screen or of the network, by its name.
  public struct Mention: Hashable, Sendable {
    public let name: String
    /// Of the file, counted from 1.
    public let line: Int
  }

  /// What a page's keys must lead to.
  public struct Expectation: Hashable, Sendable {
    public let quantity: LessonQuantity
    /// The joint, class or box that is meant, by its name; nil for all of them.
    public let item: String?
    public let comparison: Comparison
    public let number: Double
    /// Of the file, counted from 1.
    public let line: Int
    /// As it stands in the file.
    public let text: String
  }

  public enum Comparison: String, CaseIterable, Sendable {
    case less = "<"
    case atMost = "<="
    case equal = "=="
    case unequal = "!="
    case atLeast = ">="
    case more = ">"

    func holds(_ value: Double, _ number: Double) -> Bool {
      switch self {
      case .less: value < number
      case .atMost: value <= number
      case .equal: value == number
      case .unequal: value != number
      case .atLeast: value >= number
      case .more: value > number
      }
    }
  }
}

/// A lesson that the program brings along, by the name that the command line has for it.
public struct NamedLesson: Hashable, Sendable {
  public let name: String
  public let lesson: Lesson

  public init(name: String, _ lesson: Lesson) { (self.name, self.lesson) = (name, lesson) }
}
