/// How a picture's pixels are mixed where it is given another size.
public enum Resampling: Hashable, Sendable {
  /// The two neighbours of a position, whatever the scale: OpenCV's linear interpolation.
  case bilinear
  /// A triangle as wide as the scale, so that reduction averages: Pillow's and torchvision's bilinear filter.
  case antialiased
}

extension Picture {
  /// A part of the picture, edge on edge, at another size.
  ///
  /// Where the part reaches beyond the picture, the outermost pixels go on.
  ///
  /// - Parameters:
  ///   - part: in picture pixels, its corner counted from the picture's outermost edge; by default all of it.
  ///   - size: of the result.
  /// - Precondition: the part encloses something, and the size has pixels.
  /// - Complexity: O(pixels read and written); beside the result, memory for a few rows of it.
  public func resized(_ part: Box? = nil, to size: PictureSize, _ resampling: Resampling) -> Picture {
    let part = part ?? Box(whole: self)
    precondition(part.isUsable && size.width > 0 && size.height > 0, "a part and a size enclose something")
    let columns = ResamplingAxis(size.width, of: width, from: part.x, part.width, resampling)
    let rows = ResamplingAxis(size.height, of: height, from: part.y, part.height, resampling)
    // Pillow goes through 8 bits between its two passes.
    var window = RowWindow(picture: self, columns: columns, isRounded: resampling == .antialiased)
    var result = [UInt8](repeating: 0, count: size.width * size.height * 3)
    var sums = [Float](repeating: 0, count: size.width * 3)
    for (y, taps) in rows.taps.enumerated() {
      for index in sums.indices { sums[index] = 0 }
      for (offset, weight) in taps.weights.enumerated() {
        window.row(taps.first + offset, keepingFrom: taps.first).withUnsafeBufferPointer { row in
          for index in sums.indices { sums[index] += row[index] * weight }
        }
      }
      for index in sums.indices { result[y * sums.count + index] = RowWindow.rounded(sums[index]) }
    }
    return Picture(width: size.width, height: size.height, pixels: result)
  }
}

/// Along one axis, which pixels each pixel of the result mixes.
private struct ResamplingAxis {
  struct Taps {
    let first: Int
    /// Of the pixels from `first` on; they sum to 1.
    let weights: [Float]
  }

  let taps: [Taps]

  init(_ count: Int, of limit: Int, from start: Double, _ length: Double, _ resampling: Resampling) {
    let scale = length / Double(count)
    let reach = resampling == .antialiased ? max(scale, 1) : 1
    taps = (0..<count).map { index in
      let centre = start + (Double(index) + 0.5) * scale
      if resampling == .antialiased {
        let first = min(max(Int((centre - reach + 0.5).rounded(.down)), 0), limit - 1)
        let end = max(min(Int((centre + reach + 0.5).rounded(.down)), limit), first + 1)
        let weights = (first..<end).map { max(0, 1 - abs(Double($0) + 0.5 - centre) / reach) }
        let sum = weights.reduce(0, +)
        // Beyond the picture no pixel is in reach.
        guard sum > 0 else { return Taps(first: centre < 0 ? 0 : limit - 1, weights: [1]) }
        return Taps(first: first, weights: weights.map { Float($0 / sum) })
      }
      let position = min(max(centre - 0.5, 0), Double(limit - 1))
      let first = min(Int(position), max(limit - 2, 0))
      let fraction = Float(position - Double(first))
      return Taps(first: first, weights: fraction > 0 ? [1 - fraction, fraction] : [1])
    }
  }
}

/// The picture's rows at the result's width, those that are still needed.
private struct RowWindow {
  let picture: Picture
  let columns: ResamplingAxis
  let isRounded: Bool
  private var rows: [Int: [Float]] = [:]

  init(picture: Picture, columns: ResamplingAxis, isRounded: Bool) {
    (self.picture, self.columns, self.isRounded) = (picture, columns, isRounded)
  }

  /// A row, computed once.
  ///
  /// - Parameter first: no row before it is asked for any more.
  mutating func row(_ index: Int, keepingFrom first: Int) -> [Float] {
    if let row = rows[index] { return row }
    rows = rows.filter { $0.key >= first }
    let row = resampled(index)
    rows[index] = row
    return row
  }

  private func resampled(_ index: Int) -> [Float] {
    var row = [Float](repeating: 0, count: columns.taps.count * 3)
    let start = index * picture.width * 3
    picture.pixels.withUnsafeBufferPointer { pixels in
      for (column, taps) in columns.taps.enumerated() {
        for (offset, weight) in taps.weights.enumerated() {
          let source = start + (taps.first + offset) * 3
          for channel in 0..<3 { row[column * 3 + channel] += Float(pixels[source + channel]) * weight }
        }
      }
    }
    return isRounded ? row.map { Float(Self.rounded($0)) } : row
  }

  /// To 8 bits.
  static func rounded(_ value: Float) -> UInt8 { UInt8(min(max(value + 0.5, 0), 255)) }
}
