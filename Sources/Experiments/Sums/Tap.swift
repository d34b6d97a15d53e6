import HRNet

/// A value that upsampling reads, and how much of it.
struct Tap {
  let x: Int
  let y: Int
  let weight: Double

  /// What one position of an upsampled map is made of: one value, or up to four.
  static func taps(at place: ValueSum.Place, from source: Shape, to shape: Shape, by rule: Upsampling) -> [Tap] {
    let columns = line(at: place.x, of: shape.width, from: source.width, by: rule)
    return line(at: place.y, of: shape.height, from: source.height, by: rule).flatMap { row in
      columns.map { Tap(x: $0.index, y: row.index, weight: $0.weight * row.weight) }
    }
  }

  /// Along one axis: the neighbours and their weights, without those that weigh nothing.
  private static func line(
    at position: Int, of grown: Int, from size: Int, by rule: Upsampling
  ) -> [(index: Int, weight: Double)] {
    let place: Double
    switch rule {
    case .nearest: return [(position * size / grown, 1)]
    case .bilinear: place = max((Double(position) + 0.5) * Double(size) / Double(grown) - 0.5, 0)
    case .bilinearCorners: place = grown > 1 ? Double(position * (size - 1)) / Double(grown - 1) : 0
    }
    let lower = min(Int(place), size - 1)
    let weight = place - Double(lower)
    guard weight > 0, lower + 1 < size else { return [(lower, 1)] }
    return [(lower, 1 - weight), (lower + 1, weight)]
  }
}
