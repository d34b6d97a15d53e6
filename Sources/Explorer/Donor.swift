import Experiments
import HRNet
import Pictures
import Pose

/// A picture that patched edges take their terms from.
public struct Donor: Hashable, Sendable {
  /// What the person knows it as.
  public let name: String
  private let picture: Picture
  /// The first person in it, or what else the network looks at of a picture.
  private let part: Box

  /// - Parameter parts: of pictures, that the network looks at.
  public init(_ scene: Scene, _ parts: PictureParts) {
    (name, picture, part) = (scene.name, scene.picture, scene.people(parts)[0].box)
  }

  /// As a network sees it that was made for a frame of another picture.
  public func framed(like frame: PictureFrame, _ framing: PictureFraming) -> FramedPicture {
    FramedPicture(picture, in: framing.frame(like: frame, picture: picture.size, part: part))
  }
}
