import Cells
import HRNet
import Pictures
import Pose

/// The colours of the screen: after Okabe and Ito's, which colour-blind eyes tell apart, but each with a contrast of at
/// least 3:1 to both black and white, since nobody tells us the background. Text uses the terminal's own colours. What is
/// drawn on the photograph may be brighter.
enum Theme {
  static let text = Style()
  static let faint = Style(nil, on: nil, .dim)
  static let strong = Style(nil, on: nil, .bold)
  static let border = Style(Color(hex: 0x6C7680))
  static let focusedBorder = Style(Color(hex: 0x2F8FD0), on: nil, .bold)
  static let selected = Style(nil, on: nil, [.reverse, .bold])
  static let cut = Color(hex: 0xE04848)
  static let weakened = Color(hex: 0xB8860B)
  static let changed = Style(weakened, on: nil, .bold)
  /// What a lesson points at.
  static let lesson = Color(hex: 0xD0568F)
  static let key = Style(Color(hex: 0x2F8FD0), on: nil, .bold)
  static let shift = Color(hex: 0xF0E442)
  static let baseline = Color(hex: 0x9AA0A6)
  static let box = Color(hex: 0xFF79C6)
  static let truth = Color(hex: 0x00FF7F)

  /// One colour for each stream and each coarser level of a pyramid, finest first.
  static func color(of stream: Stream) -> Color {
    let colors = [
      Color(hex: 0x2F8FD0), Color(hex: 0x1E9E78), Color(hex: 0xC67F00), Color(hex: 0xC06A9A), Color(hex: 0x7F6BE0),
      Color(hex: 0x8A8432),
    ]
    return colors[min(max(stream.index, 0), colors.count - 1)]
  }

  /// Left and right limbs differ, as in the usual drawings of poses.
  static func color(of side: Skeleton.Side) -> Color {
    switch side {
    case .left: Color(hex: 0xE69F00)
    case .right: Color(hex: 0x56B4E9)
    case .centre: Color(hex: 0xFFFFFF)
    }
  }
}
