/// Height and width of a network input, in pixels.
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
}

extension InputSize {
  /// The smallest input an architecture can have; what is asked of it does not depend on the size.
  public static func smallest(for architecture: Architecture) -> InputSize {
    let side = architecture.inputs.smallest
    return InputSize(height: side, width: side)
  }
}

extension InputSize {
  /// Whether some network can be given it; which one, its `InputRule` says.
  public var isPlausible: Bool {
    [height, width].allSatisfy { (InputRule.wholeStreams.smallest...InputRule.largest).contains($0) }
  }
}

/// Which inputs a network can be built for.
public struct InputRule: Hashable, Sendable {
  /// The shortest side, in pixels.
  public let smallest: Int
  /// What both sides are divisible by.
  public let multiple: Int

  /// All four streams have whole sizes, each half of the one before (paper, section 3): what pose networks are given.
  public static let wholeStreams = InputRule(smallest: 32, multiple: 32)

  /// Any size from a smallest side on: strides round up, and upsampling goes to its destination's size.
  public static func any(from smallest: Int) -> InputRule { InputRule(smallest: smallest, multiple: 1) }

  /// The longest side. The bound keeps the memory of a pass within reach of a laptop.
  public static let largest = 2048

  /// Each half of the one before down to 1/64, the bottom of an hourglass.
  public static let wholeHourglass = InputRule(smallest: 64, multiple: 64)

  /// A size that is allowed, to name in messages.
  var example: InputSize { InputSize(height: max(256, smallest), width: max(192, smallest)) }

  /// What both allow; of two multiples one divides the other.
  func and(_ other: InputRule) -> InputRule {
    InputRule(smallest: max(smallest, other.smallest), multiple: max(multiple, other.multiple))
  }

  public func allows(_ size: InputSize) -> Bool {
    [size.height, size.width].allSatisfy { (smallest...Self.largest).contains($0) && $0.isMultiple(of: multiple) }
  }
}

extension InputSize: CustomStringConvertible {
  public var description: String { "\(height)×\(width)" }
}

extension InputRule: CustomStringConvertible {
  /// `sides divisible by 32 between 32 and 2048`
  public var description: String {
    "sides" + (multiple > 1 ? " divisible by \(multiple)" : "") + " between \(smallest) and \(Self.largest)"
  }
}
