/// What the network gives for each joint: how likely the joint is at each place.
public struct HeatMaps: Hashable, Sendable {
  /// K, the number of maps.
  public let joints: Int
  /// Rows of a map, at least 1: a quarter of the input's.
  public let height: Int
  /// Columns of a map, at least 1.
  public let width: Int
  /// K × H × W values, a map after the other, each row-major.
  public let values: [Float]

  /// Wraps the network's output.
  ///
  /// - Parameter values: K × H × W values. They need not be finite: a map that is not has no joint.
  /// - Precondition: the count fits, and maps have at least one pixel.
  public init(joints: Int, height: Int, width: Int, values: [Float]) {
    precondition(joints >= 0 && height > 0 && width > 0, "a heat map has at least one pixel")
    precondition(values.count == joints * height * width, "heat maps need joints × height × width values")
    self.joints = joints
    self.height = height
    self.width = width
    self.values = values
  }

  /// The H × W values of one joint's map.
  public func map(of joint: Int) -> ArraySlice<Float> {
    values[joint * height * width..<(joint + 1) * height * width]
  }

  /// The largest value of a joint's map and where it is, in heat-map pixels; the first in row-major order where
  /// several are equal.
  ///
  /// The value is NaN, at (0, 0), where anything in the map is not finite.
  public func peak(of joint: Int) -> (x: Int, y: Int, value: Float) {
    let start = joint * height * width
    return values.withUnsafeBufferPointer { values in
      var best = -Float.infinity
      var index = start
      for candidate in start..<start + height * width {
        let value = values[candidate]
        if !value.isFinite { return (0, 0, .nan) }
        if value > best {
          best = value
          index = candidate
        }
      }
      return ((index - start) % width, (index - start) / width, best)
    }
  }

  /// The flip test: the mean of these maps and those of the mirrored crop.
  ///
  /// The mirrored maps are mirrored back, left and right joints exchange maps, and all move right by one pixel, because
  /// a network with strides sees a mirrored picture off by a pixel. The first column then stays as it was, as in the
  /// published code.
  ///
  /// - Parameters:
  ///   - flipped: the network's output for `crop.sample(picture).mirrored()`, untouched.
  ///   - skeleton: tells which joints are left and right of each other.
  ///   - shifts: false for networks trained with unbiased data processing, which see no such difference.
  /// - Precondition: both have the same shape.
  public func averagedWithFlip(_ flipped: HeatMaps, skeleton: Skeleton, shifts: Bool = true) -> HeatMaps {
    precondition(
      joints == flipped.joints && height == flipped.height && width == flipped.width,
      "a flip test compares heat maps of one shape")
    var partner = Array(0..<joints)
    for pair in skeleton.flipPairs where pair.allSatisfy({ $0 < joints }) {
      partner.swapAt(pair[0], pair[1])
    }
    let averaged = [Float](unsafeUninitializedCapacity: values.count) { output, count in
      values.withUnsafeBufferPointer { straight in
        flipped.values.withUnsafeBufferPointer { flipped in
          for joint in 0..<joints {
            for y in 0..<height {
              let row = (joint * height + y) * width
              let mirroredRow = (partner[joint] * height + y) * width
              for x in 0..<width {
                let mirrored = flipped[mirroredRow + width - 1 - (shifts ? max(x - 1, 0) : x)]
                output[row + x] = (straight[row + x] + mirrored) * 0.5
              }
            }
          }
        }
      }
      count = values.count
    }
    return HeatMaps(joints: joints, height: height, width: width, values: averaged)
  }
}
