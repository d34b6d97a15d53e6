import Checkpoints
import Experiments
import Explorer
import Network
import Pose
import Runner

/// The pictures that options name to patch from; each is read once.
struct Donors {
  private let network: Network
  private let preprocessing: Checkpoint.Preprocessing
  private var paths: [String] = []
  private(set) var all: [Donor] = []

  init(_ network: Network, _ checkpoint: Checkpoint) {
    self.network = network
    preprocessing = checkpoint.preprocessing
  }

  /// What an edge brings by the words of an option: `mean`, or a picture, of which the first person is taken.
  ///
  /// - Throws: `PictureError`.
  mutating func contribution(_ text: String) throws -> Contribution {
    if text == "mean" { return .mean }
    if let known = paths.firstIndex(of: text) { return .patch(donor: known) }
    let scene = try Scene(contentsOf: text)
    let crop = Crop(box: scene.people[0].box, input: network.input, preprocessing)
    paths.append(text)
    all.append(Donor(name: scene.name, sample: crop.sample(scene.picture)))
    return .patch(donor: all.count - 1)
  }
}
