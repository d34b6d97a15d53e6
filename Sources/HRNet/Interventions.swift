/// What is changed in a network before it runs: a contribution for every fusion edge, its own term where nothing is said.
///
/// A gain multiplies the edge's term before the exchange unit's sum, a replacement stands in its place; the ReLU follows.
/// A gain of 0 cuts the edge.
public struct Interventions: Hashable, Sendable {
  private var contributions: [EdgeAddress: Contribution] = [:]

  /// Nothing changed: the baseline.
  public static let none = Interventions()

  public init() {}

  /// What an edge brings. Setting a gain of 1 forgets the edge, so that equal interventions compare equal.
  public subscript(contributionOf edge: EdgeAddress) -> Contribution {
    get { contributions[edge] ?? .gain(1) }
    set { contributions[edge] = newValue == .gain(1) ? nil : newValue }
  }

  /// What is multiplied with an edge's contribution: its gain, or 1 for a replacement.
  public subscript(edge: EdgeAddress) -> Float {
    get { if case .gain(let gain) = self[contributionOf: edge] { gain } else { 1 } }
    set { self[contributionOf: edge] = .gain(newValue) }
  }

  public var isEmpty: Bool { contributions.isEmpty }

  /// The edges that bring something else than their own term.
  public var edges: some Collection<EdgeAddress> { contributions.keys }

  public func isChanged(_ edge: EdgeAddress) -> Bool { contributions[edge] != nil }

  /// Whether any edge brings the mean of its term.
  public var hasMeans: Bool { contributions.values.contains(.mean) }

  /// The donors that patched edges name.
  public var donors: Set<Int> {
    Set(contributions.values.compactMap { if case .patch(let donor) = $0 { donor } else { nil } })
  }

  /// Sets one gain for several edges.
  public mutating func set(_ gain: Float, for edges: some Sequence<EdgeAddress>) {
    set(.gain(gain), for: edges)
  }

  /// Sets one contribution for several edges.
  public mutating func set(_ contribution: Contribution, for edges: some Sequence<EdgeAddress>) {
    for edge in edges { self[contributionOf: edge] = contribution }
  }
}
