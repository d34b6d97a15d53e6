/// A tensor of an ONNX file: what it says of itself, and where its numbers lie.
struct ONNXTensor {
  private(set) var name = ""
  private(set) var shape: [Int] = []
  private(set) var type = 0
  private var numbers = Numbers.none
  /// What the tensor says about its place in another file: `location`, `offset`, `length`.
  private var place: [String: String] = [:]
  private var isExternal = false

  private enum Numbers {
    case none
    /// Little-endian, back to back, in any type.
    case raw(Range<Int>)
    /// Of one type each: `float_data` or `double_data`, also little-endian and back to back.
    case single(Range<Int>)
    case double(Range<Int>)
    /// Packed integers of variable length: `int32_data`, which bit patterns of 16 bits are in as well, or `int64_data`.
    case integers32(Range<Int>)
    case integers64(Range<Int>)
    case unreadable(String)
    /// In another file, where `place` says.
    case external
  }

  init(_ range: Range<Int>, _ reader: inout ProtobufReader) throws(CheckpointError.Reason) {
    for field in try reader.fields(of: range) {
      switch (field.number, field.value) {
      case (1, .varint(let size)): shape.append(Int(truncatingIfNeeded: size))
      // One more than allowed tells that there are too many.
      case (1, .bytes(let range)): shape += try reader.varints(in: range, limit: TensorLayout.mostAxes + 1)
      case (2, .varint(let number)): type = Int(clamping: number)
      case (3, _): numbers = .unreadable("a segment of a tensor")
      case (4, .bytes(let range)): add(.single(range))
      case (4, _): numbers = .unreadable("float_data in pieces")
      case (5, .bytes(let range)): add(.integers32(range))
      case (5, _): numbers = .unreadable("int32_data in pieces")
      case (7, .bytes(let range)): add(.integers64(range))
      case (7, _): numbers = .unreadable("int64_data in pieces")
      case (8, .bytes(let range)): name = reader.file.text(range)
      case (9, .bytes(let range)): add(.raw(range))
      case (10, .bytes(let range)): add(.double(range))
      case (11, _): numbers = .unreadable("uint64_data")
      case (13, .bytes(let range)): try readPlace(range, &reader)
      case (14, .varint(let number)): isExternal = number == 1
      default: break
      }
    }
    if isExternal { numbers = hasNumbers ? .unreadable("numbers here and in a file") : .external }
  }

  /// The same tensor under the name of the value it is.
  func named(_ name: String) -> ONNXTensor {
    var result = self
    result.name = name
    return result
  }

  /// The same numbers in another shape of as many.
  func shaped(_ shape: [Int]) -> ONNXTensor {
    var result = self
    result.shape = shape
    return result
  }

  private mutating func add(_ more: Numbers) {
    numbers = hasNumbers ? .unreadable("numbers in pieces") : more
  }

  private var hasNumbers: Bool { if case .none = numbers { false } else { true } }

  private mutating func readPlace(
    _ range: Range<Int>, _ reader: inout ProtobufReader
  ) throws(CheckpointError.Reason) {
    var (key, value) = ("", "")
    for field in try reader.fields(of: range) {
      switch (field.number, field.value) {
      case (1, .bytes(let range)): key = reader.file.text(range)
      case (2, .bytes(let range)): value = reader.file.text(range)
      default: break
      }
    }
    place[key] = value
  }

  /// A view of the numbers.
  ///
  /// - Throws: where there are not exactly as many as the shape says, where they are of a type this program does not
  ///   read, or where the file they lie in cannot be read.
  func stored(in files: NumberFiles) throws(CheckpointError.Reason) -> StoredTensor {
    guard let type = Self.types[type] else { throw .unsupportedType(tensor: name, type: "ONNX type \(type)") }
    guard let layout = TensorLayout(shape: shape) else {
      throw .malformedTensor(
        tensor: name, what: "impossible shape", expected: "sizes of at most 2⁶³ bytes", found: "\(shape.prefix(8))")
    }
    let size = layout.count * type.size
    func view(_ storage: Range<Int>, of file: FileBytes) throws(CheckpointError.Reason) -> StoredTensor {
      guard storage.count == size else { throw disagreement(size, found: "\(storage.count)") }
      return StoredTensor(type: type, layout: layout, storage: storage, of: file)
    }
    switch numbers {
    case .raw(let raw): return try view(raw, of: files.model)
    case .single(let single) where type == .float32: return try view(single, of: files.model)
    case .double(let double) where type == .float64: return try view(double, of: files.model)
    case .none: return try view(0..<0, of: files.model)
    case .integers32(let range) where Self.inIntegers32.contains(type),
      .integers64(let range) where type == .int64:
      guard let file = try files.integers(in: range, count: layout.count, size: type.size) else {
        throw disagreement(size, found: "another number of integers in \(range.count)")
      }
      return try view(0..<size, of: file)
    case .external:
      let (file, storage) = try external(size, in: files)
      return try view(storage, of: file)
    case .unreadable(let form):
      throw .malformedTensor(
        tensor: name, what: "unsupported form of numbers", expected: "raw_data or float_data", found: form)
    case .single, .double, .integers32, .integers64:
      throw .malformedTensor(
        tensor: name, what: "numbers of another type than stated", expected: type.rawValue, found: fieldName)
    }
  }

  private func disagreement(_ size: Int, found: String) -> CheckpointError.Reason {
    .malformedTensor(
      tensor: name, what: "numbers disagree with the shape", expected: "\(size) bytes", found: found)
  }

  /// The file beside the model and the bytes in it that the tensor says it is.
  private func external(
    _ size: Int, in files: NumberFiles
  ) throws(CheckpointError.Reason) -> (FileBytes, Range<Int>) {
    guard let location = place["location"] else {
      throw .malformedTensor(
        tensor: name, what: "unsupported form of numbers", expected: "the name of a file", found: "none")
    }
    func number(_ key: String, else usual: Int) throws(CheckpointError.Reason) -> Int {
      guard let text = place[key] else { return usual }
      guard let number = Int(text), number >= 0 else {
        throw .malformedTensor(
          tensor: name, what: "impossible \(key) in another file", expected: "a number of bytes",
          found: "'\(printable(text))'")
      }
      return number
    }
    let (start, length) = (try number("offset", else: 0), try number("length", else: size))
    guard length == size else { throw disagreement(size, found: "\(length)") }
    let file = try files.companion(location)
    guard start <= file.count, size <= file.count - start else {
      throw .truncated(
        what: "'\(printable(location))', where tensor '\(printable(name))' lies at byte \(start)",
        expected: UInt64(start) + UInt64(size), found: UInt64(file.count))
    }
    return (file, start..<start + size)
  }

  /// The numbers of a tensor of at most `limit`; nil for others and for what cannot be read.
  func fewNumbers(in files: NumberFiles, limit: Int = GraphNumbers.most) -> [Float]? {
    // Whoever reads only a few does not open another file for them.
    guard !isExternal || shape.reduce(1, { $0 &* $1 }) <= limit, let tensor = try? stored(in: files),
      tensor.count <= limit
    else { return nil }
    return try? tensor.floats()
  }

  private var fieldName: String {
    switch numbers {
    case .integers32: "int32_data"
    case .integers64: "int64_data"
    case .double: "double_data"
    default: "float_data"
    }
  }

  private static let inIntegers32: Set<ElementType> = [.int32, .int16, .int8, .uint8, .bool, .float16, .bfloat16]

  /// `TensorProto.DataType`.
  private static let types: [Int: ElementType] = [
    1: .float32, 2: .uint8, 3: .int8, 5: .int16, 6: .int32, 7: .int64, 9: .bool, 10: .float16, 11: .float64,
    16: .bfloat16,
  ]

  var isFloatingPoint: Bool { Self.isFloatingPoint(type: type) }

  /// Whether a `TensorProto.DataType` is one of numbers with a fraction.
  static func isFloatingPoint(type: Int) -> Bool { [1, 10, 11, 16].contains(type) }

  /// Whether numbers of one such type are numbers of another without rounding.
  static func isExact(from type: Int, to other: Int) -> Bool {
    type == other || other == 11 && isFloatingPoint(type: type) || other == 1 && [10, 16].contains(type)
  }
}
