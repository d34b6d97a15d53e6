/// One of the parallel streams of an HRNet, counted from the finest: 0 is 1/4 of the input's resolution, 3 is 1/32.
///
/// The paper speaks of streams, its code of branches.
public struct Stream: Hashable, Sendable, Comparable {
  /// 0 for 1/4, 1 for 1/8, 2 for 1/16, 3 for 1/32.
  public let index: Int

  /// The most streams any HRNet has.
  public static let maximumCount = 4

  public init(_ index: Int) {
    self.index = index
  }

  /// Names a stream by its divisor: `4`, `8`, `16`, `32`, or in full `1/4` … `1/32`.
  public init?(name: some StringProtocol) {
    let digits = name.hasPrefix("1/") ? name.dropFirst(2) : name[...]
    guard let index = [4, 8, 16, 32].firstIndex(where: { String($0) == digits }) else { return nil }
    self.init(index)
  }

  /// How many input pixels one value of this stream spans along a side.
  public var divisor: Int { 4 << index }

  public static func < (one: Stream, other: Stream) -> Bool { one.index < other.index }
}

extension Stream: CustomStringConvertible {
  public var description: String { "1/\(divisor)" }
}
