import HRNet

/// A head applied before the end of the body, to streams that it was not trained for.
public struct ReadOut: Hashable, Sendable {
  /// Index into `Network.columns`: whose streams are read in the place of the body's last.
  public let column: Int
  /// What the head then puts out.
  public let output: HeadOutput

  public init(column: Int, output: HeadOutput) { (self.column, self.output) = (column, output) }
}

extension Network {
  /// What lies between the end of the body and an output, in order; empty where nothing does, as in a backbone.
  public func headNodes(of output: HeadOutput) -> [Node.ID] {
    guard let first = lastStreams.max().map({ $0 + 1 }) else { return [] }
    var needed: Set<Node.ID> = Set(output.nodes.filter { $0 >= first })
    for node in nodes[first...].reversed() where needed.contains(node.id) {
      needed.formUnion(node.inputs.filter { $0 >= first })
    }
    return needed.sorted()
  }

  /// The head of an output at every column of stages 2 to 4 where it fits, in the order of time: every stream there has the
  /// shape that it has at the end. Empty where there is no head.
  public func earlyReadOuts(of output: HeadOutput) -> [ReadOut] {
    let (head, last) = (headNodes(of: output), lastStreams)
    guard !head.isEmpty else { return [] }
    return columns.indices.compactMap { index in
      let column = columns[index]
      guard let stage = column.stage, stage >= 2,
        zip(column.nodes, last).allSatisfy({ nodes[$0].shape == nodes[$1].shape })
      else { return nil }
      return ReadOut(column: index, output: output)
    }
  }

  /// The early read-out after a unit: an exchange unit as `s3.m2`, or the finest stream's node of a column by its address,
  /// such as `s3.m2.1/4.u1`; nil where the head does not fit.
  public func earlyReadOut(of output: HeadOutput, after unit: String) -> ReadOut? {
    earlyReadOuts(of: output).first { readOut in
      let address = self[columns[readOut.column].nodes[0]].address
      if case .fused(let exchange, _) = address, exchange.description == unit { return true }
      return address.description == unit
    }
  }

  /// How many of the streams that a head reads are not there yet where it is applied early.
  public func missingStreams(_ readOut: ReadOut) -> [Stream] {
    let read = Set(headNodes(of: readOut.output).flatMap { nodes[$0].inputs })
    return lastStreams.enumerated().dropFirst(columns[readOut.column].nodes.count).filter { read.contains($0.element) }
      .map { Stream($0.offset) }
  }
}

extension Executor {
  /// What a head makes of an earlier moment of a pass: the activations of its nodes, and nothing else. A stream that is not
  /// there yet is silent: zeros, as after a ReLU that nothing passes. Nil where the pass lacks what is read.
  public func read(_ readOut: ReadOut, in pass: Pass) -> Pass? {
    let clock = ContinuousClock()
    let start = clock.now
    var activations = [Activation?](repeating: nil, count: network.nodes.count)
    let streams = network.columns[readOut.column].nodes
    for (index, node) in network.lastStreams.enumerated() {
      guard index < streams.count else {
        activations[node] = silence(network[node].shape)
        continue
      }
      guard let activation = pass[streams[index]] else { return nil }
      precondition(activation.shape == network[node].shape && activation.upsampling == 0)
      activations[node] = activation
    }
    let head = network.headNodes(of: readOut.output)
    for node in head {
      activations[node] = compute(network[node], inputs[node].compactMap { activations[$0] }.map { ($0, 1) })
    }
    return Pass(
      activations: activations, recomputed: head, nodeDurations: [], duration: clock.now - start,
      interventions: pass.interventions)
  }

  private func silence(_ shape: Shape) -> Activation {
    let buffer = pool.buffer(count: shape.count)
    buffer.pointer.initialize(repeating: 0, count: shape.count)
    return activation(shape, buffer)
  }
}
