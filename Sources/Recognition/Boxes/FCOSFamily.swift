import HRNet

/// The published codes of FCOS, which differ in what no weight tells.
public enum FCOSFamily: String, CaseIterable, Sendable {
  case hrnet = "hrnet-fcos"
  case fcos
  case improved
  case mmdet1
  case mmdet

  /// What of it the network has; the other differences are in how boxes are made of its outputs.
  public var variant: FCOSHead.Variant { self == .improved ? .improved : .plain }

  /// How it takes colours, which weights do not tell: MMDetection changed it in December 2020 with its names as they were.
  public var preprocessing: Preprocessing { self == .mmdet ? .blueFirst : .caffe }

  /// Who resizes pictures.
  public var rounding: DetectorInput.Rounding {
    switch self {
    case .hrnet, .fcos, .improved: .authors
    case .mmdet1, .mmdet: .mmdet
    }
  }

  /// How boxes are made of a network's maps.
  public func rules(for architecture: Architecture) -> BoxRules {
    switch self {
    case .hrnet: .hrnetFCOS
    case .fcos, .improved: .fcos
    case .mmdet1: .mmdet1
    case .mmdet: (architecture.head as? FCOSHead)?.variant == .improved ? .improvedMMDet : .mmdet
    }
  }
}
