import HRNet

/// What a graph says about a head beside its weights.
struct HeadFacts {
  /// How coarser streams come up before they are put side by side.
  var concatenation: Upsampling?
  /// Of a pyramid's convolutions.
  var pyramidStride: Int?
  var detector: FCOSHead.Variant?
  /// What a detector has beside the layers, under the names of `code`'s files.
  var tensors: [MadeTensor] = []
  /// Whose names the head's weights still have in the graph; nil where they tell nobody.
  var code: String?

  /// A tensor of the graph, or one of a single number where the graph leaves it out.
  struct MadeTensor {
    let key: String
    let tensor: ConvolutionLayer.Tensor?
    var number = 0.0
    /// Of the latter.
    var shape: [Int] = []
  }
}

extension HRNetMatcher {
  /// The same with the head behind the streams, under the authors' keys; nil where what is there is none that this program
  /// knows, or puts out something else than that.
  func withHead() -> HRNetMatcher? {
    // What has more of a graph's nodes comes first.
    let heads: [(inout HRNetMatcher) throws -> [Dataflow.Value]] = [
      { try $0.takeOCR() }, { try $0.takeV2() }, { try $0.takeV1h() }, { try $0.takeImageNet() },
      { try $0.widened() }, { try $0.takeDetector() }, { try $0.takePyramid() },
    ]
    for take in heads {
      var result = self
      result.head = HeadFacts()
      guard let outputs = try? take(&result), outputs.allSatisfy(graph.outputs.contains) else { continue }
      return result
    }
    return nil
  }

  // MARK: Classes and landmarks of pixels

  /// - Returns: what the head puts out.
  private mutating func takeV2() throws(CheckpointError.Reason) -> [Dataflow.Value] {
    let all = try concatenation()
    return [try takeClassifier(on: all)]
  }

  private mutating func takeV1h() throws(CheckpointError.Reason) -> [Dataflow.Value] {
    guard streams.count == 1 else { throw departure(after: streams[0], expected: "a head of one stream") }
    return [try takeClassifier(on: streams[0])]
  }

  /// V2's two convolutions. Nothing but the names of weights, where they are left, tells landmarks from classes.
  private mutating func takeClassifier(on value: Dataflow.Value) throws(CheckpointError.Reason) -> Dataflow.Value {
    let first = layers.count
    let mix = try mixed("last_layer", value)
    let result = try classified("last_layer.3", mix)
    let name = layers[layers.count - 1].layer.weights.name
    if streams.count > 1, ["head.3.", "head.final_layer."].contains(where: name.contains) {
      rename(from: first, "last_layer", to: "head")
    }
    return result
  }

  private mutating func takeOCR() throws(CheckpointError.Reason) -> [Dataflow.Value] {
    let all = try concatenation()
    let block = "ocr_distri_head.object_context_block"
    let pixels = try mixed("conv3x3_ocr", all, kernel: 3)
    let regions = try classified("aux_head.3", mixed("aux_head", all))
    // Regions: what pixels of each class are, on the whole.
    let weights = try node(behind: regions, "a softmax over positions") { node, matcher in
      if case .softmax(let axis) = node.operation { matcher.isPositions(axis, of: node.inputs[0]) } else { false }
    }
    let gathered = try product(weights.output, isTransposed: false, pixels, isTransposed: true)
    let object = try value(of: gathered, isTransposed: false, readBy: { $0.isConvolution(kernel: 1, stride: 1) })
    // Two convolutions each for what is compared, one for what is read.
    let query = try transformed("\(block).f_pixel", pixels, count: 2)
    let key = try transformed("\(block).f_object", object, count: 2)
    let read = try transformed("\(block).f_down", object, count: 1)
    let similarity = try product(query, isTransposed: true, key, isTransposed: false)
    let channels = graph.shapes[query]?[1] ?? 0
    let scaled = try node(behind: similarity, "a product with 1/√\(channels)") { node, _ in
      guard case .scaled(let factor) = node.operation else { return false }
      return abs(factor * Double(channels).squareRoot() - 1) < 1e-5
    }
    let attention = try node(behind: scaled.output, "a softmax over classes") { node, matcher in
      guard case .softmax(let axis) = node.operation else { return false }
      return axis == 2 && matcher.isTransposed(node.inputs[0])
    }
    let mixture = try product(attention.output, isTransposed: true, read, isTransposed: true)
    let shape = graph.shapes[pixels]
    let map = try value(of: mixture, isTransposed: false, readBy: { $0.isConvolution(kernel: 1, stride: 1) })
    guard let shape, let found = graph.shapes[map], found.count == 4, shape[2...] == found[2...] else {
      throw departure(after: map, expected: "as many positions as pixels")
    }
    let context = try transformed("\(block).f_up", map, count: 1)
    let both = try node(behind: context, "context and pixels side by side") { node, _ in
      if case .concatenation = node.operation { node.inputs == [context, pixels] } else { false }
    }
    let mix = try transformed("ocr_distri_head.conv_bn_dropout", both.output, count: 1)
    return [try classified("cls_head", mix)]
  }

  // MARK: Classes of pictures

  private mutating func takeImageNet() throws(CheckpointError.Reason) -> [Dataflow.Value] {
    let levels = try widened()
    var value = levels[0]
    for level in 1..<levels.count {
      let down = try mixed("downsamp_modules.\(level - 1)", value, kernel: 3, stride: 2)
      let sum = try node(behind: down, "the sum of two levels") { node, _ in
        node.isSum && Set(node.inputs) == [down, levels[level]] && node.inputs.count == 2
      }
      value = sum.output
    }
    let final = try mixed("final_layer", value)
    let mean = try node(behind: final, "the mean over all positions") { node, _ in
      if case .mean = node.operation { true } else { false }
    }
    let linear = try node(behind: mean.output, "a linear layer") { node, _ in
      if case .linear = node.operation { true } else { false }
    }
    guard case .linear(let layer) = linear.operation, !isTransposed(linear.inputs[0]) else {
      throw departure(at: linear, expected: "a linear layer")
    }
    take(linear, Keys(convolution: "classifier", normalization: nil), as: layer)
    return [linear.output]
  }

  private mutating func widened() throws(CheckpointError.Reason) -> [Dataflow.Value] {
    guard streams.count == Stream.maximumCount else {
      throw departure(after: streams[0], expected: "a head of \(Stream.maximumCount) streams")
    }
    var result: [Dataflow.Value] = []
    for index in streams.indices {
      result.append(try residualUnit("incre_modules.\(index).0", reading: streams[index], kernels: [1, 3, 1]))
    }
    return result
  }

  // MARK: Levels

  mutating func takePyramid() throws(CheckpointError.Reason) -> [Dataflow.Value] {
    let reduced = try classified("reduction_conv.conv", concatenation())
    var levels = [reduced]
    while levels.count < 6,
      let pool = graph.readers(of: reduced).first(where: { node in
        if case .pool(let side) = node.operation { side == 1 << levels.count } else { false }
      })
    {
      take(pool)
      levels.append(pool.output)
    }
    let isStrided = graph.readers(of: reduced).contains { $0.isConvolution(kernel: 3, stride: 2) }
    let stride = isStrided ? 2 : 1
    head?.pyramidStride = stride
    var result: [Dataflow.Value] = []
    for (level, value) in levels.enumerated() {
      result.append(try classified("fpn_convs.\(level).conv", value, kernel: 3, stride: stride))
    }
    return result
  }

  // MARK: Steps

  /// All streams side by side, the coarser ones brought to the finest one's size.
  private mutating func concatenation() throws(CheckpointError.Reason) -> Dataflow.Value {
    let expected = "all streams side by side"
    guard streams.count == Stream.maximumCount else { throw departure(after: streams[0], expected: expected) }
    let readers = graph.readers(of: streams[0])
    guard
      let all = readers.first(where: { node in
        if case .concatenation = node.operation { node.inputs.count == streams.count } else { false }
      }), all.inputs[0] == streams[0]
    else { throw departure(after: streams[0], expected: expected) }
    for index in streams.indices.dropFirst() {
      guard let node = graph.producer(of: all.inputs[index]), case .upsampling(let found) = node.operation,
        node.inputs == [streams[index]], isSized(node, like: streams[0]),
        head?.concatenation == nil || head?.concatenation == found.mode
      else { throw departure(at: all, expected: expected) }
      head?.concatenation = found.mode
      take(node)
    }
    take(all)
    return all.output
  }

  /// A convolution, its normalisation where that is left, and a ReLU.
  private mutating func mixed(
    _ key: String, _ value: Dataflow.Value, kernel: Int = 1, stride: Int = 1
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    let expected = Self.text(kernel: kernel, stride: stride, key)
    var reason: CheckpointError.Reason?
    for node in graph.readers(of: value) where node.isConvolution(kernel: kernel, stride: stride) {
      guard node.inputs == [value], case .convolution(var layer) = node.operation else { continue }
      var output = node.output
      let readers = graph.readers(of: output)
      let norm = readers.first
      if layer.normalization == nil, let norm, readers.count == 1, case .batchNormalization(let found) = norm.operation
      {
        layer.normalization = found
        output = norm.output
      }
      guard graph.readers(of: output).contains(where: \.isReLU) else {
        reason = departure(after: output, expected: "a ReLU (after \(key))")
        continue
      }
      take(node, Keys(convolution: "\(key).0", normalization: "\(key).1", hasBias: true), as: layer)
      if output != node.output, let norm { take(norm) }
      return try rectified(output)
    }
    throw reason ?? departure(after: value, expected: expected)
  }

  /// A convolution with a bias and nothing behind.
  private mutating func classified(
    _ key: String, _ value: Dataflow.Value, kernel: Int = 1, stride: Int = 1
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    let found = graph.readers(of: value).first { node in
      guard case .convolution(let layer) = node.operation, layer.normalization == nil, node.inputs == [value],
        node.isConvolution(kernel: kernel, stride: stride)
      else { return false }
      // Before a ReLU it would be another head's.
      return !graph.readers(of: node.output).contains(where: \.isReLU)
    }
    guard let found else {
      throw departure(after: value, expected: Self.text(kernel: kernel, stride: stride, key))
    }
    take(found, Keys(convolution: key, normalization: nil))
    return found.output
  }

  /// Convolutions without bias, each with normalisation and ReLU: numbers 0 and 2 of a sequence, normalised by 1.0 and 3.0.
  /// Whoever reads the same for something else has another number of them.
  private mutating func transformed(
    _ key: String, _ value: Dataflow.Value, count: Int
  ) throws(CheckpointError.Reason) -> Dataflow.Value {
    let starts = graph.readers(of: value).filter { $0.isConvolution(kernel: 1, stride: 1) && $0.inputs == [value] }
    for start in starts where !taken.contains(start.position) {
      let nodes = chain(from: start)
      if nodes.count == count { return try take(nodes, key) }
    }
    throw departure(after: value, expected: Self.text(kernel: 1, stride: 1, key))
  }

  /// 1×1 convolutions one after another, each with a ReLU; five at most.
  private func chain(from start: Dataflow.Node) -> [Dataflow.Node] {
    var (result, node) = ([Dataflow.Node](), start)
    while result.count < 5, let relu = graph.readers(of: node.output).first(where: \.isReLU) {
      result.append(node)
      let next = graph.readers(of: relu.output).first { $0.isConvolution(kernel: 1, stride: 1) }
      guard let next, next.inputs == [relu.output] else { break }
      node = next
    }
    return result
  }

  private mutating func take(_ nodes: [Dataflow.Node], _ key: String) throws(CheckpointError.Reason) -> Dataflow.Value {
    var output = nodes[0].output
    for (step, node) in nodes.enumerated() {
      take(node, Keys(convolution: "\(key).\(2 * step)", normalization: "\(key).\(2 * step + 1).0"))
      output = try rectified(node.output)
    }
    return output
  }

  private mutating func rename(from first: Int, _ start: String, to other: String) {
    let renamed = layers[first...].map { keys, layer in
      let name = { (key: String) in other + key.dropFirst(start.count) }
      return (
        keys: Keys(
          convolution: name(keys.convolution), normalization: keys.normalization.map(name), hasBias: keys.hasBias),
        layer: layer
      )
    }
    replaceLayers(from: first, with: renamed)
  }
}
