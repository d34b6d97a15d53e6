import HRNet

/// What stands in an edge's place: the mean of its term, or its term on another picture.
extension Executor {
  /// Runs the passes that replacements are taken from, where they are not known, and forgets those no longer needed.
  func prepareReferences(
    for interventions: Interventions, _ input: Activation, _ donors: [Activation], _ cancellation: Cancellation?
  ) throws(PassCancelled) {
    // A run with nothing changed, as below, must not forget what it is for.
    guard !interventions.isEmpty else { return }
    var sources = interventions.donors.sorted().map { donors[$0] }
    if interventions.hasMeans { sources.append(input) }
    let known = references
    references = [:]
    for source in sources {
      if let pass = known[source.version] {
        references[source.version] = pass
      } else {
        references[source.version] = try run(source, cancellation: cancellation)
      }
    }
  }

  /// The activation that takes an edge's place; nil for nodes that are not replaced.
  func replacement(
    for node: Node, by interventions: Interventions, _ input: Activation, _ donors: [Activation]
  ) -> Activation? {
    guard case .edge(let edge) = node.address else { return nil }
    switch interventions[contributionOf: edge] {
    case .gain: return nil
    case .mean: return references[input.version]?[node.id].map { mean(of: $0, node: node.id) }
    case .patch(let donor): return references[donors[donor].version]?[node.id]
    }
  }

  private func mean(of term: Activation, node: Node.ID) -> Activation {
    let key = ActivationKey(versions: [term.version], isMean: true)
    if let known = cache.activation(of: node, for: key) { return known }
    let means = term.channelMeans()
    let buffer = pool.buffer(count: term.shape.count)
    for pixel in 0..<term.shape.height * term.shape.width {
      (buffer.pointer + pixel * means.count).update(from: means, count: means.count)
    }
    let result = activation(term.shape, buffer, upsampling: term.upsampling)
    cache.insert(result, of: node, for: key)
    return result
  }
}

extension Activation {
  /// Each channel's mean over all positions. An upsampled activation has the mean of what it is upsampled from.
  func channelMeans() -> [Float] {
    var sums = [Double](repeating: 0, count: shape.channels)
    withValues { values in
      for pixel in 0..<shape.height * shape.width {
        for channel in 0..<shape.channels { sums[channel] += Double(values[pixel * shape.channels + channel]) }
      }
    }
    return sums.map { Float($0 / Double(shape.height * shape.width)) }
  }
}
