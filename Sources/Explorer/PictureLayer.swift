import HRNet

/// What the picture panel shows below the pose.
public enum PictureLayer: String, CaseIterable, Sendable, Codable {
  case photograph
  /// What the network sees of the picture.
  case crop
  /// The chosen joint's heat map on the crop.
  case heatMap
  /// At each place the highest of all heat maps.
  case allHeatMaps
  /// How the chosen joint's heat map differs from the baseline's.
  case heatMapChange
  /// By how much the chosen joint's score falls where a part of the picture is blocked.
  case occlusionDrop
  /// How far the chosen joint moves then.
  case occlusionShift
  /// The class of every place of the crop.
  case classes
  /// Where the class is another one than the baseline's.
  case classChange

  /// Whether it is drawn in the network's crop rather than in the whole picture.
  var isCrop: Bool { self != .photograph }

  var hasHeatMaps: Bool { self == .allHeatMaps || self == .heatMap || self == .heatMapChange }

  /// Whether it shows the chosen item and no other.
  var isOfOneJoint: Bool { self == .heatMap || self == .heatMapChange || isOcclusion }

  var isOcclusion: Bool { self == .occlusionDrop || self == .occlusionShift }

  /// Whether there is such a layer where an output is read.
  func isOf(_ output: HeadOutput) -> Bool {
    switch (self, output) {
    case (.photograph, _), (.crop, _): true
    case (.classes, .classMap), (.classChange, .classMap): true
    case (.classes, _), (.classChange, _): false
    case (.occlusionDrop, .levels), (.occlusionShift, .levels): false
    case (.occlusionDrop, _), (.occlusionShift, _): true
    case (_, .heatMaps): true
    default: false
    }
  }
}
