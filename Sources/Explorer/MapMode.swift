/// How the channels of an activation become a picture.
public enum MapMode: String, CaseIterable, Sendable, Codable {
  case meanAbsolute
  case maximum
  case norm
  case components
  case channel
  case mosaic
  case difference

  public var title: String {
    switch self {
    case .meanAbsolute: "mean |x|"
    case .maximum: "maximum over channels"
    case .norm: "L2 norm over channels"
    case .components: "principal components as colours"
    case .channel: "one channel"
    case .mosaic: "strongest channels"
    case .difference: "mean difference from baseline"
    }
  }
}
