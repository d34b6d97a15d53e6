import Essentials
import HRNet

extension Checkpoint {
  /// Writes the tensors in use to a safetensors file under their canonical keys, with metadata that say how to use
  /// them. The file opens as the same network with the same numbers.
  ///
  /// Single, half and bfloat16 numbers are written as they are, the others as single precision. An older file of the
  /// same name is replaced when the new one is complete; it may be the one this checkpoint was read from.
  ///
  /// - Parameter mayReplace: whether there may be an older file.
  /// - Parameter halfPrecision: round the convolutions' weights to half precision. What batch normalisation knows is
  ///   a thousandth of the file and spans more orders of magnitude; it stays as it is.
  /// - Throws: `CheckpointError` with reason `unwritable`, or `tooLargeForHalf`.
  public func write(
    to path: String, halfPrecision: Bool = false, mayReplace: Bool = true
  ) throws(CheckpointError) {
    do throws(CheckpointError.Reason) {
      let entries = storedTensors.sorted { $0.key < $1.key }.map { key, tensor in
        SafetensorsWriter.Entry(
          StoredEntry(key: key, tensor: tensor, isHalved: halfPrecision && tensor.shape.count == 4))
      }
      try SafetensorsWriter(entries: entries, metadata: metadata).write(to: path, mayReplace: mayReplace)
    } catch {
      throw CheckpointError(path: path, reason: error)
    }
  }

  /// What this checkpoint is, in the pairs that `Metadata` reads and in some for people.
  private var metadata: [String: String] {
    func list(_ numbers: [Float]) -> String { numbers.map { "\($0)" }.joined(separator: ",") }
    func json(_ value: some Encodable) -> String? {
      (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) }
    }
    var pairs = [
      "format": "pt", "architecture": "hrnet", "width": "\(architecture.width)", "stem": "\(architecture.stemWidth)",
      "stage1": "\(architecture.stage1Units)x\(architecture.stage1Width)",
      "modules": architecture.modules.map(String.init).joined(separator: ","),
      "units": "\(architecture.unitsPerStream)", "head": architecture.head.metadataName,
      "upsampling": architecture.upsampling.rawValue, "input": "\(input.height)x\(input.width)",
      "mean": list(preprocessing.mean), "std": list(preprocessing.standardDeviation),
      "boxPadding": "\(preprocessing.boxPadding)", "convertedFrom": "\(family.rawValue), \(container.rawValue)",
    ]
    pairs["joints"] = architecture.joints.map(String.init)
    pairs["skeleton"] = skeleton
    if preprocessing.channels == .bgr { pairs["channelOrder"] = "bgr" }
    if preprocessing.isUnbiased { pairs["unbiased"] = "true" }
    pairs["alignCorners"] = facts.alignsCorners.map { "\($0)" }
    pairs.merge(architecture.head.metadata) { _, new in new }
    if let joints = facts.joints {
      pairs["jointNames"] = joints.names.flatMap(json)
      pairs["flipPairs"] = joints.flipPairs.flatMap(json)
      pairs["sigmas"] = joints.sigmas.flatMap(json)
      pairs["limbs"] = joints.limbs.flatMap(json)
    }
    pairs["classNames"] = facts.classNames.flatMap(json)
    return pairs
  }
}

/// A tensor of a checkpoint, on its way into another file.
private struct StoredEntry {
  let key: String
  let tensor: StoredTensor
  let isHalved: Bool

  var type: ElementType {
    if isHalved { return .float16 }
    switch tensor.type {
    case .float32, .float16, .bfloat16: return tensor.type
    case .float64, .int64, .int32, .int16, .int8, .uint8, .bool: return .float32
    }
  }

  /// Little-endian, row-major.
  func bytes() throws(CheckpointError.Reason) -> [UInt8] {
    switch type {
    case _ where type == tensor.type && type.size == 2: littleEndianBytes(try tensor.patterns(UInt16.self))
    case _ where type == tensor.type: littleEndianBytes(try tensor.patterns(UInt32.self))
    case .float16: littleEndianBytes(try halves())
    default: littleEndianBytes(try tensor.floats().map(\.bitPattern))
    }
  }

  private func halves() throws(CheckpointError.Reason) -> [UInt16] {
    var patterns: [UInt16] = []
    patterns.reserveCapacity(tensor.count)
    for value in try tensor.floats() {
      let half = Float16(value)
      guard half.isFinite || !value.isFinite else { throw .tooLargeForHalf(tensor: key, value: "\(value)") }
      patterns.append(half.bitPattern)
    }
    return patterns
  }
}

extension SafetensorsWriter.Entry {
  fileprivate init(_ entry: StoredEntry) {
    self.init(key: entry.key, type: entry.type, shape: entry.tensor.shape, bytes: entry.bytes)
  }
}

/// Lays out and writes a safetensors file.
struct SafetensorsWriter {
  struct Entry {
    let key: String
    let type: ElementType
    let shape: [Int]
    /// Asked for when the entry's turn comes, so that no more than one is held.
    let bytes: () throws(CheckpointError.Reason) -> [UInt8]

    fileprivate var byteCount: Int { shape.reduce(type.size, *) }
  }

  let entries: [Entry]
  let metadata: [String: String]

  private struct Description: Encodable {
    let dtype: String
    let shape: [Int]
    let data_offsets: [Int]
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Header: Encodable {
    let writer: SafetensorsWriter

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(writer.metadata, forKey: Key(stringValue: "__metadata__"))
      var position = 0
      for entry in writer.entries {
        let end = position + entry.byteCount
        let description = Description(dtype: entry.type.rawValue, shape: entry.shape, data_offsets: [position, end])
        try container.encode(description, forKey: Key(stringValue: entry.key))
        position = end
      }
    }
  }

  func write(to path: String, mayReplace: Bool = true) throws(CheckpointError.Reason) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var header = try? encoder.encode(Header(writer: self)) else { throw .unwritable("the header is no JSON") }
    // Eight bytes of length, and data on a boundary of eight.
    header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
    try CheckpointFile.write(to: path, mayReplace: mayReplace) { file throws(CheckpointError.Reason) in
      try file.write(littleEndianBytes([UInt64(header.count)]) + header)
      for entry in entries { try file.write(entry.bytes()) }
    }
  }
}
