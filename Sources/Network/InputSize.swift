/// Height and width of a network input, in pixels.
///
/// Both must be divisible by 32, so that all four streams have whole sizes (paper, section 3).
public struct InputSize: Hashable, Sendable {
  public var height: Int
  public var width: Int

  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }
}
