import HRNet

/// A linear read-out fitted to what one node holds: `y = W·x + b` at every position (`Documentation/Experiments.md`).
public struct Probe: Hashable, Sendable {
  /// As `network` names it: `s4.m2>1/4`.
  public let node: String
  /// Whether the coarser streams of the node's column are read too, brought to its size.
  public let isConcatenated: Bool
  /// C of all that is read, at least 1.
  public let channels: Int
  /// K, at least 1.
  public let outputs: Int
  /// W, `[outputs][channels]`.
  public let weights: [Float]
  /// b, `[outputs]`.
  public let bias: [Float]

  /// - Precondition: there are as many numbers as the shapes say.
  public init(node: String, isConcatenated: Bool, channels: Int, weights: [Float], bias: [Float]) {
    precondition(channels > 0 && !bias.isEmpty && weights.count == channels * bias.count)
    (self.node, self.isConcatenated) = (node, isConcatenated)
    (self.channels, outputs, self.weights, self.bias) = (channels, bias.count, weights, bias)
  }
}

/// What a linear read-out says at every position.
public struct ProbeAnswer: Hashable, Sendable {
  /// Its channels are the read-out's outputs.
  public let shape: Shape
  /// `[height][width][outputs]`, as activations are stored.
  public let values: [Float]

  init(shape: Shape, values: [Float]) { (self.shape, self.values) = (shape, values) }

  /// A run of the outputs, `[count][height][width]`.
  public func channelMajor(_ outputs: Range<Int>) -> [Float] {
    let (positions, all) = (shape.height * shape.width, shape.channels)
    return [Float](unsafeUninitializedCapacity: outputs.count * positions) { result, count in
      values.withUnsafeBufferPointer { values in
        for (place, output) in outputs.enumerated() {
          for position in 0..<positions {
            result.initializeElement(at: place * positions + position, to: values[position * all + output])
          }
        }
      }
      count = outputs.count * positions
    }
  }
}

extension Executor {
  /// What a read-out reads of a pass: the node's activation, or several side by side.
  ///
  /// - Returns: nil where the pass lacks one of them.
  public func activation(of input: ProbeInput, in pass: Pass) -> Activation? {
    let shape = input.shape
    var sources: [Activation] = []
    for node in input.nodes {
      guard let activation = pass[node] else { return nil }
      let target = Shape(channels: activation.shape.channels, height: shape.height, width: shape.width)
      let rule = network.architecture.upsampling == .bilinearCorners ? Upsampling.bilinearCorners : .bilinear
      sources.append(activation.shape == target ? activation : upsampled(activation, to: target, by: rule))
    }
    return sources.count == 1 ? sources[0] : concatenated(sources, shape: shape)
  }

  /// What a read-out says in a pass.
  ///
  /// - Returns: nil where the network has no such node, it has another number of channels, or the pass lacks it.
  public func read(_ probe: Probe, in pass: Pass, by blas: BLAS) -> ProbeAnswer? {
    guard let input = network.probeInput(probe.node, isConcatenated: probe.isConcatenated),
      input.shape.channels == probe.channels, let activation = activation(of: input, in: pass)
    else { return nil }
    return activation.applying(weights: probe.weights, bias: probe.bias, by: blas)
  }
}

extension Activation {
  /// `W·x + b` at every position.
  ///
  /// - Parameters:
  ///   - weights: W, `[outputs][channels]`.
  ///   - bias: b, `[outputs]`.
  /// - Precondition: nothing is still to be upsampled.
  public func applying(weights: [Float], bias: [Float], by blas: BLAS) -> ProbeAnswer {
    precondition(upsampling == 0 && weights.count == bias.count * shape.channels)
    let (rows, outputs) = (shape.height * shape.width, bias.count)
    var values = withValues {
      blas.apply(weights, to: $0, rows: rows, columns: shape.channels, targets: outputs)
    }
    values.withUnsafeMutableBufferPointer { values in
      bias.withUnsafeBufferPointer { bias in
        for row in 0..<rows {
          for output in 0..<outputs { values[row * outputs + output] += bias[output] }
        }
      }
    }
    return ProbeAnswer(shape: Shape(channels: outputs, height: shape.height, width: shape.width), values: values)
  }
}
