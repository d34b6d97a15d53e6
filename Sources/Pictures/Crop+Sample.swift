extension Crop {
  /// The network's input as an 8-bit picture: bilinear, and black outside the picture.
  ///
  /// Interpolated values are rounded to 8 bits, and the black outside blends into the picture's outermost pixels, as
  /// OpenCV's `warpAffine` does, which fed the networks while they learned.
  ///
  /// - Complexity: O(input pixels), whatever the size of the picture.
  public func sample(_ picture: Picture) -> Picture {
    let columns = taps(count: input.width, scale: scale, centre: centre.x, limit: picture.width)
    let rows = taps(count: input.height, scale: columnScale, centre: centre.y, limit: picture.height)
    let stride = picture.width * 3
    let count = input.width * input.height * 3

    let pixels = [UInt8](unsafeUninitializedCapacity: count) { output, initialised in
      picture.pixels.withUnsafeBufferPointer { source in
        columns.withUnsafeBufferPointer { columns in
          var target = 0
          for row in rows {
            let upper = row.first * stride
            let lower = row.second * stride
            for column in columns {
              let left = column.first &* 3
              let right = column.second &* 3
              for channel in 0..<3 {
                let above =
                  Int32(source[upper &+ left &+ channel]) &* column.firstWeight
                  &+ Int32(source[upper &+ right &+ channel]) &* column.secondWeight
                let below =
                  Int32(source[lower &+ left &+ channel]) &* column.firstWeight
                  &+ Int32(source[lower &+ right &+ channel]) &* column.secondWeight
                let sum = above &* row.firstWeight &+ below &* row.secondWeight
                output[target &+ channel] = UInt8(truncatingIfNeeded: (sum &+ Tap.half) >> Tap.bits)
              }
              target &+= 3
            }
          }
        }
      }
      initialised = count
    }
    return Picture(width: input.width, height: input.height, pixels: pixels)
  }

  /// The two picture columns (or rows) that each input column (or row) mixes. The crop does not turn, so that the two
  /// axes are independent.
  private func taps(count: Int, scale: Double, centre: Double, limit: Int) -> [Tap] {
    (0..<count).map { index in
      Tap(at: (Double(index) - extent(count) / 2) / scale + centre, limit: limit)
    }
  }
}

/// Two neighbouring pixels along one axis and their weights.
private struct Tap {
  /// Fixed point with 11 fractional bits for each axis: 255 × 2²² still fits 31 bits, and positions are exact to
  /// 1/2048 of a pixel, well below what 8-bit results can show.
  static let one: Int32 = 1 << 11
  static let bits: Int32 = 22
  static let half: Int32 = 1 << 21

  var first = 0
  var second = 0
  var firstWeight: Int32 = 0
  var secondWeight: Int32 = 0

  /// - Parameter limit: pixels along the axis. A pixel outside has no weight, which makes it black.
  init(at position: Double, limit: Int) {
    // False for NaN as well.
    guard position > -1, position < Double(limit) else { return }
    let floor = position.rounded(.down)
    let index = Int(floor)
    let fraction = Int32(((position - floor) * Double(Self.one)).rounded())
    if index >= 0 {
      first = index
      firstWeight = Self.one - fraction
    }
    if index + 1 < limit {
      second = index + 1
      secondWeight = fraction
    }
  }
}
