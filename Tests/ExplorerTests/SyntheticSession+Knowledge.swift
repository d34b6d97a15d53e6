import Engine
import Experiments
import HRNet
import Pose

@testable import Explorer

extension SyntheticSession {
  /// The later a node, the nearer: from 100 down by a whole number each; under cuts twice as far. The first finds nothing.
  static func probed(_ question: ProbeQuestion, _ study: Study) -> ProbedPass {
    let now = errors(question, question.reference, study, scale: question.readsBaseline ? 2 : 1)
    let before = question.readsBaseline ? errors(question, question.referenceBefore, study, scale: 1) : nil
    return ProbedPass(now: now, before: before)
  }

  private static func errors(
    _ question: ProbeQuestion, _ reference: ReadOutReference?, _ study: Study, scale: Double
  ) -> ProbeErrors {
    let sort: ProbeErrors.Reference
    switch reference {
    case .truth: sort = .truth
    case .result: sort = .network
    case nil: sort = .lastProbe
    }
    let unit = question.kind == .joints ? "px" : "%"
    func entries(_ isConcatenated: Bool) -> [Node.ID: ProbeErrors.Entry] {
      let nodes = study.subject.probes.nodes(question.kind, isConcatenated: isConcatenated)
      return Dictionary(
        uniqueKeysWithValues: nodes.enumerated().map { index, node in
          let mean: Double? = index == 0 && !isConcatenated ? nil : scale * Double(100 - index)
          let error = ReadOutError(mean: mean, unit: unit, found: mean == nil ? 0 : 14, missing: mean == nil ? 14 : 0)
          let count = sort == .truth ? TruthComparison.Count(right: min(index, 14), total: 14) : nil
          return (node, ProbeErrors.Entry(error: error, count: count))
        })
    }
    return ProbeErrors(reference: sort, unit: unit, alone: entries(false), sideBySide: entries(true))
  }
}
