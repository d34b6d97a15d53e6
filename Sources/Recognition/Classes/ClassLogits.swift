/// What a network says of every class at every position of its map, before the softmax.
public struct ClassLogits: Hashable, Sendable {
  /// Rows of the map.
  public let height: Int
  /// Columns of the map.
  public let width: Int
  /// K, at least 1.
  public let classes: Int
  /// `height` × `width` × `classes`: the classes of a position side by side, as the engine stores them (NHWC).
  public let values: [Float]

  /// - Parameter values: `height` × `width` × `classes`.
  /// - Precondition: no count is 0, and they fit.
  public init(height: Int, width: Int, classes: Int, values: [Float]) {
    precondition(height > 0 && width > 0 && classes > 0, "a class map has positions and classes")
    precondition(values.count == height * width * classes, "logits are height × width × classes")
    (self.height, self.width, self.classes, self.values) = (height, width, classes, values)
  }

  /// - Parameter values: `classes` × `height` × `width`, PyTorch's order.
  public init(height: Int, width: Int, classes: Int, channelMajor values: [Float]) {
    precondition(values.count == height * width * classes, "logits are classes × height × width")
    var sorted = [Float](repeating: 0, count: values.count)
    for channel in 0..<classes {
      for position in 0..<height * width {
        sorted[position * classes + channel] = values[channel * height * width + position]
      }
    }
    self.init(height: height, width: width, classes: classes, values: sorted)
  }
}
