/// Builds the nodes between the picture and the head.
///
/// A body is a builder of nodes and nothing else, as a head is: what reads the network's description – map, costs, keys,
/// executor – knows nodes, columns and exchange units, and no body by its name.
public protocol Body: Sendable {
  /// For people: `HRNet-W32`, `SimpleBaseline-50`.
  var name: String { get }

  /// As files state it: `hrnet`, `simple-baseline`.
  var metadataName: String { get }

  /// Which inputs its resolutions allow.
  var inputs: InputRule { get }

  /// What distinguishes it from others of its kind, for people, a line each.
  var facts: [(name: String, value: String)] { get }

  /// Throws unless every number lies within what any such body could have.
  func validate() throws(ArchitectureError)

  /// Appends the nodes and columns of body and head.
  ///
  /// - Parameter input: the node of the picture.
  /// - Returns: what the network puts out, as `Head.build` does.
  func build(on input: Node.ID, under head: any Head, in builder: inout NetworkBuilder) -> [HeadOutput]
}

extension Body {
  public var inputs: InputRule { .any(from: 32) }

  /// - Throws: for the first number that lies outside of its bounds.
  func check(_ bounds: [(what: String, value: Int, range: ClosedRange<Int>)]) throws(ArchitectureError) {
    for (what, value, range) in bounds where !range.contains(value) {
      throw ArchitectureError(what: what, expected: "\(range.lowerBound)…\(range.upperBound)", found: value)
    }
  }
}
