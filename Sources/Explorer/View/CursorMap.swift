import Cells
import Engine

/// A stream's map in whole steps, with the map cursor on it.
struct CursorMap {
  let model: Model

  /// Draws it as large as it can be.
  ///
  /// - Parameter width: columns that it may take.
  /// - Returns: columns that it has taken; nil where it has no room.
  func draw(
    _ map: FeatureMap, of stream: StreamSummary, _ step: StepSummary, on canvas: inout Canvas, in rect: Rect, width: Int
  ) -> Int? {
    let scale = StreamTiles.Scale.all.first {
      $0.apply(map.width) <= width && $0.apply(map.height) <= 2 * rect.height
    }
    guard let scale else { return nil }
    let size = Size(width: scale.apply(map.width), height: scale.apply(map.height))
    let pixels = map.pixels(
      width: size.width, height: size.height, scale: ValueScale(stream.range, mode: step.request.mode))
    canvas.draw(pixels, at: rect, appearance: model.screen.appearance)
    let (x, y) = (
      Int(model.screen.mapCursor.x * Double(size.width)), Int(model.screen.mapCursor.y * Double(size.height)) / 2
    )
    if rect.contains(Point(x: rect.x + x, y: rect.y + y)) {
      canvas.put("┼", x: rect.x + x, y: rect.y + y, style: Style(.white, on: .black, .bold))
    }
    return size.width
  }
}
