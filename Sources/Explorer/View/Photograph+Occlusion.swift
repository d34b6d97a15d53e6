import Cells
import Experiments

extension Photograph {
  /// The blocked parts over the crop, the more opaque the more the chosen joint suffered; parts that do it no harm, and
  /// those not blocked yet, leave the picture as it is. Without colour there is room for one ramp only: the parts' own.
  static func layOcclusion(_ model: Model, over grid: inout PixelGrid) {
    guard let map = model.study.tracing.occlusion?.map else { return }
    let values = model.occlusionValues(model.layer)
    guard let largest = OcclusionScale.largest(values) else { return }
    let places = map.grid
    for y in 0..<grid.height {
      for x in 0..<grid.width {
        // The middle of a dot, in input pixels.
        let column = (2 * x + 1) * places.input.width / (2 * grid.width) / places.stride
        let row = (2 * y + 1) * places.input.height / (2 * grid.height) / places.stride
        guard let value = values[row * places.columns + column], let below = grid[x: x, y: y] else { continue }
        let share = Double(max(0, value) / largest)
        if model.screen.appearance.depth == .none {
          grid[x: x, y: y] = Color.black.mixed(with: .white, share)
        } else {
          grid[x: x, y: y] = below.mixed(with: OcclusionScale.map.color(at: share), min(1, 2 * share))
        }
      }
    }
  }
}

/// How occlusion becomes colours: from no harm to the largest.
enum OcclusionScale {
  static let map = ColorMap.viridis

  /// The largest harm; nil where there is none.
  static func largest(_ values: [Float?]) -> Float? {
    let largest = values.compactMap(\.self).filter(\.isFinite).max() ?? 0
    return largest > 0 ? largest : nil
  }
}
