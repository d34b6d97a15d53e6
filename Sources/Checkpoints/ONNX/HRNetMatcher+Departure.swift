extension HRNetMatcher {
  func departure(at node: Dataflow.Node, expected: String) -> CheckpointError.Reason {
    let source = graph.model.nodes[node.position]
    return .departingNode(
      node: source.title(position: node.position), operation: source.description, expected: expected)
  }

  /// Names the first reader of a value, or where there is none the node that puts it out.
  func departure(after value: Dataflow.Value, expected: String) -> CheckpointError.Reason {
    if let node = graph.readers(of: value).first { return departure(at: node, expected: expected) }
    guard let node = graph.producer(of: value) else { return .notAnHRNet("nothing reads the graph's input") }
    let title = graph.model.nodes[node.position].title(position: node.position)
    return .notAnHRNet("nothing follows node \(title) (expected \(expected))")
  }
}
