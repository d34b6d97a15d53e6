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
  }

  /// - Throws: where the file is no ONNX model or damaged. Numbers of tensors are not looked at.
  init(_ file: FileBytes) throws(CheckpointError.Reason) {
    var reader = ProtobufReader(file)
    var graph: Range<Int>?
    var version = ""
    for field in try reader.fields(of: 0..<file.count) {
      switch (field.number, field.value) {
      case (2, .bytes(let range)): producer = file.text(range)
      case (3, .bytes(let range)): version = file.text(range)
      case (7, .bytes(let range)): graph = range
      case (8, .bytes(let range)): try readOperatorSet(range, &reader)
      default: break
      }
    }
    if !producer.isEmpty, !version.isEmpty { producer += " " + version }
    guard let graph else { throw .malformedONNX("it holds no graph") }
    guard opset > 0 else { throw .malformedONNX("it does not say which operators it uses") }
    try readGraph(graph, &reader)
  }

  private mutating func readOperatorSet(
    _ range: Range<Int>, _ reader: inout ProtobufReader
  ) throws(CheckpointError.Reason) {
    var domain = ""
    var version = 0
    for field in try reader.fields(of: range) {
      switch (field.number, field.value) {
      case (1, .bytes(let range)): domain = reader.file.text(range)
      case (2, .varint(let number)): version = Int(clamping: number)
      default: break
      }
    }
    if ONNXNode.isStandard(domain: domain) { opset = version }
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
      case 2: result.shape = try shape(range, &reader)
      default: break
      }
    }
    return result
  }

  /// The sizes a type states: `tensor_type.shape.dim[…].dim_value`.
  private static func shape(
    _ range: Range<Int>, _ reader: inout ProtobufReader
  ) throws(CheckpointError.Reason) -> [Int?] {
    func nested(_ number: Int, in ranges: [Range<Int>]) throws(CheckpointError.Reason) -> [Range<Int>] {
      var result: [Range<Int>] = []
      for range in ranges {
        for field in try reader.fields(of: range) where field.number == number {
          if case .bytes(let range) = field.value { result.append(range) }
        }
      }
      return result
    }
    var sizes: [Int?] = []
    for dimension in try nested(1, in: nested(2, in: nested(1, in: [range]))) {
      var size: Int?
      for field in try reader.fields(of: dimension) where field.number == 1 {
        if case .varint(let number) = field.value { size = Int(truncatingIfNeeded: number) }
      }
      sizes.append(size)
    }
    return sizes
  }
}
