import Cells

extension Lesson.Page {
  /// The page's words for a printer or a voice: with its question, every answer, and what is said of the right ones.
  ///
  /// - Parameter width: of the lines, in columns.
  public func printed(width: Int) -> [String] {
    func lines(_ text: String, indent: Int = 0) -> [String] {
      LessonText(text).lines(width: width - indent).map { line in
        String(repeating: " ", count: indent) + line.map(\.text).joined()
      }
    }
    func paragraphs(_ texts: [String]) -> [String] {
      Array(texts.filter { !$0.isEmpty }.map { lines($0) }.joined(separator: [""]))
    }
    var result = paragraphs(words)
    if let question {
      result += (result.isEmpty ? [] : [""]) + lines(question.text)
      for (number, answer) in question.answers.enumerated() {
        result += lines("\(number + 1). \(answer.text)", indent: 2)
      }
      for answer in question.answers where answer.isRight {
        result +=
          ["", "Answer:"] + lines([answer.text, answer.because].compactMap(\.self).joined(separator: " "), indent: 2)
      }
    }
    let after = paragraphs(afterwards)
    return result + (after.isEmpty ? [] : [""] + after)
  }
}
