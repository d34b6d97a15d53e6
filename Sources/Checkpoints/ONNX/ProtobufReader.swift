/// Reads protocol buffers' wire format field by field (https://protobuf.dev/programming-guides/encoding): where things
/// lie, not what they are. Nothing is copied, and a nested message is a range until somebody reads it.
struct ProtobufReader {
  enum Value {
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64
    /// Text, packed numbers or a nested message.
    case bytes(Range<Int>)
  }

  struct Field {
    let number: Int
    let value: Value
  }

  /// Fields of one file together. HRNet-W64 in its most talkative export has 60 000.
  static let mostFields = 1 << 20

  let file: FileBytes
  private var fieldsLeft = mostFields

  init(_ file: FileBytes) {
    self.file = file
  }

  /// The fields of the message that fills a range of the file.
  mutating func fields(of range: Range<Int>) throws(CheckpointError.Reason) -> [Field] {
    var fields: [Field] = []
    var position = range.lowerBound
    while position < range.upperBound {
      guard fieldsLeft > 0 else { throw .malformedONNX("more than \(Self.mostFields) fields") }
      fieldsLeft -= 1
      let start = position
      let tag = try varint(at: &position, in: range)
      guard let number = Int(exactly: tag >> 3), number > 0 else { throw damaged(at: start) }
      fields.append(Field(number: number, value: try value(wireType: tag & 7, at: &position, in: range)))
    }
    return fields
  }

  /// The packed variable-length integers that fill a range, no more than `limit`.
  func varints(in range: Range<Int>, limit: Int) throws(CheckpointError.Reason) -> [Int] {
    var numbers: [Int] = []
    var position = range.lowerBound
    while position < range.upperBound, numbers.count < limit {
      numbers.append(Int(truncatingIfNeeded: try varint(at: &position, in: range)))
    }
    return numbers
  }

  private func value(
    wireType: UInt64, at position: inout Int, in range: Range<Int>
  ) throws(CheckpointError.Reason) -> Value {
    let start = position
    switch wireType {
    case 0: return .varint(try varint(at: &position, in: range))
    case 1:
      position += 8
      guard position <= range.upperBound else { throw damaged(at: start) }
      return .fixed64
    case 2:
      let length = try varint(at: &position, in: range)
      guard length <= UInt64(range.upperBound - position) else {
        throw .truncated(
          what: "ONNX field at byte \(start)", expected: length, found: UInt64(range.upperBound - position))
      }
      defer { position += Int(length) }
      return .bytes(position..<position + Int(length))
    case 5:
      guard range.upperBound - position >= 4, let number = file.integer(UInt32.self, at: position) else {
        throw damaged(at: start)
      }
      position += 4
      return .fixed32(number)
    default: throw damaged(at: start)
    }
  }

  private func varint(at position: inout Int, in range: Range<Int>) throws(CheckpointError.Reason) -> UInt64 {
    let start = position
    var result: UInt64 = 0
    for shift in stride(from: 0, through: 63, by: 7) {
      guard position < range.upperBound else { throw damaged(at: start) }
      let byte = file[position]
      position += 1
      result |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 { return result }
    }
    throw damaged(at: start)
  }

  private func damaged(at position: Int) -> CheckpointError.Reason {
    .malformedONNX("no protocol buffer at byte \(position)")
  }
}
