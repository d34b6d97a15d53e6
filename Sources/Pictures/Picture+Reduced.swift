extension Picture {
  /// The picture with squares of pixels averaged into one, so that at most about `pixels` are left; itself if it has no
  /// more. A rest of less than a square on the right and below is dropped.
  ///
  /// Complexity: one pass over the pixels.
  public func reduced(toAtMost pixels: Int) -> Picture {
    var side = 1
    while (width / side) * (height / side) > pixels, side < min(width, height) { side += 1 }
    guard side > 1 else { return self }
    let (columns, rows) = (width / side, height / side)
    let reduced = [UInt8](unsafeUninitializedCapacity: columns * rows * 3) { to, count in
      self.pixels.withUnsafeBufferPointer { from in
        for row in 0..<rows {
          for column in 0..<columns {
            var (red, green, blue): (UInt32, UInt32, UInt32) = (0, 0, 0)
            for y in row * side..<(row + 1) * side {
              for x in column * side..<(column + 1) * side {
                let source = (y * width + x) * 3
                red += UInt32(from[source])
                green += UInt32(from[source + 1])
                blue += UInt32(from[source + 2])
              }
            }
            let (area, target) = (UInt32(side * side), (row * columns + column) * 3)
            to[target] = UInt8(red / area)
            to[target + 1] = UInt8(green / area)
            to[target + 2] = UInt8(blue / area)
          }
        }
      }
      count = columns * rows * 3
    }
    return Picture(width: columns, height: rows, pixels: reduced)
  }
}
