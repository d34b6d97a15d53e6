import HRNet
import Pictures

// Where places of a picture lie in an input, and the other way round. Edges lie on edges, as a crop has them.
extension PictureFrame {
  /// The part of the picture that the network sees, in picture pixels; it may reach beyond the picture.
  public var seen: Box {
    switch way {
    case .crop(let crop): return crop.box
    case .stretched(let box), .centred(let box): return box
    case .padded(let input, _):
      let scale = input.scale
      return Box(
        x: 0, y: 0, width: Double(input.padded.width) / scale.x, height: Double(input.padded.height) / scale.y)
    }
  }

  /// Where a position in the picture lies in the network's input, in input pixels.
  public func inputPoint(_ point: PicturePoint) -> PicturePoint {
    if let crop { return crop.inputPoint(point) }
    let seen = seen
    return PicturePoint(
      x: (point.x - seen.x) * Double(input.width) / seen.width,
      y: (point.y - seen.y) * Double(input.height) / seen.height)
  }

  /// Where a position in the picture lies in a map of the whole input, in the map's values: `picturePoint` the other way
  /// round.
  public func mapPoint(_ point: PicturePoint, width: Int, height: Int) -> (x: Double, y: Double) {
    if let crop {
      let (u, v) = crop.heatMapPoint(point, heatMapWidth: width, heatMapHeight: height)
      return (u, v)
    }
    let seen = seen
    return (
      (point.x - seen.x) * Double(width) / seen.width, (point.y - seen.y) * Double(height) / seen.height
    )
  }

  /// Where a position in a map of the whole input lies in the picture.
  ///
  /// - Parameters:
  ///   - x: to the right, in the map's values.
  ///   - y: down, in the map's values.
  ///   - width: columns of the map.
  ///   - height: rows of the map.
  public func picturePoint(x: Double, y: Double, width: Int, height: Int) -> PicturePoint {
    if let crop { return crop.picturePoint(heatMapX: x, heatMapY: y, heatMapWidth: width, heatMapHeight: height) }
    let seen = seen
    return PicturePoint(x: seen.x + x * seen.width / Double(width), y: seen.y + y * seen.height / Double(height))
  }
}
