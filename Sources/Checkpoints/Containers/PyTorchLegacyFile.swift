/// A file written by `torch.save` of before PyTorch 1.6: five pickles back to back – magic number, protocol, system,
/// object, keys of the storages – then for each storage its number of elements and its elements.
enum PyTorchLegacyFile {
  /// 0x1950a86a20f9469cfc6c, as a pickled integer has it.
  private static let magic: [UInt8] = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]
  private static let protocolVersion = 1001

  static func read(_ file: FileBytes) throws(CheckpointError.Reason) -> TensorFile {
    var position = 0
    func next() throws(CheckpointError.Reason) -> Pickle {
      let pickle = try PickleReader.read(file, position..<file.count)
      position = pickle.end
      return pickle
    }

    let first = try next()
    guard case .span(let number) = first.root, file[number.range] == magic else {
      throw .notWrittenByPyTorch
    }
    let version = try next()
    guard let found = version.integer(version.root), found == protocolVersion else {
      throw .malformedPickle("PyTorch's protocol is not \(protocolVersion)", offset: version.end)
    }
    let system = try next()
    if let facts = system.object(system.root), let order = system.item("little_endian", of: facts),
      case .boolean(false) = order
    {
      throw .unsupportedByteOrder
    }
    let object = try next()
    let keys = try next()
    let storages = try storages(of: object, keys: keys, from: position, in: file)

    return try TensorFile(container: .pytorchLegacy, byteCount: file.count, object) {
      name, storage throws(CheckpointError.Reason) in
      guard let range = storages[storage.key] else {
        throw .malformedTensor(
          tensor: name, what: "its storage is missing", expected: "'\(printable(storage.key))'", found: "none")
      }
      return (file, range)
    }
  }

  /// Where each storage's elements lie.
  private static func storages(
    of object: Pickle, keys: Pickle, from start: Int, in file: FileBytes
  ) throws(CheckpointError.Reason) -> [String: Range<Int>] {
    var elementSizes: [String: Int] = [:]
    for case .persistent(let identifier) in object.nodes {
      guard let storage = PickledStorage(identifier, in: object) else { continue }
      if let size = elementSizes[storage.key], size != storage.elementSize {
        throw .malformedPickle("storage '\(printable(storage.key))' has two types", offset: object.end)
      }
      elementSizes[storage.key] = storage.elementSize
    }

    var ranges: [String: Range<Int>] = [:]
    var position = start
    for key in keys.sequence(keys.root) ?? [] {
      guard let key = keys.text(key), let size = elementSizes[key], ranges[key] == nil else {
        throw .malformedPickle("the list of storages does not fit the object", offset: keys.end)
      }
      guard let count = file.integer(UInt64.self, at: position) else {
        throw .truncated(what: "storage '\(printable(key))'", expected: 8, found: UInt64(file.count - position))
      }
      position += 8
      guard count <= UInt64((file.count - position) / size) else {
        throw .truncated(
          what: "storage '\(printable(key))'",
          expected: count.multipliedReportingOverflow(by: UInt64(size)).partialValue,
          found: UInt64(file.count - position))
      }
      ranges[key] = position..<position + Int(count) * size
      position += Int(count) * size
    }
    return ranges
  }
}
