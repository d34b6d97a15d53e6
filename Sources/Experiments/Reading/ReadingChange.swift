/// What an intervention did to a reading: two runs of one network on one picture, compared.
public struct ReadingChange: Hashable, Sendable {
  /// The one number by which changes are compared, coloured and ranked.
  public let headline: Measure
  /// The same of the item that changed most.
  public let largest: Measure
  /// What else is measured.
  public let further: [Measure]
  /// For each item, in the unit of `largest`; nil for one that one of the two runs did not find.
  public let items: [Double?]
  /// What documents call an item's number: `shift`.
  public let itemKey: String
  /// How many items were found before and are not any more.
  public let lost: Int
  public let words: ReadingWords
  /// What changes are ranked by, the first number first, larger ones stronger.
  private let strength: [Double]

  /// - Parameter strength: of all changes of one sort equally many numbers; one that is NaN counts as the largest, since
  ///   it is what to look for.
  public init(
    headline: Measure, largest: Measure, further: [Measure] = [], items: [Double?], itemKey: String, lost: Int,
    words: ReadingWords, strength: [Double]
  ) {
    (self.headline, self.largest, self.further) = (headline, largest, further)
    (self.items, self.itemKey, self.lost, self.words) = (items, itemKey, lost, words)
    self.strength = strength.map { $0.isNaN ? .infinity : $0 }
  }

  /// The headline's number; 0 where nothing could be measured.
  public var effect: Double { headline.value ?? 0 }

  /// Whether anything could be measured: otherwise there is no change to speak of, and it is not one of zero.
  public var isMeasured: Bool { headline.value != nil }

  /// Whether anything changed.
  public var hasEffect: Bool { effect > 0 || (largest.value ?? 0) > 0 }

  /// All of its numbers, the headline first.
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
