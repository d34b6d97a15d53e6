/// How an intervention changed a class map: two runs of one network on one picture, compared pixel by pixel.
public struct ClassChange: Hashable, Sendable {
  /// The part of the pixels of which something is said whose class is another one now, 0…1: how much the intervention did.
  public let changedShare: Double
  /// By how much each class's share of the pixels grew.
  public let shareChanges: [Double]
  /// Mean intersection over union with the map before, over classes that occur in either: 1 where nothing changed.
  public let meanIoU: Double
  /// Whose share grew or shrank most; nil where none did.
  public let mostChanged: Int?

  /// - Precondition: both have the same size and the same classes.
  public init(from before: ClassMap, to after: ClassMap) {
    precondition(before.classes == after.classes, "maps of one network have the same classes")
    let changes = zip(before.shares, after.shares).map { $1 - $0 }
    shareChanges = changes
    var confusion = ConfusionMatrix(classes: before.classes)
    confusion.add(truth: before, result: after)
    let said = confusion.pixels
    changedShare = said > 0 ? Double(said - confusion.rightPixels) / Double(said) : 0
    meanIoU = confusion.meanIoU ?? 1
    let most = changes.indices.max { abs(changes[$0]) < abs(changes[$1]) }
    mostChanged = most.flatMap { changes[$0] == 0 ? nil : $0 }
  }
}

/// Where two class maps differ.
public struct Disagreement: Hashable, Sendable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// `height` × `width`, row by row: whether the two say different classes.
  public let isChanged: [Bool]

  /// The part of the pixels that differ, 0…1.
  public var share: Double {
    isChanged.isEmpty ? 0 : Double(isChanged.count { $0 }) / Double(isChanged.count)
  }
}

extension ClassMap {
  /// Where this map and another differ.
  ///
  /// - Precondition: both have the same size.
  public func disagreement(with other: ClassMap) -> Disagreement {
    precondition(width == other.width && height == other.height, "maps that are compared have the same size")
    return Disagreement(width: width, height: height, isChanged: zip(labels, other.labels).map { $0 != $1 })
  }
}
