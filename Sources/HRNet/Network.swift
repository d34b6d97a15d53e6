/// The description of one network at one input size: every unit, fusion edge and fused stream as a node.
///
/// It is the only description there is. The map on screen, the table of costs, the keys looked up in checkpoints
/// and the executor's plan are all read from here.
///
/// ```swift
/// let network = try Network(.preset("w32")!, input: InputSize(height: 256, width: 192))
/// network.parameters            // 28 536 113
/// network.exchangeUnits.count   // 8
/// ```
public struct Network: Sendable {
  public let architecture: Architecture
  public let input: InputSize
  /// All nodes; a node's inputs come before it.
  public let nodes: [Node]
  /// The exchange units in the order they run.
  public let exchangeUnits: [ExchangeUnit]
  /// What runs side by side, in the order of time.
  public let columns: [Column]
  /// By row of the map, from which column to which one something is kept that is read on the same row: what an
  /// encoder–decoder holds for later.
  public let heldRows: [Int: [ClosedRange<Int>]]
  /// The streams at the end of the body, finest first: what the head reads.
  public let lastStreams: [Node.ID]
  /// What the head puts out: one thing, or one for each of several heads. Never empty.
  public let outputs: [HeadOutput]

  private let identifiers: [Address: Node.ID]

  /// - Throws: `NetworkError` where the architecture or the input size is out of bounds.
  public init(_ architecture: Architecture, input: InputSize) throws(NetworkError) {
    do { try architecture.validate() } catch { throw .architecture(error) }
    guard architecture.inputs.allows(input) else { throw .input(input, architecture.inputs) }

    var builder = NetworkBuilder(upsampling: architecture.upsampling)
    outputs = architecture.build(input: input, in: &builder)
    self.architecture = architecture
    self.input = input
    nodes = builder.nodes
    exchangeUnits = builder.exchangeUnits
    columns = builder.columns
    lastStreams = builder.lastStreams
    heldRows = Self.heldRows(of: nodes, in: columns, exchangeUnits)
    identifiers = Dictionary(uniqueKeysWithValues: nodes.map { ($0.address, $0.id) })
  }

  /// The node with this address, or nil where the network has none.
  public func node(_ address: Address) -> Node? { identifiers[address].map { nodes[$0] } }

  public subscript(_ id: Node.ID) -> Node { nodes[id] }

  /// Learned numbers.
  public var parameters: Int { nodes.reduce(0) { $0 + $1.parameters } }
  /// Multiply-accumulates of convolutions and linear layers in one pass. The paper prints them divided by 2³⁰.
  public var multiplyAccumulates: Int { nodes.reduce(0) { $0 + $1.multiplyAccumulates } }

  /// The tensors a checkpoint must hold, with their shapes; each once.
  public var tensors: [(key: String, shape: [Int])] {
    var known: Set<String> = []
    return nodes.flatMap(\.operation.tensors).filter { known.insert($0.key).inserted }
  }

  /// Every fusion edge, in the order of the exchange units, by destination and then source.
  public var edges: [EdgeAddress] {
    exchangeUnits.flatMap(\.allEdges)
  }

  /// How many layers the units of a column have; what is no unit is done in one.
  public func layerCount(of column: Column) -> Int {
    switch column.content {
    case .unit, .stack, .stem: column.nodes.map { nodes[$0].layerCount }.max() ?? 1
    case .input, .transition, .exchange, .decoder, .head: 1
    }
  }

  /// The exchange unit with this address, or nil where the network has none.
  public func exchangeUnit(_ address: ExchangeAddress) -> ExchangeUnit? {
    exchangeUnits.first { $0.address == address }
  }
}

/// A network that cannot be built.
public enum NetworkError: Error, Hashable, CustomStringConvertible {
  case architecture(ArchitectureError)
  case input(InputSize, InputRule)

  public var description: String {
    switch self {
    case .architecture(let error): error.description
    case .input(let size, let rule):
      "the input size must have \(rule) (expected e.g. \(rule.example.height)x\(rule.example.width), "
        + "found \(size.height)x\(size.width))"
    }
  }
}
