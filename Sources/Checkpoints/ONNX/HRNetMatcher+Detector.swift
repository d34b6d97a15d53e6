import HRNet

/// FCOS behind a pyramid: two towers of convolutions with group normalisation, the same weights on every level, and what
/// is read from their ends.
extension HRNetMatcher {
  /// - Returns: of each level logits, centerness and distances.
  mutating func takeDetector() throws(CheckpointError.Reason) -> [Dataflow.Value] {
    let levels = try takePyramid()
    var first: DetectorLevel?
    var scales: [Double] = []
    var outputs: [Dataflow.Value] = []
    for (level, value) in levels.enumerated() {
      let stride = (head?.pyramidStride == 2 ? 8 : 4) << level
      let found = try detectorLevel(on: value, stride: stride)
      if let first, !first.hasSameWeights(as: found) {
        throw departure(after: value, expected: "the weights of the first level (bbox_head)")
      }
      first = first ?? found
      scales.append(found.scale)
      outputs += found.outputs
    }
    guard let first else { return [] }
    head?.detector = first.variant
    let row = FamilyTable.detectorRow(ofWeights: first.logits.weights.name)
    head?.code = row?.code
    let names = row ?? FamilyTable.detectors[0]
    head?.tensors = first.tensors(scales: scales).map { made in
      HeadFacts.MadeTensor(
        key: names.name(of: made.key), tensor: made.tensor, number: made.number, shape: made.shape)
    }
    return outputs
  }

  private mutating func detectorLevel(
    on value: Dataflow.Value, stride: Int
  ) throws(CheckpointError.Reason) -> DetectorLevel {
    let starts = convolutions(reading: value)
    guard starts.count == 2 else { throw departure(after: value, expected: "two towers (bbox_head)") }
    let towers = [try tower(from: starts[0], on: value), try tower(from: starts[1], on: value)]
    var boxes: (tower: Int, node: Dataflow.Node, found: FoundDistances)?
    for index in towers.indices where boxes == nil {
      for node in convolutions(reading: towers[index].end) {
        if let found = distances(behind: node, stride: stride) { boxes = (index, node, found) }
      }
    }
    guard let boxes, case .convolution(let regression) = boxes.node.operation,
      regression.weights.stored.shape[0] == 4
    else { throw departure(after: towers[1].end, expected: "distances (bbox_head.conv_reg)") }
    let (classTower, boxTower) = (towers[1 - boxes.tower], towers[boxes.tower])
    let others = convolutions(reading: boxTower.end).filter { $0.position != boxes.node.position }
    let ofClasses = convolutions(reading: classTower.end)
    let (logits, centerness) = try classAndCenterness(ofClasses, others, behind: classTower.end)
    guard case .convolution(let logitsLayer) = logits.operation,
      case .convolution(let centernessLayer) = centerness.operation
    else { throw departure(at: logits, expected: "two convolutions") }
    for node in [boxes.node, logits, centerness] + boxes.found.nodes { take(node) }
    return DetectorLevel(
      classUnits: classTower.units, boxUnits: boxTower.units, logits: logitsLayer, centerness: centernessLayer,
      regression: regression, scale: boxes.found.scale,
      variant: FCOSHead.Variant(centerness: others.isEmpty ? .classes : .boxes, distances: boxes.found.rule),
      outputs: [logits.output, centerness.output, boxes.found.output])
  }

  /// Which convolution says what stands at a position, and which how central that is: the latter has one channel. Where
  /// there is one class too, only names tell them apart.
  private func classAndCenterness(
    _ ofClasses: [Dataflow.Node], _ ofBoxes: [Dataflow.Node], behind end: Dataflow.Value
  ) throws(CheckpointError.Reason) -> (logits: Dataflow.Node, centerness: Dataflow.Node) {
    func isCenterness(_ node: Dataflow.Node, _ other: Dataflow.Node?) -> Bool {
      guard case .convolution(let layer) = node.operation, layer.weights.stored.shape[0] == 1 else { return false }
      guard case .convolution(let otherLayer)? = other?.operation, otherLayer.weights.stored.shape[0] == 1 else {
        return true
      }
      return ["centerness", "ctrness"].contains { name in
        layer.weights.name.contains(name) && !otherLayer.weights.name.contains(name)
      }
    }
    if ofClasses.count == 1, ofBoxes.count == 1, isCenterness(ofBoxes[0], nil) { return (ofClasses[0], ofBoxes[0]) }
    if ofClasses.count == 2, ofBoxes.isEmpty {
      for (node, other) in [(ofClasses[0], ofClasses[1]), (ofClasses[1], ofClasses[0])]
      where isCenterness(node, other) { return (other, node) }
    }
    throw departure(after: end, expected: "classes and centerness (bbox_head.conv_cls, .conv_centerness)")
  }

  private func convolutions(reading value: Dataflow.Value) -> [Dataflow.Node] {
    graph.readers(of: value).filter { $0.inputs == [value] && $0.isConvolution(kernel: 3, stride: 1) }
  }

  /// Convolutions with group normalisation and ReLU.
  private mutating func tower(
    from start: Dataflow.Node, on value: Dataflow.Value
  ) throws(CheckpointError.Reason) -> (units: [DetectorLevel.Unit], end: Dataflow.Value) {
    var (units, end) = ([DetectorLevel.Unit](), value)
    var next: Dataflow.Node? = start
    while let node = next, case .convolution(let layer) = node.operation {
      let channels = layer.weights.stored.shape[0]
      guard let norm = groupNormalized(node.output, channels: channels) else { break }
      guard units.count < Self.mostUnits else { throw departure(at: node, expected: "at most \(Self.mostUnits) units") }
      for one in [node] + norm.nodes { take(one) }
      end = try rectified(norm.output)
      units.append(DetectorLevel.Unit(layer: layer, scale: norm.scale, offset: norm.offset))
      let following = convolutions(reading: end)
      next = following.count == 1 ? following[0] : nil
    }
    guard !units.isEmpty else { throw departure(after: start.output, expected: "a group normalisation (bbox_head)") }
    return (units, end)
  }

  /// Four in every published tower.
  private static var mostUnits: Int { 8 }

  private struct FoundNormalization {
    var nodes: [Dataflow.Node] = []
    /// Nil where they change nothing.
    var scale: ConvolutionLayer.Tensor?
    var offset: ConvolutionLayer.Tensor?
    var output: Dataflow.Value
  }

  /// Group normalisation of as many groups as every FCOS has, in either form; nil for anything else.
  private func groupNormalized(_ value: Dataflow.Value, channels: Int) -> FoundNormalization? {
    let count = FCOSHead.groups(of: channels)
    var found = FoundNormalization(output: value)
    /// Goes on to the first reader that fits.
    func follow(_ isWanted: (Dataflow.Operation) -> Bool) -> Dataflow.Operation? {
      guard let node = graph.readers(of: found.output).first(where: { isWanted($0.operation) }) else { return nil }
      found.nodes.append(node)
      found.output = node.output
      return node.operation
    }
    let whole = follow { if case .groupNormalization = $0 { true } else { false } }
    if case .groupNormalization(let groups, let scale, let offset)? = whole {
      (found.scale, found.offset) = (scale, offset)
      return groups == count ? found : nil
    }
    func isRegrouping(_ operation: Dataflow.Operation) -> Bool {
      switch operation {
      case .regrouped, .view(.positions): true
      default: false
      }
    }
    guard let shape = graph.shapes[value], follow(isRegrouping) != nil,
      let groups = graph.shapes[found.output], groups.count > 2, groups[1] == count,
      follow({ if case .instanceNormalization = $0 { true } else { false } }) != nil,
      follow(isRegrouping) != nil, graph.shapes[found.output] == shape
    else { return nil }
    if case .channelScale(let scale)? = follow({ if case .channelScale = $0 { true } else { false } }) {
      found.scale = scale
    }
    if case .channelOffset(let offset)? = follow({ if case .channelOffset = $0 { true } else { false } }) {
      found.offset = offset
    }
    return found
  }

  private struct FoundDistances {
    var scale = 1.0
    var rule = Distances.Rule.exponential
    var nodes: [Dataflow.Node] = []
    var output: Dataflow.Value
  }

  /// `exp(s·x)`, or `max(0, s·x)·stride`, of a convolution's output. A factor of 1 has no node.
  private func distances(behind node: Dataflow.Node, stride: Int) -> FoundDistances? {
    var found = FoundDistances(output: node.output)
    func follow() -> Dataflow.Operation? {
      let readers = graph.readers(of: found.output)
      guard readers.count == 1, !graph.outputs.contains(found.output) else { return nil }
      found.nodes.append(readers[0])
      found.output = readers[0].output
      return readers[0].operation
    }
    var operation = follow()
    if case .scaled(let factor)? = operation {
      found.scale = factor
      operation = follow()
    }
    switch operation {
    case .exponential?: return found
    case .relu?:
      found.rule = .linear
      guard case .scaled(let factor)? = follow(), factor == Double(stride) else { return nil }
      return found
    default: return nil
    }
  }
}

/// What FCOS has on one level.
private struct DetectorLevel {
  struct Unit {
    let layer: ConvolutionLayer
    let scale: ConvolutionLayer.Tensor?
    let offset: ConvolutionLayer.Tensor?
  }

  let classUnits: [Unit]
  let boxUnits: [Unit]
  let logits: ConvolutionLayer
  let centerness: ConvolutionLayer
  let regression: ConvolutionLayer
  /// The one factor that levels have of their own.
  let scale: Double
  let variant: FCOSHead.Variant
  /// Logits, centerness, distances.
  let outputs: [Dataflow.Value]

  /// All that levels share.
  private var all: [ConvolutionLayer.Tensor?] {
    (classUnits + boxUnits).flatMap { [$0.layer.weights, $0.layer.bias, $0.scale, $0.offset] }
      + [logits, centerness, regression].flatMap { [$0.weights, $0.bias] }
  }

  func hasSameWeights(as other: DetectorLevel) -> Bool {
    classUnits.count == other.classUnits.count && boxUnits.count == other.boxUnits.count && variant == other.variant
      && zip(all, other.all).allSatisfy { Self.isSame($0, $1) }
  }

  private static func isSame(_ one: ConvolutionLayer.Tensor?, _ other: ConvolutionLayer.Tensor?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    if one.name == other.name { return true }
    // Exporters write one more copy of what they fold.
    guard one.stored.shape == other.stored.shape, let numbers = try? one.stored.floats() else { return false }
    return (try? other.stored.floats()) == numbers
  }

  /// Under canonical keys.
  func tensors(scales: [Double]) -> [HeadFacts.MadeTensor] {
    let hasTowerBias = (classUnits + boxUnits).contains { $0.layer.bias != nil }
    var result: [HeadFacts.MadeTensor] = []
    func add(_ key: String, _ tensor: ConvolutionLayer.Tensor?, _ number: Double, _ shape: [Int]) {
      result.append(HeadFacts.MadeTensor(key: key, tensor: tensor, number: number, shape: shape))
    }
    func add(_ layer: ConvolutionLayer, _ key: String, hasBias: Bool = true) {
      add(key + ".weight", layer.weights, 0, [])
      if hasBias { add(key + ".bias", layer.bias, 0, [layer.weights.stored.shape[0]]) }
    }
    for (tower, units) in [("cls", classUnits), ("reg", boxUnits)] {
      for (index, unit) in units.enumerated() {
        let key = "bbox_head.\(tower)_convs.\(index)"
        add(unit.layer, key + ".conv", hasBias: hasTowerBias)
        add(key + ".gn.weight", unit.scale, 1, [unit.layer.weights.stored.shape[0]])
        add(key + ".gn.bias", unit.offset, 0, [unit.layer.weights.stored.shape[0]])
      }
    }
    add(logits, "bbox_head.conv_cls")
    add(centerness, "bbox_head.conv_centerness")
    add(regression, "bbox_head.conv_reg")
    for (level, scale) in scales.enumerated() { add("bbox_head.scales.\(level).scale", nil, scale, []) }
    return result
  }
}
