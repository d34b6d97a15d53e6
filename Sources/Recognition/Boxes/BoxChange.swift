/// How an intervention changed the boxes that were found: two runs of one network on one picture.
public struct BoxChange: Hashable, Sendable {
  /// A box before and the one that it became.
  public struct Pair: Hashable, Sendable {
    /// Index of the box before.
    public let before: Int
    /// Index of the box after; nil where it is lost.
    public let after: Int?
    /// Intersection over union; 0 where it is lost.
    public let iou: Double
    /// By how much the score grew; where the box is lost, less all of it.
    public let scoreChange: Double
  }

  /// Two boxes are one only if they overlap by more than this.
  public static let leastOverlap = 0.1

  /// Of every box before, in their order.
  public let pairs: [Pair]
  /// Indices of boxes after that were not there before.
  public let new: [Int]
  /// Mean over the boxes before, lost ones counting 0: 1 where nothing changed; nil where there were none.
  public let meanIoU: Double?
  /// Mean change of their scores; nil where there were none.
  public let scoreChange: Double?

  /// Boxes before that have no counterpart now.
  public var lost: Int { pairs.count { $0.after == nil } }

  /// Pairs boxes of one class, those that overlap most first.
  public init(from before: [FoundBox], to after: [FoundBox]) {
    var overlaps: [(iou: Double, before: Int, after: Int)] = []
    for (i, old) in before.enumerated() {
      for (j, new) in after.enumerated() where old.label == new.label {
        let iou = old.iou(with: new)
        if iou > Self.leastOverlap { overlaps.append((iou, i, j)) }
      }
    }
    overlaps.sort { ($1.iou, $0.before, $0.after) < ($0.iou, $1.before, $1.after) }
    var partner = [(after: Int, iou: Double)?](repeating: nil, count: before.count)
    var isTaken = [Bool](repeating: false, count: after.count)
    for (iou, i, j) in overlaps where partner[i] == nil && !isTaken[j] {
      partner[i] = (j, iou)
      isTaken[j] = true
    }
    pairs = before.indices.map { index in
      let score = partner[index].map { after[$0.after].score } ?? 0
      return Pair(
        before: index, after: partner[index]?.after, iou: partner[index]?.iou ?? 0,
        scoreChange: score - before[index].score)
    }
    new = after.indices.filter { !isTaken[$0] }
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    (meanIoU, scoreChange) = (mean(pairs.map(\.iou)), mean(pairs.map(\.scoreChange)))
  }
}
