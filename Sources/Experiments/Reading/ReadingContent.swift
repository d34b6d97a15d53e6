import Pictures
import Pose

/// What a network says, of one sort: a pose, features, and whatever else a head puts out.
///
/// Sweeps, occlusion, evaluations, early read-outs and panels are written against it. A new sort is one type that conforms
/// and one case of ``Reading``.
public protocol ReadingContent: Hashable, Sendable {
  /// How people speak of its items.
  var words: ReadingWords { get }

  /// What there is to list, in the network's order; none where the network decides nothing.
  var items: [ReadingItem] { get }

  /// What has become of another reading's items, in its order: as many as it has.
  ///
  /// - Precondition: both are of one network.
  func items(after before: Self) -> [ReadingItem]

  /// What an intervention has done to it.
  ///
  /// - Returns: nil where the two cannot be of one network.
  func change(from before: Self) -> ReadingChange?

  /// How right it is.
  ///
  /// - Returns: nil where the truth is of another sort.
  func comparison(with truth: Truth) -> TruthComparison?

  /// By how much the evidence for each item has fallen where it was before; nil for an item without evidence.
  ///
  /// - Precondition: both are of one network.
  func drops(from before: Self) -> [Float?]

  /// Where an item's evidence is highest, in values of the output's map; nil for one that was not found, and where
  /// evidence has no place.
  func peak(of item: Int) -> (x: Int, y: Int)?
}

extension ReadingContent {
  public func items(after before: Self) -> [ReadingItem] { items }

  public func comparison(with truth: Truth) -> TruthComparison? { nil }

  /// By how much the network has become less certain.
  public func drops(from before: Self) -> [Float?] {
    guard before.items.count == items.count else { return [] }
    return zip(before.items, items).map { before, after in
      guard let old = before.certainty, let new = after.certainty else { return nil }
      return Float(old - new)
    }
  }

  public func peak(of item: Int) -> (x: Int, y: Int)? { nil }
}

/// One thing that a network says of a picture: a joint, a class, a box.
public struct ReadingItem: Hashable, Sendable {
  public let name: String
  /// In picture pixels; nil for what was not found, and for what has no place.
  public let place: PicturePoint?
  /// How sure the network is, about 1 where it is; nil where it does not say.
  public let certainty: Double?
  public let isFound: Bool
  /// Whether there is too little evidence for it to be drawn or counted on; what was not found is lost.
  public let isLost: Bool

  /// - Parameter isLost: without it, what was not found is.
  public init(name: String, place: PicturePoint?, certainty: Double?, isFound: Bool, isLost: Bool? = nil) {
    (self.name, self.place, self.certainty, self.isFound) = (name, place, certainty, isFound)
    self.isLost = isLost ?? !isFound
  }
}

/// How people speak of a reading's items, and of what becomes of them.
public struct ReadingWords: Hashable, Sendable {
  /// One of them: `joint`.
  public let item: String
  /// All of them, which is what a panel or a list in a document is called: `joints`.
  public let items: String
  /// What one does under an intervention, and has done: `moves`, `moved`.
  public let changes: String
  public let changed: String

  public init(item: String, items: String, changes: String, changed: String) {
    (self.item, self.items, self.changes, self.changed) = (item, items, changes, changed)
  }
}
