import Experiments
import HRNet
import Pictures
import Pose

/// The pass that is shown.
struct ShownPass: Sendable {
  /// With the interventions that were in force when it was computed.
  let current: PassResult
  /// With nothing cut.
  let baseline: PassResult
  let basis: PassBasis
  /// What the interventions have done; nil where the two cannot be compared.
  let change: ReadingChange?

  /// - Parameter isComparable: whether the two readings are of the same things.
  init(current: PassResult, baseline: PassResult, basis: PassBasis, isComparable: Bool = true) {
    (self.current, self.baseline, self.basis) = (current, baseline, basis)
    change = isComparable ? current.reading.change(from: baseline.reading) : nil
  }
}

/// What a pass is computed from, as the person chose it.
struct PassBasis: Hashable, Sendable {
  let scene: Scene
  let boxed: [Person]
  let personIndex: Int
  let box: Box
  let interventions: Interventions
  let output: HeadOutput
}

extension Model {
  /// Whether something asked for is still under way.
  public var isWaiting: Bool {
    study.isComputing || pinned?.study.isComputing == true || study.opening != nil || menu?.isLoading == true
  }
}
