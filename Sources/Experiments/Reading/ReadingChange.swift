/// What an intervention did to a reading: two runs of one network on one picture, compared.
public struct ReadingChange: Hashable, Sendable {
  /// The number that people are told first.
  public let headline: Measure
  /// The one number by which changes are compared, coloured and ranked; most often the headline.
  public let ranking: Measure
  /// The same of the item that changed most.
  public let largest: Measure
  /// What else is measured.
  public let further: [Measure]
  /// For each item, in the unit of `largest`; nil for one that one of the two runs did not find.
  public let items: [Double?]
  /// By how much the evidence for each item has changed, in the unit of `ranking`: what tells items that changed most.
  public let itemEffects: [Double?]
  /// The items that only went from one of two equally good places to the other.
  public let jumps: Set<Int>
  /// What documents call an item's number: `shift`.
  public let itemKey: String
  /// How many items are lost that were not before.
  public let lost: Int
  public let words: ReadingWords
  /// What changes are ranked by, the first number first, larger ones stronger.
  private let strength: [Double]

  /// - Parameters:
  ///   - ranking: without it, the headline.
  ///   - itemEffects: without it, what `items` are.
  ///   - strength: of all changes of one sort equally many numbers; one that is NaN counts as the largest, since it is what
  ///     to look for.
  public init(
    headline: Measure, ranking: Measure? = nil, largest: Measure, further: [Measure] = [], items: [Double?],
    itemEffects: [Double?]? = nil, jumps: Set<Int> = [], itemKey: String, lost: Int, words: ReadingWords,
    strength: [Double]
  ) {
    (self.headline, self.largest, self.further) = (headline, largest, further)
    (self.ranking, self.itemEffects, self.jumps) = (ranking ?? headline, itemEffects ?? items, jumps)
    (self.items, self.itemKey, self.lost, self.words) = (items, itemKey, lost, words)
    self.strength = strength.map { $0.isNaN ? .infinity : $0 }
  }

  /// The number that ranks; 0 where nothing could be measured.
  public var effect: Double { ranking.value ?? 0 }

  /// Whether anything could be measured: otherwise there is no change to speak of, and it is not one of zero.
  public var isMeasured: Bool { headline.value != nil }

  /// Whether anything changed.
  public var hasEffect: Bool { effect > 0 || (largest.value ?? 0) > 0 }

  /// All of its numbers that are told of every change, the headline first.
  public var measures: [Measure] { [headline, largest] + further }

  /// Whether it ranks before another change of the same sort.
  public func isStronger(than other: ReadingChange) -> Bool {
    other.strength.lexicographicallyPrecedes(strength)
  }
}

extension Sequence {
  /// Strongest change first; equals stay in their order.
  func strongestFirst(_ change: (Element) -> ReadingChange) -> [Element] {
    enumerated().map { (offset: $0.offset, element: $0.element, change: change($0.element)) }.sorted { one, other in
      if one.change.isStronger(than: other.change) { return true }
      return !other.change.isStronger(than: one.change) && one.offset < other.offset
    }.map(\.element)
  }
}
