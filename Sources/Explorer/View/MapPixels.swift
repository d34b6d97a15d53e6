import Cells
import Engine

/// How values become colours: a range and a colour map.
struct ValueScale {
  let low: Float
  let high: Float
  let map: ColorMap

  /// From zero, or from the smallest value if that is negative, to the largest; a difference is centred on zero.
  init(_ range: ClosedRange<Float>?, mode: MapMode) {
    let range = range ?? 0...0
    if mode == .difference {
      high = max(abs(range.lowerBound), abs(range.upperBound))
      low = -high
      map = .diverging
    } else {
      low = min(range.lowerBound, 0)
      high = range.upperBound
      map = .viridis
    }
  }

  /// From the smallest value to the largest, wherever zero is.
  init(stretching range: ClosedRange<Float>?) {
    (low, high, map) = (range?.lowerBound ?? 0, range?.upperBound ?? 0, .viridis)
  }

  /// 0…1 from low to high; where all values are equal, the middle of a difference and the bottom of the rest.
  func position(_ value: Float) -> Float {
    guard value.isFinite else { return .nan }
    guard high > low else { return map == .diverging ? 0.5 : 0 }
    return (value - low) / (high - low)
  }
}

extension FeatureMap {
  /// The map as half-cells: each value a square, or each half-cell the mean of whole values.
  ///
  /// - Parameters: `width` and `height` in half-cells.
  func pixels(width: Int, height: Int, scale: ValueScale) -> PixelGrid {
    let drawn = width < self.width || height < self.height ? averaged(width: width, height: height) : self
    let scalars = drawn.values.map(scale.position)
    return PixelGrid(width: drawn.width, height: drawn.height, scalars: scalars, map: scale.map)
      .resampled(width: width, height: height)
  }

  /// Reduced by the same whole factor along both sides, each value the mean of a square.
  private func averaged(width: Int, height: Int) -> FeatureMap {
    let factor = max((self.width + width - 1) / max(width, 1), (self.height + height - 1) / max(height, 1), 1)
    let (columns, rows) = ((self.width + factor - 1) / factor, (self.height + factor - 1) / factor)
    var values: [Float] = []
    values.reserveCapacity(columns * rows)
    for row in 0..<rows {
      for column in 0..<columns {
        var (sum, count): (Float, Float) = (0, 0)
        for y in row * factor..<min((row + 1) * factor, self.height) {
          for x in column * factor..<min((column + 1) * factor, self.width) {
            sum += self[x: x, y: y]
            count += 1
          }
        }
        values.append(sum / count)
      }
    }
    return FeatureMap(height: rows, width: columns, values: values)
  }
}
