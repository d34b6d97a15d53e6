import Cells
import Testing

@testable import Explorer

@Suite("A lesson's file")
struct LessonFormatTests {
  private static let example = """
    hrscope session 1
    # For the second week.
    lesson Exchange
    maps channel
    option cut s4.m2

    page One sum
    say Every *exchange unit* adds up
    say all streams.
    say
    say So does [s4.m2].
    point picture
    page Predict
    ask What is lost?
    choice Nothing
    choice! Much
    because It is [s4.m2:32>4] that knew.
    say After all.
    do Home Shift-Right f
    expect shift left wrist > 20.5
    expect cut == 1
    """

  @Test("is read whole: head, pages, paragraphs, marks, questions, keys, expectations")
  func reading() throws {
    let lesson = try Lesson(Self.example)
    #expect(lesson.title == "Exchange" && lesson.pages.map(\.heading) == ["One sum", "Predict"])
    #expect(lesson.opening.options.map(\.value) == ["s4.m2"] && lesson.opening.tastes?.mapMode == .channel)
    let (first, second) = (lesson.pages[0], lesson.pages[1])
    #expect(first.words == ["Every *exchange unit* adds up all streams.", "So does [s4.m2]."])
    #expect(first.points.map(\.name) == ["s4.m2", "picture"])
    let question = try #require(second.question)
    #expect(question.answers.map(\.isRight) == [false, true] && question.answers[1].because != nil)
    #expect(second.words.isEmpty && second.afterwards == ["After all."])
    #expect(second.keys.map(\.name) == ["Home", "Shift-Right", "f"])
    let expectation = try #require(second.expectations.first)
    #expect(expectation.quantity == .shift && expectation.item == "left wrist" && expectation.comparison == .more)
    #expect(expectation.number == 20.5 && expectation.line == 20 && second.expectations[1].item == nil)
  }

  @Test(
    "is refused by the line that is wrong",
    arguments: [
      ("hrscope session 2\nlesson A\npage B", 1, "newer hrscope"),
      ("", 1, "expected 'hrscope session 1'"),
      ("hrscope session 1\npage B", 2, "expected lesson TITLE"),
      ("hrscope session 1\nlesson\npage B", 2, "expected lesson TITLE"),
      ("hrscope session 1\nlesson A", 2, "no page"),
      ("hrscope session 1\nlesson A\nkey f\npage B", 3, "expected picture"),
      ("hrscope session 1\nlesson A\npage", 3, "expected page HEADING"),
      ("hrscope session 1\nlesson A\npage B\nkey f", 4, "expected page, say"),
      ("hrscope session 1\nlesson A\npage B\nchoice C", 4, "ask before a choice"),
      ("hrscope session 1\nlesson A\npage B\nbecause C", 4, "because behind a choice"),
      ("hrscope session 1\nlesson A\npage B\nask C\nask D", 5, "one question"),
      ("hrscope session 1\nlesson A\npage B\nask C\nchoice D\nchoice E\npage F", 7, "one of them right"),
      ("hrscope session 1\nlesson A\npage B\nask C\nchoice! D", 5, "two choices"),
      ("hrscope session 1\nlesson A\npage B\ndo Ctlr-r", 4, "do KEY"),
      ("hrscope session 1\nlesson A\npage B\nexpect pck < much", 4, "a number"),
      ("hrscope session 1\nlesson A\npage B\nexpect pck < nan", 4, "a number"),
      ("hrscope session 1\nlesson A\npage B\nexpect pck =< 1", 4, "one of < <="),
      ("hrscope session 1\nlesson A\npage B\nexpect joy > 1", 4, "WHAT being one of moved"),
      ("hrscope session 1\nlesson A\npage B\nexpect cut left wrist == 1", 4, "cut OP NUMBER"),
    ])
  func refusals(text: String, line: Int, words: String) {
    do {
      _ = try Lesson(text)
      Issue.record("'\(text)' was read")
    } catch {
      #expect(error.line == line && "\(error)".contains(words), "\(error)")
    }
  }

  @Test("emphasis and names survive wrapping; stars and brackets that mean nothing stay")
  func words() {
    let text = LessonText("a *b c* d [s4.m2:32>4] 2 * 3 [ x")
    #expect(text.plain == "a b c d s4.m2:32>4 2 * 3 [ x")
    for width in 3...40 {
      let lines = text.lines(width: width)
      #expect(
        lines.flatMap { $0 }.filter { $0.kind == .strong }.map(\.text).joined()
          == (width < 5 ? "bc" : lines.contains { $0.contains { $0.text == "b c" } } ? "b c" : "bc"))
      #expect(lines.allSatisfy { Canvas.columns(of: $0.map(\.text).joined()) <= width })
      #expect(lines.flatMap { $0 }.filter { $0.kind == .name }.map(\.text).joined() == "s4.m2:32>4")
    }
  }
}
