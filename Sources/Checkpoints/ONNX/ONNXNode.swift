/// One operator of an ONNX graph.
struct ONNXNode {
  /// May be empty.
  private(set) var name = ""
  /// `Conv`; with its domain where it is no standard operator: `com.microsoft.FusedConv`.
  private(set) var operation = ""
  /// Names of the values read; empty for an optional one that is left out.
  private(set) var inputs: [String] = []
  /// Names of the values put out, as `inputs`.
  private(set) var outputs: [String] = []
  private(set) var attributes: [String: Attribute] = [:]

  struct Attribute {
    fileprivate(set) var number: Float?
    fileprivate(set) var integer: Int?
    fileprivate(set) var text: String?
    fileprivate(set) var tensor: ONNXTensor?
    /// The first few.
    fileprivate(set) var numbers: [Float] = []
    /// The first few.
    fileprivate(set) var integers: [Int] = []
  }

  /// Numbers of an attribute that are read; no operator of an HRNet has more.
  private static let mostNumbers = 16

  init(_ range: Range<Int>, _ reader: inout ProtobufReader) throws(CheckpointError.Reason) {
    var domain = ""
    for field in try reader.fields(of: range) {
      guard case .bytes(let range) = field.value else { continue }
      switch field.number {
      case 1: inputs.append(reader.file.text(range))
      case 2: outputs.append(reader.file.text(range))
      case 3: name = reader.file.text(range)
      case 4: operation = reader.file.text(range)
      case 5: try readAttribute(range, &reader)
      case 7: domain = reader.file.text(range)
      default: break
      }
    }
    if !Self.isStandard(domain: domain) { operation = domain + "." + operation }
  }

  static func isStandard(domain: String) -> Bool { domain.isEmpty || domain == "ai.onnx" }

  private mutating func readAttribute(
    _ range: Range<Int>, _ reader: inout ProtobufReader
  ) throws(CheckpointError.Reason) {
    var name = ""
    var attribute = Attribute()
    for field in try reader.fields(of: range) {
      switch (field.number, field.value) {
      case (1, .bytes(let range)): name = reader.file.text(range)
      case (2, .fixed32(let pattern)): attribute.number = Float(bitPattern: pattern)
      case (3, .varint(let number)): attribute.integer = Int(truncatingIfNeeded: number)
      case (4, .bytes(let range)): attribute.text = reader.file.text(range)
      case (5, .bytes(let range)): attribute.tensor = try ONNXTensor(range, &reader)
      case (7, .fixed32(let pattern)): attribute.numbers.append(Float(bitPattern: pattern))
      case (7, .bytes(let range)):
        for position in stride(from: range.lowerBound, to: range.upperBound, by: 4).prefix(Self.mostNumbers) {
          attribute.numbers.append(Float(bitPattern: reader.file.integer(UInt32.self, at: position) ?? 0))
        }
      case (8, .varint(let number)): attribute.integers.append(Int(truncatingIfNeeded: number))
      case (8, .bytes(let range)): attribute.integers += try reader.varints(in: range, limit: Self.mostNumbers)
      default: break
      }
    }
    attributes[name] = attribute
  }

  /// What the node does, for people: `Conv 7×7, stride 2`.
  var description: String {
    var text = printable(operation)
    func list(_ name: String) -> [Int] { attributes[name]?.integers ?? [] }
    if operation == "Conv" {
      let kernel = list("kernel_shape")
      if !kernel.isEmpty { text += " " + kernel.map(String.init).joined(separator: "×") }
      if let stride = list("strides").first, stride != 1 { text += ", stride \(stride)" }
      if let groups = attributes["group"]?.integer, groups != 1 { text += ", \(groups) groups" }
    }
    for name in ["mode", "coordinate_transformation_mode", "nearest_mode"] {
      if let value = attributes[name]?.text { text += ", " + printable(value) }
    }
    if let epsilon = attributes["epsilon"]?.number, abs(epsilon - 1e-5) > 1e-8 { text += ", epsilon \(epsilon)" }
    return text
  }
}

extension ONNXNode {
  /// What to call the node: its name, or that of what it puts out, or its position in the file.
  func title(position: Int) -> String {
    let name = name.isEmpty ? outputs.first ?? "" : name
    return name.isEmpty ? "number \(position + 1)" : "'\(printable(name))'"
  }
}
