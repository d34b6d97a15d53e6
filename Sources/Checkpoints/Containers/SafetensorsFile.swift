import Essentials

/// A file in the safetensors format: an 8-byte length, a JSON header, and the tensors' bytes back to back.
///
/// Format: https://huggingface.co/docs/safetensors. The header is only read, every size and offset in it is
/// checked against the file, and nothing is allocated that is larger than the file warrants.
public struct SafetensorsFile: Sendable {
  public let tensors: [String: StoredTensor]
  /// Free text pairs (`__metadata__`); empty where the file has none.
  public let metadata: [String: String]

  /// HRNet-W64's header is half a megabyte; a longer one than this belongs to something else.
  static let longestHeader = 16 << 20

  /// - Throws: `CheckpointError` for everything the format forbids.
  public init(_ file: FileBytes, path: String) throws(CheckpointError) {
    func fail(_ reason: CheckpointError.Reason) -> CheckpointError { file.error(reason, path: path) }

    guard let length = file.integer(UInt64.self, at: 0) else {
      throw fail(.truncated(what: "length of the header", expected: 8, found: UInt64(file.count)))
    }
    // The format asks for '{' as the header's first byte, which tells it from other containers.
    guard file.count == 8 || file[8] == UInt8(ascii: "{") else {
      throw fail(.unknownContainer(found: ForeignFile.description(of: file)))
    }
    guard length <= UInt64(Self.longestHeader) else {
      throw fail(.headerTooLong(limit: Self.longestHeader, found: length))
    }
    guard length <= UInt64(file.count - 8) else {
      throw fail(.truncated(what: "header", expected: length, found: UInt64(file.count - 8)))
    }
    let start = 8 + Int(length)

    let header: SafetensorsHeader
    do {
      header = try JSONDecoder().decode(SafetensorsHeader.self, from: Data(file[8..<start]))
    } catch {
      throw fail(.malformedHeader(Self.text(of: error)))
    }
    metadata = header.metadata
    do {
      tensors = try header.tensors(of: file, from: start)
      try file.check()
    } catch {
      throw fail(error)
    }
  }

  /// The decoder's own words, on one line of bounded length.
  private static func text(of error: any Error) -> String {
    switch error {
    case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
      DecodingError.keyNotFound(_, let context), DecodingError.valueNotFound(_, let context):
      return String(context.debugDescription.prefix(120)).replacing(#/[^ -~]/#, with: "?")
    default: return "not JSON"
    }
  }
}

/// The JSON header: `{"name": {"dtype", "shape", "data_offsets"}, …, "__metadata__": {…}}`.
private struct SafetensorsHeader: Decodable {
  struct Entry: Decodable {
    let type: String
    let shape: [Int]
    let begin: Int
    let end: Int

    enum CodingKeys: String, CodingKey {
      case type = "dtype"
      case shape
      case offsets = "data_offsets"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      type = try container.decode(String.self, forKey: .type)
      shape = try container.decode([Int].self, forKey: .shape)
      let offsets = try container.decode([Int].self, forKey: .offsets)
      guard offsets.count == 2 else {
        throw DecodingError.dataCorruptedError(
          forKey: .offsets, in: container, debugDescription: "data_offsets are not two numbers")
      }
      (begin, end) = (offsets[0], offsets[1])
    }
  }

  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  var metadata: [String: String] = [:]
  var entries: [String: Entry] = [:]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      if key.stringValue == "__metadata__" {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
      }
    }
  }
}

extension SafetensorsHeader {
  /// The tensors that lie behind the header.
  ///
  /// The format forbids holes and overlaps: in the order of their offsets, each tensor begins where the one before it
  /// ends, and the last one ends with the file.
  func tensors(of file: FileBytes, from start: Int) throws(CheckpointError.Reason) -> [String: StoredTensor] {
    var tensors: [String: StoredTensor] = [:]
    tensors.reserveCapacity(entries.count)
    var position = 0
    for (name, entry) in entries.sorted(by: { ($0.value.begin, $0.value.end) < ($1.value.begin, $1.value.end) }) {
      guard let type = ElementType(rawValue: entry.type) else {
        throw .unsupportedType(tensor: name, type: entry.type)
      }
      guard let layout = TensorLayout(shape: entry.shape) else {
        throw .malformedTensor(
          tensor: name, what: "impossible shape", expected: "sizes of at most 2⁶³ bytes", found: "\(entry.shape)")
      }
      let size = layout.count * type.size
      guard entry.begin == position, entry.end >= entry.begin else {
        throw .malformedTensor(
          tensor: name, what: "tensors overlap or leave a hole", expected: "offset \(position)",
          found: "\(entry.begin)…\(entry.end)")
      }
      guard entry.end - entry.begin == size else {
        throw .malformedTensor(
          tensor: name, what: "offsets disagree with the shape", expected: "\(size) bytes",
          found: "\(entry.end - entry.begin)")
      }
      guard entry.end <= file.count - start else {
        throw .truncated(what: "tensor data", expected: UInt64(entry.end), found: UInt64(file.count - start))
      }
      tensors[name] = StoredTensor(
        type: type, layout: layout, storage: start + entry.begin..<start + entry.end, of: file)
      position = entry.end
    }
    guard position == file.count - start else {
      throw .malformedHeader("bytes behind the last tensor (expected \(position), found \(file.count - start))")
    }
    return tensors
  }
}
