import Cells
import Experiments
import HRNet

/// The paper's Table 12 beside what the same cuts do here.
struct AblationPanel {
  let model: Model
  let walk: AblationWalk

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let title = "the paper's ablation of fusion · TPAMI, Table 12"
    let inside = canvas.panel(rect, title: title, isFocused: false, appearance: model.screen.appearance)
    guard inside.height >= 2 else { return }
    let measures = measures
    canvas.put(
      line(
        " ", "exchange units on", "paper: AP", "here: \(measures.effect)", measures.further, measures.metric, onSet(nil)
      ),
      x: inside.x, y: inside.y, style: Theme.faint, limit: inside.width)
    let inForce = model.ablationInForce
    for (index, row) in PaperAblation.allCases.enumerated() where index + 1 < inside.height {
      let isInForce = row == inForce
      canvas.put(
        text(of: row, isInForce: isInForce), x: inside.x, y: inside.y + 1 + index,
        style: isInForce ? Theme.selected : Theme.text, limit: inside.width)
    }
    let words = lines(width: inside.width) + [keys]
    for (index, line) in words.enumerated() where index + 5 < inside.height {
      canvas.put(
        line, x: inside.x + 1, y: inside.y + 5 + index, style: index < words.count - 1 ? Theme.changed : Theme.text)
    }
  }

  /// Rows that it fills.
  func rows(width: Int) -> Int { 5 + lines(width: width).count + 1 }

  private func lines(width: Int) -> [String] { words.flatMap { Canvas.wrapped($0, width: max(width - 2, 1)) } }

  private var words: [String] {
    let set = model.study.subject.ablation == nil ? "" : "; the set (PCK@0.2) does not"
    return [
      "The paper retrained HRNet-W32 for each row, on COCO; this cuts a trained network, which never learned to do without: "
        + "it loses far more. A single picture may even turn the order of rows round\(set)."
    ]
  }

  /// Of the network over a whole set, where that is known: the heading, or a row's value.
  private func onSet(_ row: PaperAblation?) -> String {
    guard let ablation = model.study.subject.ablation, case .heatMaps = model.study.output else { return "" }
    guard let row else { return ablation.set }
    return ablation.pck[row].map { "\(Number.fixed($0, places: 1)) %" } ?? ""
  }

  private var keys: String {
    let keys = model.keyMap
    let changed = model.ablationInForce == nil && !model.study.isComputing ? "changed since: no row is in force · " : ""
    return "\(changed)\(keys.text(of: .preset)) next row · \(keys.text(of: .undo)) undo · \(keys.text(of: .back)) close"
  }

  /// What is measured here, as the head has it: the measure that ranks, one more, and the metric where the truth is known.
  private var measures: (effect: String, further: String, metric: String) {
    guard model.study.absence == nil, let reading = model.study.baseline?.reading else { return ("", "", "") }
    let change = reading.change(from: reading)
    return (
      change?.headline.name ?? "", change?.further.first?.name ?? "", model.study.comparison(of: reading)?.metric ?? ""
    )
  }

  private func text(of row: PaperAblation, isInForce: Bool) -> String {
    let name = "\(row.row) " + (row == .all ? "all" : row.kinds.map(\.rawValue).joined(separator: " + "))
    let ap = "\(Int(row.averagePrecision)).\(Int((row.averagePrecision * 10).rounded()) % 10)"
    let mark = isInForce ? "▸" : " "
    if let absence = model.study.absence { return line(mark, name, ap, absence.short, "", "", "") }
    guard let baseline = model.study.baseline?.reading,
      let reading = walk.readings[row] ?? (row == .all ? baseline : nil),
      let change = reading.change(from: baseline)
    else {
      return line(mark, name, ap, "not run yet", "", "", onSet(row))
    }
    func short(_ measure: Measure?) -> String { measure?.value.map(Number.short) ?? "–" }
    let lost = change.lost > 0 ? " \(change.lost) lost" : ""
    return line(
      mark, name, ap, "\(short(change.headline)) \(change.headline.unit)\(lost)", short(change.further.first),
      correct(reading) ?? "", onSet(row))
  }

  private func correct(_ reading: Reading) -> String? {
    guard let comparison = model.study.comparison(of: reading), comparison.value != nil else { return nil }
    return "\(comparison.count.right)/\(comparison.count.total)"
  }

  private func line(
    _ mark: String, _ name: String, _ ap: String, _ shift: String, _ oks: String, _ pck: String,
    _ set: String
  ) -> String {
    mark + " " + name.padded(toColumns: 20) + ap.paddedLeft(toColumns: 10) + shift.paddedLeft(toColumns: 16)
      + oks.paddedLeft(toColumns: 8) + pck.paddedLeft(toColumns: 10)
      + set.paddedLeft(toColumns: 10)
  }
}
