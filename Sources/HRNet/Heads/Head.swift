/// Builds the nodes that turn the streams of the last exchange unit into a result.
///
/// A head is a builder of nodes and nothing else: a new one adds a type here and touches no other code that reads the
/// network's description.
public protocol Head: Sendable {
  /// The paper's name of the head, for people: `V1 pose`.
  var name: String { get }

  /// How many streams the head reads, counted from the finest. The last exchange unit puts out only these.
  var streamsRead: Int { get }

  /// K of a head that puts out heat maps; nil of every other.
  var joints: Int? { get }

  /// Which inputs a network with this head can have.
  var inputs: InputRule { get }

  /// What the network is usually given, for files that do not say.
  var usualInput: InputSize { get }

  /// Appends the head's nodes and columns.
  ///
  /// - Parameter streams: the fused streams of the last exchange unit, finest first, `streamsRead` of them.
  /// - Returns: what the head puts out, at least one thing; the first is what is read where nobody says which.
  func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput]
}

extension Head {
  /// The name as files state it: `v1-pose`, `v2-classes`; of several heads one after another, `v1-pose,v2-classes`.
  public var metadataName: String {
    String(name.lowercased().map { $0 == " " ? "-" : $0 }).split(separator: "-+-").joined(separator: ",")
  }

  public var joints: Int? { nil }
  public var inputs: InputRule { .any(from: 32) }
  public var usualInput: InputSize { InputSize(height: 256, width: 192) }
}

extension Architecture {
  /// K, the number of heat maps; nil for a network without a pose head.
  public var joints: Int? { head.joints }
}

/// HRNet V1 with a pose head: one convolution with bias from stream 1/4 to a heat map per joint
/// (paper, section 4).
public struct PoseHead: Head, Hashable {
  private let count: Int
  /// Side of the kernel; 1 in every published checkpoint.
  public let kernel: Int

  public init(joints: Int, kernel: Int = 1) {
    count = joints
    self.kernel = kernel
  }

  public var name: String { "V1 pose" }
  public var joints: Int? { count }
  public var streamsRead: Int { 1 }
  public var inputs: InputRule { .wholeStreams }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    let convolution = builder.convolution(
      "final_layer", .bias, on: streams[0], to: count, kernel: kernel, hasReLU: false)
    let heatMaps = builder.append(.head(.heatMaps), .sequence([convolution]), reading: [streams[0]])
    builder.addHeadColumn([heatMaps])
    return [.heatMaps(heatMaps)]
  }
}

/// No head at all: the fused streams as they are. What a backbone trained for another task has to show.
public struct BackboneHead: Head, Hashable {
  /// How many streams the last exchange unit puts out: 1 in a pose network, 4 elsewhere.
  public let streams: Int

  public init(streams: Int) { self.streams = streams }

  public var name: String { "none" }
  public var streamsRead: Int { streams }
  public var inputs: InputRule { .wholeStreams }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] { [.levels(streams)] }
}

/// Two heads on one body, which do not know each other.
public struct HeadPair: Head {
  /// What is read where nobody says which.
  public let first: any Head
  public let second: any Head

  public init(_ first: any Head, _ second: any Head) {
    (self.first, self.second) = (first, second)
  }

  public var name: String { "\(first.name) + \(second.name)" }
  public var streamsRead: Int { max(first.streamsRead, second.streamsRead) }
  public var joints: Int? { first.joints ?? second.joints }
  public var usualInput: InputSize { first.usualInput }

  public var inputs: InputRule { first.inputs.and(second.inputs) }

  /// The first head's nodes come last: the end of the network is what is read.
  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    let others = second.build(on: Array(streams.prefix(second.streamsRead)), in: &builder)
    return first.build(on: Array(streams.prefix(first.streamsRead)), in: &builder) + others
  }
}
