/// What a network costs, added up by stage, by stream, or by kind of node.
public struct CostTally: Hashable, Sendable {
  public enum Grouping: String, CaseIterable, Hashable, Sendable {
    case stage, stream, kind
  }

  /// What is added up in one row.
  public struct Row: Hashable, Sendable {
    public let name: String
    public fileprivate(set) var parameters = 0
    public fileprivate(set) var multiplyAccumulates = 0
    public fileprivate(set) var nodes: [Node.ID] = []
  }

  public let grouping: Grouping
  /// In the order in which they begin; every node that takes arithmetic is in one of them.
  public let rows: [Row]

  public init(_ network: Network, by grouping: Grouping) {
    self.grouping = grouping
    var rows: [Row] = []
    for node in network.nodes where node.isComputed {
      let name = Self.name(of: node, in: network, by: grouping)
      let index = rows.firstIndex { $0.name == name } ?? rows.count
      if index == rows.count { rows.append(Row(name: name)) }
      rows[index].parameters += node.parameters
      rows[index].multiplyAccumulates += node.multiplyAccumulates
      rows[index].nodes.append(node.id)
    }
    self.rows = rows
  }

  private static func name(of node: Node, in network: Network, by grouping: Grouping) -> String {
    switch grouping {
    case .stage: stage(of: node)
    case .stream: stream(of: node, in: network)
    case .kind: kind(of: node)
    }
  }

  /// Transitions belong to the stage they lead to, as on the map.
  private static func stage(of node: Node) -> String {
    switch node.address {
    case .input, .stem, .stemPool: "stem"
    case .layer(let stage, _): "stage \(stage)"
    case .transition(let number, _): "stage \(number + 1)"
    case .unit(let module, _, _), .fused(let module, _): module.section.description
    case .edge(let edge): edge.unit.section.description
    case .decoder: "decoder"
    case .hourglass(let address): "stack \(address.stack)"
    case .head: "head"
    }
  }

  /// What leads from one stream to another belongs to neither.
  private static func stream(of node: Node, in network: Network) -> String {
    switch node.address {
    case .input, .stem, .stemPool: "stem"
    case .layer, .decoder, .hourglass: "\(network.resolution(of: node))"
    case .transition(_, let stream), .unit(_, let stream, _), .fused(_, let stream): "\(stream)"
    case .edge: "between"
    case .head: "head"
    }
  }

  private static func kind(of node: Node) -> String {
    switch node.address {
    case .input, .stem, .stemPool: "stem"
    case .layer: "bottlenecks"
    case .unit: "basic units"
    case .transition: "transitions"
    case .edge: "fusion edges"
    case .fused: "fusion sums"
    case .decoder: "transposed convolutions"
    case .hourglass: "hourglass units"
    case .head: "head"
    }
  }
}
