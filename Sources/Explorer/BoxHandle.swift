import Pictures
import Pose

/// What of a box is dragged: a side or none along each axis, or all of it.
struct BoxHandle: Hashable, Sendable {
  enum Side: Hashable, Sendable { case low, high }

  /// The left or the right edge.
  let x: Side?
  /// The upper or the lower edge.
  let y: Side?
  /// From the box's corner to where it was taken hold of; counts where all of it is dragged.
  let offset: PicturePoint

  /// - Parameters:
  ///   - reach: how far from an edge it is still taken hold of, in picture pixels along each axis.
  init(_ box: Box, at point: PicturePoint, reach: PicturePoint) {
    func side(_ value: Double, _ low: Double, _ high: Double, _ reach: Double) -> Side? {
      abs(value - high) <= reach ? .high : abs(value - low) <= reach ? .low : nil
    }
    // Only where the pointer is on the edge, not on the line that continues it.
    let isBeside =
      point.x < box.x - reach.x || point.x > box.x + box.width + reach.x || point.y < box.y - reach.y
      || point.y > box.y + box.height + reach.y
    x = isBeside ? nil : side(point.x, box.x, box.x + box.width, reach.x)
    y = isBeside ? nil : side(point.y, box.y, box.y + box.height, reach.y)
    // From outside the box is fetched by its middle.
    offset =
      isBeside
      ? PicturePoint(x: box.width / 2, y: box.height / 2) : PicturePoint(x: point.x - box.x, y: point.y - box.y)
  }

  func dragged(_ box: Box, to point: PicturePoint) -> Box {
    var result = box
    guard x != nil || y != nil else {
      result.x = point.x - offset.x
      result.y = point.y - offset.y
      return result
    }
    // An edge stops before the opposite one.
    switch x {
    case .low:
      result.x = min(point.x, box.x + box.width - 4)
      result.width = box.x + box.width - result.x
    case .high: result.width = max(point.x - box.x, 4)
    case nil: break
    }
    switch y {
    case .low:
      result.y = min(point.y, box.y + box.height - 4)
      result.height = box.y + box.height - result.y
    case .high: result.height = max(point.y - box.y, 4)
    case nil: break
    }
    return result
  }
}
