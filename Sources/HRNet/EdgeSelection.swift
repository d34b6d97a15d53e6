/// The fusion edges a `SPEC` of the command line names (`Documentation/CommandLine.md`): an edge `s4.m2:32>4`, an
/// exchange unit `s4.m2`, a stage `s4`, a kind `final` `across` `within`, or `all`; beyond them a stream after an exchange unit,
/// `s4.m1>8`, by every edge into it. Of an hourglass a skip `h1.l4`, those of a stack `h1`, or of all, `skip`.
///
/// Units, stages and kinds leave identity edges out: an exchange unit that is off still passes each stream to itself (paper,
/// Table 12). A stream has its own among its edges: without any there is nothing left of it.
public struct EdgeSelection: Hashable, Sendable {
  public let edges: [EdgeAddress]

  /// - Throws: `EdgeSelectionError` where the text is no SPEC, or names what the network does not have.
  public init(_ spec: String, in network: Network) throws(EdgeSelectionError) {
    try network.expectEdges()
    if spec == "all" {
      edges = Self.foreignEdges(of: network.exchangeUnits, in: network)
    } else if let kind = FusionKind(rawValue: spec) {
      edges = Self.foreignEdges(of: network.exchangeUnits.filter { $0.kind == kind }, in: network)
    } else if let edge = Self.edge(spec) {
      guard network.node(.edge(edge)) != nil else { throw .absent(spec) }
      edges = [edge]
    } else if let (unit, destination) = Self.stream(spec) {
      edges = network.edges.filter { $0.unit == unit && $0.destination == destination }
      guard !edges.isEmpty else { throw .absent(spec) }
    } else if let unit = Self.exchangeUnit(spec) {
      guard let unit = network.exchangeUnit(unit) else { throw .absent(spec) }
      edges = Self.foreignEdges(of: [unit], in: network)
    } else if let (site, stage) = Self.stage(spec) {
      let units = network.exchangeUnits.filter { $0.address.site == site && $0.address.stage == stage }
      guard !units.isEmpty else { throw .absent(spec) }
      edges = Self.foreignEdges(of: units, in: network)
    } else {
      throw .malformed(spec)
    }
  }

  /// Every edge of these units but the identity ones.
  public static func foreignEdges(of units: some Sequence<ExchangeUnit>, in network: Network) -> [EdgeAddress] {
    units.flatMap(\.foreignEdges)
  }

  private static func edge(_ spec: String) -> EdgeAddress? {
    let halves = spec.split(separator: ":", omittingEmptySubsequences: false)
    guard halves.count == 2, let unit = exchangeUnit(halves[0]) else { return nil }
    let ends = halves[1].split(separator: ">", omittingEmptySubsequences: false)
    guard ends.count == 2, let source = Stream(name: ends[0]), let destination = Stream(name: ends[1]) else {
      return nil
    }
    return EdgeAddress(unit, from: source, to: destination)
  }

  private static func stream(_ spec: String) -> (unit: ExchangeAddress, destination: Stream)? {
    let parts = spec.split(separator: ">", omittingEmptySubsequences: false)
    guard parts.count == 2, let unit = exchangeUnit(parts[0]), let destination = Stream(name: parts[1]) else {
      return nil
    }
    return (unit, destination)
  }

  private static func exchangeUnit(_ text: some StringProtocol) -> ExchangeAddress? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let (site, stage) = stage(parts[0]) else { return nil }
    switch site {
    case .module: return number(parts[1], after: "m").map { ExchangeAddress(stage: stage, module: $0) }
    case .skip: return number(parts[1], after: "l").map { ExchangeAddress(stack: stage, level: $0) }
    }
  }

  /// `s4`, or `h1` of an hourglass.
  private static func stage(_ text: some StringProtocol) -> (ExchangeAddress.Site, Int)? {
    if let stage = number(text, after: "s") { return (.module, stage) }
    return number(text, after: "h").map { (.skip, $0) }
  }

  private static func number(_ text: some StringProtocol, after prefix: String) -> Int? {
    guard text.hasPrefix(prefix), let number = Int(text.dropFirst()), number > 0 else { return nil }
    return number
  }
}

extension Network {
  /// - Throws: where there are no fusion edges, so that nothing can be cut.
  public func expectEdges() throws(EdgeSelectionError) {
    if exchangeUnits.isEmpty { throw .nothingToCut(network: architecture.name) }
  }
}

/// A SPEC that names no fusion edges.
public enum EdgeSelectionError: Error, Hashable, CustomStringConvertible {
  case malformed(String)
  case absent(String)
  /// There are no fusion edges at all.
  case nothingToCut(network: String)

  public var description: String {
    switch self {
    case .malformed(let spec):
      "'\(spec)' names no fusion (expected e.g. s4.m2:32>4, s4.m2, s4, s4.m1>8, final, across, within or all; h1.l4, h1 or skip of an hourglass)"
    case .absent(let spec): "this network has no '\(spec)'"
    case .nothingToCut(let network): "\(network) has nothing to cut: nowhere in it are streams or skips summed"
    }
  }
}
