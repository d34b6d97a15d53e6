import Cells
import HRNet

/// Says what is changed, and how far that takes the network from what it has seen in training.
struct InterventionNote {
  /// `3 cut · 1 weighed · 2 mean · 1 patched`: edges by what they bring; empty where nothing is changed.
  let counts: String
  private let warning: String

  /// - Parameter units: only the edges of these exchange units; without it those of the whole network.
  init(_ study: Study, in units: [ExchangeAddress]? = nil) {
    var (cut, weighed, means, patches) = (0, 0, 0, 0)
    for edge in study.interventions.edges where units?.contains(edge.unit) ?? true {
      switch study.interventions[contributionOf: edge] {
      case .gain(let gain) where gain == 0: cut += 1
      case .gain: weighed += 1
      case .mean: means += 1
      case .patch: patches += 1
      }
    }
    counts = [(cut, "cut"), (weighed, "weighed"), (means, "mean"), (patches, "patched")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " · ")
    // The strongest departure decides: a zero or another weight, then a mean, then what another picture really gives.
    warning =
      cut + weighed > 0
      ? "sums never seen in training"
      : means > 0 ? "never seen in training" : "real terms, but a mix never seen in training"
  }

  /// On the upper edge of the map, at its right.
  func draw(on canvas: inout Canvas, in map: Rect) {
    guard !counts.isEmpty, map.height >= 3 else { return }
    let room = map.width - 14
    let candidates = [" \(counts): \(warning) ", " \(warning) "]
    guard let text = candidates.first(where: { Canvas.columns(of: $0) <= room }) else { return }
    canvas.put(text, x: map.maxX - 2 - Canvas.columns(of: text), y: map.y, style: Theme.changed)
  }

  /// What an edge brings: `gain 0.9`, `gain 0`, `mean`, `patched from serve.jpg`.
  static func words(_ contribution: Contribution, _ model: Model) -> String {
    switch contribution {
    case .gain(let gain): "gain \(Number.short(Double(gain)))"
    case .mean: "mean"
    case .patch(let donor): "patched from \(model.study.donorName(donor))"
    }
  }
}
