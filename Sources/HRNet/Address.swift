/// Names an exchange unit: `s4.m2` is the one at the end of module 2 of stage 4. Both count from 1, as in the paper.
public struct ExchangeAddress: Hashable, Sendable, CustomStringConvertible {
  public let stage: Int
  public let module: Int

  public init(stage: Int, module: Int) {
    self.stage = stage
    self.module = module
  }

  public var description: String { "s\(stage).m\(module)" }
}

/// Names one fusion edge, identity edges included: `s4.m2:1/32>1/4` brings stream 1/32 to stream 1/4.
public struct EdgeAddress: Hashable, Sendable, CustomStringConvertible {
  public let unit: ExchangeAddress
  public let source: Stream
  public let destination: Stream

  public init(_ unit: ExchangeAddress, from source: Stream, to destination: Stream) {
    self.unit = unit
    self.source = source
    self.destination = destination
  }

  /// An identity edge brings a stream to itself, without parameters.
  public var isIdentity: Bool { source == destination }

  public var description: String { "\(unit):\(source)>\(destination)" }
}

/// Names a node of the network for people and machines. Everything counts from 1, as in the paper;
/// only the keys of checkpoints and reference files count from 0.
public enum Address: Hashable, Sendable {
  case input
  /// `stem.1`, `stem.2`
  case stem(Int)
  /// `s1.u1`: a bottleneck unit of stage 1.
  case stage1(unit: Int)
  /// `t2.1/8`: stream 1/8 between stage 2 and stage 3.
  case transition(Int, Stream)
  /// `s3.m2.1/8.u1`: a residual unit.
  case unit(ExchangeAddress, Stream, unit: Int)
  /// `s4.m2:1/32>1/4`: the term an edge brings to an exchange unit's sum.
  case edge(EdgeAddress)
  /// `s4.m2>1/4`: a stream after the exchange unit.
  case fused(ExchangeAddress, Stream)
  /// `head.mix`; a pose head's heat maps are just `head`.
  case head(HeadAddress)
}

extension Address: CustomStringConvertible {
  public var description: String {
    switch self {
    case .input: "input"
    case .stem(let number): "stem.\(number)"
    case .stage1(let unit): "s1.u\(unit)"
    case .transition(let number, let stream): "t\(number).\(stream)"
    case .unit(let module, let stream, let unit): "\(module).\(stream).u\(unit)"
    case .edge(let edge): edge.description
    case .fused(let unit, let stream): "\(unit)>\(stream)"
    case .head(.heatMaps): "head"
    case .head(let part): "head.\(part.name)"
    }
  }

  /// The name this node's activation has in files of reference activations (`Documentation/HRNet.md`), counted
  /// from 0 as in checkpoints.
  public var referenceName: String {
    switch self {
    case .input: "input"
    case .stem(let number): "stem.\(number)"
    case .stage1(let unit): "layer1.\(unit - 1)"
    case .transition(let number, let stream): "transition\(number).\(stream.index)"
    case .unit(let module, let stream, let unit):
      "\(Self.keyPrefix(module)).branches.\(stream.index).\(unit - 1)"
    case .edge(let edge):
      "\(Self.keyPrefix(edge.unit)).fuse.\(edge.destination.index).\(edge.source.index)"
    case .fused(let unit, let stream): "\(Self.keyPrefix(unit)).out.\(stream.index)"
    case .head(.heatMaps): "heatmaps"
    case .head(let part): "head.\(part.name)"
    }
  }

  /// The prefix of a module's keys in a checkpoint: `stage4.1` for `s4.m2`.
  static func keyPrefix(_ module: ExchangeAddress) -> String {
    "stage\(module.stage).\(module.module - 1)"
  }
}
