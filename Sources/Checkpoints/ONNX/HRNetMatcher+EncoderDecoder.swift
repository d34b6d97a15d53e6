import HRNet

/// SimpleBaseline and stacked hourglasses, the way `SimpleBaselineBody` and `HourglassBody` build them.
extension HRNetMatcher {
  /// Follows an encoder–decoder from the picture.
  ///
  /// - Returns: nil where the graph does not begin with its 7×7 convolution.
  /// - Throws: `departingNode` for the first that no such network has in its place.
  init?(encoderDecoderIn graph: Dataflow) throws(CheckpointError.Reason) {
    guard graph.readers(of: graph.input).contains(where: { $0.isConvolution(kernel: 7, stride: 2) }) else { return nil }
    self.init(following: graph)
    // The biases that an hourglass has may be zeros, or gone into the normalisation.
    let stem = try normalized(
      Keys(convolution: "conv1", normalization: "bn1"), graph.input, kernel: 7, stride: 2)
    if graph.readers(of: stem).contains(where: { $0.isMaxPool(side: 3) }) {
      try takeSimpleBaseline(on: stem)
    } else {
      try takeHourglasses(on: stem)
    }
    try expectNothingElse()
  }

  // MARK: SimpleBaseline

  private mutating func takeSimpleBaseline(on stem: Dataflow.Value) throws(CheckpointError.Reason) {
    var value = try maxima(of: stem, side: 3)
    for stage in 1...4 {
      var unit = 0
      repeat {
        let stride = stage > 1 && unit == 0 ? 2 : 1
        value = try residualUnit("layer\(stage).\(unit)", reading: value, kernels: [1, 3, 1], stride: stride)
        unit += 1
        // The first unit of the next stage projects what it halves.
      } while graph.readers(of: value).contains { $0.isConvolution(kernel: 1, stride: 1) }
        && !graph.readers(of: value).contains { $0.isConvolution(kernel: 1, stride: 2) }
    }
    for number in 0..<3 {
      let key = "deconv_layers.\(3 * number)"
      guard let node = graph.readers(of: value).first(where: \.isTransposedConvolution),
        let layer = node.operation.convolution
      else { throw departure(after: value, expected: "a transposed 4×4 convolution of stride 2 (\(key))") }
      take(node, Keys(convolution: key, normalization: "deconv_layers.\(3 * number + 1)"), as: layer)
      value = try rectified(node.output)
    }
    try takeHead(on: value)
  }

  // MARK: Stacked hourglasses

  private mutating func takeHourglasses(on stem: Dataflow.Value) throws(CheckpointError.Reason) {
    inputs = .wholeHourglass
    layers[0].keys.hasBias = true
    var value = try preactivatedUnit("layer1.0", stem)
    value = try preactivatedUnit("layer2.0", maxima(of: value, side: 2))
    value = try preactivatedUnit("layer3.0", value)
    var stack = 0
    while let next = try takeStack(stack, on: value) {
      (value, stack) = (next, stack + 1)
    }
  }

  /// - Returns: what the next stack reads; nil where this is the last one.
  private mutating func takeStack(_ stack: Int, on start: Dataflow.Value) throws(CheckpointError.Reason) -> Dataflow
    .Value?
  {
    let level = try takeLevel(HourglassBody.levels, of: stack, on: start)
    let residual = try preactivatedUnit("res.\(stack).0", level)
    let read = try normalized(
      Keys(convolution: "fc.\(stack).0", normalization: "fc.\(stack).1", hasBias: true), residual, kernel: 1)
    // What is added to the next stack's input is no map of anybody's.
    let (score, maps) = ("score.\(stack)", graph.readers(of: read).filter { $0.isConvolution(kernel: 1, stride: 1) })
    guard let node = maps.first(where: { !isAdded($0.output) }) else {
      throw departure(after: read, expected: Self.text(kernel: 1, stride: 1, score))
    }
    take(node, Keys(convolution: score, normalization: nil))
    guard let features = maps.first(where: { isAdded($0.output) }) else {
      guard graph.outputs.contains(node.output) else {
        throw departure(after: node.output, expected: "nothing behind the last stack's heat maps (\(score))")
      }
      return nil
    }
    take(features, Keys(convolution: "fc_.\(stack)", normalization: nil))
    let remapped = try convolution(
      Keys(convolution: "score_.\(stack)", normalization: nil), reading: node.output, kernel: 1, stride: 1)
    return try sum(of: [start, features.output, remapped], "the next stack's input")
  }

  private func isAdded(_ value: Dataflow.Value) -> Bool { graph.readers(of: value).contains(where: \.isSum) }

  /// A level and all below it; level 1 is the coarsest.
  private mutating func takeLevel(
    _ level: Int, of stack: Int, on value: Dataflow.Value
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    let key = "hg.\(stack).hg.\(level - 1)"
    let kept = try preactivated("\(key).0.0", value)
    var low = try preactivatedUnit("\(key).1.0", maxima(of: value, side: 2))
    low = try level > 1 ? takeLevel(level - 1, of: stack, on: low) : preactivatedUnit("\(key).3.0", low)
    low = try preactivatedUnit("\(key).2.0", low)
    guard let node = graph.readers(of: low).first(where: \.isNearestDoubling) else {
      throw departure(after: low, expected: "upsampling to twice the size by nearest values")
    }
    take(node)
    // The skip's own sum is part of this one.
    return try sum(of: [kept, value, node.output], "the sum of a skip (h\(stack + 1).l\(level))")
  }

  /// A unit that normalises before it convolves, with what it adds to its input, or to a projection of it.
  private mutating func preactivatedUnit(
    _ key: String, _ start: Dataflow.Value
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    let value = try preactivated(key, start)
    let expected = "the sum of a residual unit (\(key))"
    guard let sum = graph.readers(of: value).first(where: \.isSum), sum.inputs.count == 2 else {
      throw departure(after: value, expected: expected)
    }
    let other = sum.inputs[0] == value ? sum.inputs[1] : sum.inputs[0]
    if other != start {
      guard let node = graph.producer(of: other), node.isConvolution(kernel: 1, stride: 1), node.inputs == [start]
      else {
        throw departure(at: graph.producer(of: other) ?? sum, expected: "the shortcut of a residual unit (\(key))")
      }
      take(node, Keys(convolution: "\(key).downsample.0", normalization: nil))
    }
    take(sum)
    return sum.output
  }

  /// Its three convolutions, the last of which nothing normalises.
  private mutating func preactivated(
    _ key: String, _ start: Dataflow.Value
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    let first = graph.readers(of: start).first { if case .batchNormalization = $0.operation { true } else { false } }
    guard let first, case .batchNormalization(let normalization) = first.operation else {
      throw departure(after: start, expected: "a batch normalisation (\(key).bn1)")
    }
    take(first)
    normalizations.append(("\(key).bn1", normalization))
    var value = try rectified(first.output)
    for (index, kernel) in [1, 3].enumerated() {
      let keys = Keys(convolution: "\(key).conv\(index + 1)", normalization: "\(key).bn\(index + 2)", hasBias: true)
      value = try normalized(keys, value, kernel: kernel)
    }
    return try convolution(
      Keys(convolution: "\(key).conv3", normalization: nil), reading: value, kernel: 1, stride: 1)
  }

  // MARK: Steps

  /// A convolution, with or without a bias; its normalisation where that is left, and a ReLU.
  private mutating func normalized(
    _ keys: Keys, _ value: Dataflow.Value, kernel: Int, stride: Int = 1
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    let output = try convolution(keys, reading: value, kernel: kernel, stride: stride)
    let readers = graph.readers(of: output)
    guard readers.count == 1, case .batchNormalization(let found) = readers[0].operation,
      layers[layers.count - 1].layer.normalization == nil
    else { return try rectified(output) }
    layers[layers.count - 1].layer.normalization = found
    take(readers[0])
    return try rectified(readers[0].output)
  }

  private mutating func maxima(
    of value: Dataflow.Value, side: Int
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    guard let node = graph.readers(of: value).first(where: { $0.isMaxPool(side: side) }) else {
      throw departure(after: value, expected: "maxima of \(side)×\(side)")
    }
    take(node)
    return node.output
  }

  private mutating func sum(
    of values: [Dataflow.Value], _ expected: String
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    let found = graph.readers(of: values[0]).first { $0.isSum && $0.inputs.sorted() == values.sorted() }
    guard let found else { throw departure(after: values[values.count - 1], expected: expected) }
    take(found)
    return found.output
  }
}

extension Dataflow.Node {
  fileprivate func isMaxPool(side: Int) -> Bool {
    if case .maxPool(let found) = operation { found == side } else { false }
  }

  fileprivate var isTransposedConvolution: Bool {
    if case .transposedConvolution = operation { true } else { false }
  }

  fileprivate var isNearestDoubling: Bool {
    if case .upsampling(let found) = operation { found.mode == .nearest && found.factor == 2 } else { false }
  }
}
