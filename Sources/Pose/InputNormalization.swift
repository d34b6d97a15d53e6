import Pictures

/// The step from 8-bit colours to the numbers a network was trained on.
public struct InputNormalization: Hashable, Sendable {
  /// Subtracted from the colours, which run from 0 to 1, in the network's order.
  public let mean: [Float]
  /// Divides what is left, in the network's order.
  public let std: [Float]
  /// Whether the network takes blue, green and red, as OpenCV reads pictures.
  public let isBGR: Bool

  /// The mean and standard deviation of ImageNet's training pictures: those of every published HRNet.
  public static let imageNet = InputNormalization(mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  /// - Parameters:
  ///   - mean: three values.
  ///   - std: three values.
  /// - Precondition: three and three.
  public init(mean: [Float], std: [Float], isBGR: Bool = false) {
    precondition(mean.count == 3 && std.count == 3, "one value for each of red, green, blue")
    self.isBGR = isBGR
    self.mean = mean
    self.std = std
  }

  /// The network's input tensor: (colours / 255 − mean) / std.
  ///
  /// - Returns: NHWC with N = 1: height × width × 3 values, the channels of a pixel side by side.
  public func tensor(_ crop: Picture) -> [Float] {
    // 256 values a channel are all there are.
    let table = (0..<256).flatMap { value in
      (0..<3).map { (Float(value) / 255 - mean[$0]) / std[$0] }
    }
    // Of the colour that each of the network's channels takes.
    let sources = isBGR ? [2, 1, 0] : [0, 1, 2]
    return [Float](unsafeUninitializedCapacity: crop.pixels.count) { output, count in
      table.withUnsafeBufferPointer { table in
        crop.pixels.withUnsafeBufferPointer { pixels in
          for pixel in stride(from: 0, to: pixels.count, by: 3) {
            for channel in 0..<3 {
              output[pixel &+ channel] = table[Int(pixels[pixel &+ sources[channel]]) &* 3 &+ channel]
            }
          }
        }
      }
      count = crop.pixels.count
    }
  }
}
