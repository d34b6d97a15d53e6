import Cells
import HRNet
import Pose

/// The paper's Table 12 beside what the same cuts do here.
struct AblationPanel {
  let model: Model
  let walk: AblationWalk

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let title = "the paper's ablation of fusion · TPAMI, Table 12"
    let inside = canvas.panel(rect, title: title, isFocused: false, appearance: model.screen.appearance)
    guard inside.height >= 2 else { return }
    canvas.put(
      line(" ", "exchange units on", "paper: AP", "here: mean Δ", "OKS", hasTruth ? "PCK@0.2" : ""), x: inside.x,
      y: inside.y,
      style: Theme.faint, limit: inside.width)
    let inForce = model.ablationInForce
    for (index, row) in PaperAblation.allCases.enumerated() where index + 1 < inside.height {
      let isInForce = row == inForce
      canvas.put(
        text(of: row, isInForce: isInForce), x: inside.x, y: inside.y + 1 + index,
        style: isInForce ? Theme.selected : Theme.text, limit: inside.width)
    }
    let words = Self.words.flatMap { Self.wrap($0, width: inside.width - 2) } + [keys]
    for (index, line) in words.enumerated() where index + 5 < inside.height {
      canvas.put(
        line, x: inside.x + 1, y: inside.y + 5 + index, style: index < words.count - 1 ? Theme.changed : Theme.text)
    }
  }

  private static let words = [
    "The paper retrained HRNet-W32 for each row and tested on COCO; this cuts a trained network, which never learned to do "
      + "without: it loses far more, and on a single picture even the order of the rows may differ."
  ]

  private var keys: String {
    let keys = model.keyMap
    let changed = model.ablationInForce == nil && !model.study.isComputing ? "changed since: no row is in force · " : ""
    return "\(changed)\(keys.text(of: .preset)) next row · \(keys.text(of: .undo)) undo · \(keys.text(of: .back)) close"
  }

  private var hasTruth: Bool { model.study.truth != nil }

  private func text(of row: PaperAblation, isInForce: Bool) -> String {
    let name = "\(row.row) " + (row == .all ? "all" : row.kinds.map(\.rawValue).joined(separator: " + "))
    let ap = "\(Int(row.averagePrecision)).\(Int((row.averagePrecision * 10).rounded()) % 10)"
    let mark = isInForce ? "▸" : " "
    guard model.study.network.architecture.joints != nil else { return line(mark, name, ap, "no pose head", "", "") }
    guard let pose = walk.poses[row] ?? (row == .all ? model.study.baseline?.joints : nil),
      let baseline = model.study.baseline,
      pose.count == baseline.joints.count
    else {
      return line(mark, name, ap, "not run yet", "", "")
    }
    let change = PoseChange(
      from: baseline.joints, to: pose, box: model.study.box, skeleton: model.study.subject.skeleton)
    let lost = change.lost > 0 ? " \(change.lost) lost" : ""
    let shift = change.isMeasured ? Number.short(change.meanShift) : "–"
    return line(mark, name, ap, "\(shift) px\(lost)", Number.short(change.oks), correct(pose) ?? "")
  }

  private func correct(_ pose: [Joint]) -> String? {
    guard let truth = model.study.truth else { return nil }
    let count = Metrics.pck(predicted: pose.map(\.position), truth: truth, skeleton: model.study.subject.skeleton)
    return count.total > 0 ? "\(count.correct)/\(count.total)" : nil
  }

  private func line(_ mark: String, _ name: String, _ ap: String, _ shift: String, _ oks: String, _ pck: String)
    -> String
  {
    mark + " " + name.padded(toColumns: 20) + ap.paddedLeft(toColumns: 10) + shift.paddedLeft(toColumns: 16)
      + oks.paddedLeft(toColumns: 8) + pck.paddedLeft(toColumns: 10)
  }

  /// Lines of whole words.
  private static func wrap(_ text: String, width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
