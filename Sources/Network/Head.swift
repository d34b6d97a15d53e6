/// Builds the nodes that turn the streams of the last exchange unit into a result.
///
/// A head is a builder of nodes and nothing else: a new one (V2, V2p) adds a type here and touches no other code
/// that reads the network's description.
public protocol Head: Sendable {
  /// The paper's name of the head, for people: `V1 pose`.
  var name: String { get }

  /// How many streams the head reads, counted from the finest. The last exchange unit puts out only these.
  var streamsRead: Int { get }

  /// Channels of the result: heat maps for a pose head.
  var outputChannels: Int { get }

  /// Appends the head's nodes and returns the one that holds the result.
  ///
  /// - Parameter streams: the fused streams of the last exchange unit, finest first, `streamsRead` of them.
  func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> Node.ID
}

/// HRNet V1 with a pose head: one convolution with bias from stream 1/4 to a heat map per joint
/// (paper, section 4).
public struct PoseHead: Head, Hashable {
  /// K, the number of joints.
  public let joints: Int
  /// Side of the kernel; 1 in every published checkpoint.
  public let kernel: Int

  public init(joints: Int, kernel: Int = 1) {
    self.joints = joints
    self.kernel = kernel
  }

  public var name: String { "V1 pose" }
  public var streamsRead: Int { 1 }
  public var outputChannels: Int { joints }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> Node.ID {
    let convolution = builder.convolution(
      "final_layer", .bias, on: streams[0], to: joints, kernel: kernel, hasReLU: false)
    return builder.append(.head, .sequence([convolution]), reading: [streams[0]])
  }
}

/// No head at all: the fused streams as they are. What a backbone trained for another task has to show.
public struct BackboneHead: Head, Hashable {
  /// How many streams the last exchange unit puts out: 1 in a pose network, 4 elsewhere.
  public let streams: Int
  /// Channels of the finest stream.
  public let width: Int

  public init(streams: Int, width: Int) {
    self.streams = streams
    self.width = width
  }

  public var name: String { "none" }
  public var streamsRead: Int { streams }
  public var outputChannels: Int { width }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> Node.ID { streams[0] }
}

extension Architecture {
  /// K, the number of heat maps; nil for a network without a pose head.
  public var joints: Int? { (head as? PoseHead)?.joints }
}
