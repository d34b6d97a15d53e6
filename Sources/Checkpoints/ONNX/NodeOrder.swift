/// The order in which a graph's nodes can be computed. The format asks for files in such an order; tools that put their
/// nodes at the end do not keep to it, and who runs the graph sorts it.
enum NodeOrder {
  /// Positions of the nodes, each behind those whose values it reads; those of a file in order stay as they are.
  ///
  /// - Parameter given: names of values that no node puts out.
  /// - Throws: where two nodes put out the same value, or one waits for its own.
  static func sorted(
    _ nodes: [ONNXNode], given: Set<String>
  ) throws(CheckpointError.Reason) -> [Int] {
    var producers: [String: Int] = [:]
    for (position, node) in nodes.enumerated() {
      for name in node.outputs where !name.isEmpty {
        guard !given.contains(name), producers.updateValue(position, forKey: name) == nil else {
          throw .malformedONNX("two values are called '\(printable(name))'")
        }
      }
    }

    var order: [Int] = []
    order.reserveCapacity(nodes.count)
    // A node is begun when somebody needs it and done when all it needs is. No recursion: chains are long.
    var isBegun = [Bool](repeating: false, count: nodes.count)
    var isDone = isBegun
    var waiting: [(position: Int, nextInput: Int)] = []
    for start in nodes.indices where !isBegun[start] {
      waiting.append((start, 0))
      isBegun[start] = true
      while let (position, input) = waiting.last {
        guard input < nodes[position].inputs.count else {
          waiting.removeLast()
          isDone[position] = true
          order.append(position)
          continue
        }
        waiting[waiting.count - 1].nextInput += 1
        guard let needed = producers[nodes[position].inputs[input]], !isDone[needed] else { continue }
        guard !isBegun[needed] else {
          throw .malformedONNX("node \(nodes[needed].title(position: needed)) waits for what it puts out itself")
        }
        isBegun[needed] = true
        waiting.append((needed, 0))
      }
    }
    return order
  }
}
