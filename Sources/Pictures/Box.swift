/// A position in a picture, in pixels from the centre of the top left pixel.
public struct PicturePoint: Hashable, Sendable {
  /// To the right.
  public var x: Double
  /// Down.
  public var y: Double

  /// The position `x` to the right and `y` down.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// The distance to another point, in pixels.
  public func distance(to other: PicturePoint) -> Double {
    let (dx, dy) = (x - other.x, y - other.y)
    return (dx * dx + dy * dy).squareRoot()
  }
}

/// The rectangle around a person, in picture pixels.
public struct Box: Hashable, Sendable {
  /// The left edge.
  public var x: Double
  /// The top edge.
  public var y: Double
  /// To the right of `x`.
  public var width: Double
  /// Down from `y`.
  public var height: Double

  /// The rectangle with its top left corner at (`x`, `y`).
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Whether the box encloses anything: four finite numbers, both sides greater than 0. Ask before trusting a box
  /// that comes from a user or a file.
  public var isUsable: Bool {
    x.isFinite && y.isFinite && width.isFinite && height.isFinite && width > 0 && height > 0
  }

  /// The middle of the box.
  public var centre: PicturePoint {
    PicturePoint(x: x + width / 2, y: y + height / 2)
  }
}
