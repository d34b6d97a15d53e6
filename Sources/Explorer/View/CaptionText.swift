import Cells

/// The words of a lesson's page as lines for the room there is.
struct CaptionText {
  typealias Line = [(String, Style)]

  let lines: [Line]
  let room: Rect

  init(_ model: Model) {
    let room = Self.room(model)
    self.room = room
    let blocks: [Block]
    if let remark = model.replay.remark {
      blocks = remark.paragraphs.map { Block(text: $0, isPlain: true) }
    } else if let run = model.lesson {
      blocks = Self.blocks(run)
    } else {
      blocks = [Block(text: model.strokeWords)]
    }
    // A band has no rows to lose, and answers belong together.
    let hasGaps = room.height > 5
    lines = blocks.enumerated().flatMap { index, block in
      (hasGaps && index > 0 && !block.isAnswer ? [[]] : []) + Self.lines(of: block, width: room.width)
    }
  }

  private static func lines(of block: Block, width: Int) -> [Line] {
    let columns = Canvas.columns(of: block.mark)
    if block.isPlain { return Canvas.wrapped(block.text, width: max(1, width)).map { [($0, block.style)] } }
    return LessonText(block.text).lines(width: max(1, width - columns)).enumerated().map { row, pieces in
      [(row == 0 ? block.mark : String(repeating: " ", count: columns), block.style)]
        + pieces.map { ($0.text, style($0.kind, in: block.style)) }
    }
  }

  /// The rows that are shown.
  func shown(from first: Int) -> ArraySlice<Line> { lines.dropFirst(min(first, lastFirst)).prefix(room.height) }

  /// The first row of the last full room.
  private var lastFirst: Int { max(0, lines.count - room.height) }

  /// The first row to be shown such that the answer under the cursor is; as it is where it is seen already.
  func rowsWithChoice(_ first: Int) -> Int {
    guard let row = lines.firstIndex(where: { $0.first?.0.hasPrefix(Self.cursor) == true }) else { return first }
    var last = row
    while last + 1 < lines.count, Self.isIndented(lines[last + 1]) { last += 1 }
    return max(0, min(row, max(min(first, lastFirst), last - room.height + 1)))
  }

  private static let cursor = "▸ "

  /// Whether a line goes on with what has its mark above.
  private static func isIndented(_ line: Line) -> Bool {
    guard let mark = line.first?.0, !mark.isEmpty else { return false }
    return mark.allSatisfy { $0 == " " }
  }

  /// The first row of what lies below the rows that are shown; nil where nothing does.
  static func nextRows(_ model: Model) -> Int? {
    let (text, scroll) = (CaptionText(model), model.captionScroll)
    return text.lines.count - scroll > text.room.height ? min(scroll + text.room.height, text.lastFirst) : nil
  }

  /// Where the words stand. No line is longer than an eye finds its way back from.
  static func room(_ model: Model) -> Rect {
    guard let rect = Layout(model).caption else { return Rect(x: 0, y: 0, width: 0, height: 0) }
    guard model.hasWords else {
      return Rect(x: rect.x + 2, y: rect.y, width: max(0, rect.width - 4), height: rect.height)
    }
    let inside = CaptionPanel.hasFrame(rect) ? rect.inset(by: 1) : rect.splitTop(1).rest
    let (margin, widest) = model.tastes.isPresenting ? (4, inside.width) : (1, 110)
    return Rect(
      x: inside.x + margin, y: inside.y, width: max(0, min(inside.width - 2 * margin, widest)), height: inside.height)
  }

  private struct Block {
    let text: String
    var mark = ""
    var style = Theme.text
    /// Whether it is one of the answers to choose from.
    var isAnswer = false
    /// Whether it has no emphasis and no names in it.
    var isPlain = false
  }

  private static func blocks(_ run: LessonRun) -> [Block] {
    let page = run.page
    guard let question = page.question else { return page.words.map { Block(text: $0) } }
    guard run.isRevealed else {
      return page.words.map { Block(text: $0) } + [Block(text: question.text, style: Theme.strong)]
        + question.answers.enumerated().map { index, answer in
          Block(
            text: answer.text, mark: (index == run.choice ? cursor : "  ") + "\(index + 1) ",
            style: index == run.choice ? Theme.key : Theme.text, isAnswer: true)
        }
    }
    return verdict(question, run.chosen) + page.afterwards.map { Block(text: $0) }
  }

  /// What the answer was worth, and the right one where another or none was given.
  private static func verdict(_ question: Lesson.Question, _ chosen: Int?) -> [Block] {
    func block(_ answer: Lesson.Answer, _ mark: String) -> Block {
      let emphasised = answer.text.contains("*") || answer.text.contains("[") ? answer.text : "*\(answer.text)*"
      return Block(text: [emphasised, answer.because].compactMap(\.self).joined(separator: " – "), mark: mark)
    }
    var blocks: [Block] = []
    if let chosen {
      let answer = question.answers[chosen]
      blocks.append(block(answer, answer.isRight ? "✓ right: " : "✗ not so: "))
      if answer.isRight { return blocks }
    }
    return blocks + question.answers.filter(\.isRight).map { block($0, "✓ ") }
  }

  private static func style(_ kind: LessonText.Kind, in style: Style) -> Style {
    switch kind {
    case .plain: style
    case .strong: style.adding(.bold)
    case .name: Style(Theme.lesson, on: nil, [.bold, .underline])
    }
  }
}

extension Model {
  /// Whether a lesson or a replay has something to say.
  var hasWords: Bool { lesson != nil || replay.isWaiting }

  /// Whether there are words in a band of their own: those, or in presenter view what was pressed.
  var hasCaption: Bool { hasWords || tastes.isPresenting }

  /// What was pressed last, and what came of it.
  fileprivate var strokeWords: String {
    guard let stroke = screen.stroke else { return notice ?? "" }
    return "*\(stroke.key)*  \(notice ?? stroke.help)"
  }

  /// Rows of the words that are above what is shown.
  var captionScroll: Int { replay.isWaiting ? replay.scroll : lesson?.scroll ?? 0 }

  /// How many words of the lesson, or of a comment, are shown now.
  public var captionWords: Int {
    CaptionText(self).shown(from: captionScroll).reduce(0) { count, line in
      count + line.map(\.0).joined().split(separator: " ").count
    }
  }

  /// Whether the page has more rows than are shown.
  public var hasMoreCaption: Bool { CaptionText.nextRows(self) != nil }
}
