/// The parts of an ONNX model that an HRNet can be told by: nodes, tensors, names
/// (https://github.com/onnx/onnx/blob/main/docs/IR.md; field numbers as in onnx.proto).
struct ONNXModel {
  /// Of the standard operators.
  private(set) var opset = 0
  /// Name and version of the program that wrote the file.
  private(set) var producer = ""
  private(set) var nodes: [ONNXNode] = []
  private(set) var initializers: [ONNXTensor] = []
  private(set) var inputs: [Input] = []
  private(set) var outputs: [String] = []

  struct Input {
    var name = ""
    /// Sizes by axis; nil where they are left open.
    var shape: [Int?] = []
    /// A `TensorProto.DataType`; 0 where it is not said.
    var type = 0
  }

  private static let oldestOpset = 7

  /// - Throws: where the file is no ONNX model or damaged. Numbers of tensors are not looked at.
  init(_ file: FileBytes) throws(CheckpointError.Reason) {
    var reader = ProtobufReader(file)
    var graph: Range<Int>?
    var version = ""
    var functions: [ONNXFunction] = []
    for field in try reader.fields(of: 0..<file.count) {
      switch (field.number, field.value) {
      case (2, .bytes(let range)): producer = file.text(range)
      case (3, .bytes(let range)): version = file.text(range)
      case (7, .bytes(let range)): graph = range
      case (8, .bytes(let range)): opset = try Self.standardOpset(range, &reader) ?? opset
      case (25, .bytes(let range)): functions.append(try ONNXFunction(range, &reader))
      default: break
      }
    }
    if !producer.isEmpty, !version.isEmpty { producer += " " + version }
    guard let graph else { throw .malformedONNX("it holds no graph") }
    guard opset > 0 else { throw .malformedONNX("it does not say which operators it uses") }
    // Older ones say by attributes of their own how they broadcast, and whether they train.
    guard opset >= Self.oldestOpset else {
      throw .notAnHRNet("operators of version \(opset) (expected \(Self.oldestOpset) or later)")
    }
    try readGraph(graph, &reader)
    nodes = try ONNXFunction.inlined(nodes, functions, opset: opset)
  }

  /// The version of the standard operators; nil where a set is one of others.
  static func standardOpset(
    _ range: Range<Int>, _ reader: inout ProtobufReader
  ) throws(CheckpointError.Reason) -> Int? {
    var domain = ""
    var version = 0
    for field in try reader.fields(of: range) {
      switch (field.number, field.value) {
      case (1, .bytes(let range)): domain = reader.file.text(range)
      case (2, .varint(let number)): version = Int(clamping: number)
      default: break
      }
    }
    return ONNXNode.isStandard(domain: domain) ? version : nil
  }

  private mutating func readGraph(
    _ range: Range<Int>, _ reader: inout ProtobufReader
  ) throws(CheckpointError.Reason) {
    for field in try reader.fields(of: range) {
      guard case .bytes(let range) = field.value else { continue }
      switch field.number {
      case 1: nodes.append(try ONNXNode(range, &reader))
      case 5: initializers.append(try ONNXTensor(range, &reader))
      case 11: inputs.append(try Self.input(range, &reader))
      case 12: outputs.append(try Self.input(range, &reader).name)
      default: break
      }
    }
  }

  private static func input(
    _ range: Range<Int>, _ reader: inout ProtobufReader
  ) throws(CheckpointError.Reason) -> Input {
    var result = Input()
    for field in try reader.fields(of: range) {
      guard case .bytes(let range) = field.value else { continue }
      switch field.number {
      case 1: result.name = reader.file.text(range)
      case 2: try readType(range, into: &result, &reader)
      default: break
      }
    }
    return result
  }

  /// What a type states: `tensor_type.elem_type` and `tensor_type.shape.dim[…].dim_value`.
  private static func readType(
    _ range: Range<Int>, into input: inout Input, _ reader: inout ProtobufReader
  ) throws(CheckpointError.Reason) {
    for field in try reader.fields(of: range) {
      guard field.number == 1, case .bytes(let tensor) = field.value else { continue }
      for field in try reader.fields(of: tensor) {
        switch (field.number, field.value) {
        case (1, .varint(let number)): input.type = Int(clamping: number)
        case (2, .bytes(let range)): input.shape += try sizes(range, &reader)
        default: break
        }
      }
    }
  }

  private static func sizes(
    _ range: Range<Int>, _ reader: inout ProtobufReader
  ) throws(CheckpointError.Reason) -> [Int?] {
    var sizes: [Int?] = []
    for field in try reader.fields(of: range) {
      guard field.number == 1, case .bytes(let dimension) = field.value else { continue }
      var size: Int?
      for field in try reader.fields(of: dimension) where field.number == 1 {
        if case .varint(let number) = field.value { size = Int(truncatingIfNeeded: number) }
      }
      sizes.append(size)
    }
    return sizes
  }
}
