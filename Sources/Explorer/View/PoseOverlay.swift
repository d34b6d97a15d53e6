import Cells
import Experiments
import Pictures
import Pose

/// The pose on the photograph: the baseline's faint, the current one as bright as it is certain, dashed where it is not, and
/// dashes for every joint that moved. Lost joints are not drawn, nor are their limbs.
struct PoseOverlay {
  let panel: PicturePanel
  /// Nil where the network itself says nothing of joints.
  let current: PoseReading?

  private var model: Model { panel.model }
  private var baseline: PoseReading? { model.study.baseline?.reading.pose }

  func draw(on grid: inout PixelGrid, _ stroke: Int) {
    guard !isInStrokes else { return }
    if model.isReadingOut {
      drawReadOut(on: &grid, stroke)
    } else if let current, !model.layer.isOfOneJoint {
      if let baseline, model.study.hasFormerPlaces {
        drawBones(baseline.joints, on: &grid, stroke) { _ in Theme.baseline }
        drawShifts(from: baseline.joints, to: current.joints, on: &grid, stroke)
      }
      drawBones(current.joints, on: &grid, stroke, isByCertainty: true) { Theme.color(of: $0) }
    }
  }

  /// Where joints moved to: an arrow that points away from where they were. Only the joints that changed most have one, since
  /// many would bury the pose; one that jumped between two peaks says nothing.
  func drawArrowHeads(on canvas: inout Canvas, in area: Rect, _ photograph: Photograph) {
    guard let baseline, let current, model.study.hasFormerPlaces,
      !model.layer.isOfOneJoint, !model.isReadingOut
    else { return }
    let changed = mostChanged
    for (index, (before, after)) in zip(baseline.joints, current.joints).enumerated()
    where !before.isLost && !after.isLost && changed.contains(index) {
      let (from, to) = (
        panel.place(before.position, on: photograph.grid), panel.place(after.position, on: photograph.grid)
      )
      let columns = Double(to.x - from.x) / Double(photograph.dotsPerColumn)
      let rows = Double(to.y - from.y) / 2
      let point = Point(x: area.x + to.x / photograph.dotsPerColumn, y: area.y + to.y / 2)
      // Within a cell there is no direction to see.
      guard max(abs(columns), abs(rows)) >= 1, to.x >= 0, to.y >= 0, area.contains(point) else { continue }
      canvas.put(
        Self.arrow(columns, 2 * rows), x: point.x, y: point.y,
        style: Style(Theme.shift, on: canvas[x: point.x, y: point.y].style.background ?? .black, .bold))
    }
  }

  private static let mostArrows = 4

  private var mostChanged: Set<Int> {
    guard let change = model.study.change else { return [] }
    let moved = change.items.indices.filter { (change.items[$0] ?? 0) > 0 && !change.jumps.contains($0) }
    func effect(_ item: Int) -> Double { (item < change.itemEffects.count ? change.itemEffects[item] : nil) ?? 0 }
    return Set(moved.sorted { effect($0) > effect($1) }.prefix(Self.mostArrows))
  }

  /// The arrow nearest to a direction; y grows downwards.
  private static func arrow(_ x: Double, _ y: Double) -> String {
    let isSteep = abs(y) > 2.4 * abs(x)
    let isFlat = abs(x) > 2.4 * abs(y)
    return switch (x > 0, y > 0) {
    case _ where isSteep: y > 0 ? "↓" : "↑"
    case _ where isFlat: x > 0 ? "→" : "←"
    case (true, true): "↘"
    case (true, false): "↗"
    case (false, true): "↙"
    case (false, false): "↖"
    }
  }

  /// The early pose in dashes, with what becomes of it behind.
  private func drawReadOut(on grid: inout PixelGrid, _ stroke: Int) {
    guard !model.layer.isOfOneJoint, let early = model.readOut?.reading.pose else { return }
    if let current, current.skeleton.jointNames == early.skeleton.jointNames {
      drawBones(current.joints, on: &grid, stroke) { _ in Theme.baseline }
    }
    drawBones(early.joints, on: &grid, stroke, dash: 3, isByCertainty: true) { Theme.color(of: $0) }
  }

  /// Below this visibility limbs are dashed, which can be seen where brightness cannot.
  static let uncertain = 0.55

  /// - Parameter isByCertainty: whether a limb is as bright as the score of the less certain of its ends.
  private func drawBones(
    _ joints: [Joint], on grid: inout PixelGrid, _ stroke: Int, dash: Int? = nil, isByCertainty: Bool = false,
    color: (Skeleton.Side) -> Color
  ) {
    func shade(_ color: Color, _ visibility: Double) -> Color {
      isByCertainty ? color.mixed(with: .black, 1 - visibility) : color
    }
    for bone in model.shownSkeleton.bones {
      guard bone.from < joints.count, bone.to < joints.count else { continue }
      let (from, to) = (joints[bone.from], joints[bone.to])
      guard !from.isLost, !to.isLost else { continue }
      let visibility = min(from.visibility, to.visibility)
      panel.line(
        from: from.position, to: to.position, on: &grid, stroke, shade(color(bone.side), visibility),
        dash: dash ?? (isByCertainty && visibility < Self.uncertain ? 2 : nil))
    }
    for (index, joint) in joints.enumerated() where !joint.isLost {
      panel.line(
        from: joint.position, to: joint.position, on: &grid, stroke,
        shade(color(model.shownSkeleton.side(ofJoint: index)), joint.visibility))
    }
  }

  private func drawShifts(from baseline: [Joint], to current: [Joint], on grid: inout PixelGrid, _ stroke: Int) {
    let changed = mostChanged
    for (index, (before, after)) in zip(baseline, current).enumerated()
    where !before.isLost && !after.isLost && changed.contains(index) {
      panel.line(from: before.position, to: after.position, on: &grid, 1, Theme.shift, dash: 2)
    }
  }
}
