import HRNet

/// The HRNet in an ONNX graph, and which of the graph's outputs it puts out.
struct ONNXNetwork {
  let matcher: HRNetMatcher
  /// The output taken for the heat maps; nil for a body alone, or one with another head.
  let heatMaps: String?
  /// Outputs that no node of the network puts out; the first few.
  let notComputed: [GraphFacts.UnknownOutput]

  /// Outputs that are tried as heat maps, and others that are named.
  private static let mostOutputs = 8

  /// - Throws: for a graph that computes something else, naming the first node that does.
  init(_ model: ONNXModel, _ files: NumberFiles) throws(CheckpointError.Reason) {
    let builder = try DataflowBuilder(model, files, probe: DataflowBuilder.probes[0])
    guard !builder.outputs.isEmpty else { throw .notAnHRNet("the graph puts out nothing") }
    let (matcher, heatMaps) = try Self.match(builder)
    if builder.isSizeOpen {
      for probe in DataflowBuilder.probes.dropFirst() {
        let (other, _) = try Self.match(DataflowBuilder(model, files, probe: probe))
        guard other.taken == matcher.taken else {
          throw .notAnHRNet("the graph computes something else for other sizes of the picture")
        }
      }
    }
    self.matcher = matcher
    self.heatMaps = heatMaps
    notComputed = Self.unknownOutputs(builder, matcher)
  }

  /// The network of the first output that is one's heat maps, where other outputs may be what they like; else the body
  /// of all outputs together.
  private static func match(
    _ builder: DataflowBuilder
  ) throws(CheckpointError.Reason) -> (matcher: HRNetMatcher, heatMaps: String?) {
    let convolutions = Set(builder.nodes.compactMap { if case .convolution = $0.operation { $0.output } else { nil } })
    let candidates = builder.outputs.filter { convolutions.contains($0.value) }
    let outputs = Set(builder.outputs.map(\.value))
    let asked = candidates.isEmpty ? outputs : Set(candidates.prefix(mostOutputs).map(\.value))
    if let found = try HRNetMatcher(encoderDecoderIn: Dataflow(builder, outputs: asked)) {
      // The last stack's, where every one puts out its own.
      let last = found.graph.nodes.last { found.taken.contains($0.position) && asked.contains($0.output) }
      return (found, builder.outputs.first { $0.value == last?.output }?.name)
    }
    var reason: CheckpointError.Reason?
    for (name, value) in candidates.prefix(mostOutputs) {
      do throws(CheckpointError.Reason) {
        return (try HRNetMatcher(Dataflow(builder, outputs: [value]), for: .heatMaps), name)
      } catch {
        reason = reason ?? error
      }
    }
    do throws(CheckpointError.Reason) {
      let body = try HRNetMatcher(Dataflow(builder, outputs: outputs), for: .streams)
      if let headed = body.withHead() { return (headed, nil) }
      if body.endsInStreams { return (body, nil) }
      reason = reason ?? body.departureBehindStreams
    } catch {
      reason = reason ?? error
    }
    // A node that leads nowhere often is where something was left out.
    _ = try HRNetMatcher(Dataflow(builder, outputs: outputs, keepsAll: true), for: .streams)
    throw reason ?? .notAnHRNet("the graph puts out nothing")
  }

  private static func unknownOutputs(
    _ builder: DataflowBuilder, _ matcher: HRNetMatcher
  ) -> [GraphFacts.UnknownOutput] {
    var result: [GraphFacts.UnknownOutput] = []
    for (name, value) in builder.outputs where result.count < mostOutputs {
      let found = matcher.graph.producer(of: value)
      if let found, matcher.taken.contains(found.position) { continue }
      guard let node = builder.nodes.last(where: { $0.outputs.contains(value) }) else { continue }
      let source = builder.model.nodes[node.position]
      let text = "\(source.title(position: node.position)) is \(source.description)"
      result.append(GraphFacts.UnknownOutput(name: name, node: text))
    }
    return result
  }
}
