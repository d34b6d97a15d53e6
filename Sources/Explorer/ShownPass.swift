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
}

/// What a pass is computed from, as the person chose it.
struct PassBasis: Hashable, Sendable {
  let scene: Scene
  let personIndex: Int
  let box: Box
  let interventions: Interventions
}

extension Model {
  /// Of the pass that was asked for last.
  var passBasis: PassBasis {
    PassBasis(scene: scene, personIndex: personIndex, box: box, interventions: interventions)
  }

  /// The pass that is shown, with the interventions that were in force when it was computed.
  public var current: PassResult? { passAsked.answer?.current }

  /// With nothing cut.
  public var baseline: PassResult? { passAsked.answer?.baseline }

  public var summary: StepSummary? { summaryAsked.answer }

  /// Whether the worker still owes the pass that was asked for last.
  public var isComputing: Bool { passAsked.isPending }

  /// The name of the picture that is being opened.
  public var opening: String? { sceneAsked.isPending ? sceneName : nil }

  /// Whether something asked for is still under way.
  public var isWaiting: Bool { isComputing || opening != nil || menu?.isLoading == true }
}
