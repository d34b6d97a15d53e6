import HRNet
import Synchronization

/// The output of one node: values in NHWC order (`[height][width][channels]`), never changed once made.
///
/// A fusion edge from a coarser stream is kept at its source's resolution where upsampling is nearest; `upsampling`
/// says how far it is from the node's own shape.
public final class Activation: Sendable {
  /// Shape of the stored values.
  public let shape: Shape
  /// log₂ of the factor by which a side still has to grow (nearest) to reach the node's shape.
  public let upsampling: Int
  /// No two activations of a process have the same.
  let version: UInt64
  let buffer: FloatBuffer
  /// What is known of `isFinite`.
  let finiteness = Atomic(Finiteness.unknown)

  init(shape: Shape, upsampling: Int = 0, version: UInt64, buffer: FloatBuffer) {
    precondition(buffer.count == shape.count)
    self.shape = shape
    self.upsampling = upsampling
    self.version = version
    self.buffer = buffer
  }

  /// The stored values, `shape.count` of them, for the time of the call.
  public func withValues<Result, Failure>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeBufferPointer(start: buffer.pointer, count: buffer.count))
  }

  /// The values at the node's shape in PyTorch's order, `[channels][height][width]`, upsampled where that is pending.
  public func channelMajor() -> [Float] {
    let (height, width) = (shape.height << upsampling, shape.width << upsampling)
    return withValues { values in
      [Float](unsafeUninitializedCapacity: shape.channels * height * width) { result, initialized in
        for y in 0..<height {
          for x in 0..<width {
            let pixel = ((y >> upsampling) * shape.width + (x >> upsampling)) * shape.channels
            for channel in 0..<shape.channels {
              result.initializeElement(at: (channel * height + y) * width + x, to: values[pixel + channel])
            }
          }
        }
        initialized = shape.channels * height * width
      }
    }
  }

  var byteCount: Int { buffer.count * MemoryLayout<Float>.stride }
}
