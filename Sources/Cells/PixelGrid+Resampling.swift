extension PixelGrid {
  /// The grid in another size, every value the nearest of this one: no value is invented, and a whole multiple of
  /// the size magnifies exactly. An extent of zero or less gives an empty grid.
  public func resampled(width newWidth: Int, height newHeight: Int) -> PixelGrid {
    let (newWidth, newHeight) = (max(0, newWidth), max(0, newHeight))
    guard width > 0, height > 0 else { return PixelGrid(width: newWidth, height: newHeight) }
    // The centre of each new value, in integers so that whole multiples are exact.
    let columns = (0..<newWidth).map { (2 * $0 + 1) * width / (2 * newWidth) }
    let rows = (0..<newHeight).map { (2 * $0 + 1) * height / (2 * newHeight) }
    return PixelGrid(
      width: newWidth, height: newHeight,
      values: rows.flatMap { y in columns.map { values[y * width + $0] } },
      scalars: scalars.map { scalars in rows.flatMap { y in columns.map { scalars[y * width + $0] } } })
  }

  /// A photograph in the size of a panel: each new value is the mean, in linear light, of the area it covers.
  ///
  /// Light is averaged rather than its sRGB code, otherwise fine bright detail would darken.
  ///
  /// - Parameters:
  ///   - rgb: `height × width × 3` bytes of sRGB.
  ///   - toWidth: Columns of the result; zero or less gives an empty grid.
  ///   - toHeight: Rows of the result in half-cells.
  /// - Precondition: `rgb.count == width * height * 3`.
  /// - Complexity: O(`width · height`).
  public static func photograph(
    rgb: [UInt8], width: Int, height: Int, toWidth: Int, toHeight: Int
  ) -> PixelGrid {
    precondition(width >= 0 && height >= 0 && rgb.count == width * height * 3)
    guard width > 0, height > 0, toWidth > 0, toHeight > 0 else {
      return PixelGrid(width: toWidth, height: toHeight)
    }
    let columns = (0..<toWidth).map { coverage(of: $0, outOf: toWidth, over: width) }
    let rows = (0..<toHeight).map { coverage(of: $0, outOf: toHeight, over: height) }
    var values: [Color?] = []
    values.reserveCapacity(toWidth * toHeight)
    for row in rows {
      var sums = [SIMD3<Float>](repeating: .zero, count: toWidth)
      for (y, rowWeight) in row {
        for (x, column) in columns.enumerated() {
          var sum = SIMD3<Float>.zero
          for (sourceX, weight) in column {
            let i = 3 * (y * width + sourceX)
            sum += weight * Color(rgb[i], rgb[i + 1], rgb[i + 2]).linearRGB
          }
          sums[x] += rowWeight * sum
        }
      }
      values.append(contentsOf: sums.map { Color(linearRGB: $0) })
    }
    return PixelGrid(width: toWidth, height: toHeight, values: values)
  }

  /// The source places under new place `index` of `count` and their shares of it, which add up to 1.
  private static func coverage(of index: Int, outOf count: Int, over length: Int) -> [(Int, Float)] {
    let start = Double(index) * Double(length) / Double(count)
    let end = Double(index + 1) * Double(length) / Double(count)
    let first = min(Int(start), length - 1)
    let last = min(max(first, Int(end.rounded(.up)) - 1), length - 1)
    return (first...last).map { place in
      let share = min(end, Double(place + 1)) - max(start, Double(place))
      return (place, Float(max(share, 0) / (end - start)))
    }
  }
}
