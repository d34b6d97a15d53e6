/// What a graph says beyond its weights.
public struct GraphFacts: Hashable, Encodable, Sendable {
  public enum BatchNormalization: String, Encodable, Sendable {
    case kept
    /// Made part of the convolutions' weights, as exporters do.
    case folded
    case partlyFolded = "partly folded"
  }

  /// Version of the operators.
  public let opset: Int
  /// Name and version of the program that wrote the file; may be empty.
  public let producer: String
  public let batchNormalization: BatchNormalization
  /// Name of the output that is taken for the heat maps; nil for a network without a pose head.
  public let heatMaps: String?
  /// Outputs that no part of the network puts out.
  public let notComputed: [UnknownOutput]
  /// Names of the files beside the graph's that hold its numbers, sorted.
  public let numberFiles: [String]

  /// An output of the graph, and what puts it out: `'/Mul' is Mul`.
  public struct UnknownOutput: Hashable, Encodable, Sendable, CustomStringConvertible {
    public let name: String
    public let node: String

    public var description: String { "output '\(printable(name))' is not computed (node \(node))" }
  }
}
