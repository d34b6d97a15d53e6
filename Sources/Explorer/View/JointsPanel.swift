import Cells
import Experiments
import HRNet
import Pictures
import Pose

/// The joints: where each is, how sure the network is, how far it moved from the baseline. Where there is no room for that,
/// the joints that changed most, by their whole names.
struct JointsPanel {
  let model: Model

  /// Rows for every joint, the headings, the totals and the frame.
  static func fullHeight(_ model: Model) -> Int { model.shownSkeleton.jointNames.count + 5 }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(
      rect, title: title(rect), isFocused: model.screen.focus == .joints, appearance: model.screen.appearance)
    guard model.study.current != nil, inside.height >= 2 else { return }
    guard let pose = model.shown?.pose else {
      drawAbsence(on: &canvas, in: inside)
      return
    }
    let (heading, table, totals) = Self.parts(of: rect)
    let columns = columns(width: table.width)
    canvas.put(
      Self.row("joint", columns, columns.map(\.heading), width: heading.width), x: heading.x, y: heading.y,
      style: Theme.faint, limit: heading.width)

    let skeleton = model.shownSkeleton
    for (line, index) in visibleRows(table).enumerated() where index < pose.joints.count {
      let name = Self.isNarrow(table.width) ? skeleton.jointName(index) : skeleton.shortJointName(index)
      let text = Self.row(name, columns, columns.map { $0.text(index, pose.joints[index]) }, width: table.width)
      canvas.put(text, x: table.x, y: table.y + line, style: style(index, pose.joints[index]), limit: table.width)
    }
    func fits(_ note: String) -> Bool { Canvas.columns(of: note) + 4 <= rect.width }
    if let note = model.oneJointsNotes.first(where: fits) ?? model.readerNotes.first(where: fits) {
      canvas.put(" \(note) ", x: rect.x + 1, y: rect.maxY - 1, style: Theme.changed, limit: max(rect.width - 2, 0))
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

  /// Too narrow for a table.
  private static func isNarrow(_ width: Int) -> Bool { width < 28 }

  /// Whether only what changed most is listed.
  private func listsChanges(_ width: Int) -> Bool {
    Self.isNarrow(width) && model.isCompared
  }

  private func title(_ rect: Rect) -> String {
    if model.side == .difference, !Self.isNarrow(rect.width - 2) { return "joints · scores of A and B" }
    if Self.isNarrow(rect.width - 2) { return listsChanges(rect.width - 2) ? "changed most" : "joints" }
    let name =
      model.isReadingOut ? "joints · \(model.readerTitle)" : isOfLandmarks ? "landmarks · b: the face's box" : "joints"
    let order: String
    switch model.tastes.jointOrder {
    case .body: return name
    case .shift: order = "most changed first"
    case .score, .error: order = "worst \(model.tastes.jointOrder) first"
    }
    let title = "\(name) · \(order)"
    return Canvas.columns(of: title) <= rect.width - 5
      ? title : "\(model.isReadingOut ? model.readerTitle : "joints") · \(order)"
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
    var lines: [String] = []
    if let mean = error.mean {
      let found = error.missing == 0 ? "" : " of \(error.found)/\(error.found + error.missing)"
      lines.append("mean to the end \(Number.fixed(mean, places: 1)) \(error.unit)\(found)")
    }
    if let score = score(readOut.reading), rect.height > lines.count {
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

  /// As many rows as there is room for: those that changed most, or the chosen joint among them.
  private func visibleRows(_ table: Rect) -> ArraySlice<Int> {
    let rows = model.itemRows
    if listsChanges(table.width) {
      let ordered = rows.mostChanged(model.shownChange?.itemEffects ?? [])
      // Who jumped is seen on the picture; whoever looks for it finds it, at the end at least.
      let jumps = Set(model.shownChange?.jumps ?? [])
      let hidden = ordered.dropFirst(table.height).filter(jumps.contains)
      return ordered.prefix(max(table.height / 2, table.height - hidden.count)) + hidden.prefix(table.height / 2)
    }
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
    let width: Int
    let text: (Int, Joint) -> String
  }

  private func columns(width: Int) -> [Column] {
    let errors = model.errors
    let showsErrors = !errors.isEmpty && width >= 35
    // Where errors just fit, all of them stand closer.
    let isTight = showsErrors && width < 42
    let score = Column(heading: "score", width: 6) { _, joint in
      // A trained network's scores are about 1; anything else does not fit and need not.
      joint.isLost ? "lost" : joint.score < 1000 ? Number.fixed(joint.score, places: joint.score < 10 ? 2 : 0) : ">999"
    }
    if model.side == .difference { return differenceColumns(score, width: width) }
    if Self.isNarrow(width) {
      return listsChanges(width) ? [effect(width: 4), shift(width: 5, showsLost: true)] : [score]
    }
    // Pictures of more than a thousand pixels have longer numbers.
    let picture = model.study.scene.picture
    let place = isTight && max(picture.width, picture.height) < 1000 ? 4 : 5
    let columns = [
      Column(heading: "x", width: place) { _, joint in joint.isFound ? Number.whole(joint.position.x) : "–" },
      Column(heading: "y", width: place) { _, joint in joint.isFound ? Number.whole(joint.position.y) : "–" }, score,
      shift(width: isTight ? 6 : 7),
    ]
    guard showsErrors else { return columns }
    return columns + [
      Column(heading: isTight ? "err" : "error", width: isTight ? 5 : 7) { index, _ in
        index < errors.count ? errors[index].map { Self.distance($0, width: isTight ? 4 : 6) } ?? "–" : "–"
      }
    ]
  }

  /// What the two states say of a joint, and how far apart that is; where places cannot be compared, the first alone.
  private func differenceColumns(_ score: Column, width: Int) -> [Column] {
    let others = model.pinned?.study.current?.reading.pose?.joints ?? []
    let names = model.study.current?.reading.pose?.joints.map(\.name)
    let areSame = others.map(\.name) == names
    let (isNarrow, compares) = (Self.isNarrow(width), model.study.change != nil)
    let both = [
      Column(heading: "A", width: 6) { index, _ in
        areSame && others.indices.contains(index) ? score.text(index, others[index]) : "–"
      },
      Column(heading: "B", width: 6, text: score.text),
    ]
    if isNarrow { return compares ? [effect(width: 4), shift(width: 5, showsLost: true)] : both }
    if compares { return both + [effect(width: 6), shift(width: 7)] }
    let shifts = model.inputShifts
    guard !shifts.isEmpty else { return both }
    return both + [
      Column(heading: "Δin", width: 7) { index, _ in
        (shifts.indices.contains(index) ? shifts[index] : nil).map { Self.distance($0, width: 6) } ?? "–"
      }
    ]
  }

  /// How far joints moved; `⇄` says that one went from one peak to another as high, which tells next to nothing.
  ///
  /// - Parameter showsLost: where no other column tells of lost joints.
  private func shift(width: Int, showsLost: Bool = false) -> Column {
    let change = model.shownChange
    return Column(heading: model.isReadingOut ? "Δend" : "Δpx", width: width) { index, joint in
      guard let change, change.items.indices.contains(index) else { return "–" }
      if showsLost, joint.isLost { return "lost" }
      let mark = change.jumps.contains(index) ? "⇄" : ""
      return change.items[index].map { mark + Self.distance($0, width: width - 1 - mark.count) } ?? "–"
    }
  }

  /// By how much the heat map has changed, which is what ranks.
  private func effect(width: Int) -> Column {
    let effects = model.shownChange?.itemEffects ?? []
    return Column(heading: "%", width: width) { index, _ in
      (effects.indices.contains(index) ? effects[index] : nil).map { min($0, 999) }.map { Number.fixed($0, places: 0) }
        ?? "–"
    }
  }

  /// With a digit behind the point where there is room for it.
  private static func distance(_ value: Double, width: Int) -> String {
    let text = Number.fixed(value, places: 1)
    return text.count <= width ? text : Number.fixed(value, places: 0)
  }

  private func style(_ index: Int, _ joint: Joint) -> Style {
    if model.screen.focus == .joints, index == model.screen.selectedItem { return Theme.selected }
    if joint.isLost { return Style(Theme.cut, on: nil, .bold) }
    let changes = model.study.change?.items ?? []
    let hasMoved = !model.isReadingOut && index < changes.count && (changes[index] ?? 0) > 0
    let style = hasMoved ? Theme.changed : Theme.text
    // Elsewhere the chosen joint is only hinted at: it is what heat maps show.
    return index == model.screen.selectedItem && model.layer.isOfOneJoint ? style.adding(.underline) : style
  }

  private func drawTotals(on canvas: inout Canvas, in rect: Rect) {
    guard let baseline = model.study.baseline, let current = model.study.current else { return }
    guard let change = model.study.change else { return drawTotalsOfTwo(on: &canvas, in: rect) }
    // Where the two have no joint in common, nothing has been measured.
    let mean = change.headline.value ?? .nan
    let isNarrow = Self.isNarrow(rect.width)
    let further =
      change.further.first.map { " · \($0.name) \(Number.fixed($0.value ?? .nan, places: $0.places))" } ?? ""
    var lines = [
      "\(change.headline.name) \(Number.fixed(mean, places: 1)) \(change.headline.unit)\(isNarrow ? "" : further)"
    ]
    var second = ["\(current.reading.items.count(where: \.isLost)) lost"]
    if let score = score(current.reading) {
      let before = self.score(baseline.reading)?.count.right
      let was = model.side == .difference ? "A" : "was"
      let change = before.map { $0 == score.count.right || isNarrow ? "" : " (\(was) \($0))" } ?? ""
      let words = isNarrow ? Self.words(score).replacing(#/@[0-9.]+/#, with: "") : Self.words(score)
      second.insert("\(words)\(change)", at: isNarrow ? 1 : 0)
    }
    lines.append(second.joined(separator: " · "))
    for (index, line) in lines.enumerated() where index < rect.height {
      canvas.put(
        (isNarrow ? "" : " ") + line, x: rect.x, y: rect.y + index, style: mean > 0 ? Theme.changed : Theme.text,
        limit: rect.width)
    }
  }

  /// Of two pictures: how right and how lost each pose is by itself.
  private func drawTotalsOfTwo(on canvas: inout Canvas, in rect: Rect) {
    guard let a = model.pinned?.study, model.side == .difference else { return }
    let states = [("A", a), ("B", model.study)].compactMap { name, study in
      study.current.map { current in
        let right =
          study.comparison(of: current.reading).flatMap { $0.value == nil ? nil : Self.words($0) + " · " } ?? ""
        return "\(name) \(right)\(current.reading.items.count(where: \.isLost)) lost"
      }
    }
    for (index, line) in states.enumerated() where index < rect.height {
      canvas.put(" " + line, x: rect.x, y: rect.y + index, style: Theme.text, limit: rect.width)
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
  private static func row(_ name: String, _ columns: [Column], _ numbers: [String], width: Int) -> String {
    let right = zip(numbers, columns).map { $0.paddedLeft(toColumns: $1.width) }.joined()
    let room = max(0, width - columns.reduce(0) { $0 + $1.width })
    // Apart from the frame where the name still fits.
    return ((room > max(12, Canvas.columns(of: name)) ? " " : "") + name).padded(toColumns: room) + right
  }
}

extension [Int] {
  /// The items that changed most first; what is no number before all others.
  fileprivate func mostChanged(_ effects: [Double?]) -> [Int] {
    func effect(_ item: Int) -> Double {
      guard item < effects.count, let effect = effects[item] else { return 0 }
      return effect.isNaN ? .infinity : effect
    }
    return sorted { (-effect($0), $0) < (-effect($1), $1) }
  }
}
