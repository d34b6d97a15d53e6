import Pictures
import Pose

/// What a network says of a picture.
public enum Reading: Hashable, Sendable {
  case pose(PoseReading)
  case classMap(ClassMapReading)
  case classScores(ClassScoresReading)
  case boxes(BoxReading)
  case features(FeatureReading)

  /// What every sort of reading can do. The only place that lists them all.
  public var content: any ReadingContent {
    switch self {
    case .pose(let pose): pose
    case .classMap(let map): map
    case .classScores(let scores): scores
    case .boxes(let boxes): boxes
    case .features(let features): features
    }
  }

  /// The joints; nil of any other sort.
  public var pose: PoseReading? { if case .pose(let pose) = self { pose } else { nil } }

  /// The boxes; nil of any other sort.
  public var boxes: BoxReading? { if case .boxes(let boxes) = self { boxes } else { nil } }

  /// The class map; nil of any other sort.
  public var classMap: ClassMapReading? { if case .classMap(let map) = self { map } else { nil } }
}

extension Reading {
  public var words: ReadingWords { content.words }
  public var items: [ReadingItem] { content.items }

  /// What has become of another reading's items, in its order; these where the two cannot be of one network.
  public func items(after before: Reading) -> [ReadingItem] { content.items(afterAny: before.content) }

  /// What an intervention has done to a reading; nil where the two cannot be of one network.
  public func change(from before: Reading) -> ReadingChange? { content.change(fromAny: before.content) }

  /// How right it is; nil where the truth is of another sort.
  public func comparison(with truth: Truth) -> TruthComparison? { content.comparison(with: truth) }

  /// By how much the evidence for each item has fallen where it was before; none where the two cannot be of one network.
  public func drops(from before: Reading) -> [Float?] { content.drops(fromAny: before.content) }

  /// Where an item's evidence is highest, in values of the output's map; nil for one that was not found, that there is
  /// not, and where evidence has no place.
  public func peak(of item: Int) -> (x: Int, y: Int)? {
    items.indices.contains(item) ? content.peak(of: item) : nil
  }
}

extension ReadingContent {
  fileprivate func items(afterAny before: any ReadingContent) -> [ReadingItem] {
    (before as? Self).map { items(after: $0) } ?? items
  }

  fileprivate func change(fromAny before: any ReadingContent) -> ReadingChange? {
    (before as? Self).flatMap { change(from: $0) }
  }

  fileprivate func drops(fromAny before: any ReadingContent) -> [Float?] {
    (before as? Self).map { drops(from: $0) } ?? []
  }
}
