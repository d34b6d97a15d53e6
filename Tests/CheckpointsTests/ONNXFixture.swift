import Checkpoints
import Foundation

/// An ONNX model assembled by hand, right or wrong: a message of protocol buffers and its fields.
struct ONNXFixture {
  private(set) var bytes: [UInt8] = []

  init(_ build: (inout ONNXFixture) -> Void = { _ in }) { build(&self) }

  mutating func raw(_ more: [UInt8]) { bytes += more }

  mutating func varint(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func number(_ field: Int, _ value: Int) {
    varint(UInt64(field) << 3)
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func message(_ field: Int, _ content: [UInt8]) {
    varint(UInt64(field) << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  mutating func message(_ field: Int, _ build: (inout ONNXFixture) -> Void) { message(field, ONNXFixture(build).bytes) }

  mutating func text(_ field: Int, _ text: String) { message(field, Array(text.utf8)) }

  // MARK: Parts of a graph

  mutating func node(
    _ operation: String, _ inputs: [String], _ outputs: [String], _ attributes: (inout ONNXFixture) -> Void = { _ in }
  ) {
    message(1) { node in
      for name in inputs { node.text(1, name) }
      for name in outputs { node.text(2, name) }
      node.text(4, operation)
      attributes(&node)
    }
  }

  /// Within a node.
  mutating func integers(_ name: String, _ values: [Int]) {
    message(5) { attribute in
      attribute.text(1, name)
      for value in values { attribute.number(8, value) }
    }
  }

  /// - Parameter numbers: a field of the tensor: 9 for `raw_data`.
  mutating func tensor(_ name: String, _ shape: [Int], type: Int = 1, numbers: Int = 9, _ data: [UInt8] = []) {
    message(5) { tensor in
      for size in shape { tensor.number(1, size) }
      tensor.number(2, type)
      tensor.text(8, name)
      tensor.message(numbers, data)
    }
  }

  mutating func input(_ name: String) { message(11) { $0.text(1, name) } }
  mutating func output(_ name: String) { message(12) { $0.text(1, name) } }

  /// A graph with the input `x` in a model of opset 17.
  static func model(_ graph: (inout ONNXFixture) -> Void) -> [UInt8] {
    ONNXFixture { model in
      model.number(1, 8)
      model.text(2, "somebody")
      model.message(7) {
        $0.input("x")
        graph(&$0)
      }
      model.message(8) { $0.number(2, 17) }
    }.bytes
  }

  /// A fixture with some bytes behind a text replaced by as many.
  static func patched(_ name: String, behind place: String, _ old: [UInt8], _ new: [UInt8]) throws -> [UInt8] {
    var data = Data(try Fixture.bytes(name))
    guard let start = data.range(of: Data(place.utf8))?.upperBound,
      let range = data.range(of: Data(old), in: start..<data.count), old.count == new.count
    else { throw CocoaError(.fileReadCorruptFile) }
    data.replaceSubrange(range, with: new)
    return [UInt8](data)
  }

  /// A fixture in which a node does something else; both names are of four letters or both of three.
  static func patched(_ name: String, node: String, _ old: String, _ new: String) throws -> [UInt8] {
    let tag: [UInt8] = [0x22, UInt8(old.utf8.count)]
    // A node's name is followed by its operation.
    return try patched(
      name, behind: "\u{1a}" + String(UnicodeScalar(UInt8(node.utf8.count))) + node, tag + old.utf8, tag + new.utf8)
  }
}
