import Cells
import HRNet

extension PixelGrid {
  /// Draws a region's edge over the drawing of a map, inside of it.
  ///
  /// - Parameter shape: of the activation that the whole grid shows.
  mutating func outline(_ region: Region, of shape: Shape, color: Color = Theme.shift) {
    guard width > 0, height > 0 else { return }
    func drawn(_ range: ClosedRange<Int>, _ length: Int, _ extent: Int) -> (Int, Int) {
      let low = range.lowerBound * extent / length
      return (low, max(low, (range.upperBound + 1) * extent / length - 1))
    }
    let (left, right) = drawn(region.x, shape.width, width)
    let (top, bottom) = drawn(region.y, shape.height, height)
    let corners = [
      Point(x: left, y: top), Point(x: right, y: top), Point(x: right, y: bottom), Point(x: left, y: bottom),
    ]
    for (index, corner) in corners.enumerated() { line(from: corner, to: corners[(index + 1) % 4], color: color) }
  }
}
