import Experiments
import HRNet

/// What the worker is to sweep.
public struct SweepRequest: Hashable, Sendable {
  /// Picture, crop, and the interventions on top of which every cut is made.
  public let pass: PassRequest
  /// What a cut edge brings.
  public let contribution: Contribution

  public init(pass: PassRequest, contribution: Contribution = .nothing) {
    (self.pass, self.contribution) = (pass, contribution)
  }
}

/// A sweep that runs or has run for the picture on the screen.
public struct SweepState: Hashable, Sendable {
  public let request: SweepRequest
  /// Nil until the worker has begun.
  public internal(set) var progress: SweepProgress?
  /// What has been measured so far.
  public internal(set) var result: SweepResult?

  init(_ request: SweepRequest) { self.request = request }

  public var isRunning: Bool { progress.map { $0.done < $0.total } ?? true }

  /// The largest effect of an edge's cut: the upper end of the colour scale.
  var largestEffect: Double { result?.edges.map(\.change.effect).max() ?? 0 }

  /// What ranks, of any cut; nil before the first.
  var measure: Measure? { result?.measurements.first?.change.ranking }

  /// What was measured for an edge and its place among all edges, from 1; nil where it was not cut.
  func rank(of edge: EdgeAddress) -> (rank: Int, measurement: SweepMeasurement)? {
    rank(of: .edge(edge), in: result?.edges)
  }

  /// The same for an exchange unit, among the units.
  func rank(of unit: ExchangeAddress) -> (rank: Int, measurement: SweepMeasurement)? {
    rank(of: .unit(unit), in: result?.units)
  }

  private func rank(
    of target: SweepTarget, in ranking: [SweepMeasurement]?
  ) -> (rank: Int, measurement: SweepMeasurement)? {
    guard let ranking, let index = ranking.firstIndex(where: { $0.target == target }) else { return nil }
    return (index + 1, ranking[index])
  }
}
