import Cells

extension Lesson {
  /// The first word of the line that makes a session file a lesson.
  static let word = "lesson"

  /// Whether a text is a lesson rather than a session, right or wrong in the rest.
  public static func isLesson(_ text: String) -> Bool {
    for line in SessionLine.lines(of: text).prefix(2) where line.word == word { return true }
    return false
  }

  /// Reads the text of a lesson.
  ///
  /// - Throws: `SessionRecordError` for the first line that is none of the format, or that stands where it says nothing.
  public init(_ text: String) throws(SessionRecordError) {
    var reader = LessonReader()
    for line in SessionLine.lines(of: text) { try reader.read(line) }
    self = try reader.lesson()
  }
}

/// Reads a lesson line by line.
private struct LessonReader {
  private var hasTitle = false
  private var title: String?
  private var head: [SessionLine] = []
  private var pages: [Lesson.Page] = []
  /// Of the last page, for errors.
  private var lastLine = 1

  mutating func read(_ line: SessionLine) throws(SessionRecordError) {
    lastLine = line.number
    guard hasTitle else {
      try SessionRecord.checkTitle(line)
      hasTitle = true
      return
    }
    guard title != nil else {
      guard line.word == Lesson.word, !line.rest.isEmpty else { throw line.error(expected: "lesson TITLE") }
      title = line.rest
      return
    }
    if line.word == "page" {
      guard !line.rest.isEmpty else { throw line.error(expected: "page HEADING") }
      try checkLastPage()
      return pages.append(Lesson.Page(heading: line.rest))
    }
    guard !pages.isEmpty else { return head.append(line) }
    try pages[pages.count - 1].read(line)
  }

  func lesson() throws(SessionRecordError) -> Lesson {
    guard hasTitle else { throw SessionRecordError(untitled: "", format: SessionRecord.format) }
    guard let title else {
      throw SessionRecordError(line: lastLine, problem: "expected 'lesson TITLE' behind the first line")
    }
    guard !pages.isEmpty else { throw SessionRecordError(line: lastLine, problem: "the lesson has no page") }
    try checkLastPage()
    return Lesson(title: title, opening: try SessionRecord(head: head), pages: pages)
  }

  private func checkLastPage() throws(SessionRecordError) {
    guard let question = pages.last?.question else { return }
    guard question.answers.count > 1, question.answers.contains(where: \.isRight) else {
      throw SessionRecordError(
        line: lastLine, problem: "'\(shortened(question.text))' needs two choices, one of them right ('choice! …')")
    }
  }
}

extension Lesson.Page {
  fileprivate mutating func read(_ line: SessionLine) throws(SessionRecordError) {
    switch line.word {
    case "say":
      points += LessonText.mentions(in: line.rest).map { Lesson.Mention(name: $0, line: line.number) }
      if question == nil { Self.add(line.rest, to: &words) } else { Self.add(line.rest, to: &afterwards) }
    case "point" where !line.rest.isEmpty:
      points.append(Lesson.Mention(name: line.rest, line: line.number))
    case "ask" where !line.rest.isEmpty:
      guard question == nil else { throw line.error(expected: "one question on a page") }
      points += LessonText.mentions(in: line.rest).map { Lesson.Mention(name: $0, line: line.number) }
      question = Lesson.Question(text: line.rest)
    case "choice" where !line.rest.isEmpty, "choice!" where !line.rest.isEmpty:
      guard let count = question?.answers.count else { throw line.error(expected: "ask before a choice") }
      guard count < 9 else { throw line.error(expected: "at most nine choices") }
      question?.answers.append(Lesson.Answer(text: line.rest, isRight: line.word == "choice!"))
    case "because" where !line.rest.isEmpty:
      guard let last = question?.answers.indices.last, question?.answers[last].because == nil else {
        throw line.error(expected: "because behind a choice, once")
      }
      question?.answers[last].because = line.rest
    case "do" where !line.rest.isEmpty:
      keysLine = line.number
      for name in line.rest.words {
        guard let key = Key(name: name) else { throw line.error(expected: "do KEY…, such as do Home Right f") }
        keys.append(key)
      }
    case "expect": expectations.append(try Lesson.Expectation(line))
    default:
      throw line.error(expected: "page, say, point, ask, choice, choice!, because, do or expect")
    }
  }

  /// Lines that follow each other are one paragraph; one that says nothing ends it.
  private static func add(_ text: String, to paragraphs: inout [String]) {
    if text.isEmpty {
      if paragraphs.last?.isEmpty == false { paragraphs.append("") }
    } else if let last = paragraphs.last, !last.isEmpty {
      paragraphs[paragraphs.count - 1] = last + " " + text
    } else {
      if paragraphs.last?.isEmpty == true { paragraphs.removeLast() }
      paragraphs.append(text)
    }
  }
}

extension Lesson.Expectation {
  fileprivate init(_ line: SessionLine) throws(SessionRecordError) {
    let words = line.rest.words
    let quantities = LessonQuantity.allCases.map(\.rawValue).joined(separator: ", ")
    guard words.count >= 3, let quantity = LessonQuantity(rawValue: words[0]) else {
      throw line.error(expected: "expect WHAT OP NUMBER, WHAT being one of \(quantities)")
    }
    guard let comparison = Lesson.Comparison(rawValue: words[words.count - 2]) else {
      let signs = Lesson.Comparison.allCases.map(\.rawValue).joined(separator: " ")
      throw line.error(expected: "one of \(signs) before the number")
    }
    guard let number = Double(words[words.count - 1]), number.isFinite else {
      throw line.error(expected: "a number at the end")
    }
    let item = words[1..<words.count - 2].joined(separator: " ")
    guard item.isEmpty || quantity.isOfItems else {
      throw line.error(expected: "\(quantity.rawValue) OP NUMBER, since it is not of one \(item)")
    }
    self.init(
      quantity: quantity, item: item.isEmpty ? nil : item, comparison: comparison, number: number, line: line.number,
      text: line.rest)
  }
}
