import Checkpoints
import Engine
import Experiments
import HRNet
import Pictures
import Pose
import TestSupport

/// The embedded model on a sample picture.
struct Subject {
  let checkpoint: Checkpoint
  let network: Network
  let picture: Picture
  let person: Person
  let crop: Crop
  var frame: PictureFrame { PictureFrame(crop, of: picture.size) }

  init() throws {
    checkpoint = try Checkpoint(FileBytes(embedded: embeddedModel), name: "embedded model")
    network = try Network(checkpoint.architecture, input: checkpoint.input)
    let path = Shared.inRepository("SampleImages/01-runner.jpg")
    picture = try Picture(contentsOf: path)
    person = SideCar.people(besidePicture: path)[0]
    crop = Crop(box: person.box, input: network.input, padding: checkpoint.preprocessing.boxPadding)
  }

  func estimator(cacheBudget: Int? = nil) throws -> Estimator {
    try Estimator(checkpoint, network: network, threads: 2, cacheBudget: cacheBudget)
  }

  func sweep(
    _ estimator: Estimator, base: Interventions = .none, includesIdentities: Bool = false
  ) -> Sweep {
    Sweep(
      SweepPlan(network, includesIdentities: includesIdentities), input: estimator.input(crop.sample(picture)),
      frame: frame, base: base)
  }
}

extension Sweep {
  /// Runs to the end.
  mutating func finish(_ estimator: Estimator) throws -> SweepResult? {
    while try advance(estimator) {}
    return result
  }
}
