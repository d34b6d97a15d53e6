import Cells
import Pose

// Where colours are few, a line of pixels in a photograph cannot be told from the photograph. There the pose is drawn in
// strokes instead, in glyphs that no photograph has.
extension PoseOverlay {
  /// Whether the pose is drawn in strokes.
  var isInStrokes: Bool { panel.model.screen.appearance.depth <= .sixteen }

  /// - Parameter area: of the photograph; strokes are clipped to `inside`.
  func drawStrokes(on canvas: inout Canvas, in area: Rect, _ inside: Rect) {
    guard isInStrokes, !panel.model.layer.isOfOneJoint, let joints = strokedJoints else { return }
    let former = formerJoints ?? []
    let appearance = panel.model.screen.appearance
    if appearance.unicode, !appearance.hasConsoleFont {
      drawDots(joints, former, on: &canvas, in: area, inside)
    } else {
      drawLetters(joints, former, on: &canvas, in: area, inside)
    }
  }

  /// What the pose is compared to: where it was, or what becomes of an early one.
  private var formerJoints: [Joint]? {
    if panel.model.isReadingOut {
      return current?.skeleton.jointNames == panel.model.shownSkeleton.jointNames ? current?.joints : nil
    }
    return panel.model.study.hasFormerPlaces ? panel.model.study.baseline?.reading.pose?.joints : nil
  }

  /// Of the pose that was: never louder than the one that is.
  private var formerStyle: Style {
    panel.model.screen.appearance.depth == .none ? Style(nil, on: nil, .dim) : Style(Theme.baseline, on: .black)
  }

  private var strokedJoints: [Joint]? {
    panel.model.isReadingOut ? panel.model.readOut?.reading.pose?.joints : current?.joints
  }

  /// The bones that are drawn, and how certain the less certain of their ends is.
  private func bones(_ joints: [Joint]) -> [(from: Joint, to: Joint, side: Skeleton.Side, visibility: Double)] {
    panel.model.shownSkeleton.bones.compactMap { bone in
      guard bone.from < joints.count, bone.to < joints.count else { return nil }
      let (from, to) = (joints[bone.from], joints[bone.to])
      let visibility = min(from.visibility, to.visibility)
      return visibility > 0 ? (from, to, bone.side, visibility) : nil
    }
  }

  private func style(_ side: Skeleton.Side) -> Style {
    panel.model.screen.appearance.depth == .none
      ? Style(nil, on: nil, .bold) : Style(Theme.color(of: side), on: .black, .bold)
  }

  /// Two dots thick, one where the limb is uncertain; single dots where it was.
  private func drawDots(_ joints: [Joint], _ former: [Joint], on canvas: inout Canvas, in area: Rect, _ inside: Rect) {
    var grid = BrailleGrid(size: area.size)
    let places = PixelGrid(width: grid.dots.width, height: grid.dots.height)
    for bone in bones(former) {
      grid.line(
        from: panel.place(bone.from.position, on: places), to: panel.place(bone.to.position, on: places),
        style: formerStyle, dash: (1, 2))
    }
    for bone in bones(joints) {
      let (from, to) = (panel.place(bone.from.position, on: places), panel.place(bone.to.position, on: places))
      for offset in 0...(bone.visibility < Self.uncertain ? 0 : 1) {
        grid.line(
          from: Point(x: from.x + offset, y: from.y), to: Point(x: to.x + offset, y: to.y), style: style(bone.side),
          dash: bone.visibility < Self.uncertain ? (2, 2) : nil)
      }
    }
    canvas.draw(grid, at: area.intersection(inside))
  }

  /// Each cell a letter that runs as the limb does; every other one where it is uncertain. Where it was, marks that are no
  /// letter and no shade of a picture.
  private func drawLetters(_ joints: [Joint], _ former: [Joint], on canvas: inout Canvas, in area: Rect, _ inside: Rect)
  {
    let places = PixelGrid(width: area.width, height: area.height)
    func put(_ letter: String, _ point: Point, _ style: Style) {
      let place = Point(x: area.x + point.x, y: area.y + point.y)
      guard inside.contains(place), area.contains(place) else { return }
      canvas.put(letter, x: place.x, y: place.y, style: style)
    }
    for bone in bones(former) {
      let (from, to) = (panel.place(bone.from.position, on: places), panel.place(bone.to.position, on: places))
      for point in Line.points(from: from, to: to, in: area.size) { put("'", point, formerStyle) }
    }
    for bone in bones(joints) {
      let (from, to) = (panel.place(bone.from.position, on: places), panel.place(bone.to.position, on: places))
      let letter = Self.letter(to.x - from.x, 2 * (to.y - from.y))
      for (index, point) in Line.points(from: from, to: to, in: area.size).enumerated()
      where bone.visibility >= Self.uncertain || index.isMultiple(of: 2) {
        put(letter, point, style(bone.side))
      }
    }
    for (index, joint) in joints.enumerated() where !joint.isLost {
      put("o", panel.place(joint.position, on: places), style(panel.model.shownSkeleton.side(ofJoint: index)))
    }
  }

  /// The letter nearest to a direction; y grows downwards.
  private static func letter(_ x: Int, _ y: Int) -> String {
    if abs(y) > 2 * abs(x) { return "|" }
    if abs(x) > 2 * abs(y) { return "_" }
    return (x > 0) == (y > 0) ? "\\" : "/"
  }
}
