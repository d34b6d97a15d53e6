extension HRNetMatcher {
  func departure(at node: Dataflow.Node, expected: String) -> CheckpointError.Reason {
    let source = graph.model.nodes[node.position]
    return .departingNode(
      node: source.title(position: node.position), operation: source.description, expected: expected)
  }

  /// Names the first reader of a value that has no other reason to be there, or where nothing reads it the node that
  /// puts it out.
  func departure(
    after value: Dataflow.Value, expected: String, isOther: (Dataflow.Node) -> Bool = { _ in false }
  ) -> CheckpointError.Reason {
    let readers = graph.readers(of: value)
    let idle = readers.filter { !taken.contains($0.position) }
    if let node = idle.first(where: { !isOther($0) }) ?? idle.first ?? readers.first {
      return departure(at: node, expected: expected)
    }
    guard let node = graph.producer(of: value) else {
      // What is put out then comes from somewhere else: a graph in an If, say.
      guard let last = graph.nodes.last else { return .notAnHRNet("nothing reads the graph's input") }
      return departure(at: last, expected: "a network of the graph's input")
    }
    let title = graph.model.nodes[node.position].title(position: node.position)
    return .notAnHRNet("nothing follows node \(title) (expected \(expected))")
  }
}
