/// How a picture becomes a detector's input: resized with its ratio kept, then zeros to the right and below.
public struct DetectorInput: Hashable, Sendable {
  /// How the resized sides are rounded.
  public enum Rounding: Hashable, Sendable {
    /// MMDetection: one factor, both sides rounded.
    case mmdet
    /// FCOS's authors and HRNet-FCOS, as in maskrcnn-benchmark: the short side is what it is to be, the long one rounded
    /// down.
    case authors
  }

  /// Width and height of the picture, in pixels.
  public let picture: (width: Int, height: Int)
  /// Of the resized picture, which fills the input's upper left.
  public let resized: (width: Int, height: Int)
  /// Of the input.
  public let padded: (width: Int, height: Int)

  /// What both sides of an input are divisible by.
  public static let multiple = 32

  /// - Parameters:
  ///   - short: what the short side becomes, unless the long one becomes too long.
  ///   - long: the most that the long side becomes.
  /// - Precondition: all sides are at least 1.
  public init(width: Int, height: Int, short: Int = 800, long: Int = 1333, rounding: Rounding) {
    precondition(min(width, height, short, long) > 0, "a picture has at least one pixel")
    picture = (width, height)
    let (least, most) = (Double(min(width, height)), Double(max(width, height)))
    switch rounding {
    case .mmdet:
      let factor = min(Double(max(short, long)) / most, Double(min(short, long)) / least)
      func side(_ count: Int) -> Int { max(1, Int(Double(count) * factor + 0.5)) }
      resized = (side(width), side(height))
    case .authors:
      var side = Double(short)
      // Python rounds halves to even.
      if most / least * side > Double(long) { side = (Double(long) * least / most).rounded(.toNearestOrEven) }
      side = max(1, side)
      let other = Int(side * most / least)
      resized = width < height ? (Int(side), other) : (other, Int(side))
    }
    func grown(_ count: Int) -> Int { (count + Self.multiple - 1) / Self.multiple * Self.multiple }
    padded = (grown(resized.width), grown(resized.height))
  }

  /// A picture that is to fill an input of a given size as far as its ratio lets it.
  ///
  /// - Parameter padded: the input's sides.
  public init(width: Int, height: Int, within padded: (width: Int, height: Int)) {
    precondition(min(width, height, padded.width, padded.height) > 0, "a picture has at least one pixel")
    let factor = min(Double(padded.width) / Double(width), Double(padded.height) / Double(height))
    func side(_ count: Int, _ most: Int) -> Int { min(max(1, Int(Double(count) * factor + 0.5)), most) }
    (picture, self.padded) = ((width, height), padded)
    resized = (side(width, padded.width), side(height, padded.height))
  }

  /// Resized pixels to one of the picture, along a row and along a column.
  public var scale: (x: Double, y: Double) {
    (Double(resized.width) / Double(picture.width), Double(resized.height) / Double(picture.height))
  }

  /// An input of the padded size: the resized picture's values, and zeros.
  ///
  /// - Parameter values: normalised, `resized.height` × `resized.width` × `channels`.
  /// - Returns: `padded.height` × `padded.width` × `channels`.
  public func padding(_ values: [Float], channels: Int = 3) -> [Float] {
    precondition(values.count == resized.width * resized.height * channels, "the values of the resized picture")
    var result: [Float] = []
    result.reserveCapacity(padded.width * padded.height * channels)
    let row = resized.width * channels
    for y in 0..<resized.height {
      result.append(contentsOf: values[y * row..<(y + 1) * row])
      result.append(contentsOf: repeatElement(0, count: (padded.width - resized.width) * channels))
    }
    result.append(contentsOf: repeatElement(0, count: padded.width * channels * (padded.height - resized.height)))
    return result
  }
}

extension DetectorInput {
  public static func == (a: Self, b: Self) -> Bool {
    a.picture == b.picture && a.resized == b.resized && a.padded == b.padded
  }

  public func hash(into hasher: inout Hasher) {
    for side in [picture.width, picture.height, resized.width, resized.height] { hasher.combine(side) }
  }
}
