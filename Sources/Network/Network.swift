/// The description of one HRNet at one input size: every unit, fusion edge and fused stream as a node.
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
  /// The node that holds the head's result: `K×H/4×W/4` heat maps for a pose head,
  /// the finest stream for a backbone without one.
  public let output: Node.ID

  private let identifiers: [Address: Node.ID]

  /// - Throws: `NetworkError` where the architecture or the input size is out of bounds.
  public init(_ architecture: Architecture, input: InputSize) throws(NetworkError) {
    do { try architecture.validate() } catch { throw .architecture(error) }
    guard input.isValid else { throw .input(input) }

    var layout = HRNetLayout(architecture, input: input)
    layout.build()
    self.architecture = architecture
    self.input = input
    nodes = layout.builder.nodes
    exchangeUnits = layout.exchangeUnits
    columns = layout.columns
    output = layout.output
    identifiers = Dictionary(uniqueKeysWithValues: nodes.map { ($0.address, $0.id) })
  }

  /// The node with this address, or nil where the network has none.
  public func node(_ address: Address) -> Node? { identifiers[address].map { nodes[$0] } }

  public subscript(_ id: Node.ID) -> Node { nodes[id] }

  /// Learned numbers.
  public var parameters: Int { nodes.reduce(0) { $0 + $1.parameters } }
  /// Multiply-accumulates of convolutions in one pass. The paper prints them divided by 2³⁰.
  public var multiplyAccumulates: Int { nodes.reduce(0) { $0 + $1.multiplyAccumulates } }

  /// Every fusion edge, in the order of the exchange units, by destination and then source.
  public var edges: [EdgeAddress] {
    exchangeUnits.flatMap { unit in
      unit.edges.flatMap { row in
        row.compactMap { if case .edge(let edge) = nodes[$0].address { edge } else { nil } }
      }
    }
  }

  /// How many layers the units of a column have; what is no unit is done in one.
  public func layerCount(of column: Column) -> Int {
    guard case .unit = column.content else { return 1 }
    return column.nodes.map { nodes[$0].layerCount }.max() ?? 1
  }

  /// The exchange unit with this address, or nil where the network has none.
  public func exchangeUnit(_ address: ExchangeAddress) -> ExchangeUnit? {
    exchangeUnits.first { $0.address == address }
  }
}

/// A network that cannot be built.
public enum NetworkError: Error, Hashable, CustomStringConvertible {
  case architecture(ArchitectureError)
  case input(InputSize)

  public var description: String {
    switch self {
    case .architecture(let error): error.description
    case .input(let size):
      "the input size must have sides divisible by 32 between \(InputSize.allowedSides.lowerBound) and "
        + "\(InputSize.allowedSides.upperBound) (expected e.g. 256x192, found \(size.height)x\(size.width))"
    }
  }
}
