import Engine
import HRNet

/// How long the nodes of a network take on this machine, in passes of which nothing was known before.
public struct NodeTimes: Hashable, Sendable {
  /// By node, the median over the passes; 0 for what was not computed: cut edges, and what only hands on.
  public let milliseconds: [Double]
  /// Of whole passes, the median.
  public let whole: Double
  public let passes: Int

  /// Nil before there is a pass.
  ///
  /// - Parameter runs: passes under the same interventions.
  public init?(_ runs: [Pass]) {
    guard let first = runs.first else { return nil }
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    var times: [[Double]] = Array(repeating: [], count: first.activations.count)
    for run in runs {
      for (node, duration) in zip(run.recomputed, run.nodeDurations) { times[node].append(duration / .milliseconds(1)) }
    }
    milliseconds = times.map { $0.isEmpty ? 0 : median($0) }
    whole = median(runs.map { $0.duration / .milliseconds(1) })
    passes = runs.count
  }

  public init(milliseconds: [Double], whole: Double, passes: Int) {
    (self.milliseconds, self.whole, self.passes) = (milliseconds, whole, passes)
  }

  /// The same without times, for what must be the same every time: `milliseconds` is empty.
  public var untimed: NodeTimes { NodeTimes(milliseconds: [], whole: 0, passes: passes) }

  /// Of some nodes together; nil where no times are to be shown.
  public func milliseconds(of nodes: [Node.ID]) -> Double? {
    milliseconds.isEmpty ? nil : nodes.reduce(0) { $0 + (milliseconds.indices.contains($1) ? milliseconds[$1] : 0) }
  }
}

extension Estimator {
  /// A pass like another one, computed as if it were the first.
  ///
  /// - Parameter donors: what the pass's patched edges take their terms from.
  /// - Throws: `PassCancelled` when asked to stop.
  public func repeated(
    _ pass: Pass, donors: [Activation], cancellation: Cancellation? = nil
  ) throws(PassCancelled) -> Pass? {
    guard let input = pass[network.nodes[0].id] else { return nil }
    // Another object is another picture, of which nothing is remembered.
    let copy = executor.input(input.withValues { Array($0) })
    return try executor.run(
      copy, pass.interventions, donors: donors, keepsActivations: false, cancellation: cancellation)
  }
}
