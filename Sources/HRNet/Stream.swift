/// A resolution at which a network computes, counted from the finest of an HRNet's parallel streams: 0 is 1/4 of the
/// input's resolution, 3 is 1/32. Pyramids go on to 1/64 and 1/128; −1, 1/2, is between the two stem convolutions.
///
/// The paper speaks of streams, its code of branches.
public struct Stream: Hashable, Sendable, Comparable {
  /// 0 for 1/4, 1 for 1/8, 2 for 1/16, 3 for 1/32, and so on.
  public let index: Int

  /// The most parallel streams any HRNet has.
  public static let maximumCount = 4

  /// From 1/2 to 1/128.
  public static let indices = -1...5

  public init(_ index: Int) {
    self.index = index
  }

  /// Names a stream by its divisor: `2`, `4` … `128`, or in full `1/2` … `1/128`.
  public init?(name: some StringProtocol) {
    let digits = name.hasPrefix("1/") ? name.dropFirst(2) : name[...]
    guard let index = Self.indices.first(where: { String(Stream($0).divisor) == digits }) else { return nil }
    self.init(index)
  }

  /// How many input pixels one value of this stream spans along a side.
  public var divisor: Int { 4 << index }

  public static func < (one: Stream, other: Stream) -> Bool { one.index < other.index }
}

extension Stream: CustomStringConvertible {
  public var description: String { "1/\(divisor)" }
}

extension Network {
  /// The resolution a node computes at, whatever its address says: the nearest to its height's share of the input's.
  func resolution(of node: Node) -> Stream {
    Stream.indices.map { Stream($0) }.min {
      abs($0.divisor * node.shape.height - input.height) < abs($1.divisor * node.shape.height - input.height)
    } ?? Stream(0)
  }
}
