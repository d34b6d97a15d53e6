import Engine
import HRNet

/// Features, and nothing decided yet: what a backbone's streams or a pyramid's levels hold, finest first.
///
/// It has no items, since it says nothing of the picture, and a reason for that. How far an intervention takes the
/// features can be measured all the same.
public struct FeatureReading: ReadingContent {
  /// One level. Its values can be compared, and are nobody's to look at: no tensor goes where readings go.
  public struct Level: Hashable, Sendable {
    /// `1/4`.
    public let name: String
    let activation: Activation

    public init(name: String, _ activation: Activation) { (self.name, self.activation) = (name, activation) }

    public static func == (one: Level, other: Level) -> Bool {
      one.name == other.name && one.activation === other.activation
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(ObjectIdentifier(activation))
    }
  }

  public let levels: [Level]
  /// Why there are no items.
  public let absence: ReadingAbsence

  public init(levels: [Level], absence: ReadingAbsence) { (self.levels, self.absence) = (levels, absence) }

  public var words: ReadingWords {
    ReadingWords(item: "level", items: "levels", changes: "changes", changed: "changed")
  }

  public var items: [ReadingItem] { [] }

  /// How far the features have gone: `‖after − before‖ / ‖before‖` over all levels together, and for each level, in
  /// percent. Not measured where there were none before, or where any is not finite.
  public func change(from before: FeatureReading) -> ReadingChange? {
    guard zip(levels, before.levels).allSatisfy({ $0.activation.shape == $1.activation.shape }),
      levels.map(\.name) == before.levels.map(\.name)
    else { return nil }
    let squares = zip(before.levels, levels).map { $1.squares(from: $0) }
    let whole = Self.percent(
      (squares.reduce(0) { $0 + $1.difference }, squares.reduce(0) { $0 + $1.before }))
    let parts = zip(levels, squares).map { level, squares in
      Measure(level.name, key: level.name, Self.percent(squares), unit: "%", places: 2)
    }
    return ReadingChange(
      headline: Measure("features Δ", key: "featureChange", whole, unit: "%", places: 2),
      largest: Measure(
        "max Δ", key: "maxChange", parts.compactMap(\.value).max(), unit: "%", places: 2),
      further: parts, items: [], itemKey: "change", lost: 0, words: words, strength: [whole ?? .nan])
  }

  private static func percent(_ squares: (difference: Double, before: Double)) -> Double? {
    let share = (squares.difference / squares.before).squareRoot()
    return share.isFinite ? 100 * share : nil
  }
}

extension FeatureReading.Level {
  /// Sums of squares: of what has changed, and of what there was.
  fileprivate func squares(from before: Self) -> (difference: Double, before: Double) {
    before.activation.withValues { old in
      activation.withValues { new in
        var (difference, sum) = (0.0, 0.0)
        for (old, new) in zip(old, new) {
          difference += Double(new - old) * Double(new - old)
          sum += Double(old) * Double(old)
        }
        return (difference, sum)
      }
    }
  }
}
