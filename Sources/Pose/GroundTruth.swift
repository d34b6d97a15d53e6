import Pictures

/// A joint as a person marked it in a picture.
public struct GroundTruthJoint: Hashable, Sendable {
  /// In picture pixels; means nothing where the joint is not labelled.
  public var position: PicturePoint
  /// False where something hides the joint. Hidden joints count in every metric if they are labelled.
  public var isVisible: Bool
  /// False where nobody knows the position: metrics leave the joint out.
  public var isLabelled: Bool

  /// A marked joint.
  public init(position: PicturePoint, isVisible: Bool = true, isLabelled: Bool = true) {
    self.position = position
    self.isVisible = isVisible
    self.isLabelled = isLabelled
  }

  /// A joint of which nobody knows where it is.
  public static let unlabelled = GroundTruthJoint(position: PicturePoint(x: 0, y: 0), isLabelled: false)
}

/// A person in a picture: where, and the true joints where they are known.
public struct Person: Hashable, Sendable {
  /// Around the person, in picture pixels.
  public var box: Box
  /// True joints by the name of their skeleton: "lsp14", "coco17". Each list has as many joints as that skeleton.
  public var truth: [String: [GroundTruthJoint]]

  /// A person in a box.
  public init(box: Box, truth: [String: [GroundTruthJoint]] = [:]) {
    self.box = box
    self.truth = truth
  }
}
