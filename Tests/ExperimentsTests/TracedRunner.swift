import Checkpoints
import Engine
import Experiments
import Network
import Pose
import TestSupport

/// The embedded model on the sample picture of a runner.
struct TracedRunner {
  let checkpoint: Checkpoint
  let estimator: PoseEstimator
  let crop: Crop
  let input: Activation
  let truth: [GroundTruthJoint]

  var network: Network { estimator.network }

  init() throws {
    checkpoint = try Checkpoint(FileBytes(embedded: embeddedModel), name: "embedded model")
    let network = try Network(checkpoint.architecture, input: checkpoint.input)
    estimator = try PoseEstimator(checkpoint, network: network, threads: 2)
    let path = Shared.inRepository("SampleImages/01-runner.jpg")
    let picture = try Picture(contentsOf: path)
    let person = try SideCar.people(besidePicture: path)[0]
    crop = Crop(box: person.box, input: network.input, padding: checkpoint.preprocessing.boxPadding)
    input = estimator.input(crop.sample(picture))
    truth = person.truth["lsp14"] ?? []
  }
}
