import HRNet

extension Architecture {
  /// Reads a backbone's architecture off the names and shapes of its tensors, by shape and depth: widths from
  /// convolutions, counts from the indices in the names.
  ///
  /// - Parameter shapes: tensor shapes by canonical key (`Documentation/HRNet.md`, "Structure").
  /// - Throws: a reason of `CheckpointError` naming the first thing that no HRNet has.
  init(inferredFrom shapes: [String: [Int]]) throws(CheckpointError.Reason) {
    func outputs(_ key: String) throws(CheckpointError.Reason) -> Int {
      guard let shape = shapes[key + ".weight"] else { throw .notAnHRNet("tensor '\(key).weight' is missing") }
      guard shape.count == 4, shape[2] == shape[3] else {
        throw .notAnHRNet("tensor '\(key).weight' is no square convolution (found \(shape.prefix(8)))")
      }
      return shape[0]
    }
    /// How many of `prefix0suffix`, `prefix1suffix`, … there are.
    func count(_ prefix: String, _ suffix: String) -> Int {
      var index = 0
      while shapes["\(prefix)\(index)\(suffix).weight"] != nil { index += 1 }
      return index
    }

    let stem = try outputs("conv1")
    let bottleneck = try outputs("layer1.0.conv1")
    let width = try outputs("stage2.0.branches.0.0.conv1")
    let modules = (2...4).map { count("stage\($0).", ".branches.0.0.conv1") }
    // A pose network leaves out the rows nobody reads.
    let hasEveryRow = shapes["stage4.\(modules[2] - 1).fuse_layers.3.0.0.0.weight"] != nil
    self.init(
      width: width, stemWidth: stem, stage1Units: count("layer1.", ".conv1"), stage1Width: bottleneck, modules: modules,
      unitsPerStream: count("stage2.0.branches.0.", ".conv1"),
      head: BackboneHead(streams: hasEveryRow ? Stream.maximumCount : 1))
    do { try validate() } catch {
      throw .notAnHRNet("\(error.what) (expected \(error.expected), found \(error.found))")
    }
  }
}
