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
    /// A transposed convolution of an encoder–decoder, from 1.
    case decoder(Int)
    /// A node of an hourglass's stack, from 1, that is no sum of a skip.
    case stack(Int)
    case head
  }

  public let content: Content
  /// The node whose activation each stream holds after this column, finest stream first. Of an encoder–decoder, the one
  /// that runs.
  public let nodes: [Node.ID]
  /// The resolution of each node.
  public let streams: [Stream]

  init(_ content: Content, nodes: [Node.ID], streams: [Stream]) {
    (self.content, self.nodes, self.streams) = (content, nodes, streams)
  }

  /// What columns in a row belong to, as the map's headings name it.
  public enum Section: Hashable, Sendable, CustomStringConvertible {
    case input, stem, decoder, head
    case stage(Int)
    /// One hourglass of several.
    case stack(Int)

    public var description: String {
      switch self {
      case .input: "in"
      case .stem: "stem"
      case .stage(let number): "stage \(number)"
      case .stack(let number): "stack \(number)"
      case .decoder: "decoder"
      case .head: "head"
      }
    }

    /// Where there is little room: `s2`, `h2`.
    public var abbreviation: String {
      switch self {
      case .stage(let number): "s\(number)"
      case .stack(let number): "h\(number)"
      case .decoder: "up"
      case .input, .stem, .head: description
      }
    }

    /// Whether it has units of its own that can be dealt with together.
    public var isPartOfBody: Bool {
      switch self {
      case .stage, .stack, .decoder: true
      case .input, .stem, .head: false
      }
    }
  }

  /// Transitions belong to the stage they lead to.
  public var section: Section {
    switch content {
    case .input: .input
    case .stem: .stem
    case .unit(let module, _): .stage(module.stage)
    case .exchange(let unit): unit.section
    case .transition(let number): .stage(number + 1)
    case .decoder: .decoder
    case .stack(let number): .stack(number)
    case .head: .head
    }
  }

  /// The stage the column belongs to: 1 to 4. Nil outside of stages.
  public var stage: Int? { if case .stage(let number) = section { number } else { nil } }

  /// Whether streams are exchanged here.
  public var isExchange: Bool { if case .exchange = content { true } else { false } }

  /// The module the column belongs to, or nil outside of modules.
  public var module: ExchangeAddress? {
    switch content {
    case .input, .stem, .head, .transition, .decoder, .stack: nil
    case .unit(let module, _), .exchange(let module): module
    }
  }
}

extension ExchangeAddress {
  /// The stage or stack it stands in.
  public var section: Column.Section { site == .skip ? .stack(stage) : .stage(stage) }
}
