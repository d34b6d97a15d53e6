/// A tensor of an ONNX file: what it says of itself, and where its numbers lie.
struct ONNXTensor {
  private(set) var name = ""
  private(set) var shape: [Int] = []
  private var type = 0
  private var numbers = Numbers.none

  private enum Numbers {
    case none
    /// Little-endian, back to back, in any type.
    case raw(Range<Int>)
    /// Of one type each: `float_data` or `double_data`, also little-endian and back to back.
    case single(Range<Int>)
    case double(Range<Int>)
    /// In a form that would have to be copied: integers of variable length, or pieces.
    case unreadable(String)
    /// In another file.
    case external
  }

  init(_ range: Range<Int>, _ reader: inout ProtobufReader) throws(CheckpointError.Reason) {
    for field in try reader.fields(of: range) {
      switch (field.number, field.value) {
      case (1, .varint(let size)): shape.append(Int(truncatingIfNeeded: size))
      // One more than allowed tells that there are too many.
      case (1, .bytes(let range)): shape += try reader.varints(in: range, limit: TensorLayout.mostAxes + 1)
      case (2, .varint(let number)): type = Int(clamping: number)
      case (4, .bytes(let range)): add(.single(range))
      case (4, .fixed32): numbers = .unreadable("float_data in pieces")
      case (5, _): numbers = .unreadable("int32_data")
      case (7, _): numbers = .unreadable("int64_data")
      case (8, .bytes(let range)): name = reader.file.text(range)
      case (9, .bytes(let range)): add(.raw(range))
      case (10, .bytes(let range)): add(.double(range))
      case (11, _): numbers = .unreadable("uint64_data")
      case (13, _), (14, .varint(1)): numbers = .external
      default: break
      }
    }
  }

  /// The same tensor under the name of the value it is.
  func named(_ name: String) -> ONNXTensor {
    var result = self
    result.name = name
    return result
  }

  private mutating func add(_ more: Numbers) {
    switch numbers {
    case .none: numbers = more
    case .external: break
    case .raw, .single, .double, .unreadable: numbers = .unreadable("numbers in pieces")
    }
  }

  /// A view of the numbers.
  ///
  /// - Throws: where the file does not hold exactly as many as the shape says, or in a type this program does not read.
  func stored(in file: FileBytes) throws(CheckpointError.Reason) -> StoredTensor {
    guard let type = Self.types[type] else { throw .unsupportedType(tensor: name, type: "ONNX type \(type)") }
    guard let layout = TensorLayout(shape: shape) else {
      throw .malformedTensor(
        tensor: name, what: "impossible shape", expected: "sizes of at most 2⁶³ bytes", found: "\(shape.prefix(8))")
    }
    let range: Range<Int>
    switch numbers {
    case .raw(let raw): range = raw
    case .single(let single) where type == .float32: range = single
    case .double(let double) where type == .float64: range = double
    case .none: range = 0..<0
    case .external: throw .externalNumbers(tensor: name)
    case .unreadable(let form):
      throw .malformedTensor(
        tensor: name, what: "unsupported form of numbers", expected: "raw_data or float_data", found: form)
    case .single, .double:
      throw .malformedTensor(
        tensor: name, what: "numbers of another type than stated", expected: type.rawValue, found: "float_data")
    }
    guard layout.count == range.count / type.size, range.count % type.size == 0 else {
      throw .malformedTensor(
        tensor: name, what: "numbers disagree with the shape", expected: "\(layout.count * type.size) bytes",
        found: "\(range.count)")
    }
    return StoredTensor(type: type, layout: layout, storage: range, of: file)
  }

  /// The numbers of a tensor of a few, such as factors; nil for others and for what cannot be read.
  func fewNumbers(in file: FileBytes) -> [Float]? {
    guard let tensor = try? stored(in: file), tensor.count <= 16 else { return nil }
    return try? tensor.floats()
  }

  /// `TensorProto.DataType`.
  private static let types: [Int: ElementType] = [
    1: .float32, 2: .uint8, 3: .int8, 5: .int16, 6: .int32, 7: .int64, 9: .bool, 10: .float16, 11: .float64,
    16: .bfloat16,
  ]

  var isFloatingPoint: Bool { Self.isFloatingPoint(type: type) }

  /// Whether a `TensorProto.DataType` is one of numbers with a fraction.
  static func isFloatingPoint(type: Int) -> Bool { [1, 10, 11, 16].contains(type) }
}
