/// What a network puts out, and what it means.
public enum HeadOutput: Hashable, Sendable {
  /// A map for every joint or landmark, whose peak is its place.
  case heatMaps(Node.ID)
  /// Logits of every class at every position.
  case classMap(Node.ID)
  /// Logits of every class for the whole picture.
  case classScores(Node.ID)
  /// Features and nothing decided yet, finest level first: a backbone's streams, a pyramid's levels.
  case levels([Node.ID])
  /// Boxes around points, finest level first.
  case boxes([BoxLevel])

  /// What one level of a detector says at every position, the centre of a square of `stride` pixels.
  public struct BoxLevel: Hashable, Sendable {
    /// Pixels of the input that one position spans along a side.
    public let stride: Int
    /// A channel for every class, before the sigmoid.
    public let logits: Node.ID
    /// How near the box's centre the point is, before the sigmoid.
    public let centerness: Node.ID
    /// To the box's left, top, right and bottom, in pixels of the input.
    public let distances: Node.ID
  }

  /// The nodes that hold it, in order.
  public var nodes: [Node.ID] {
    switch self {
    case .heatMaps(let node), .classMap(let node), .classScores(let node): [node]
    case .levels(let nodes): nodes
    case .boxes(let levels): levels.flatMap { [$0.logits, $0.centerness, $0.distances] }
    }
  }
}

extension Network {
  /// Heat maps, where the network has them: `K×H/4×W/4` of a pose head.
  public var heatMaps: Node.ID? {
    outputs.lazy.compactMap { if case .heatMaps(let node) = $0 { node } else { nil } }.first
  }

  /// The first node of the first output: what there is to see at the end. Of a backbone, its finest stream.
  public var result: Node.ID { outputs[0].nodes[0] }
}
