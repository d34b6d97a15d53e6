import Pictures

extension Box {
  /// The smallest box around the labelled joints; nil where none is labelled.
  public init?(around joints: [GroundTruthJoint]) {
    let (xs, ys) = (joints.filter(\.isLabelled).map(\.position.x), joints.filter(\.isLabelled).map(\.position.y))
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max() else { return nil }
    self.init(x: left, y: top, width: right - left, height: bottom - top)
  }
}
