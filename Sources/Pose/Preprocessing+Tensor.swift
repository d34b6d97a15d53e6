import HRNet
import Pictures

extension Preprocessing {
  /// The network's input tensor: (colours / 255 − mean) / deviation.
  ///
  /// - Returns: NHWC with N = 1: height × width × 3 values, the channels of a pixel side by side.
  public func tensor(_ crop: Picture) -> [Float] {
    // 256 values a channel are all there are.
    let table = (0..<256).flatMap { value in
      (0..<3).map { (Float(value) / 255 - mean[$0]) / standardDeviation[$0] }
    }
    // Of the colour that each of the network's channels takes.
    let sources = channels == .bgr ? [2, 1, 0] : [0, 1, 2]
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
