/// Width and height of a picture, in pixels.
public struct PictureSize: Hashable, Sendable, CustomStringConvertible {
  public let width: Int
  public let height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// What a file states; nil where it states none, or something that is no size.
  public init?(width: Double?, height: Double?) {
    guard let width = width.flatMap({ Int(exactly: $0) }), let height = height.flatMap({ Int(exactly: $0) }),
      width > 0, height > 0
    else { return nil }
    self.init(width: width, height: height)
  }

  public var description: String { "\(width) × \(height)" }
}
