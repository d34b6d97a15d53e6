import Explorer
import HRNet
import Runner

/// The pictures that options name to patch from; each is read once.
struct Donors {
  private let opened: OpenedNetwork
  private var paths: [String] = []
  private(set) var all: [Donor] = []

  init(_ opened: OpenedNetwork) { self.opened = opened }

  /// What an edge brings by the words of an option: `mean`, or a picture, of which the first person is taken.
  ///
  /// - Throws: `PictureError`.
  mutating func contribution(_ text: String) throws -> Contribution {
    if text == "mean" { return .mean }
    if let known = paths.firstIndex(of: text) { return .patch(donor: known) }
    let scene = try Scene(contentsOf: text)
    paths.append(text)
    all.append(Donor(name: scene.name, sample: opened.crop(scene.people[0]).sample(scene.picture)))
    return .patch(donor: all.count - 1)
  }
}
