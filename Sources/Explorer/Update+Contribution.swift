import HRNet
import Pictures
import Pose

extension Model {
  /// The list of what a cut may contribute.
  mutating func openContributions() -> [Effect] {
    playing.isOn = false
    var items = [
      Menu.Item(label: "nothing", text: "zero: the edge is cut", choice: .contribution(.nothing)),
      Menu.Item(
        label: "mean", text: "each channel's mean over the picture: how strong, but not where",
        choice: .contribution(.mean)),
    ]
    items += study.donors.enumerated().map { index, donor in
      Menu.Item(
        label: "patch", text: "its term on \(donor.name)", choice: .contribution(.patch(donor: index)))
    }
    items.append(Menu.Item(label: "patch from", text: "its term on a picture still to be chosen …", choice: .patchFrom))
    menu = Menu(.contributions, items: items)
    if let chosen = items.firstIndex(where: { $0.choice == .contribution(study.cutContribution) }) {
      menu?.select(chosen)
    }
    return []
  }

  mutating func choose(_ contribution: Contribution) -> [Effect] {
    study.cutContribution = contribution
    let key = keyMap.text(of: .cut)
    notice =
      contribution == .nothing
      ? "\(key) cuts again: an edge then brings nothing"
      : "\(key) and all that cuts now \(words(contribution))"
    return []
  }

  /// Takes a picture to patch from, and makes it what cuts contribute.
  mutating func take(donor scene: Scene) {
    _ = choose(.patch(donor: study.add(Donor(scene, study.parts))))
  }

  /// `replaces by the mean`, `patches from serve.jpg`.
  private func words(_ contribution: Contribution) -> String {
    switch contribution {
    case .gain: "weighs"
    case .mean: "puts the mean of its term in an edge's place"
    case .patch(let donor): "puts an edge's term on \(study.donorName(donor)) in its place"
    }
  }
}
