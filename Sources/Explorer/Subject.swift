import Network
import Pose

/// What is being explored: one network, one picture, one person. Fixed while a session runs.
public struct Subject: Sendable {
  public let network: Network
  /// What the person is told the model is: `HRNet-W32`, or the file's name.
  public let modelName: String
  public let skeleton: Skeleton
  public let picture: Picture
  public let pictureName: String
  /// Which person of how many, counted from 1.
  public let person: Int
  public let people: Int
  public let crop: Crop
  /// What the network sees: the picture cut to its input.
  public let inputCrop: Picture
  /// True joints in picture pixels, where they are known.
  public let truth: [GroundTruthJoint]?

  public init(
    network: Network, modelName: String, skeleton: Skeleton, picture: Picture, pictureName: String, person: Int,
    people: Int, crop: Crop, truth: [GroundTruthJoint]?
  ) {
    self.network = network
    self.modelName = modelName
    self.skeleton = skeleton
    self.picture = picture
    self.pictureName = pictureName
    self.person = person
    self.people = people
    self.crop = crop
    self.inputCrop = crop.sample(picture)
    self.truth = truth
  }
}
