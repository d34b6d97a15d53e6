import Pictures

/// A box that a detector found.
public struct FoundBox: Hashable, Sendable {
  /// Sides, in pixels, from the picture's left and upper edge.
  public var left: Double
  public var top: Double
  public var right: Double
  public var bottom: Double
  /// 0…1.
  public let score: Double
  /// The class, counted from 0.
  public let label: Int
  /// The pyramid's level that found it, finest first, and the position there.
  public let level: Int
  public let row: Int
  public let column: Int

  public init(
    left: Double, top: Double, right: Double, bottom: Double, score: Double, label: Int, level: Int = 0, row: Int = 0,
    column: Int = 0
  ) {
    (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
    (self.score, self.label) = (score, label)
    (self.level, self.row, self.column) = (level, row, column)
  }

  /// The lowest score of a box that people are shown, where they don't say another.
  public static let usualThreshold = 0.3

  /// 0 for a box without extent.
  public var width: Double { max(0, right - left) }
  /// 0 for a box without extent.
  public var height: Double { max(0, bottom - top) }

  /// The rectangle.
  public var box: Box { Box(x: left, y: top, width: width, height: height) }

  /// Intersection over union, 0…1.
  ///
  /// - Parameter border: 1 where a box from pixel 3 to pixel 5 is three pixels wide, as in Detectron's day; else 0.
  public func iou(with other: FoundBox, border: Double = 0) -> Double {
    let across = min(right, other.right) - max(left, other.left) + border
    let down = min(bottom, other.bottom) - max(top, other.top) + border
    guard across > 0, down > 0 else { return 0 }
    func area(_ box: FoundBox) -> Double { (box.right - box.left + border) * (box.bottom - box.top + border) }
    let union = area(self) + area(other) - across * down
    return union > 0 ? across * down / union : 0
  }
}
