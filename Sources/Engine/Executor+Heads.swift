import CKernels
import HRNet
import Platform

/// The arithmetic of heads: everything that is no convolution and no exchange unit's sum.
///
/// Whatever is summed up over positions is summed in an order that does not depend on the number of threads.
extension Executor {
  /// - Parameter sources: the activations the node reads, all there: no edge leads into a head's node.
  func computeHead(_ node: Node, _ sources: [Activation]) -> Activation {
    let source = sources[0]
    switch node.operation {
    case .upsample(let rule): return upsampled(source, to: node.shape, by: rule)
    case .concatenation: return concatenated(sources, shape: node.shape)
    case .sum: return fuse(sources.map { ($0, 1) }, shape: node.shape, hasReLU: false)
    case .relu: return fuse([(source, 1)], shape: node.shape, hasReLU: true)
    case .averagePool(let side): return pooled(source, side: side, shape: node.shape)
    case .mean: return mean(of: source)
    case .softmax(.channels): return softmaxOverChannels(source)
    case .softmax(.positions): return softmaxOverPositions(source)
    case .product(let product): return multiplied(product, source, sources[1], shape: node.shape)
    case .groupNorm(let norm):
      let numbers = kernels[node.id].numbers
      return normalized(source, norm, scale: numbers[0], offset: numbers[1])
    case .distances(let distances): return self.distances(source, distances, scale: kernels[node.id].numbers[0][0])
    case .maxPool(let side): return maxima(of: source, side: side, shape: node.shape)
    case .input, .identity, .sequence, .residual, .preactivated, .projectAndUpsample, .fusion:
      preconditionFailure("computed with the body")
    }
  }

  // MARK: Sizes

  /// Brought to a shape's height and width.
  func upsampled(_ source: Activation, to shape: Shape, by rule: Upsampling) -> Activation {
    guard rule == .nearest else { return summed([source], broughtTo: shape, by: rule) }
    let buffer = pool.buffer(count: shape.count)
    team.split(shape.height) { _, rows in
      hrs_upsample_nearest(
        source.buffer.pointer, Int32(source.shape.height), Int32(source.shape.width), Int32(shape.channels),
        Int32(shape.height), Int32(shape.width), buffer.pointer, Int32(rows.lowerBound), Int32(rows.upperBound))
    }
    return activation(shape, buffer)
  }

  /// The sum of activations, each brought to a shape's height and width bilinearly.
  func summed(_ sources: [Activation], broughtTo shape: Shape, by rule: Upsampling) -> Activation {
    let buffer = pool.buffer(count: shape.count)
    let level = cpu.kernelLevel
    team.split(shape.height) { _, rows in
      // Row by row, so that a row is still at hand for the next one of the sources.
      for row in rows {
        for (index, source) in sources.enumerated() {
          hrs_upsample_bilinear(
            level, source.buffer.pointer, Int32(source.shape.height), Int32(source.shape.width), Int32(shape.channels),
            Int32(shape.height), Int32(shape.width), rule == .bilinearCorners, index > 0, buffer.pointer, Int32(row),
            Int32(row + 1))
        }
      }
    }
    return activation(shape, buffer)
  }

  func concatenated(_ sources: [Activation], shape: Shape) -> Activation {
    let buffer = pool.buffer(count: shape.count)
    let inputs = sources.map { UnsafePointer($0.buffer.pointer) as UnsafePointer<Float>? }
    let channels = sources.map { Int32($0.shape.channels) }
    inputs.withUnsafeBufferPointer { inputs in
      channels.withUnsafeBufferPointer { channels in
        let (inputs, channels, count) = (inputs.baseAddress, channels.baseAddress, Int32(channels.count))
        team.split(shape.height * shape.width) { _, positions in
          hrs_concatenate(inputs, channels, count, positions.lowerBound, positions.upperBound, buffer.pointer)
        }
      }
    }
    return activation(shape, buffer)
  }

  private func pooled(_ source: Activation, side: Int, shape: Shape) -> Activation {
    let buffer = pool.buffer(count: shape.count)
    let level = cpu.kernelLevel
    team.split(shape.height) { _, rows in
      hrs_average_pool(
        level, source.buffer.pointer, Int32(source.shape.width), Int32(shape.channels), Int32(side), buffer.pointer,
        Int32(rows.lowerBound), Int32(rows.upperBound))
    }
    return activation(shape, buffer)
  }

  private func maxima(of source: Activation, side: Int, shape: Shape) -> Activation {
    let buffer = pool.buffer(count: shape.count)
    let level = cpu.kernelLevel
    team.split(shape.height) { _, rows in
      hrs_max_pool(
        level, source.buffer.pointer, Int32(source.shape.height), Int32(source.shape.width), Int32(shape.channels),
        Int32(side), Int32(shape.width), buffer.pointer, Int32(rows.lowerBound), Int32(rows.upperBound))
    }
    return activation(shape, buffer)
  }

  // MARK: Sums over positions

  private func mean(of source: Activation) -> Activation {
    let channels = source.shape.channels
    let share = 1 / Double(source.shape.height * source.shape.width)
    let buffer = pool.buffer(count: channels)
    buffer.pointer.update(from: sums(of: source).map { Float($0 * share) }, count: channels)
    return activation(Shape(channels: channels, height: 1, width: 1), buffer)
  }

  /// By channel, over all positions.
  ///
  /// - Parameter means: a number for every channel; where given, sums of squared departures from them.
  private func sums(of source: Activation, aroundMeans means: [Float]? = nil) -> [Double] {
    let channels = source.shape.channels
    let level = cpu.kernelLevel
    var sums = [Double](repeating: 0, count: channels)
    // Whole vectors of the widest kind, and a member's share no smaller than one.
    let blocks = (channels + Self.vector - 1) / Self.vector
    sums.withUnsafeMutableBufferPointer { sums in
      (means ?? []).withUnsafeBufferPointer { numbers in
        let (sums, means) = (sums.baseAddress, means == nil ? nil : numbers.baseAddress)
        team.split(blocks) { _, blocks in
          hrs_channel_sums(
            level, source.buffer.pointer, source.shape.height * source.shape.width, Int32(channels), means,
            Int32(blocks.lowerBound * Self.vector), Int32(min(blocks.upperBound * Self.vector, channels)), sums)
        }
      }
    }
    return sums
  }

  /// Floats of the widest vector.
  private static let vector = 16

  private func normalized(
    _ source: Activation, _ norm: GroupNormalization, scale: [Float], offset: [Float]
  ) -> Activation {
    let size = norm.channels / norm.groups
    let count = Double(size * source.shape.height * source.shape.width)
    /// Of each channel's group, for each channel.
    func averages(_ sums: [Double]) -> [Double] {
      sums.indices.map { channel in
        let first = channel / size * size
        return sums[first..<first + size].reduce(0, +) / count
      }
    }
    let means = averages(sums(of: source))
    let variances = averages(sums(of: source, aroundMeans: means.map { Float($0) }))
    let factors = variances.indices.map {
      Double(scale[$0]) / (variances[$0] + GroupNormalization.epsilon).squareRoot()
    }
    return scaled(
      source, by: factors.map { Float($0) },
      shiftedBy: factors.indices.map { Float(Double(offset[$0]) - means[$0] * factors[$0]) })
  }

  /// Every channel multiplied, then moved.
  func scaled(
    _ source: Activation, by scale: [Float], shiftedBy shift: [Float], hasReLU: Bool = false
  ) -> Activation {
    let buffer = pool.buffer(count: source.shape.count)
    let level = cpu.kernelLevel
    scale.withUnsafeBufferPointer { scale in
      shift.withUnsafeBufferPointer { shift in
        let (scale, shift) = (scale.baseAddress, shift.baseAddress)
        team.split(source.shape.height * source.shape.width) { _, positions in
          hrs_scale_and_shift(
            level, source.buffer.pointer, scale, shift, Int32(source.shape.channels), hasReLU,
            positions.lowerBound, positions.upperBound, buffer.pointer)
        }
      }
    }
    return activation(source.shape, buffer)
  }

  // MARK: Softmax

  private func softmaxOverChannels(_ source: Activation) -> Activation {
    let buffer = pool.buffer(count: source.shape.count)
    let level = cpu.kernelLevel
    team.split(source.shape.height * source.shape.width) { _, positions in
      hrs_softmax_channels(
        level, source.buffer.pointer, Int32(source.shape.channels), Int32(positions.lowerBound),
        Int32(positions.upperBound), buffer.pointer)
    }
    return activation(source.shape, buffer)
  }

  /// Every row's maxima and sums apart; then those of all rows, in order.
  private func softmaxOverPositions(_ source: Activation) -> Activation {
    let (height, width, channels) = (source.shape.height, source.shape.width, source.shape.channels)
    let level = cpu.kernelLevel
    let buffer = pool.buffer(count: source.shape.count)
    var maxima = [Float](repeating: -.infinity, count: height * channels)
    forEachRow(height, &maxima, channels) { row, maxima in
      hrs_channel_maxima(
        level, source.buffer.pointer, Int32(channels), Int32(row * width), Int32((row + 1) * width), maxima)
    }
    let largest = (0..<channels).map { channel in
      stride(from: channel, to: maxima.count, by: channels).reduce(-Float.infinity) { max($0, maxima[$1]) }
    }
    var sums = [Double](repeating: 0, count: height * channels)
    largest.withUnsafeBufferPointer { largest in
      let largest = largest.baseAddress
      forEachRow(height, &sums, channels) { row, sums in
        hrs_exponentials(
          level, source.buffer.pointer, largest, Int32(channels), Int32(row * width), Int32((row + 1) * width),
          buffer.pointer, sums)
      }
    }
    let shares = (0..<channels).map { channel in
      Float(1 / stride(from: channel, to: sums.count, by: channels).reduce(0) { $0 + sums[$1] })
    }
    return scaled(
      activation(source.shape, buffer), by: shares, shiftedBy: Array(repeating: 0, count: channels))
  }

  /// Calls `body` with each row and its `channels` numbers, side by side.
  private func forEachRow<Number>(
    _ height: Int, _ numbers: inout [Number], _ channels: Int,
    _ body: (Int, UnsafeMutablePointer<Number>?) -> Void
  ) {
    numbers.withUnsafeMutableBufferPointer { numbers in
      let start = numbers.baseAddress
      team.split(height) { _, rows in
        for row in rows { body(row, start.map { $0 + row * channels }) }
      }
    }
  }

  // MARK: Products

  private func multiplied(_ product: MatrixProduct, _ first: Activation, _ second: Activation, shape: Shape)
    -> Activation
  {
    switch product {
    case .gather: return gathered(second, weighedBy: first, shape: shape)
    case .similarity:
      // The second's positions are the rows of a 1×1 convolution's weights.
      let scale = 1 / Float(first.shape.channels).squareRoot()
      return convolved(first, with: second.buffer.pointer, scale: scale, shape: shape)
    case .mixture:
      let (rows, columns) = (first.shape.channels, shape.channels)
      let transposed = pool.buffer(count: second.shape.count)
      for row in 0..<rows {
        for column in 0..<columns {
          transposed.pointer[column * rows + row] = second.buffer.pointer[row * columns + column]
        }
      }
      return convolved(first, with: transposed.pointer, scale: 1, shape: shape)
    }
  }

  /// A 1×1 convolution with weights that are an activation: `[channels of the result][channels of the source]`.
  private func convolved(
    _ source: Activation, with weights: UnsafePointer<Float>, scale: Float, shape: Shape
  ) -> Activation {
    var geometry = hrs_convolution_shape(
      input_height: Int32(shape.height), input_width: Int32(shape.width),
      input_channels: Int32(source.shape.channels), output_height: Int32(shape.height),
      output_width: Int32(shape.width), output_channels: Int32(shape.channels), kernel: 1, stride: 1)
    var plan = hrs_plan_convolution_by(&geometry, hrs_direct, cpu.kernelLevel, Int32(team.count))
    let prepared = pool.buffer(count: hrs_prepared_weights(&plan))
    let bias = pool.buffer(count: hrs_prepared_bias(&plan))
    bias.pointer.initialize(repeating: 0, count: bias.count)
    team.prepare(plan, weights, scale: Array(repeating: scale, count: shape.channels), into: prepared.pointer)
    let buffer = pool.buffer(count: shape.count)
    var tensors = hrs_convolution_tensors(
      input: source.buffer.pointer, weights: prepared.pointer, bias: bias.pointer, residual: nil, relu: false,
      output: buffer.pointer)
    // A plain product takes no scratch memory.
    hrs_convolution(&plan, &tensors, scratch, 0, team.team)
    return activation(shape, buffer)
  }

  private func gathered(_ features: Activation, weighedBy weights: Activation, shape: Shape) -> Activation {
    let buffer = pool.buffer(count: shape.count)
    let level = cpu.kernelLevel
    let panel = Int(hrs_gather_panel)
    team.split((shape.channels + panel - 1) / panel) { _, panels in
      hrs_gather(
        level, weights.buffer.pointer, Int32(weights.shape.channels), features.buffer.pointer, Int32(shape.channels),
        features.shape.height * features.shape.width, buffer.pointer, Int32(panels.lowerBound),
        Int32(panels.upperBound))
    }
    return activation(shape, buffer)
  }

  // MARK: Boxes

  private func distances(_ source: Activation, _ distances: Distances, scale: Float) -> Activation {
    switch distances.rule {
    case .linear: return fuse([(source, scale * Float(distances.stride))], shape: source.shape, hasReLU: true)
    case .exponential:
      let buffer = pool.buffer(count: source.shape.count)
      for index in 0..<source.shape.count {
        buffer.pointer[index] = exp(scale * source.buffer.pointer[index])
      }
      return activation(source.shape, buffer)
    }
  }
}
