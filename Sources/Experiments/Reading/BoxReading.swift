import Pictures
import Recognition

/// The things that a detector finds, best first.
public struct BoxReading: ReadingContent {
  /// In picture pixels.
  public let boxes: [FoundBox]
  public let names: ClassNames
  /// Pixels of the input that a position of each level spans along a side, finest level first.
  public let strides: [Int]

  /// - Precondition: there is a name for every box's class, and a stride for its level.
  public init(boxes: [FoundBox], names: ClassNames, strides: [Int]) {
    precondition(boxes.allSatisfy { names.names.indices.contains($0.label) && strides.indices.contains($0.level) })
    (self.boxes, self.names, self.strides) = (boxes, names, strides)
  }

  /// How many of them, from the best on, are worth looking at: those that `detect` prints, or else the best few.
  public var shownCount: Int {
    max(boxes.count { $0.score >= FoundBox.usualThreshold }, min(boxes.count, Self.leastShown))
  }

  private static let leastShown = 3

  public var words: ReadingWords {
    ReadingWords(item: "box", items: "boxes", changes: "moves", changed: "moved")
  }

  /// Every box, at its middle.
  public var items: [ReadingItem] { boxes.map(item) }

  private func item(_ box: FoundBox) -> ReadingItem {
    ReadingItem(name: names.names[box.label], place: box.box.centre, certainty: box.score, isFound: true)
  }

  /// By how much boxes have moved, in percent: what each does not share with the box that it has become, of both; a lost
  /// one has moved altogether. Where none was found before, any that is found now is a change of all.
  ///
  /// Items are the boxes before. More lost boxes are stronger; then what has moved.
  public func change(from before: BoxReading) -> ReadingChange? {
    let change = BoxChange(from: before.boxes, to: boxes)
    let moved = change.meanIoU.map { 100 * (1 - $0) } ?? (boxes.isEmpty ? 0 : 100)
    let all = change.pairs.map { $0.after == nil ? nil : 100 * (1 - $0.iou) }
    return ReadingChange(
      headline: Measure("moved", key: "moved", moved, unit: "%", places: 2),
      largest: Measure(
        "max moved", key: "maxMoved", change.pairs.map { 100 * (1 - $0.iou) }.max() ?? 0, unit: "%", places: 2),
      further: [
        Measure("score", key: "scoreChange", change.scoreChange, places: 3, isSigned: true),
        Measure("new", key: "new", Double(change.new.count), places: 0),
      ],
      items: all, itemKey: "moved", lost: change.lost, words: words,
      strength: [Double(change.lost), moved, Double(change.new.count)])
  }

  /// By how much the network has become less certain of what each box has become; of a lost one, altogether.
  public func drops(from before: BoxReading) -> [Float?] {
    zip(before.items, items(after: before)).map { before, after in
      before.certainty.map { Float($0 - (after.certainty ?? 0)) }
    }
  }

  public func items(after before: BoxReading) -> [ReadingItem] {
    BoxChange(from: before.boxes, to: boxes).pairs.map { pair in
      pair.after.map { item(boxes[$0]) }
        ?? ReadingItem(name: before.item(before.boxes[pair.before]).name, place: nil, certainty: nil, isFound: false)
    }
  }
}
