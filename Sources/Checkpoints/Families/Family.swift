/// Who trained a network, for what: told by the names and shapes of what hangs on the backbone (`FamilyTable`).
public enum Family: String, Sendable, CaseIterable {
  /// The authors' pose repository and whatever keeps its keys: simple-HRNet, this program.
  case officialPose = "official pose"
  /// MMPose 1.x: `backbone.` and `head.`
  case mmpose1 = "MMPose 1.x"
  /// MMPose 0.x: `backbone.` and `keypoint_head.`
  case mmpose0 = "MMPose 0.x"
  /// Pre-training on ImageNet, by the authors or by timm.
  case imageNet = "ImageNet classification"
  case segmentation = "semantic segmentation"
  case segmentationOCR = "semantic segmentation (OCR)"
  case detection = "object detection"
  case landmarks = "facial landmarks"
  case hourglass = "stacked hourglass"
  /// A graph, which names nobody.
  case exported = "exported graph"
  /// A backbone and nothing else that tells.
  case backbone = "backbone alone"
}
