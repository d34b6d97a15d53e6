import Engine
import HRNet

/// How far what linear read-outs say of one picture is from what it is measured against.
public struct ProbeErrors: Hashable, Sendable {
  /// What is measured against.
  public enum Reference: Hashable, Sendable {
    case truth
    /// What the network says at its end.
    case network
    /// Where it has no head that says the like: what the last read-out of the finest stream says.
    case lastProbe
  }

  /// One read-out's.
  public struct Entry: Hashable, Sendable {
    public let error: ReadOutError
    /// How many are right; nil where the truth is not known.
    public let count: TruthComparison.Count?

    public init(error: ReadOutError, count: TruthComparison.Count?) { (self.error, self.count) = (error, count) }
  }

  public let reference: Reference
  /// Of the numbers: `px`, `%`.
  public let unit: String
  /// Of read-outs of a node.
  public let alone: [Node.ID: Entry]
  /// Of those of a node and the coarser streams beside it.
  public let sideBySide: [Node.ID: Entry]

  public init(reference: Reference, unit: String, alone: [Node.ID: Entry], sideBySide: [Node.ID: Entry]) {
    (self.reference, self.unit) = (reference, unit)
    (self.alone, self.sideBySide) = (alone, sideBySide)
  }
}

/// The errors of a network's read-outs in one pass, of which everything has been computed already. One step a read-out, so that
/// other things can be done in between.
public struct ProbeErrorRun: Sendable {
  private struct Step: Sendable {
    let node: Node.ID
    let isConcatenated: Bool
  }

  private let probes: NetworkProbes
  private let kind: ProbeTargets.Kind
  private let pass: Pass
  private let frame: PictureFrame
  private let blas: BLAS
  private let reference: ReadOutReference?
  private let sort: ProbeErrors.Reference
  private var steps: [Step]
  private var alone: [Node.ID: ProbeErrors.Entry] = [:]
  private var sideBySide: [Node.ID: ProbeErrors.Entry] = [:]
  private var unit = ""

  /// - Parameters:
  ///   - pass: with its activations.
  ///   - frame: what it saw.
  ///   - reference: what is measured against; nil for what the last read-out of the finest stream says.
  public init(
    _ probes: NetworkProbes, _ kind: ProbeTargets.Kind, in pass: Pass, _ frame: PictureFrame,
    against reference: ReadOutReference?, by blas: BLAS, estimator: Estimator
  ) {
    (self.probes, self.kind, self.pass, self.frame, self.blas) = (probes, kind, pass, frame, blas)
    let nodes = probes.nodes(kind)
    steps =
      nodes.map { Step(node: $0, isConcatenated: false) }
      + probes.nodes(kind, isConcatenated: true).map { Step(node: $0, isConcatenated: true) }
    switch reference {
    case .truth: sort = .truth
    case .result: sort = .network
    case nil: sort = .lastProbe
    }
    guard reference == nil else {
      self.reference = reference
      return
    }
    let finest = nodes.last { node in estimator.network.columns.contains { $0.nodes.first == node } } ?? nodes.last
    self.reference = finest.flatMap { probes.probe(of: $0, kind) }
      .flatMap { estimator.read(.probe($0, by: blas), in: pass, frame) }.map { .result($0) }
  }

  public var isComplete: Bool { steps.isEmpty }

  /// As far as they have been found.
  public var errors: ProbeErrors {
    ProbeErrors(reference: sort, unit: unit, alone: alone, sideBySide: sideBySide)
  }

  /// Reads one more.
  public mutating func advance(_ estimator: Estimator) {
    guard let step = steps.popLast() else { return }
    guard let reference,
      let probe = probes.probe(of: step.node, kind, isConcatenated: step.isConcatenated),
      let reading = estimator.read(.probe(probe, by: blas), in: pass, frame)
    else { return }
    let error = reading.error(from: reference)
    var count: TruthComparison.Count?
    if case .truth(let truth) = reference, let comparison = reading.comparison(with: truth) {
      count = comparison.value == nil ? nil : comparison.count
    }
    if unit.isEmpty { unit = error.unit }
    let entry = ProbeErrors.Entry(error: error, count: count)
    if step.isConcatenated { sideBySide[step.node] = entry } else { alone[step.node] = entry }
  }
}
