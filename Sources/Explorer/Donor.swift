import Pictures
import Pose

/// A picture that patched edges take their terms from.
public struct Donor: Hashable, Sendable {
  /// What the person knows it as.
  public let name: String
  /// The first person in it, cut out at the network's input size.
  public let sample: Picture

  public init(name: String, sample: Picture) {
    (self.name, self.sample) = (name, sample)
  }

  /// - Parameter subject: the network that will see it.
  public init(_ scene: Scene, for subject: Subject) {
    let crop = Crop(
      box: scene.people[0].box, input: subject.network.input, padding: subject.boxPadding,
      isUnbiased: subject.isUnbiased)
    self.init(name: scene.name, sample: crop.sample(scene.picture))
  }
}
