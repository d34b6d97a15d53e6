/// What a terminal shows, as text.
struct Screen: Hashable {
  let text: String

  /// Rows from the top, without the blanks at their ends.
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  func contains(_ text: String) -> Bool { self.text.contains(text) }

  /// Where the explorer is and how many steps there are, from the header: `step 3/31`.
  var step: (current: Int, count: Int)? {
    guard let match = lines.first?.firstMatch(of: #/step (\d+)/(\d+)/#), let current = Int(match.1),
      let count = Int(match.2)
    else { return nil }
    return (current, count)
  }

  /// How far the joints moved on average, in picture pixels, as the table of joints says.
  var meanShift: Double? { text.firstMatch(of: #/[│|] mean [ΔD] (\d+\.\d) px/#).flatMap { Double($0.1) } }

  /// The pass is done, the cursor stands at the end, and the heat maps are drawn.
  var isFirstScreen: Bool {
    guard let step, step.current == step.count else { return false }
    return meanShift == 0 && contains("zeros")
  }

  /// Whether a person would see the same. A picture's cell can be painted in several ways that look alike, `▀` in one
  /// colour on another as `▄` with the two exchanged, and the terminal chooses what costs the fewest bytes.
  func looksLike(_ other: Screen) -> Bool {
    func outline(_ text: String) -> String { String(text.map { "▀▄█▌▐▖▗▘▝▚▞▙▟▛▜".contains($0) ? " " : $0 }) }
    return outline(text) == outline(other.text)
  }

  /// The shell waits for a line.
  var isAtPrompt: Bool { lines.last { !$0.isEmpty } == "$" }
}

// Control sequences of a screen captured with its styles: `ESC [ numbers m` (ECMA-48, 8.3.117).
extension Screen {
  /// The colours in use, by their number in the palette.
  var colors: Set<Int> { Set(renditions.compactMap(\.color)) }

  /// The attributes in use: 1 bold, 4 underlined, 7 reversed…
  var attributes: Set<Int> { Set(renditions.compactMap(\.attribute)) }

  private enum Rendition {
    case color(Int)
    case attribute(Int)

    var color: Int? { if case .color(let number) = self { number } else { nil } }
    var attribute: Int? { if case .attribute(let number) = self { number } else { nil } }
  }

  private var renditions: [Rendition] {
    text.matches(of: #/\u{1B}\[([0-9;:]*)m/#).flatMap { match in
      var result: [Rendition] = []
      var numbers = match.1.split { $0 == ";" || $0 == ":" }.compactMap { Int($0) }[...]
      while let number = numbers.popFirst() {
        switch number {
        case 38, 48:
          // 5 and a number of the palette, or 2 and three components, which count as a colour beyond it.
          let isIndexed = numbers.popFirst() == 5
          result.append(.color(isIndexed ? numbers.first ?? 0 : 256))
          numbers = numbers.dropFirst(isIndexed ? 1 : 3)
        case 30...37, 40...47: result.append(.color(number % 10))
        case 90...97, 100...107: result.append(.color(8 + number % 10))
        default: result.append(.attribute(number))
        }
      }
      return result
    }
  }
}
