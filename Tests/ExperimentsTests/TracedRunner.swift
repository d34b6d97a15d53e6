import Engine
import Experiments
import HRNet
import Pictures
import Pose

/// The subject with its network ready to run on it.
struct TracedRunner {
  let estimator: Estimator
  let frame: PictureFrame
  let input: Activation
  let truth: [GroundTruthJoint]

  var network: Network { estimator.network }

  init() throws {
    let subject = try Subject()
    estimator = try subject.estimator()
    frame = subject.frame
    input = estimator.input(subject.crop.sample(subject.picture))
    truth = subject.person.truth["lsp14"] ?? []
  }

  /// What the network says with edges cut.
  func reading(_ cut: String? = nil) throws -> Reading {
    var interventions = Interventions()
    if let cut { interventions.set(0, for: try EdgeSelection(cut, in: network).edges) }
    return estimator.read(try estimator.executor.run(input, interventions), frame)
  }
}
