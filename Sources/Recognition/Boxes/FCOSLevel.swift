/// What a detector's head says on one level of the pyramid.
public struct FCOSLevel: Hashable, Sendable {
  /// Pixels of the input that one position spans along a side; it stands for the middle of that square.
  public let stride: Int
  /// Rows of positions.
  public let height: Int
  /// Columns of positions.
  public let width: Int
  /// K.
  public let classes: Int
  /// `height` × `width` × `classes`, before the sigmoid.
  public let logits: [Float]
  /// `height` × `width`, before the sigmoid.
  public let centerness: [Float]
  /// `height` × `width` × 4: to the box's left, top, right and bottom, in pixels of the input.
  public let distances: [Float]

  /// - Precondition: the counts fit.
  public init(
    stride: Int, height: Int, width: Int, classes: Int, logits: [Float], centerness: [Float], distances: [Float]
  ) {
    let positions = height * width
    precondition(
      logits.count == positions * classes && centerness.count == positions && distances.count == positions * 4,
      "a level has K + 1 + 4 values at every position")
    (self.stride, self.height, self.width, self.classes) = (stride, height, width, classes)
    (self.logits, self.centerness, self.distances) = (logits, centerness, distances)
  }
}
