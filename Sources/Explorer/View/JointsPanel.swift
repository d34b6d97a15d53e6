import Canvas
import Network
import Pose

/// The joints: where each is, how sure the network is, how far it moved from the baseline.
struct JointsPanel {
  let model: Model

  /// Rows for every joint, the headings, the totals and the frame.
  static func fullHeight(_ model: Model) -> Int { model.subject.skeleton.jointNames.count + 5 }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(rect, title: "joints", isFocused: model.focus == .joints, appearance: model.appearance)
    guard let current = model.current, inside.height >= 2 else { return }
    let (top, totals) = inside.splitBottom(inside.height >= 6 ? 2 : 1)
    let (heading, table) = top.splitTop(1)
    canvas.put(
      Self.row("joint", "x", "y", "score", "Δpx", width: heading.width), x: heading.x, y: heading.y, style: Theme.faint,
      limit: heading.width)

    let shifts = model.shifts
    let first = max(0, min(model.selectedJoint - table.height / 2, current.joints.count - table.height))
    for row in 0..<min(table.height, current.joints.count - first) {
      let index = first + row
      let joint = current.joints[index]
      let name = model.subject.skeleton.shortJointName(index)
      let shift = index < shifts.count ? shifts[index] : nil
      let text =
        joint.isFound
        ? Self.row(
          name, "\(Int(joint.position.x.rounded()))", "\(Int(joint.position.y.rounded()))",
          // A trained network's scores are about 1; anything else does not fit and need not.
          joint.score < 1000 ? Self.fixed(joint.score, places: 2) : ">999",
          shift.map { Self.fixed($0, places: 1) } ?? "–", width: table.width)
        : Self.row(name, "–", "–", "lost", "–", width: table.width)
      canvas.put(text, x: table.x, y: table.y + row, style: style(index, joint, shift), limit: table.width)
    }
    drawTotals(on: &canvas, in: totals)
  }

  private func style(_ index: Int, _ joint: Joint, _ shift: Double?) -> Style {
    if model.focus == .joints, index == model.selectedJoint { return Theme.selected }
    if !joint.isFound { return Style(Theme.cut, on: nil, .bold) }
    return (shift ?? 0) > 0 ? Theme.changed : Theme.text
  }

  private func drawTotals(on canvas: inout Canvas, in rect: Rect) {
    guard let baseline = model.baseline, let current = model.current else { return }
    let mean = model.meanShift
    // As for ground truth, the person's area is that of the box.
    let box = model.subject.crop.box
    let similarity = Metrics.oks(
      predicted: current.joints.map(\.position), reference: baseline.joints.map(\.position),
      area: box.width * box.height,
      skeleton: model.subject.skeleton)
    var lines = ["mean Δ \(Self.fixed(mean, places: 1)) px · OKS \(Self.fixed(similarity, places: 3))"]
    if let score = pck(current), rect.height > 1 {
      let before = pck(baseline)
      let change = before.map { $0.correct == score.correct ? "" : " (was \($0.correct))" } ?? ""
      lines.append("PCK@0.2 \(score.correct)/\(score.total)\(change)")
    }
    for (index, line) in lines.enumerated() where index < rect.height {
      canvas.put(
        " " + line, x: rect.x, y: rect.y + index, style: mean > 0 ? Theme.changed : Theme.text, limit: rect.width)
    }
  }

  private func pck(_ result: PassResult) -> (correct: Int, total: Int)? {
    guard let truth = model.subject.truth else { return nil }
    let count = Metrics.pck(
      predicted: result.joints.map(\.position), truth: truth, skeleton: model.subject.skeleton)
    return count.total > 0 ? (count.correct, count.total) : nil
  }

  /// Numbers in columns of fixed width on the right, the name in what is left.
  private static func row(_ name: String, _ x: String, _ y: String, _ score: String, _ shift: String, width: Int)
    -> String
  {
    let numbers = zip([x, y, score, shift], [5, 5, 6, 6]).map { $0.leftPadding(toColumns: $1) }.joined()
    return (" " + name).padding(toColumns: max(0, width - 22)) + numbers
  }

  private static func fixed(_ value: Double, places: Int) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "–" }
    let factor = places == 1 ? 10 : places == 2 ? 100 : 1000
    let scaled = Int((abs(value) * Double(factor)).rounded())
    let fraction = String(scaled % factor).leftPaddingZeros(to: places)
    return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / factor).\(fraction)"
  }
}

extension String {
  fileprivate func leftPaddingZeros(to length: Int) -> String {
    String(repeating: "0", count: max(0, length - count)) + self
  }
}
