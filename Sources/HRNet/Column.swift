/// What runs side by side at one moment: one node per stream. Walking the columns is walking the network in time,
/// from left to right in the paper's figure.
public struct Column: Hashable, Sendable {
  /// What a column holds.
  public enum Content: Hashable, Sendable {
    case input
    case stem
    /// The same unit of every stream of a module; stage 1 counts as one module of one stream.
    case unit(ExchangeAddress, Int)
    case transition(Int)
    case exchange(ExchangeAddress)
    case head
  }

  public let content: Content
  /// The node whose activation each stream holds after this column, finest stream first.
  public let nodes: [Node.ID]
  /// The resolution of each node.
  public let streams: [Stream]

  /// - Parameter finest: of the nodes' streams; each next one is half as fine.
  init(_ content: Content, nodes: [Node.ID], finest: Stream = Stream(0)) {
    self.content = content
    self.nodes = nodes
    streams = nodes.indices.map { Stream(finest.index + $0) }
  }

  /// The stage the column belongs to: 1 to 4; transitions belong to the stage they lead to.
  /// Nil for input, stem and head.
  public var stage: Int? {
    switch content {
    case .input, .stem, .head: nil
    case .unit(let module, _), .exchange(let module): module.stage
    case .transition(let number): number + 1
    }
  }

  /// Whether streams are exchanged here.
  public var isExchange: Bool { if case .exchange = content { true } else { false } }

  /// The module the column belongs to, or nil outside of modules.
  public var module: ExchangeAddress? {
    switch content {
    case .input, .stem, .head, .transition: nil
    case .unit(let module, _), .exchange(let module): module
    }
  }
}
