import Cells
import Experiments
import Pictures
import Pose

/// The pose on the photograph: the baseline's faint, the current one bright, a line for every joint that moved.
struct PoseOverlay {
  let panel: PicturePanel
  let current: PoseReading

  private var model: Model { panel.model }
  private var baseline: PoseReading? { model.study.baseline?.reading.pose }

  func draw(on grid: inout PixelGrid, _ stroke: Int) {
    if model.isReadingOut {
      drawReadOut(on: &grid, stroke)
    } else if !model.layer.isOfOneJoint {
      if let baseline, !model.study.interventions.isEmpty {
        drawBones(baseline.joints, on: &grid, stroke) { _ in Theme.baseline }
        drawShifts(from: baseline.joints, to: current.joints, on: &grid, stroke)
      }
      drawBones(current.joints, on: &grid, stroke) { Theme.color(of: $0) }
    }
  }

  /// Where joints moved to: an arrow that points away from where they were.
  func drawArrowHeads(on canvas: inout Canvas, in area: Rect, _ photograph: Photograph) {
    guard let baseline, !model.study.interventions.isEmpty,
      !model.layer.isOfOneJoint, !model.isReadingOut
    else { return }
    for (before, after) in zip(baseline.joints, current.joints) where before.isFound && after.isFound {
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
    drawBones(current.joints, on: &grid, stroke) { _ in Theme.baseline }
    drawBones(early.joints, on: &grid, stroke, dash: 3) { Theme.color(of: $0) }
  }

  private func drawBones(
    _ joints: [Joint], on grid: inout PixelGrid, _ stroke: Int, dash: Int? = nil, color: (Skeleton.Side) -> Color
  ) {
    for bone in model.study.subject.skeleton.bones {
      guard bone.from < joints.count, bone.to < joints.count else { continue }
      let (from, to) = (joints[bone.from], joints[bone.to])
      guard from.isFound, to.isFound else { continue }
      panel.line(from: from.position, to: to.position, on: &grid, stroke, color(bone.side), dash: dash)
    }
    for (index, joint) in joints.enumerated() where joint.isFound {
      panel.line(
        from: joint.position, to: joint.position, on: &grid, stroke,
        color(model.study.subject.skeleton.side(ofJoint: index)))
    }
  }

  private func drawShifts(from baseline: [Joint], to current: [Joint], on grid: inout PixelGrid, _ stroke: Int) {
    for (before, after) in zip(baseline, current) where before.isFound && after.isFound {
      guard before.position != after.position else { continue }
      panel.line(from: before.position, to: after.position, on: &grid, stroke, Theme.shift)
    }
  }
}
