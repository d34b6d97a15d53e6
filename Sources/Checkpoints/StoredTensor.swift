/// How a tensor's numbers are stored.
public enum ElementType: String, Sendable, CaseIterable {
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"

  /// Bytes of one element.
  public var size: Int { self == .float32 ? 4 : 2 }
}

/// A tensor as it lies in a file: little-endian, row-major.
public struct StoredTensor: Sendable {
  public let type: ElementType
  public let shape: [Int]
  private let file: FileBytes
  private let range: Range<Int>

  /// - Precondition: `range` lies within the file and is as long as type and shape say.
  init(type: ElementType, shape: [Int], file: FileBytes, range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= file.bytes.count)
    precondition(range.count == shape.reduce(type.size, *))
    self.type = type
    self.shape = shape
    self.file = file
    self.range = range
  }

  /// Number of elements.
  public var count: Int { range.count / type.size }

  /// The numbers, widened to single precision. Exact for every type.
  public func floats() -> [Float] {
    let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
    return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count {
        let bits: UInt32
        switch type {
        case .float32:
          bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
        case .float16:
          bits = Self.widened(
            half: UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)))
        case .bfloat16:
          bits = UInt32(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))) << 16
        }
        buffer.initializeElement(at: index, to: Float(bitPattern: bits))
      }
      initialized = count
    }
  }

  /// IEEE 754 binary16 to binary32, by integer arithmetic that the compiler can vectorise
  /// (`Float16` is a call per number without a CPU target).
  static func widened(half: UInt16) -> UInt32 {
    let sign = UInt32(half & 0x8000) << 16
    let magnitude = UInt32(half & 0x7fff)
    if magnitude >= 0x7c00 { return sign | 0x7f80_0000 | (magnitude & 0x3ff) << 13 }
    // Multiplying by 2^112 moves the exponent from bias 15 to bias 127 and normalises subnormal numbers.
    let scaled = Float(bitPattern: magnitude << 13) * 0x1p112
    return sign | scaled.bitPattern
  }
}
