import Cells
import Experiments
import HRNet

/// HRNetV1 or V2: what a linear read-out of a stream alone finds beside one of all streams laid side by side.
struct VersionsPanel {
  let model: Model

  private var probes: NetworkProbes { model.study.subject.probes }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(
      rect, title: "V1 or V2 · probes of one stream and of all side by side", isFocused: model.screen.focus == .streams,
      appearance: model.screen.appearance)
    var rows = Rows(inside)
    for kind in probes.kinds { draw(kind, on: &canvas, in: inside, &rows) }
    for line in lines(width: inside.width) { rows.put(line, on: &canvas) }
  }

  /// How many rows there is something to say in.
  func rows(width: Int) -> Int {
    probes.kinds.reduce(lines(width: width).count) { $0 + 1 + max(nodes($1).count, 1) }
  }

  private func nodes(_ kind: ProbeTargets.Kind) -> [Node.ID] { probes.nodes(kind, isConcatenated: true) }

  // MARK: - The tables

  private static let label = 16
  private static let number = 8

  /// What one read-out finds of the set, and how far off it is on this picture.
  private struct Column {
    let share: Double?
    let here: ProbeErrors.Entry?
  }

  private func draw(_ kind: ProbeTargets.Kind, on canvas: inout Canvas, in rect: Rect, _ rows: inout Rows) {
    let bar = bar(rect.width)
    let side = Self.number + (bar > 0 ? bar + 2 : 0)
    func half(_ title: String) -> String { title.paddedLeft(toColumns: Self.number).padded(toColumns: side) }
    let title = kind == .joints ? "joints, PCK@0.2" : "classes, mIoU"
    let last = kind == model.study.probedKind ? hereTitle : ""
    rows.put(
      [
        (title.padded(toColumns: Self.label), Theme.strong),
        ("\(half("V1, %"))\(half("V2, %"))\("adds".paddedLeft(toColumns: Self.number))\(last)", Theme.faint),
      ], on: &canvas)
    let nodes = nodes(kind)
    guard !nodes.isEmpty else {
      let words = "no probe of all streams is known: hrscope probe SET --concatenate fits them"
      return rows.put([(words, Theme.changed)], on: &canvas)
    }
    for node in nodes {
      let (alone, all) = (column(node, kind, isConcatenated: false), column(node, kind, isConcatenated: true))
      let adds = all.share.flatMap { all in
        alone.share.map { Number.change(from: 100 * $0, to: 100 * all, places: 1) }
      }
      let (y, isHere) = (rect.y + rows.used, model.column.nodes.contains(node))
      rows.put(
        [
          ("\(model.study.network[node].address)".padded(toColumns: Self.label), isHere ? Theme.selected : Theme.text),
          (half(Self.percent(alone.share)), Theme.text), (half(Self.percent(all.share)), Theme.text),
          ((adds ?? "–").paddedLeft(toColumns: Self.number), Theme.strong),
          (kind == model.study.probedKind ? here(alone, all) : "", Theme.text),
        ], on: &canvas)
      guard bar > 0, y < rect.maxY else { continue }
      for (place, share) in [alone.share, all.share].enumerated() {
        let x = rect.x + Self.label + place * side + Self.number + 1
        canvas.bar(
          share ?? 0, in: Rect(x: x, y: y, width: bar, height: 1).intersection(rect),
          style: Style(Theme.color(of: Stream(2 * place))))
      }
    }
  }

  private func column(_ node: Node.ID, _ kind: ProbeTargets.Kind, isConcatenated: Bool) -> Column {
    let now = kind == model.study.probedKind ? model.study.probed?.now : nil
    return Column(
      share: probes.facts(of: node, kind, isConcatenated: isConcatenated)?.entry.measured,
      here: isConcatenated ? now?.sideBySide[node] : now?.alone[node])
  }

  /// Columns of a bar; none where there is only room for the numbers.
  private func bar(_ width: Int) -> Int {
    let room = (width - Self.label - 3 * Self.number - Self.here) / 2 - 2
    return room >= 6 ? min(room, 30) : 0
  }

  /// Columns of what is told of this picture.
  private static let here = 26

  private var hereTitle: String { "   this picture, \(model.study.probed?.now.unit ?? "…") off" }

  private func here(_ alone: Column, _ all: Column) -> String {
    func text(_ column: Column) -> String {
      guard let error = column.here?.error, let mean = error.mean else { return "–" }
      return error.unit == "px" ? Number.whole(mean) : Number.fixed(mean, places: 1)
    }
    return "   \(text(alone)) → \(text(all))"
  }

  private static func percent(_ share: Double?) -> String { share.map { Number.fixed(100 * $0, places: 1) } ?? "–" }

  // MARK: - Words

  private func lines(width: Int) -> [[(String, Style)]] {
    var words: [(String, Style)] = []
    if let note = probes.sets.lazy.compactMap({ model.notes(on: $0).first }).first {
      words.append((note + model.measuredUncut, Theme.changed))
    }
    words += [
      (
        "V1's head reads stream 1/4; V2's all four, the coarser ones brought to its size. Each probe is the best linear "
          + "read-out of that.", Theme.text
      ),
      (
        "V1h puts one more 1×1 convolution before V1's head: to a linear probe it adds nothing, since a linear map of a "
          + "linear map is one.", Theme.text
      ),
    ]
    if let set = measured { words.append(("measured on \(set)", Theme.faint)) }
    return words.flatMap { word in Canvas.wrapped(word.0, width: max(width, 1)).map { [($0, word.1)] } }
  }

  private var measured: String? {
    probes.sets.first.map { set in
      "\(set.validationName ?? "held-out pictures"), fitted to \(set.count) of \(set.setName)"
    }
  }
}
