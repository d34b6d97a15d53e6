import Cells
import Experiments
import HRNet

/// What the network costs, by stage, by stream and by kind: learned numbers, multiply-accumulates in the units that papers
/// print, and, where they were measured on this machine, milliseconds.
struct CostPanel {
  let model: Model

  init(model: Model) {
    self.model = model
    let names = CostTally(model.study.network, by: .kind).rows.map(\.name.count)
    label = max(14, names.max() ?? 0)
  }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(
      rect, title: "cost · \(model.study.subject.modelName), input \(model.study.network.input)",
      isFocused: model.screen.focus == .streams, appearance: model.screen.appearance)
    let (head, rest) = inside.splitTop(min(totals.count, inside.height))
    for (row, line) in totals.enumerated() where row < head.height {
      canvas.put(line, x: head.x, y: head.y + row, limit: head.width)
    }
    let lines = lines
    for (row, line) in lines.dropFirst(min(model.screen.scroll, max(0, lines.count - rest.height))).enumerated()
    where row < rest.height {
      draw(line, on: &canvas, in: Rect(x: rest.x, y: rest.y + row, width: rest.width, height: 1))
    }
  }

  /// How far the list can be scrolled.
  var lastScroll: Int {
    let panel = Layout(model).streams?.inset(by: 1)
    return max(0, lines.count - max(0, (panel?.height ?? 0) - totals.count))
  }

  // MARK: - Totals

  private var totals: [[(String, Style)]] {
    let network = model.study.network
    let macs = Double(network.multiplyAccumulates)
    return [
      [
        ("\(Self.amount(Double(network.parameters))) parameters", Theme.strong),
        (" · ", Theme.text), ("\(Self.amount(macs)) MAC", Theme.strong),
        (" = \(Self.giga(macs)) GFLOPs as HRNet's papers print (÷ 2^30)", Theme.text),
      ],
      [("two FLOPs a MAC: \(Self.amount(2 * macs)) floating-point operations", Theme.text)],
      [times],
    ]
  }

  private var times: (String, Style) {
    let key = model.keyMap.text(of: .enter)
    if model.study.timesAsked.isPending { return ("measuring on this machine …", Theme.faint) }
    guard let times = model.study.nodeTimes else {
      return ("a MAC is no time: \(key) measures how long each part takes on this machine", Theme.faint)
    }
    guard let sum = times.milliseconds(of: Array(model.study.network.nodes.indices)) else {
      return ("times are left out here, where every frame must be the same each time", Theme.faint)
    }
    return (
      "measured on this machine: median of \(times.passes) passes, \(Self.milliseconds(times.whole)) ms each, \(Self.milliseconds(sum)) in nodes",
      Theme.text
    )
  }

  // MARK: - Rows

  private enum Line {
    case heading(String)
    case row(CostTally.Row, isStream: Stream?)
    case gap
  }

  private var lines: [Line] {
    CostTally.Grouping.allCases.flatMap { grouping -> [Line] in
      let tally = CostTally(model.study.network, by: grouping)
      return (grouping == .stage ? [] : [.gap]) + [.heading("by \(grouping)")]
        + tally.rows.map { row in .row(row, isStream: grouping == .stream ? Stream(name: row.name) : nil) }
    }
  }

  /// Columns of a name: of encoder–decoders some are longer.
  private let label: Int
  private static let number = 9

  /// Columns of a bar; none where there is only room for the numbers.
  private func bar(_ width: Int) -> Int {
    let columns = hasTimes ? 3 : 2
    return min(max((width - label - (columns + 1) * Self.number) / columns - 2, 0), 40)
  }

  private var hasTimes: Bool { model.study.nodeTimes.map { !$0.milliseconds.isEmpty } ?? false }

  private func draw(_ line: Line, on canvas: inout Canvas, in rect: Rect) {
    let bar = bar(rect.width)
    switch line {
    case .gap: break
    case .heading(let name):
      var text = name.padded(toColumns: label)
      text += "params".paddedLeft(toColumns: Self.number).padded(toColumns: Self.number + bar + 2)
      text += "MAC".paddedLeft(toColumns: Self.number)
      text += "GFLOPs".paddedLeft(toColumns: Self.number).padded(toColumns: Self.number + bar + 2)
      if hasTimes { text += "ms".paddedLeft(toColumns: Self.number) }
      canvas.put(text, x: rect.x, y: rect.y, style: Theme.faint, limit: rect.width)
    case .row(let row, let stream):
      draw(row, Style(stream.map { Theme.color(of: $0) } ?? Theme.color(of: Stream(0))), bar, on: &canvas, in: rect)
    }
  }

  private func draw(_ row: CostTally.Row, _ style: Style, _ bar: Int, on canvas: inout Canvas, in rect: Rect) {
    let network = model.study.network
    var x = rect.x + canvas.put(row.name.padded(toColumns: label), x: rect.x, y: rect.y, style: Theme.text)
    func number(_ text: String) {
      x += canvas.put(
        text.paddedLeft(toColumns: Self.number), x: x, y: rect.y, style: Theme.text, limit: max(rect.maxX - x, 0))
    }
    func share(_ part: Double, _ whole: Double) {
      canvas.bar(
        whole > 0 ? part / whole : 0, in: Rect(x: x + 1, y: rect.y, width: bar, height: 1).intersection(rect),
        style: style)
      x += bar + 2
    }
    number(Self.amount(Double(row.parameters)))
    share(Double(row.parameters), Double(network.parameters))
    number(Self.amount(Double(row.multiplyAccumulates)))
    number(Self.giga(Double(row.multiplyAccumulates)))
    share(Double(row.multiplyAccumulates), Double(network.multiplyAccumulates))
    guard hasTimes, let times = model.study.nodeTimes, let part = times.milliseconds(of: row.nodes) else { return }
    number(Self.milliseconds(part))
    share(part, times.milliseconds(of: Array(network.nodes.indices)) ?? 0)
  }

  // MARK: - Numbers

  /// `2.97 M`, `653 M`, `7.63 G`: three digits.
  private static func amount(_ value: Double) -> String {
    switch value {
    case 1e9...: "\(digits(value / 1e9)) G"
    case 1e6...: "\(digits(value / 1e6)) M"
    case 1e3...: "\(digits(value / 1e3)) k"
    default: Number.whole(value)
    }
  }

  private static func digits(_ value: Double) -> String { Decimals(digits: 3, of: value).rounded(value) }

  private static func giga(_ macs: Double) -> String { Number.fixed(macs / Double(1 << 30), places: 3) }

  private static func milliseconds(_ value: Double) -> String { Number.fixed(value, places: 2) }
}
