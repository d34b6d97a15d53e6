import Files

/// A tensor as it lies in a file, little-endian: a view, never a copy.
public struct StoredTensor: Sendable {
  public let type: ElementType
  private let layout: TensorLayout
  private let file: FileBytes
  /// Byte of the storage's first element.
  private let storage: Int

  /// - Parameter storage: the bytes of the storage the layout speaks of.
  /// - Precondition: `storage` lies within the file and holds the layout's elements.
  init(type: ElementType, layout: TensorLayout, storage: Range<Int>, of file: FileBytes) {
    precondition(storage.lowerBound >= 0 && storage.upperBound <= file.count)
    precondition(layout.storageCount <= storage.count / type.size)
    self.type = type
    self.layout = layout
    self.file = file
    self.storage = storage.lowerBound
  }

  public var shape: [Int] { layout.shape }

  /// Number of elements.
  public var count: Int { layout.count }

  /// The numbers in row-major order, in single precision. Exact for the types of up to 16 bits and for F32;
  /// F64 and the wider integers are rounded.
  ///
  /// - Throws: `changedWhileOpen` or `unreadable` where the file does not hold them any more.
  public func floats() throws(CheckpointError.Reason) -> [Float] {
    switch type {
    case .float32: layout.isContiguous ? try copied() : try gather { Float(bitPattern: $0 as UInt32) }
    case .float16: try gather { Float(bitPattern: Self.widened(half: $0)) }
    case .bfloat16: try gather { Float(bitPattern: UInt32($0 as UInt16) << 16) }
    case .float64: try gather { Float(Double(bitPattern: $0)) }
    case .int64: try gather { Float($0 as Int64) }
    case .int32: try gather { Float($0 as Int32) }
    case .int16: try gather { Float($0 as Int16) }
    case .int8: try gather { Float($0 as Int8) }
    case .uint8: try gather { Float($0 as UInt8) }
    case .bool: try gather { ($0 as UInt8) == 0 ? 0 : 1 }
    }
  }

  /// The bit patterns in row-major order, of a type of 16 bits.
  ///
  /// Two functions and none that is generic: of one in another file even an optimised debug build makes no special version.
  ///
  /// - Throws: as ``floats()``.
  func patterns(_: UInt16.Type) throws(CheckpointError.Reason) -> [UInt16] {
    precondition(type.size == 2)
    return try gather { $0 as UInt16 }
  }

  /// The same of a type of 32 bits.
  func patterns(_: UInt32.Type) throws(CheckpointError.Reason) -> [UInt32] {
    precondition(type.size == 4)
    return try gather { $0 as UInt32 }
  }

  /// The same of a type of 64 bits.
  func patterns(_: UInt64.Type) throws(CheckpointError.Reason) -> [UInt64] {
    precondition(type.size == 8)
    return try gather { $0 as UInt64 }
  }

  private func gather<Pattern: FixedWidthInteger, Number>(
    _ number: (Pattern) -> Number
  ) throws(CheckpointError.Reason) -> [Number] {
    let numbers = [Number](unsafeUninitializedCapacity: count) { result, initialized in
      if layout.isContiguous {
        gatherRow(number, into: result)
      } else {
        gatherViews(number, into: result)
      }
      initialized = count
    }
    try file.check()
    return numbers
  }

  /// Numbers in single precision that lie one after another: as they are.
  private func copied() throws(CheckpointError.Reason) -> [Float] {
    let numbers = [Float](unsafeUninitializedCapacity: count) { result, initialized in
      let bytes = UnsafeMutableRawBufferPointer(result)
      let start = storage + layout.offset * MemoryLayout<Float>.size
      var position = 0
      file.forEachPiece(of: start..<start + bytes.count) { piece in
        UnsafeMutableRawBufferPointer(rebasing: bytes[position...]).copyMemory(from: piece)
        position += piece.count
      }
      initialized = count
    }
    try file.check()
    return numbers
  }

  /// Elements that lie one after another.
  private func gatherRow<Pattern: FixedWidthInteger, Number>(
    _ number: (Pattern) -> Number, into result: UnsafeMutableBufferPointer<Number>
  ) {
    let size = MemoryLayout<Pattern>.size
    let start = storage + layout.offset * size
    var index = 0
    file.forEachPiece(of: start..<start + count * size) { bytes in
      for position in stride(from: 0, to: bytes.count, by: size) {
        let pattern = bytes.loadUnaligned(fromByteOffset: position, as: Pattern.self)
        result.initializeElement(at: index, to: number(Pattern(littleEndian: pattern)))
        index += 1
      }
    }
  }

  /// Elements in another order, or only some of the storage's, or one of them again and again.
  private func gatherViews<Pattern: FixedWidthInteger, Number>(
    _ number: (Pattern) -> Number, into result: UnsafeMutableBufferPointer<Number>
  ) {
    let size = MemoryLayout<Pattern>.size
    let first = storage + layout.offset * size
    let span = (layout.storageCount - layout.offset) * size
    // Read at once, unless a few elements are strewn over a large storage.
    guard span / 4 <= count * size else {
      return forEachPlace { index, place in
        // Lies within the file: the initializer has checked it.
        let pattern = file.integer(Pattern.self, at: first + place * size) ?? 0
        result.initializeElement(at: index, to: number(pattern))
      }
    }
    file.withBytes(of: first..<first + span) { bytes in
      forEachPlace { index, place in
        let pattern = bytes.loadUnaligned(fromByteOffset: place * size, as: Pattern.self)
        result.initializeElement(at: index, to: number(Pattern(littleEndian: pattern)))
      }
    }
  }

  /// Where each element lies behind the first one, in row-major order, like an odometer.
  private func forEachPlace(_ body: (_ index: Int, _ place: Int) -> Void) {
    var place = 0
    var indices = [Int](repeating: 0, count: shape.count)
    for index in 0..<count {
      body(index, place)
      var axis = shape.count - 1
      while axis >= 0 {
        indices[axis] += 1
        place += layout.strides[axis]
        if indices[axis] < shape[axis] { break }
        place -= shape[axis] * layout.strides[axis]
        indices[axis] = 0
        axis -= 1
      }
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
