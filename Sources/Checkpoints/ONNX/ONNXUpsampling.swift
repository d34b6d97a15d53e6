import HRNet

/// How a Resize or Upsample node brings a stream up.
struct ONNXUpsampling {
  let mode: Upsampling
  /// The whole number that sides are multiplied with; nil where they are brought to sizes that none leads to.
  let factor: Int?

  /// - Parameter factors: by which the node scales batch, channels, height and width.
  /// - Returns: nil for one that computes what no HRNet's upsampling does.
  init?(_ node: ONNXNode, opset: Int, factors: [Double]) {
    guard factors.count == 4, factors[0] == 1, factors[1] == 1, factors.allSatisfy((1...64).contains),
      let mode = Self.mode(node, opset: opset)
    else { return nil }
    self.mode = mode
    factor = factors[2] == factors[3] ? Int(exactly: factors[3]) : nil
    // Given as factors, such would not be sizes' quotients; and nearest would round otherwise than PyTorch.
    let isToSize = node.inputs.count > 3 && !node.inputs[3].isEmpty
    guard factor != nil || isToSize && mode != .nearest else { return nil }
  }

  private static func mode(_ node: ONNXNode, opset: Int) -> Upsampling? {
    let mode = node.attributes["mode"]?.text ?? "nearest"
    if node.operation == "Upsample" || opset < 11 {
      // These could not say which pixels they mean: it is ⌊x / factor⌋, and for 'linear' x / factor, which no
      // HRNet's upsampling is.
      return mode == "nearest" ? .nearest : nil
    }
    guard node.attributes["antialias"]?.integer ?? 0 == 0,
      node.attributes["keep_aspect_ratio_policy"]?.text ?? "stretch" == "stretch"
    else { return nil }
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
    case "linear": return isHalfPixel ? .bilinear : coordinates == "align_corners" ? .bilinearCorners : nil
    default: return nil
    }
  }
}
