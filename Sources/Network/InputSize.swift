/// Height and width of a network input, in pixels.
///
/// Both are divisible by 32, so that all four streams have whole sizes (paper, section 3).
public struct InputSize: Hashable, Sendable {
  public var height: Int
  public var width: Int

  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Reads `HxW`, as `--input` takes it and as checkpoints' metadata states it: `256x192`.
  public init?(_ text: some StringProtocol) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let height = sides[0], let width = sides[1] else { return nil }
    self.init(height: height, width: width)
  }

  /// The sides a network can be built for. The bound keeps the memory of a pass within reach of a laptop.
  public static let allowedSides = 32...2048

  /// Whether a network can be built for this input.
  public var isValid: Bool {
    [height, width].allSatisfy { Self.allowedSides.contains($0) && $0.isMultiple(of: 32) }
  }
}

extension InputSize: CustomStringConvertible {
  public var description: String { "\(height)×\(width)" }
}
