import HRNet

/// Who trained a network, for what: told by the shapes of what hangs on the backbone.
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
  /// A graph, which names nobody.
  case exported = "exported graph"
  /// A backbone and nothing else that tells.
  case backbone = "backbone alone"

  /// How the family's code brings coarser streams up. The weights do not say; the authors' segmentation networks with
  /// OCR do it with aligned corners (`Anatomy`).
  public var upsampling: Upsampling {
    switch self {
    case .segmentation, .segmentationOCR, .landmarks: .bilinear
    case .officialPose, .mmpose1, .mmpose0, .imageNet, .detection, .exported, .backbone: .nearest
    }
  }
}
