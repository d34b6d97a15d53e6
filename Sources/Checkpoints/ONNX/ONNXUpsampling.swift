import Network

/// How a Resize or Upsample node brings a stream up.
struct ONNXUpsampling {
  let mode: Upsampling
  /// Nil where the node is told a size instead. It is added to a stream then, which fits by one factor only.
  let factor: Int?

  /// - Parameters:
  ///   - scales: a factor per axis; nil or empty where the node has none or they are computed.
  /// - Returns: nil for one that computes what no HRNet's upsampling does.
  init?(_ node: ONNXNode, opset: Int, scales: [Float]?) {
    guard let mode = Self.mode(node, opset: opset) else { return nil }
    self.mode = mode
    guard let scales, !scales.isEmpty else {
      factor = nil
      return
    }
    // Batch, channels, height, width; or the last two, where `axes` says so.
    guard [2, 4].contains(scales.count), scales.dropLast(2).allSatisfy({ $0 == 1 }), let scale = scales.last,
      scales.suffix(2).allSatisfy({ $0 == scale }), let factor = Int(exactly: scale), (1...64).contains(factor)
    else { return nil }
    self.factor = factor
  }

  private static func mode(_ node: ONNXNode, opset: Int) -> Upsampling? {
    let mode = node.attributes["mode"]?.text ?? "nearest"
    if node.operation == "Upsample" || opset < 11 {
      // These could not say which pixels they mean; PyTorch wrote them for what it does itself.
      return mode == "nearest" ? .nearest : ["linear", "bilinear"].contains(mode) ? .bilinear : nil
    }
    let coordinates = node.attributes["coordinate_transformation_mode"]?.text ?? "half_pixel"
    let rounding = node.attributes["nearest_mode"]?.text ?? "round_prefer_floor"
    // By whole factors these differ in nothing.
    let isHalfPixel = ["half_pixel", "pytorch_half_pixel", "half_pixel_symmetric"].contains(coordinates)
    switch mode {
    case "nearest":
      // All of these give pixel x the source's pixel ⌊x / factor⌋.
      let isFloor =
        isHalfPixel && rounding.hasPrefix("round_prefer_")
        || ["asymmetric", "tf_half_pixel_for_nn"].contains(coordinates) && rounding == "floor"
      return isFloor ? .nearest : nil
    case "linear": return isHalfPixel ? .bilinear : nil
    default: return nil
    }
  }
}
