import Recognition

/// The class of every pixel of a picture, as a segmentation head says it.
public struct ClassMapReading: ReadingContent {
  /// Of the picture's size.
  public let map: ClassMap
  public let names: ClassNames

  /// - Precondition: there is a name for each class.
  public init(map: ClassMap, names: ClassNames) {
    precondition(names.count == map.classes, "every class has a name")
    (self.map, self.names) = (map, names)
  }

  public var words: ReadingWords {
    ReadingWords(item: "class", items: "classes", changes: "changes", changed: "changed")
  }

  /// Every class, as certain as the share of the pixels that it has.
  public var items: [ReadingItem] {
    zip(names.names, map.shares).map { ReadingItem(name: $0, place: nil, certainty: $1, isFound: $1 > 0) }
  }

  /// How many pixels have another class, in percent; of every class, by how many percentage points its share has
  /// changed. More changed pixels are stronger; then a lower mean IoU with the map before.
  public func change(from before: ClassMapReading) -> ReadingChange? {
    let (old, new) = (before.map, map)
    guard (old.width, old.height, old.classes) == (new.width, new.height, new.classes) else { return nil }
    let change = ClassChange(from: old, to: new)
    let shares = change.shareChanges.map { 100 * abs($0) }
    return ReadingChange(
      headline: Measure("changed", key: "changedShare", 100 * change.changedShare, unit: "%", places: 2),
      largest: Measure("max Δshare", key: "maxShareChange", shares.max() ?? 0, unit: "%", places: 2),
      further: [Measure("mIoU", key: "meanIoU", change.meanIoU, places: 3)],
      items: shares, itemKey: "shareChange", lost: zip(before.items, items).count { $0.isFound && !$1.isFound },
      words: words, strength: [change.changedShare, -change.meanIoU])
  }
}
