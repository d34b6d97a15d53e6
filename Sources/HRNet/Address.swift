/// Names an exchange unit: `s4.m2` is the one at the end of module 2 of stage 4; `h1.l4` is the skip of level 4, the finest
/// one, of an hourglass's stack 1. All count from 1, as in the paper.
public struct ExchangeAddress: Hashable, Sendable, CustomStringConvertible {
  /// Where streams are summed.
  public enum Site: Hashable, Sendable {
    /// At the end of an HRNet's module.
    case module
    /// At the end of an hourglass's skip.
    case skip
  }

  public let site: Site
  /// Of a skip the stack.
  public let stage: Int
  /// Of a skip the level, of which the coarsest is 1.
  public let module: Int

  public init(stage: Int, module: Int) {
    (site, self.stage, self.module) = (.module, stage, module)
  }

  public init(stack: Int, level: Int) {
    (site, stage, module) = (.skip, stack, level)
  }

  public var description: String {
    switch site {
    case .module: "s\(stage).m\(module)"
    case .skip: "h\(stage).l\(module)"
    }
  }
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
  public var isIdentity: Bool { unit.site == .module && source == destination }

  /// Whether it is what is left where its unit is off: a stream's own identity; in an hourglass, what comes up from below.
  public var isPassedOn: Bool {
    switch unit.site {
    case .module: isIdentity
    case .skip: source != destination
    }
  }

  public var description: String { "\(unit):\(source)>\(destination)" }
}

/// Names a node of the network for people and machines. Everything counts from 1, as in the paper;
/// only the keys of checkpoints and reference files count from 0.
public enum Address: Hashable, Sendable {
  case input
  /// `stem.1`, `stem.2`
  case stem(Int)
  /// `stem.pool`: an encoder's first halving without parameters.
  case stemPool
  /// `s1.u1`: a bottleneck unit of HRNet's stage 1, or of a ResNet's stages.
  case layer(Int, unit: Int)
  /// `t2.1/8`: stream 1/8 between stage 2 and stage 3.
  case transition(Int, Stream)
  /// `s3.m2.1/8.u1`: a residual unit.
  case unit(ExchangeAddress, Stream, unit: Int)
  /// `s4.m2:1/32>1/4`: the term an edge brings to an exchange unit's sum.
  case edge(EdgeAddress)
  /// `s4.m2>1/4`: a stream after the exchange unit.
  case fused(ExchangeAddress, Stream)
  /// `decoder.1`: a transposed convolution of SimpleBaseline.
  case decoder(Int)
  /// `h1.down.4`
  case hourglass(HourglassAddress)
  /// `head.mix`; a pose head's heat maps are just `head`.
  case head(HeadAddress)
}

extension Address: CustomStringConvertible {
  public var description: String {
    switch self {
    case .input: "input"
    case .stem(let number): "stem.\(number)"
    case .stemPool: "stem.pool"
    case .layer(let stage, let unit): "s\(stage).u\(unit)"
    case .transition(let number, let stream): "t\(number).\(stream)"
    case .unit(let module, let stream, let unit): "\(module).\(stream).u\(unit)"
    case .edge(let edge): edge.description
    case .fused(let unit, let stream): "\(unit)>\(stream)"
    case .decoder(let number): "decoder.\(number)"
    case .hourglass(let address): address.description
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
    case .stemPool: "stem.pool"
    case .layer(let stage, let unit): "layer\(stage).\(unit - 1)"
    case .transition(let number, let stream): "transition\(number).\(stream.index)"
    case .unit(let module, let stream, let unit):
      "\(Self.keyPrefix(module)).branches.\(stream.index).\(unit - 1)"
    case .edge(let edge) where edge.unit.site == .skip:
      "\(Self.keyPrefix(edge.unit)).\(edge.isPassedOn ? "up" : "skip")"
    case .edge(let edge):
      "\(Self.keyPrefix(edge.unit)).fuse.\(edge.destination.index).\(edge.source.index)"
    case .fused(let unit, _) where unit.site == .skip: "\(Self.keyPrefix(unit)).sum"
    case .fused(let unit, let stream): "\(Self.keyPrefix(unit)).out.\(stream.index)"
    case .decoder(let number): "deconv.\(number - 1)"
    case .hourglass(let address): address.referenceName
    case .head(let part) where part.isHeatMaps: part.name
    case .head(let part): "head.\(part.name)"
    }
  }

  /// What a unit's names begin with in checkpoints and reference files: `stage4.1` for `s4.m2`, `stack.0.4` for `h1.l4`.
  static func keyPrefix(_ unit: ExchangeAddress) -> String {
    switch unit.site {
    case .module: "stage\(unit.stage).\(unit.module - 1)"
    case .skip: "stack.\(unit.stage - 1).\(unit.module)"
    }
  }
}
