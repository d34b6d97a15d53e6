/// What is changed in a network before it runs: a gain for every fusion edge, 1 where nothing is said.
///
/// A gain multiplies the edge's term before the exchange unit's sum; the ReLU follows. 0 cuts the edge.
public struct Interventions: Hashable, Sendable {
  private var gains: [EdgeAddress: Float] = [:]

  /// Nothing changed: the baseline.
  public static let none = Interventions()

  public init() {}

  /// The gain of an edge. Setting 1 forgets the edge, so that equal interventions compare equal.
  public subscript(edge: EdgeAddress) -> Float {
    get { gains[edge] ?? 1 }
    set { gains[edge] = newValue == 1 ? nil : newValue }
  }

  public var isEmpty: Bool { gains.isEmpty }

  /// The edges whose gain is not 1.
  public var edges: some Collection<EdgeAddress> { gains.keys }

  /// Sets one gain for several edges.
  public mutating func set(_ gain: Float, for edges: some Sequence<EdgeAddress>) {
    for edge in edges { self[edge] = gain }
  }
}
