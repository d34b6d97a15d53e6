/// Several heat maps of the same joints: one from each of HRNet's streams, the paper's comparison of resolutions (TPAMI,
/// Figure 9), or one from each stack of an hourglass, the intermediate supervision.
public struct ResponseHead: Head, Hashable {
  /// What a response is read from.
  public enum Place: Hashable, Sendable {
    /// A stream of the last exchange unit; in our construction.
    case streams
    /// The features behind a stack.
    case stacks
  }

  public let place: Place
  private let count: Int

  public init(_ place: Place, joints: Int) { (self.place, count) = (place, joints) }

  public var name: String { place == .streams ? "V1 responses" : "stack responses" }
  public var joints: Int? { count }
  public var streamsRead: Int { place == .streams ? Stream.maximumCount : 1 }
  public var inputs: InputRule { .wholeStreams }
  /// Hourglasses are usually given MPII's people.
  public var usualInput: InputSize {
    place == .streams ? InputSize(height: 256, width: 192) : InputSize(height: 256, width: 256)
  }

  /// The convolution's key without the response's number.
  var key: String { place == .streams ? "final_layers" : "score" }

  /// A response of each stream, the finest one's first.
  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    let maps = streams.enumerated().map { respond(to: $0.element, number: $0.offset, in: &builder) }
    builder.addHeadColumn(maps)
    return maps.map { .heatMaps($0) }
  }

  /// A 1×1 convolution with bias.
  ///
  /// - Parameter number: of the stream or stack, from 0.
  func respond(to node: Node.ID, number: Int, in builder: inout NetworkBuilder) -> Node.ID {
    let convolution = builder.convolution("\(key).\(number)", .bias, on: node, to: count, kernel: 1, hasReLU: false)
    return builder.append(.head(.heatMaps(of: number)), .sequence([convolution]), reading: [node])
  }
}
