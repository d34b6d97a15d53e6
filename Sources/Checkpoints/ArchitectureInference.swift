import Network

extension Architecture {
  /// Reads an architecture off the names and shapes of a checkpoint's tensors, by shape and depth:
  /// widths from convolutions, counts from the indices in the names.
  ///
  /// - Parameter shapes: tensor shapes by canonical key (`network.md`, "Checkpoints in the wild").
  /// - Throws: a reason of `CheckpointError` naming the first thing that no HRNet pose network has.
  init(inferredFrom shapes: [String: [Int]]) throws(CheckpointError.Reason) {
    func convolution(_ key: String) throws(CheckpointError.Reason) -> (outputs: Int, inputs: Int, kernel: Int) {
      guard let shape = shapes[key + ".weight"] else { throw .notAnHRNet("tensor '\(key).weight' is missing") }
      guard shape.count == 4, shape[2] == shape[3] else {
        throw .notAnHRNet("tensor '\(key).weight' is no square convolution (found \(shape))")
      }
      return (shape[0], shape[1], shape[2])
    }
    /// How many of `prefix0suffix`, `prefix1suffix`, … there are.
    func count(_ prefix: String, _ suffix: String) -> Int {
      var index = 0
      while shapes["\(prefix)\(index)\(suffix).weight"] != nil { index += 1 }
      return index
    }

    let stem = try convolution("conv1")
    let bottleneck = try convolution("layer1.0.conv1")
    let branch = try convolution("stage2.0.branches.0.0.conv1")
    let head = try convolution("final_layer")
    guard [1, 3].contains(head.kernel), (1...4096).contains(head.outputs) else {
      throw .notAnHRNet(
        "tensor 'final_layer.weight' is no pose head (found \([head.outputs, head.inputs, head.kernel, head.kernel]))")
    }
    self.init(
      width: branch.outputs, stemWidth: stem.outputs, stage1Units: count("layer1.", ".conv1"),
      stage1Width: bottleneck.outputs, modules: (2...4).map { count("stage\($0).", ".branches.0.0.conv1") },
      unitsPerStream: count("stage2.0.branches.0.", ".conv1"),
      head: PoseHead(joints: head.outputs, kernel: head.kernel))
    do { try validate() } catch { throw .notAnHRNet(error.description) }
  }
}
