/// How well a few typed letters fit a text: each must occur, in order; runs and beginnings of words count more.
enum FuzzyMatch {
  /// Higher is better; nil where a letter is missing. Nothing typed fits everything equally.
  static func score(_ query: String, in text: String) -> Int? {
    let letters = query.lowercased().filter { $0 != " " }
    var (score, run, isWordStart) = (0, 0, true)
    var wanted = letters.makeIterator()
    guard var next = wanted.next() else { return 0 }
    for (position, letter) in text.lowercased().enumerated() {
      if letter == next {
        run += 1
        score += 4 * run + (isWordStart ? 12 : 0) - min(position / 8, 3)
        guard let following = wanted.next() else { return score }
        next = following
      } else {
        run = 0
      }
      isWordStart = !letter.isLetter && !letter.isNumber
    }
    return nil
  }
}
