import Pictures

extension Picture {
  /// The picture with a pose drawn on it: bones as lines in the colours of their side, joints as dots, both the fainter the
  /// less certain they are.
  ///
  /// - Parameter joints: in the skeleton's order; lost ones are left out, with their bones.
  public func drawing(_ joints: [Joint], skeleton: Skeleton) -> Picture {
    var pen = Pen(picture: self)
    // As thick on a large picture as on a small one.
    let radius = max(1.5, Double(max(width, height)) / 320)
    for bone in skeleton.bones where bone.from < joints.count && bone.to < joints.count {
      let (from, to) = (joints[bone.from], joints[bone.to])
      guard !from.isLost, !to.isLost else { continue }
      pen.line(
        from: from.position, to: to.position, radius: radius, color: bone.side.color,
        opacity: min(from.visibility, to.visibility))
    }
    for joint in joints where !joint.isLost {
      pen.line(
        from: joint.position, to: joint.position, radius: 2 * radius, color: (255, 255, 255), opacity: joint.visibility)
    }
    return Picture(width: width, height: height, pixels: pen.pixels)
  }
}

extension Skeleton.Side {
  /// Okabe and Ito's colours, which colour-blind eyes tell apart.
  fileprivate var color: (UInt8, UInt8, UInt8) {
    switch self {
    case .left: (230, 159, 0)
    case .right: (86, 180, 233)
    case .centre: (240, 228, 66)
    }
  }
}

/// Draws round-ended lines with smooth edges.
private struct Pen {
  let width: Int
  let height: Int
  var pixels: [UInt8]

  init(picture: Picture) {
    (width, height, pixels) = (picture.width, picture.height, picture.pixels)
  }

  /// Covers every pixel by how far its centre lies inside of the line.
  mutating func line(
    from: PicturePoint, to: PicturePoint, radius: Double, color: (UInt8, UInt8, UInt8), opacity: Double
  ) {
    guard let columns = range(from.x, to.x, radius, width), let rows = range(from.y, to.y, radius, height) else {
      return
    }
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = dx * dx + dy * dy
    for y in rows {
      for x in columns {
        let (px, py) = (Double(x) + 0.5 - from.x, Double(y) + 0.5 - from.y)
        let along = length > 0 ? min(max((px * dx + py * dy) / length, 0), 1) : 0
        let (ox, oy) = (px - along * dx, py - along * dy)
        let cover = opacity * min(max(radius + 0.5 - (ox * ox + oy * oy).squareRoot(), 0), 1)
        guard cover > 0 else { continue }
        let place = 3 * (y * width + x)
        for (channel, value) in [color.0, color.1, color.2].enumerated() {
          let old = Double(pixels[place + channel])
          pixels[place + channel] = UInt8((old + cover * (Double(value) - old)).rounded())
        }
      }
    }
  }

  /// The pixels a line can touch along one side; nil where it lies outside of the picture.
  private func range(_ from: Double, _ to: Double, _ radius: Double, _ limit: Int) -> Range<Int>? {
    let low = max(min(from, to) - radius - 1, 0)
    let high = min(max(from, to) + radius + 1, Double(limit))
    guard low.isFinite, high.isFinite, low < high else { return nil }
    return Int(low)..<min(Int(high.rounded(.up)), limit)
  }
}
