/// A storage a pickle speaks of: numbers that lie elsewhere in the file, under a key.
struct PickledStorage {
  let key: String
  /// Nil for a type of number this program does not read.
  let type: ElementType?
  /// The class's name, for messages: `QInt8Storage`.
  let typeName: String
  /// Bytes of one element.
  let elementSize: Int
  /// Number of elements.
  let count: Int
  /// Elements to skip: in files of before PyTorch 0.4 a storage may be part of another.
  let viewOffset: Int

  /// Reads the identifier PyTorch gives a storage: `("storage", class, key, device, count)`, in the legacy stream
  /// with a sixth element `None` or `(view key, offset, count)`.
  ///
  /// - Returns: nil for an identifier of something else.
  init?(_ identifier: Pickle.Value, in pickle: Pickle) {
    guard let parts = pickle.sequence(identifier), parts.count >= 5, pickle.text(parts[0]) == "storage",
      let qualifiedName = pickle.qualifiedName(parts[1]), let key = pickle.text(parts[2]),
      let count = pickle.integer(parts[4]), (0..<1 << 58).contains(count)
    else { return nil }
    let name = qualifiedName.split(separator: ".").last.map(String.init) ?? qualifiedName
    guard qualifiedName.hasPrefix("torch."), let (size, type) = Self.types[name] else { return nil }
    var viewOffset = 0
    if parts.count > 5, let view = pickle.sequence(parts[5]), view.count == 3 {
      guard let offset = pickle.integer(view[1]), (0..<1 << 58).contains(offset) else { return nil }
      viewOffset = offset
    }
    self.key = key
    self.type = type
    self.typeName = name
    self.elementSize = size
    self.count = count
    self.viewOffset = viewOffset
  }

  private static let types: [String: (size: Int, type: ElementType?)] = [
    "DoubleStorage": (8, .float64), "FloatStorage": (4, .float32), "HalfStorage": (2, .float16),
    "BFloat16Storage": (2, .bfloat16), "LongStorage": (8, .int64), "IntStorage": (4, .int32),
    "ShortStorage": (2, .int16), "CharStorage": (1, .int8), "ByteStorage": (1, .uint8), "BoolStorage": (1, .bool),
    "ComplexFloatStorage": (8, nil), "ComplexDoubleStorage": (16, nil), "QInt8Storage": (1, nil),
    "QUInt8Storage": (1, nil), "QInt32Storage": (4, nil), "QUInt4x2Storage": (1, nil), "QUInt2x4Storage": (1, nil),
    "UntypedStorage": (1, nil),
  ]
}
