import Pictures

extension Picture {
  /// The picture with boxes drawn on it, in the colours of their classes; better ones over others.
  public func drawing(_ boxes: [FoundBox], names: ClassNames) -> Picture {
    // As thick on a large picture as on a small one.
    let thickness = max(2, max(width, height) / 320)
    var pixels = pixels
    func range(_ from: Double, _ to: Double, _ limit: Int) -> Range<Int> {
      let (low, high) = (Int(min(max(from, 0), Double(limit))), Int(min(max(to, 0), Double(limit))))
      return low..<max(low, high)
    }
    for box in boxes.reversed() where names.colors.indices.contains(box.label) {
      let color = names.colors[box.label]
      let (columns, rows) = (range(box.left, box.right + 1, width), range(box.top, box.bottom + 1, height))
      for y in rows {
        let isEdge = y < rows.lowerBound + thickness || y >= rows.upperBound - thickness
        for x in columns
        where isEdge || x < columns.lowerBound + thickness || x >= columns.upperBound - thickness {
          let place = (y * width + x) * 3
          (pixels[place], pixels[place + 1], pixels[place + 2]) = (color.red, color.green, color.blue)
        }
      }
    }
    return Picture(width: width, height: height, pixels: pixels)
  }
}
