import HRNet

/// Reads architectures off the names and shapes of tensors, by shape and depth: widths from convolutions, counts from the
/// indices in the names.
struct ArchitectureInference {
  /// Tensor shapes by canonical key (`Documentation/HRNet.md`, "Structure").
  let shapes: [String: [Int]]
  /// What a key is called in the file, for messages.
  var name: (String) -> String = { $0 }
  /// Of what kind the network is; nil of an HRNet.
  var kind: String?

  private func misfit(_ text: String) -> CheckpointError.Reason { kind.map { .notA($0, text) } ?? .notAnHRNet(text) }

  /// An HRNet's body with as many streams as its last exchange unit puts out.
  ///
  /// - Throws: naming the first thing that no HRNet has.
  func hrnet() throws(CheckpointError.Reason) -> Architecture {
    let isMaintained = shapes.keys.contains { $0.hasPrefix("stage1.0.branches.") }
    let stage1 = isMaintained ? "stage1.0.branches.0." : "layer1."
    let isSingle = !shapes.keys.contains {
      $0.hasPrefix("stage2.0.branches.1.") || $0.hasPrefix("stage2.0.fuse_layers.")
    }
    let (stem, bottleneck) = (try outputs("conv1"), try outputs("\(stage1)0.conv1"))
    let width = try outputs("stage2.0.branches.0.0.conv1")
    let modules = (2...4).map { count("stage\($0).", ".branches.0.0.conv1") }
    let body = HRNetBody(
      width: width, stemWidth: stem, stage1Units: count(stage1, ".conv1"), stage1Width: bottleneck, modules: modules,
      unitsPerStream: count("stage2.0.branches.0.", ".conv1"),
      streams: isMaintained ? .maintained : isSingle ? .single : .growing)
    // A pose network leaves out the rows nobody reads.
    let hasEveryRow = shapes["stage4.\(modules[2] - 1).fuse_layers.3.0.0.0.weight"] != nil
    return try valid(Architecture(body, head: BackboneHead(streams: hasEveryRow ? Stream.maximumCount : 1)))
  }

  /// - Throws: naming the first thing that no SimpleBaseline has.
  func simpleBaseline() throws(CheckpointError.Reason) -> Architecture {
    let stem = try outputs("conv1")
    let units = (1...4).map { count("layer\($0).", ".conv1") }
    var filters: [Int] = []
    for index in 0..<3 {
      let key = "deconv_layers.\(3 * index).weight"
      guard let shape = shapes[key] else { throw .missingTensor(name(key)) }
      guard shape.count == 4, Array(shape[2...]) == [4, 4] else {
        throw misfit("tensor '\(printable(name(key)))' is no transposed convolution of 4×4 (found \(shape.prefix(8)))")
      }
      filters.append(shape[1])
    }
    let head = PoseHead(joints: try outputs("final_layer"), kernel: shapes["final_layer.weight"]?.last ?? 1)
    return try valid(Architecture(SimpleBaselineBody(units: units, stemWidth: stem, filters: filters), head: head))
  }

  /// - Throws: naming the first thing that no stacked hourglass has.
  func hourglass() throws(CheckpointError.Reason) -> Architecture {
    let stacks = count("hg.", ".hg.0.0.0.conv1")
    return try valid(
      Architecture(
        HourglassBody(
          stacks: stacks, stemWidth: try outputs("conv1"), features: try outputs("hg.0.hg.0.0.0.conv1"),
          joints: try outputs("score.\(max(stacks, 1) - 1)"))))
  }

  private func outputs(_ key: String) throws(CheckpointError.Reason) -> Int {
    guard let shape = shapes[key + ".weight"] else {
      throw misfit("tensor '\(printable(name("\(key).weight")))' is missing")
    }
    guard shape.count == 4, shape[2] == shape[3] else {
      throw misfit("tensor '\(printable(name("\(key).weight")))' is no square convolution (found \(shape.prefix(8)))")
    }
    return shape[0]
  }

  /// How many of `prefix0suffix`, `prefix1suffix`, … there are.
  private func count(_ prefix: String, _ suffix: String) -> Int {
    var index = 0
    while shapes["\(prefix)\(index)\(suffix).weight"] != nil { index += 1 }
    return index
  }

  private func valid(_ architecture: Architecture) throws(CheckpointError.Reason) -> Architecture {
    do { try architecture.validate() } catch {
      throw misfit("\(error.what) (expected \(error.expected), found \(error.found))")
    }
    return architecture
  }
}
