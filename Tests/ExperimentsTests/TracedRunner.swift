import Engine
import Experiments
import HRNet
import Pictures
import Pose

/// The subject with its network ready to run on it.
struct TracedRunner {
  let estimator: PoseEstimator
  let crop: Crop
  let input: Activation
  let truth: [GroundTruthJoint]

  var network: Network { estimator.network }

  init() throws {
    let subject = try Subject()
    estimator = try subject.estimator()
    crop = subject.crop
    input = estimator.input(crop.sample(subject.picture))
    truth = subject.person.truth["lsp14"] ?? []
  }
}
