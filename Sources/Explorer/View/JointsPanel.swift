import Cells
import Experiments
import HRNet
import Pictures
import Pose

/// The joints: where each is, how sure the network is, how far it moved from the baseline.
struct JointsPanel {
  let model: Model

  /// Rows for every joint, the headings, the totals and the frame.
  static func fullHeight(_ model: Model) -> Int { model.study.subject.skeleton.jointNames.count + 5 }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let name =
      model.isReadingOut ? "joints · early read-out" : isOfLandmarks ? "landmarks · b: the face's box" : "joints"
    let title = model.tastes.jointOrder == .body ? name : "\(name) · worst \(model.tastes.jointOrder) first"
    let inside = canvas.panel(
      rect, title: title, isFocused: model.screen.focus == .joints, appearance: model.screen.appearance)
    guard model.study.current != nil, inside.height >= 2 else { return }
    guard let pose = model.shown?.pose else {
      drawAbsence(on: &canvas, in: inside)
      return
    }
    let (heading, table, totals) = Self.parts(of: rect)
    let columns = Self.columns(of: model, width: table.width)
    canvas.put(
      Self.row("joint", columns.map(\.heading), width: heading.width), x: heading.x, y: heading.y, style: Theme.faint,
      limit: heading.width)

    for (line, index) in visibleRows(table).enumerated() where index < pose.joints.count {
      let name = model.study.subject.skeleton.shortJointName(index)
      let text = Self.row(name, columns.map { $0.text(index, pose.joints[index]) }, width: table.width)
      canvas.put(text, x: table.x, y: table.y + line, style: style(index, pose.joints[index]), limit: table.width)
    }
    if let readOut = model.readOut, model.isReadingOut {
      drawTotals(of: readOut, on: &canvas, in: totals)
    } else {
      drawTotals(on: &canvas, in: totals)
    }
  }

  /// Landmarks are off where the box is: it is to be the face's.
  private var isOfLandmarks: Bool {
    (model.study.subject.network.architecture.head as? V2Head)?.maps == .landmarks
  }

  /// Under the lens, where the final head has nothing to read.
  private func drawAbsence(on canvas: inout Canvas, in rect: Rect) {
    guard let absence = model.readOutAbsence else { return }
    for (row, line) in absence.split(separator: ", ").enumerated() where row < rect.height {
      canvas.put(String(line), x: rect.x + 1, y: rect.y + row, style: Theme.text, limit: rect.width - 1)
    }
  }

  /// Of an early pose: how far it is from what becomes of it, and from the truth.
  private func drawTotals(of readOut: ReadOutDepth, on canvas: inout Canvas, in rect: Rect) {
    guard let current = model.study.current else { return }
    let error = readOut.error(from: .result(current.reading))
    let mean = error.mean.map { "\(Number.fixed($0, places: 1)) \(error.unit)" } ?? "–"
    let found = error.missing == 0 ? "" : " of \(error.found)/\(error.found + error.missing)"
    var lines = ["mean to the end \(mean)\(found)"]
    if let score = score(readOut.reading), rect.height > 1 {
      let end = self.score(current.reading).map { " (end \($0.count.right))" } ?? ""
      lines.append("\(Self.words(score))\(end)")
    }
    for (index, line) in lines.enumerated() where index < rect.height {
      canvas.put(" " + line, x: rect.x, y: rect.y + index, style: Theme.text, limit: rect.width)
    }
  }

  private static func parts(of rect: Rect) -> (heading: Rect, table: Rect, totals: Rect) {
    let inside = rect.inset(by: 1)
    let (top, totals) = inside.splitBottom(inside.height >= 6 ? 2 : 1)
    let (heading, table) = top.splitTop(1)
    return (heading, table, totals)
  }

  /// As many rows as there is room for, the chosen joint among them.
  private func visibleRows(_ table: Rect) -> ArraySlice<Int> {
    let rows = model.itemRows
    let selected = rows.firstIndex(of: model.screen.selectedItem) ?? 0
    let first = max(0, min(selected - table.height / 2, rows.count - table.height))
    return rows.dropFirst(first).prefix(table.height)
  }

  /// The joint in a row of the screen.
  func joint(at point: Point, in rect: Rect) -> Int? {
    let table = Self.parts(of: rect).table
    guard table.contains(point) else { return nil }
    return visibleRows(table).dropFirst(point.y - table.y).first
  }

  /// A column of numbers: its heading and its text for a joint.
  private struct Column {
    let heading: String
    let text: (Int, Joint) -> String
  }

  private static func columns(of model: Model, width: Int) -> [Column] {
    func distance(_ values: [Double?]) -> (Int, Joint) -> String {
      { index, _ in index < values.count ? values[index].map { Number.fixed($0, places: 1) } ?? "–" : "–" }
    }
    var columns = [
      Column(heading: "x") { _, joint in joint.isFound ? Number.whole(joint.position.x) : "–" },
      Column(heading: "y") { _, joint in joint.isFound ? Number.whole(joint.position.y) : "–" },
      Column(heading: "score") { _, joint in
        // A trained network's scores are about 1; anything else does not fit and need not.
        joint.isFound ? joint.score < 1000 ? Number.fixed(joint.score, places: 2) : ">999" : "lost"
      },
      Column(heading: model.isReadingOut ? "Δend" : "Δpx", text: distance(model.shownChange?.items ?? [])),
    ]
    let errors = model.errors
    if !errors.isEmpty, width >= 42 { columns.append(Column(heading: "error", text: distance(errors))) }
    return columns
  }

  private func style(_ index: Int, _ joint: Joint) -> Style {
    if model.screen.focus == .joints, index == model.screen.selectedItem { return Theme.selected }
    if !joint.isFound { return Style(Theme.cut, on: nil, .bold) }
    let changes = model.study.change?.items ?? []
    let hasMoved = !model.isReadingOut && index < changes.count && (changes[index] ?? 0) > 0
    let style = hasMoved ? Theme.changed : Theme.text
    // Elsewhere the chosen joint is only hinted at: it is what heat maps show.
    return index == model.screen.selectedItem && model.layer.isOfOneJoint ? style.adding(.underline) : style
  }

  private func drawTotals(on canvas: inout Canvas, in rect: Rect) {
    guard let baseline = model.study.baseline, let current = model.study.current, let change = model.study.change
    else { return }
    // Where the two have no joint in common, nothing has been measured.
    let mean = change.headline.value ?? .nan
    let further =
      change.further.first.map { " · \($0.name) \(Number.fixed($0.value ?? .nan, places: $0.places))" } ?? ""
    var lines = ["\(change.headline.name) \(Number.fixed(mean, places: 1)) \(change.headline.unit)\(further)"]
    var second: [String] = []
    if let score = score(current.reading) {
      let before = self.score(baseline.reading)?.count.right
      let change = before.map { $0 == score.count.right ? "" : " (was \($0))" } ?? ""
      second.append("\(Self.words(score))\(change)")
    }
    let lost = current.reading.items.count { !$0.isFound }
    second.append("\(lost) lost")
    lines.append(second.joined(separator: " · "))
    for (index, line) in lines.enumerated() where index < rect.height {
      canvas.put(
        " " + line, x: rect.x, y: rect.y + index, style: mean > 0 ? Theme.changed : Theme.text, limit: rect.width)
    }
  }

  /// How right a reading is; nil where the metric cannot be computed.
  private func score(_ reading: Reading) -> TruthComparison? {
    model.study.comparison(of: reading).flatMap { $0.value == nil ? nil : $0 }
  }

  /// `PCK@0.2 11/14`.
  private static func words(_ score: TruthComparison) -> String {
    "\(score.metric) \(score.count.right)/\(score.count.total)"
  }

  /// Numbers in columns of fixed width on the right, the name in what is left.
  private static func row(_ name: String, _ numbers: [String], width: Int) -> String {
    let widths = [5, 5, 6, 6, 7].prefix(numbers.count)
    let right = zip(numbers, widths).map { $0.paddedLeft(toColumns: $1) }.joined()
    return (" " + name).padded(toColumns: max(0, width - widths.reduce(0, +))) + right
  }
}
