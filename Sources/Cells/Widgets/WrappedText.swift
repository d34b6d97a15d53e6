extension Canvas {
  /// Breaks a text into lines of whole words. A word too long for a line is broken where the line ends.
  ///
  /// - Parameter width: In columns; under 1 there are no lines.
  public static func wrapped(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in words(of: text) {
      if line.isEmpty {
        line = word
      } else if columns(of: line) + 1 + columns(of: word) <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = word
      }
      while columns(of: line) > width {
        let head = prefix(of: line, width: width)
        guard !head.isEmpty else { return lines }
        lines.append(head)
        line = String(line.dropFirst(head.count))
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A number and its per cent are one word.
  private static func words(of text: String) -> [String] {
    text.split(separator: " ").reduce(into: []) { words, word in
      if word.first == "%", let number = words.popLast() {
        words.append("\(number) \(word)")
      } else {
        words.append(String(word))
      }
    }
  }

  private static func prefix(of text: String, width: Int) -> String {
    var head = ""
    var used = 0
    for character in text {
      used += columns(of: String(character))
      if used > width { break }
      head.append(character)
    }
    return head
  }
}
