/// Reads a graph's nodes in their order into those of a `Dataflow`.
struct DataflowBuilder {
  private let model: ONNXModel
  private let file: FileBytes
  private(set) var nodes: [Dataflow.Node] = []
  private(set) var input: Dataflow.Value = 0
  private(set) var outputs: Set<Dataflow.Value> = []

  private var values: [String: Dataflow.Value] = [:]
  private var valueCount = 0
  private var constants: [Dataflow.Value: Constant] = [:]

  private enum Constant {
    case tensor(ONNXTensor)
    /// A few numbers that were computed from constants, or one for every element.
    case numbers([Float])
  }

  init(_ model: ONNXModel, _ file: FileBytes) throws(CheckpointError.Reason) {
    self.model = model
    self.file = file
    for tensor in model.initializers { constants[try define(tensor.name)] = .tensor(tensor) }
    // Older files list their initializers among the inputs.
    let inputs = model.inputs.filter { values[$0.name] == nil }
    guard inputs.count == 1 else { throw .notAnHRNet("a graph of one input is expected, this one has \(inputs.count)") }
    input = try define(inputs[0].name)
  }

  /// - Throws: where a node reads what no node before it puts out, or two put out the same.
  mutating func build() throws(CheckpointError.Reason) {
    for (position, node) in model.nodes.enumerated() { try append(node, position) }
    for name in model.outputs {
      guard let value = values[name] else { throw .malformedONNX("nothing puts out '\(printable(name))'") }
      outputs.insert(value)
    }
  }

  private mutating func define(_ name: String) throws(CheckpointError.Reason) -> Dataflow.Value {
    guard values[name] == nil else { throw .malformedONNX("two values are called '\(printable(name))'") }
    values[name] = valueCount
    valueCount += 1
    return valueCount - 1
  }

  private mutating func append(_ node: ONNXNode, _ position: Int) throws(CheckpointError.Reason) {
    var inputs: [Dataflow.Value?] = []
    for name in node.inputs {
      guard let value = values[name] else {
        guard name.isEmpty else {
          throw .malformedONNX(
            "node \(node.title(position: position)) reads '\(printable(name))', which nothing before it puts out")
        }
        inputs.append(nil)
        continue
      }
      inputs.append(value)
    }
    let activations = inputs.compactMap { $0 }.filter { constants[$0] == nil }

    if let value = unchanged(node, inputs, activations) {
      guard let name = node.outputs.first, !name.isEmpty, values[name] == nil else {
        throw .malformedONNX("node \(node.title(position: position)) puts out nothing new")
      }
      values[name] = value
      // Dropout's mask.
      for name in node.outputs.dropFirst() where !name.isEmpty { _ = try define(name) }
      return
    }

    var defined: [Dataflow.Value] = []
    for name in node.outputs where !name.isEmpty { defined.append(try define(name)) }
    guard let output = defined.first else { return }
    if let constant = constant(node, inputs) {
      constants[output] = constant
      return
    }
    // Who asks for a value's size does not change what becomes of it.
    if ["Shape", "Size"].contains(node.operation) { return }
    let operation = try operation(node, inputs, activations)
    nodes.append(Dataflow.Node(position: position, operation: operation, inputs: activations, output: output))
  }

  /// The value that a node hands on as it is.
  private func unchanged(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?], _ activations: [Dataflow.Value]
  ) -> Dataflow.Value? {
    switch node.operation {
    case "Identity", "Dropout", "CastLike": return inputs.first ?? nil
    case "Cast":
      return ONNXTensor.isFloatingPoint(type: node.attributes["to"]?.integer ?? 0) ? inputs.first ?? nil : nil
    case "Add", "Sum":
      // A sum that somebody began with 0.
      guard activations.count == 1, inputs.allSatisfy({ $0 == activations[0] || isZero($0) }) else { return nil }
      return inputs.count { $0 == activations[0] } == 1 ? activations[0] : nil
    default: return nil
    }
  }

  private func constant(_ node: ONNXNode, _ inputs: [Dataflow.Value?]) -> Constant? {
    func first() -> Constant? { inputs.first.flatMap { $0 }.flatMap(numbers).map(Constant.numbers) }
    switch node.operation {
    case "Constant":
      if let tensor = node.attributes["value"]?.tensor { return .tensor(tensor.named(node.outputs[0])) }
      if let number = node.attributes["value_float"]?.number { return .numbers([number]) }
      return .numbers(node.attributes["value_floats"]?.numbers ?? [])
    case "Concat":
      var all: [Float] = []
      for input in inputs {
        guard let input, let numbers = numbers(input), all.count <= 16 else { return nil }
        all += numbers
      }
      return .numbers(all)
    case "Expand":
      // Of one number any number; whoever reads it knows how many.
      guard let value = inputs.first ?? nil, let numbers = numbers(value), numbers.count == 1 else { return nil }
      return .numbers(numbers)
    case "Unsqueeze", "Squeeze", "Reshape", "Cast": return first()
    default: return nil
    }
  }

  private func numbers(_ value: Dataflow.Value) -> [Float]? {
    switch constants[value] {
    case .tensor(let tensor): tensor.fewNumbers(in: file)
    case .numbers(let numbers): numbers
    case nil: nil
    }
  }

  private func isZero(_ value: Dataflow.Value?) -> Bool {
    guard let value, let numbers = numbers(value) else { return false }
    return numbers == [0]
  }

  // MARK: Operations

  private func operation(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?], _ activations: [Dataflow.Value]
  ) throws(CheckpointError.Reason) -> Dataflow.Operation {
    switch node.operation {
    case "Conv" where activations.count == 1: return try convolution(node, inputs).map { .convolution($0) } ?? .other
    case "BatchNormalization" where activations.count == 1:
      return try normalization(node, inputs).map { .batchNormalization($0) } ?? .other
    case "Relu" where activations.count == 1: return .relu
    case "Add", "Sum": return activations.count == inputs.count ? .sum : .other
    case "Resize", "Upsample":
      let position = node.operation == "Resize" && model.opset >= 11 ? 2 : 1
      let scales =
        inputs.indices.contains(position)
        ? inputs[position].flatMap(numbers) : node.attributes["scales"]?.numbers
      guard inputs.first.flatMap({ $0 }) == activations.first else { return .other }
      return ONNXUpsampling(node, opset: model.opset, scales: scales).map { .upsampling($0) } ?? .other
    default: return .other
    }
  }

  /// - Returns: nil for a convolution of a kind that no HRNet has.
  private func convolution(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?]
  ) throws(CheckpointError.Reason) -> ConvolutionLayer? {
    guard let weights = try tensor(1, of: inputs) else { return nil }
    let shape = weights.stored.shape
    guard shape.count == 4, shape[2] == shape[3], [1, 3].contains(shape[2]) else { return nil }
    let kernel = shape[2]
    func list(_ name: String, else usual: [Int]) -> [Int] {
      let numbers = node.attributes[name]?.integers ?? []
      return numbers.isEmpty ? usual : numbers
    }
    let strides = list("strides", else: [1, 1])
    guard [[1, 1], [2, 2]].contains(strides), list("kernel_shape", else: [kernel, kernel]) == [kernel, kernel],
      list("pads", else: [0, 0, 0, 0]) == [Int](repeating: kernel / 2, count: 4),
      list("dilations", else: [1, 1]) == [1, 1], node.attributes["group"]?.integer ?? 1 == 1,
      ["NOTSET", "VALID"].contains(node.attributes["auto_pad"]?.text ?? "NOTSET")
    else { return nil }
    var bias: ConvolutionLayer.Tensor?
    if inputs.count > 2, let value = inputs[2], !isZero(value) {
      guard let tensor = try tensor(2, of: inputs), tensor.stored.shape == [shape[0]] else { return nil }
      // PyTorch's unoptimized export adds zeros. Wider layers than these are in no HRNet, and not worth the time.
      let isZero = shape[0] <= 1 << 12 ? try tensor.stored.floats().allSatisfy { $0 == 0 } : false
      bias = isZero ? nil : tensor
    }
    return ConvolutionLayer(weights: weights, bias: bias, normalization: nil, kernel: kernel, stride: strides[0])
  }

  /// - Returns: nil for one whose numbers are computed, or whose epsilon is not that of every HRNet.
  private func normalization(
    _ node: ONNXNode, _ inputs: [Dataflow.Value?]
  ) throws(CheckpointError.Reason) -> ConvolutionLayer.Normalization? {
    guard abs((node.attributes["epsilon"]?.number ?? 1e-5) - 1e-5) < 1e-8, let scale = try tensor(1, of: inputs),
      let offset = try tensor(2, of: inputs), let mean = try tensor(3, of: inputs),
      let variance = try tensor(4, of: inputs)
    else { return nil }
    return ConvolutionLayer.Normalization(scale: scale, offset: offset, mean: mean, variance: variance)
  }

  private func tensor(
    _ index: Int, of inputs: [Dataflow.Value?]
  ) throws(CheckpointError.Reason) -> ConvolutionLayer.Tensor? {
    guard inputs.indices.contains(index), let value = inputs[index], case .tensor(let tensor) = constants[value] else {
      return nil
    }
    return ConvolutionLayer.Tensor(name: tensor.name, stored: try tensor.stored(in: file))
  }
}
