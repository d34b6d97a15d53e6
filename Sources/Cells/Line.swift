/// Straight lines on a grid.
public enum Line {
  /// The places of a line from `start` to `end`, both included, that lie in the grid of extent `size`.
  ///
  /// The part inside is found before it is walked, so ends may be as far away as a network's worst guess.
  /// Complexity: O(`size.width + size.height`). J. Bresenham, "Algorithm for computer control of a digital
  /// plotter", 1965; clipping after Liang and Barsky, 1984.
  public static func points(from start: Point, to end: Point, in size: Size) -> [Point] {
    guard let (from, to) = clipped(start, end, size) else { return [] }
    let dx = abs(to.x - from.x)
    let dy = -abs(to.y - from.y)
    let stepX = from.x < to.x ? 1 : -1
    let stepY = from.y < to.y ? 1 : -1
    var error = dx + dy
    var point = from
    var points: [Point] = []
    points.reserveCapacity(max(dx, -dy) + 1)
    while true {
      points.append(point)
      if point == to { return points }
      let twice = 2 * error
      if twice >= dy {
        error += dy
        point.x += stepX
      }
      if twice <= dx {
        error += dx
        point.y += stepY
      }
    }
  }

  /// The part of a line inside the grid, rounded to places of the grid; `nil` if there is none.
  private static func clipped(_ start: Point, _ end: Point, _ size: Size) -> (Point, Point)? {
    guard size.width > 0, size.height > 0 else { return nil }
    let (x, y) = (Double(start.x), Double(start.y))
    let (dx, dy) = (Double(end.x) - x, Double(end.y) - y)
    let (right, bottom) = (Double(size.width - 1), Double(size.height - 1))
    var (enter, leave) = (0.0, 1.0)
    for (direction, distance) in [(-dx, x), (dx, right - x), (-dy, y), (dy, bottom - y)] {
      if direction == 0 {
        if distance < 0 { return nil }
      } else if direction < 0 {
        enter = max(enter, distance / direction)
      } else {
        leave = min(leave, distance / direction)
      }
    }
    guard enter <= leave else { return nil }
    func place(_ t: Double) -> Point {
      Point(
        x: Int(min(max(x + t * dx, 0), right).rounded()),
        y: Int(min(max(y + t * dy, 0), bottom).rounded()))
    }
    let grid = Rect(size)
    return (grid.contains(start) ? start : place(enter), grid.contains(end) ? end : place(leave))
  }
}
