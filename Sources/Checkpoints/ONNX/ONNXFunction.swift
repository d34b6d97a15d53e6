/// A function of a model's own: nodes that stand where it is called.
struct ONNXFunction {
  private(set) var name = ""
  private var inputs: [String] = []
  private var outputs: [String] = []
  private var nodes: [ONNXNode] = []
  /// Of the standard operators; 0 where it uses none.
  private var opset = 0
  /// What attributes are where a call does not give them.
  private var defaults: [String: ONNXNode.Attribute] = [:]

  init(_ range: Range<Int>, _ reader: inout ProtobufReader) throws(CheckpointError.Reason) {
    var (domain, overload) = ("", "")
    for field in try reader.fields(of: range) {
      guard case .bytes(let range) = field.value else { continue }
      switch field.number {
      case 1: name = reader.file.text(range)
      case 4: inputs.append(reader.file.text(range))
      case 5: outputs.append(reader.file.text(range))
      case 7: nodes.append(try ONNXNode(range, &reader))
      case 9: opset = try ONNXModel.standardOpset(range, &reader) ?? opset
      case 10: domain = reader.file.text(range)
      case 11:
        let (name, attribute) = try ONNXNode.attribute(range, &reader)
        defaults[name] = attribute
      case 13: overload = reader.file.text(range)
      default: break
      }
    }
    name = ONNXNode.operation(name, domain: domain, overload: overload)
  }

  /// Functions may call functions: so deep, and with so many names of values in all.
  private static let (deepest, mostNames) = (32, 1 << 20)

  /// A graph's nodes with those of the functions in the place of their calls.
  static func inlined(
    _ nodes: [ONNXNode], _ functions: [ONNXFunction], opset: Int
  ) throws(CheckpointError.Reason) -> [ONNXNode] {
    if functions.isEmpty { return nodes }
    let byName = Dictionary(functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var result: [ONNXNode] = []
    var (calls, names) = (0, 0)
    // The next node last.
    var waiting = nodes.reversed().map { (node: $0, depth: 0) }
    while let (node, depth) = waiting.popLast() {
      names += 1 + node.inputs.count + node.outputs.count
      guard names <= mostNames else { throw .malformedONNX("its functions grow beyond \(mostNames) names") }
      guard let function = byName[node.operation] else {
        result.append(node)
        continue
      }
      let called = "function '\(printable(function.name))'"
      guard depth < deepest else { throw .malformedONNX("\(called) is called more than \(deepest) levels deep") }
      guard function.name.contains("."), [0, opset].contains(function.opset) else {
        throw .notAnHRNet("\(called) has operators of its own meaning (expected version \(opset) as in the graph)")
      }
      waiting += function.body(of: node, call: calls).reversed().map { ($0, depth + 1) }
      calls += 1
    }
    return result
  }

  /// The nodes that stand for a call.
  private func body(of call: ONNXNode, call number: Int) -> [ONNXNode] {
    var values: [String: String] = [:]
    // Nobody wants an output that a call leaves out.
    for (name, value) in zip(outputs, call.outputs) where !value.isEmpty { values[name] = value }
    var handedOn: [ONNXNode] = []
    for (index, name) in inputs.enumerated() {
      let given = index < call.inputs.count ? call.inputs[index] : ""
      if let output = values[name] { handedOn.append(ONNXNode(identityOf: given, as: output)) }
      values[name] = given
    }
    func renamed(_ name: String) -> String { name.isEmpty ? name : values[name] ?? "call \(number)/\(name)" }
    return handedOn
      + nodes.map { $0.inlined(in: call, renaming: renamed, attributes: defaults.merging(call.attributes) { $1 }) }
  }
}
