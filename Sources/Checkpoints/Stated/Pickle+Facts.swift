extension Pickle {
  /// What stands beside the tensors in a training checkpoint: its configuration, the names of joints and classes.
  var facts: [(name: String, value: Literal)] {
    guard let root = object(root) else { return [] }
    var budget = LiteralReader.mostValues
    var result: [(name: String, value: Literal)] = []
    // The rest of `meta` is the training's diary.
    for object in [item("meta", of: root).flatMap(object), root] {
      for name in Configuration.names where name != "meta" {
        guard let value = object.flatMap({ item(name, of: $0) }) else { continue }
        result.append((name, Literal(value, in: self, budget: &budget)))
      }
    }
    return result
  }
}
