import Experiments
import Explorer
import HRNet
import Runner

/// The pictures that options name to patch from; each is read once.
struct Donors {
  private let parts: PictureParts
  private var paths: [String] = []
  private(set) var all: [Donor] = []

  /// - Parameter parts: of pictures, that the network looks at.
  init(_ parts: PictureParts) { self.parts = parts }

  /// What an edge brings by the words of an option: `mean`, or a picture, of which the network looks at the first part.
  ///
  /// - Throws: `PictureError`.
  mutating func contribution(_ text: String) throws -> Contribution {
    if text == "mean" { return .mean }
    if let known = paths.firstIndex(of: text) { return .patch(donor: known) }
    let scene = try Scene(contentsOf: text)
    paths.append(text)
    all.append(Donor(scene, parts))
    return .patch(donor: all.count - 1)
  }

  /// As a network sees them that was made for a frame of another picture.
  func framed(like frame: PictureFrame, _ framing: PictureFraming) -> [FramedPicture] {
    all.map { $0.framed(like: frame, framing) }
  }
}
