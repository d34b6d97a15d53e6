import Recognition

/// How probable every class is for the whole picture, as a classification head says it.
public struct ClassScoresReading: ReadingContent {
  public let scores: ClassScores
  public let names: ClassNames

  /// - Precondition: there is a name for each class.
  public init(scores: ClassScores, names: ClassNames) {
    precondition(names.count == scores.probabilities.count, "every class has a name")
    (self.scores, self.names) = (scores, names)
  }

  public var words: ReadingWords {
    ReadingWords(item: "class", items: "classes", changes: "changes", changed: "changed")
  }

  /// Every class with its probability.
  public var items: [ReadingItem] {
    zip(names.names, scores.probabilities).map { ReadingItem(name: $0, place: nil, certainty: $1, isFound: true) }
  }

  /// How much of the probability has moved, in percent; of every class, by how many percentage points. Another first class
  /// is stronger than the same one; then what has moved.
  public func change(from before: ClassScoresReading) -> ReadingChange? {
    let (old, new) = (before.scores.probabilities, scores.probabilities)
    guard old.count == new.count else { return nil }
    let change = ScoreChange(from: before.scores, to: scores)
    let moves = zip(old, new).map { 100 * abs($1 - $0) }
    return ReadingChange(
      headline: Measure("moved", key: "moved", 100 * change.moved, unit: "%", places: 2),
      largest: Measure("max Δp", key: "maxChange", moves.max() ?? 0, unit: "%", places: 2),
      further: [Measure("first", key: "firstChange", change.firstChange, places: 3, isSigned: true)],
      items: moves, itemKey: "probabilityChange", lost: change.isOther ? 1 : 0, words: words,
      strength: [change.isOther ? 1 : 0, change.moved])
  }
}
