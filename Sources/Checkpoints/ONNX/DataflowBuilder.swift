import HRNet

/// Reads a graph's nodes, in an order they can be computed in, into those of a `Dataflow`.
///
/// What a graph computes from sizes of activations – factors, and sizes to bring streams up to – is computed here for
/// the size of picture that the graph is made for, or where it leaves that open for one of many. So nothing that a
/// node does depends on numbers nobody has looked at.
struct DataflowBuilder {
  let model: ONNXModel
  let files: NumberFiles
  private(set) var nodes: [Dataflow.Node] = []
  private(set) var input: Dataflow.Value = 0
  /// The graph's outputs in its order.
  private(set) var outputs: [(name: String, value: Dataflow.Value)] = []

  private var values: [String: Dataflow.Value] = [:]
  private var valueCount = 0
  private var constants: [Dataflow.Value: Constant] = [:]
  /// Sizes of activations, where they are known.
  private(set) var shapes: [Dataflow.Value: [Int]] = [:]
  /// Positions of nodes that change nothing.
  private(set) var passedOver: [Int] = []
  /// What ReLUs put out: another changes nothing.
  private(set) var rectified: Set<Dataflow.Value> = []
  /// Whether the graph is for pictures of more than one size.
  let isSizeOpen: Bool
  /// Whether the picture comes as numbers with a fraction; from others the graph has to make such first.
  let isPictureFloatingPoint: Bool
  /// Types of numbers the graph's weights have. Who rounds activations to one of them does not round anew.
  let weightTypes: Set<Int>

  enum Constant {
    case tensor(ONNXTensor)
    case numbers(GraphNumbers)
    /// As many of one number as whoever reads them wants.
    case fill(Double)
  }

  /// Sizes to take where a graph leaves them open: all streams have sizes of their own. What is the same for both is
  /// taken to be so for any.
  static let probes = [InputSize(height: 224, width: 160), InputSize(height: 1312, width: 2144)]

  /// - Parameter probe: the picture's height and width where the graph leaves them open.
  /// - Throws: where a node reads what no node puts out, or two put out the same.
  init(_ model: ONNXModel, _ files: NumberFiles, probe: InputSize) throws(CheckpointError.Reason) {
    self.model = model
    self.files = files
    let tensors = model.initializers + model.nodes.compactMap { $0.attributes["value"]?.tensor }
    weightTypes = Set(tensors.filter { $0.shape.count > 1 }.map(\.type))
    let initialized = Set(model.initializers.map(\.name))
    // Older files list their initializers among the inputs.
    let inputs = model.inputs.filter { !initialized.contains($0.name) }
    guard inputs.count == 1 else { throw .notAnHRNet("a graph of one input is expected, this one has \(inputs.count)") }
    isSizeOpen = inputs[0].shape.count != 4 || inputs[0].shape.contains(nil)
    isPictureFloatingPoint = inputs[0].type == 0 || ONNXTensor.isFloatingPoint(type: inputs[0].type)
    for tensor in model.initializers { constants[try define(tensor.name)] = .tensor(tensor) }
    input = try define(inputs[0].name)
    shapes[input] = Self.shape(of: inputs[0], else: [1, 3, probe.height, probe.width])
    let order = try NodeOrder.sorted(model.nodes, given: Set(values.keys))
    for position in order { try append(model.nodes[position], position) }
    for name in model.outputs {
      guard let value = values[name] else { throw .malformedONNX("nothing puts out '\(printable(name))'") }
      outputs.append((name, value))
    }
  }

  private static func shape(of input: ONNXModel.Input, else probe: [Int]) -> [Int]? {
    if input.shape.isEmpty { return probe }
    guard input.shape.count == probe.count else { return nil }
    return bounded(zip(input.shape, probe).map { $0 ?? $1 })
  }

  /// Sizes, if they are such that nobody's arithmetic overflows: their product too.
  static func bounded(_ shape: [Int]) -> [Int]? {
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard (1...1 << 40).contains(size), !overflow, product < 1 << 50 else { return nil }
      count = product
    }
    return shape
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
            "node \(node.title(position: position)) reads '\(printable(name))', which nothing puts out")
        }
        inputs.append(nil)
        continue
      }
      inputs.append(value)
    }
    if let value = unchanged(node, inputs), let name = node.outputs.first, !name.isEmpty {
      values[name] = value
      passedOver.append(position)
      // Dropout's mask.
      for name in node.outputs.dropFirst() where !name.isEmpty { _ = try define(name) }
      return
    }

    var defined: [Dataflow.Value] = []
    for name in node.outputs where !name.isEmpty { defined.append(try define(name)) }
    guard let output = defined.first else { return }
    if defined.count == 1, let constant = constant(node, inputs) {
      constants[output] = constant
      return
    }
    let (operation, shape) = defined.count == 1 ? try self.operation(node, inputs) : (.other, nil)
    shapes[output] = shape.flatMap(Self.bounded)
    if case .relu = operation { rectified.insert(output) }
    let activations = inputs.compactMap { $0 }.filter { constants[$0] == nil }
    nodes.append(Dataflow.Node(position: position, operation: operation, inputs: activations, outputs: defined))
  }

  // MARK: Constants

  private func constant(_ node: ONNXNode, _ inputs: [Dataflow.Value?]) -> Constant? {
    switch node.operation {
    case "Constant":
      let attributes = node.attributes
      if let tensor = attributes["value"]?.tensor { return .tensor(tensor.named(node.outputs[0])) }
      if let number = attributes["value_float"]?.number { return numbers([Double(number)], isWhole: false, rank: 0) }
      if let number = attributes["value_int"]?.integer { return numbers([Double(number)], isWhole: true, rank: 0) }
      if let list = attributes["value_floats"] { return numbers(list.numbers.map(Double.init), isWhole: false) }
      if let list = attributes["value_ints"] { return numbers(list.integers.map(Double.init), isWhole: true) }
      return nil
    case "ConstantOfShape":
      guard let tensor = node.attributes["value"]?.tensor else { return .fill(0) }
      return tensor.fewNumbers(in: files)?.first.map { .fill(Double($0)) }
    case "Shape", "Size":
      guard let value = inputs.first ?? nil, let shape = shape(of: value) else { return nil }
      if node.operation == "Size" { return numbers([shape.reduce(1) { $0 * Double($1) }], isWhole: true, rank: 0) }
      func place(_ name: String, else usual: Int) -> Int {
        let place = node.attributes[name]?.integer ?? usual
        return min(max(place < 0 ? place + shape.count : place, 0), shape.count)
      }
      let (start, end) = (place("start", else: 0), place("end", else: shape.count))
      return GraphNumbers(sizes: Array(shape[start..<max(start, end)])).map { .numbers($0) }
    case "CastLike":
      // Whole numbers of eight bits are the same in every type with a fraction.
      guard let first = known(inputs).first ?? nil, let other = inputs.dropFirst().first ?? nil,
        constants[other] == nil,
        first.values.allSatisfy({ $0.magnitude <= 256 && $0 == $0.rounded() })
      else { return nil }
      return numbers(first.values, isWhole: false, rank: first.rank)
    default: break
    }
    if let result = GraphNumbers(node, of: known(inputs)) { return .numbers(result) }
    if ["Unsqueeze", "Squeeze", "Reshape"].contains(node.operation), let value = inputs.first ?? nil,
      case .tensor(let tensor)? = constants[value], let shape = reshaped(node, inputs, tensor.shape)
    {
      return .tensor(tensor.shaped(shape))
    }
    if node.operation == "Expand", let value = inputs.first ?? nil, let one = numbers(value), one.values.count == 1 {
      return .fill(one.values[0])
    }
    return nil
  }

  private func numbers(_ values: [Double], isWhole: Bool, rank: Int = 1) -> Constant? {
    GraphNumbers(values, isWhole: isWhole, rank: rank).map { .numbers($0) }
  }

  /// The numbers a node reads, as far as they are known and few.
  func known(_ inputs: [Dataflow.Value?]) -> [GraphNumbers?] { inputs.map { $0.flatMap(numbers) } }

  func numbers(_ value: Dataflow.Value) -> GraphNumbers? {
    switch constants[value] {
    case .tensor(let tensor):
      tensor.shape.count > 1
        ? nil
        : tensor.fewNumbers(in: files).flatMap {
          GraphNumbers($0.map(Double.init), isWhole: !tensor.isFloatingPoint, rank: tensor.shape.count)
        }
    case .numbers(let numbers): numbers
    case .fill, nil: nil
    }
  }

  func constant(_ value: Dataflow.Value) -> Constant? { constants[value] }

  /// Sizes of an activation or of a constant.
  private func shape(of value: Dataflow.Value) -> [Int]? {
    switch constants[value] {
    case .tensor(let tensor): tensor.shape
    case .numbers(let numbers): numbers.rank == 0 ? [] : [numbers.values.count]
    case .fill: nil
    case nil: shapes[value]
    }
  }
}
