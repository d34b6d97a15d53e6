/// One operator of an ONNX graph.
struct ONNXNode {
  /// May be empty.
  private(set) var name = ""
  /// `Conv`; with its domain where it is no standard operator: `com.microsoft.FusedConv`, and which of several of
  /// one name where that is said.
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
    /// Within a function: the attribute of the call that this one is.
    fileprivate(set) var reference: String?
  }

  /// Numbers of an attribute that are read; no operator of an HRNet has more.
  private static let mostNumbers = 16

  init(_ range: Range<Int>, _ reader: inout ProtobufReader) throws(CheckpointError.Reason) {
    var (domain, overload) = ("", "")
    for field in try reader.fields(of: range) {
      guard case .bytes(let range) = field.value else { continue }
      switch field.number {
      case 1: inputs.append(reader.file.text(range))
      case 2: outputs.append(reader.file.text(range))
      case 3: name = reader.file.text(range)
      case 4: operation = reader.file.text(range)
      case 5:
        let (name, attribute) = try Self.attribute(range, &reader)
        attributes[name] = attribute
      case 7: domain = reader.file.text(range)
      case 8: overload = reader.file.text(range)
      default: break
      }
    }
    operation = Self.operation(operation, domain: domain, overload: overload)
  }

  init(identityOf input: String, as output: String) {
    (operation, inputs, outputs) = ("Identity", [input], [output])
  }

  /// The name of an operation by which a function is found, too.
  static func operation(_ name: String, domain: String, overload: String) -> String {
    (isStandard(domain: domain) ? "" : domain + ".") + name + (overload.isEmpty ? "" : ":" + overload)
  }

  /// A node of a function as it stands in the place of a call.
  func inlined(
    in call: ONNXNode, renaming: (String) -> String, attributes given: [String: Attribute]
  ) -> ONNXNode {
    var result = self
    result.name = [call.name, name].filter { !$0.isEmpty }.joined(separator: "/")
    result.inputs = inputs.map(renaming)
    result.outputs = outputs.map(renaming)
    for (key, attribute) in attributes {
      if let reference = attribute.reference { result.attributes[key] = given[reference] }
    }
    return result
  }

  static func isStandard(domain: String) -> Bool { domain.isEmpty || domain == "ai.onnx" }

  static func attribute(
    _ range: Range<Int>, _ reader: inout ProtobufReader
  ) throws(CheckpointError.Reason) -> (name: String, Attribute) {
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
        for position in stride(from: range.lowerBound, to: range.upperBound, by: 4).prefix(mostNumbers) {
          attribute.numbers.append(Float(bitPattern: reader.file.integer(UInt32.self, at: position) ?? 0))
        }
      case (8, .varint(let number)): attribute.integers.append(Int(truncatingIfNeeded: number))
      case (8, .bytes(let range)): attribute.integers += try reader.varints(in: range, limit: mostNumbers)
      case (21, .bytes(let range)): attribute.reference = reader.file.text(range)
      default: break
      }
    }
    return (name, attribute)
  }

  /// The whole numbers of an attribute; the usual ones where there are none.
  func list(_ name: String, else usual: [Int]) -> [Int] {
    let numbers = attributes[name]?.integers ?? []
    return numbers.isEmpty ? usual : numbers
  }

  /// What the node does, for people: `Conv 7×7, stride 2`.
  var description: String {
    var text = printable(operation)
    func list(_ name: String) -> [Int] { attributes[name]?.integers ?? [] }
    if ["Conv", "ConvTranspose", "MaxPool"].contains(operation) {
      let kernel = list("kernel_shape")
      if !kernel.isEmpty { text += " " + kernel.map(String.init).joined(separator: "×") }
      if let stride = list("strides").first, stride != 1 { text += ", stride \(stride)" }
      if let groups = attributes["group"]?.integer, groups != 1 { text += ", \(groups) groups" }
      if let dilation = list("dilations").first(where: { $0 != 1 }) { text += ", dilation \(dilation)" }
      let pads = list("pads")
      if pads.contains(where: { $0 != (kernel.first ?? 1) / 2 }) {
        text += ", padding " + pads.map(String.init).joined(separator: ",")
      }
    }
    if attributes["training_mode"]?.integer ?? 0 != 0 { text += ", training" }
    for name in ["auto_pad", "mode", "coordinate_transformation_mode", "nearest_mode"] {
      if let value = attributes[name]?.text, value != "NOTSET" { text += ", " + printable(value) }
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
