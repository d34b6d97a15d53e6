import Cells
import Experiments
import HRNet
import Pictures
import Pose

/// The decoding microscope: the chosen joint's heat map around its peak in numbers, where each method reads the joint, and
/// the arithmetic behind.
struct DecodingPanel {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let name = model.itemName(model.screen.selectedItem)
    let inside = canvas.panel(
      rect, title: "decoding · \(name)", isFocused: model.screen.focus == .streams, appearance: model.screen.appearance)
    guard inside.height >= 2, model.study.current != nil else { return }
    guard let decoded = model.decodedJoint else {
      let reason =
        model.study.jointAbsence.map { "\($0): there is no heat map" }
        ?? "\(name) was not found: no value of its heat map is above 0, so that there is no peak to read"
      canvas.put(reason, x: inside.x, y: inside.y, style: Theme.changed, limit: inside.width)
      return
    }
    let radius = Self.radius(in: inside)
    let width = Self.label + Self.cell * (2 * radius + 1)
    drawNeighbourhood(of: decoded, radius: radius, on: &canvas, in: inside)
    let (_, right) = inside.splitLeft(width + 1)
    var table = Rows(right)
    for line in tableLines(decoded) { table.put(line, on: &canvas) }
    // Words stand below both, or beside the numbers where there is room below the table.
    let top = 2 * radius + 2
    let isBeside = right.width >= 76 && right.height - table.used > inside.height - top
    let room = isBeside ? right.splitTop(table.used + 1).rest : inside.splitTop(max(top, table.used)).rest
    // The arithmetic goes before its words.
    let lines = Self.wrapped(words(decoded), width: room.width)
    guard lines.count > room.height, !isBeside else {
      var rows = Rows(room)
      for line in lines { rows.put(line, on: &canvas) }
      return
    }
    // Beside a table that is longer than the numbers there is room below these.
    var stub = Rows(Rect(x: inside.x, y: inside.y + top, width: width, height: max(table.used - top, 0)))
    let quarter = stub.left > 0 ? shortQuarter(decoded) : self.quarter(decoded)
    if stub.left > 0 { for line in Self.wrapped([quarter], width: stub.width) { stub.put(line, on: &canvas) } }
    var rows = Rows(room)
    let words = (stub.used > 0 ? [] : [quarter]) + shortDark(decoded) + [flip(decoded)]
    for line in Self.wrapped(words, width: room.width) { rows.put(line, on: &canvas) }
  }

  private static func wrapped(_ words: [Words], width: Int) -> [[(String, Style)]] {
    words.flatMap { line in
      Canvas.wrapped(line.text, width: width - lead).enumerated().map { index, text in
        [
          ((index == 0 ? line.lead : "").padded(toColumns: lead), Theme.strong),
          (text, line.isFaint ? Theme.faint : Theme.text),
        ]
      }
    }
  }

  private static let lead = 9

  /// Rows that it fills, all words included, where it is as wide as at 120 columns or wider.
  static let rows = 16

  // MARK: - Numbers

  private static let label = 4
  private static let cell = 5

  /// Two values on each side at least: what DARK reads.
  private static func radius(in rect: Rect) -> Int {
    (2...6).last { radius in
      label + cell * (2 * radius + 1) + 1 + 52 <= rect.width && 2 * radius + 2 <= rect.height * 2 / 3
    } ?? 2
  }

  private func drawNeighbourhood(of decoded: DecodedJoint, radius: Int, on canvas: inout Canvas, in rect: Rect) {
    let (maps, peak) = (decoded.maps, decoded.peak)
    let columns = peak.x - radius...peak.x + radius
    for (index, x) in columns.enumerated() where (0..<maps.width).contains(x) {
      canvas.put(
        "\(x)".paddedLeft(toColumns: Self.cell - 1), x: rect.x + Self.label + index * Self.cell, y: rect.y,
        style: Theme.faint)
    }
    for (line, y) in (peak.y - radius...peak.y + radius).enumerated() where (0..<maps.height).contains(y) {
      let row = rect.y + 1 + line
      guard row < rect.maxY else { return }
      canvas.put("\(y)".paddedLeft(toColumns: Self.label - 1), x: rect.x, y: row, style: Theme.faint)
      for (index, x) in columns.enumerated() where (0..<maps.width).contains(x) {
        let value = maps.map(of: decoded.joint)[maps.map(of: decoded.joint).startIndex + y * maps.width + x]
        let isPeak = (x, y) == (peak.x, peak.y)
        canvas.put(
          Self.short(value).paddedLeft(toColumns: Self.cell - 1) + " ", x: rect.x + Self.label + index * Self.cell,
          y: row, style: Self.style(Double(value / peak.value), isPeak: isPeak))
      }
    }
  }

  /// `.87`, `-.01`, `1.04`: two digits behind the point, as every score is shown.
  private static func short(_ value: Float) -> String {
    let text = Number.fixed(Double(value), places: 2)
    return abs(value) < 0.995 ? text.replacing("0.", with: ".", maxReplacements: 1) : text
  }

  /// On the colour of its height; the peak is told without colour too.
  private static func style(_ share: Double, isPeak: Bool) -> Style {
    let background = ColorMap.viridis.color(at: share)
    return Style(share > 0.6 ? .black : .white, on: background, isPeak ? [.bold, .underline] : [])
  }

  // MARK: - The table

  /// As `hrscope pose` prints it: of thousandths, rounded as printf does.
  private static func printed(_ point: PicturePoint) -> String {
    [point.x, point.y].map { Decimals(places: 1).printed(($0 * 1000).rounded() / 1000) }.joined(separator: ",")
  }

  /// Every method's place; what is drawn on the picture and listed is one of them and marked, those of the flip test have
  /// a plus.
  private func tableLines(_ decoded: DecodedJoint) -> [[(String, Style)]] {
    func place(_ x: Double, _ y: Double, _ places: Int) -> String {
      "\(Number.fixed(x, places: places)),\(Number.fixed(y, places: places))"
    }
    let shown = model.study.current?.reading.pose?.joints[safe: decoded.joint]?.position
    let hasErrors = decoded.ways.contains { $0.error != nil }
    var rows = [[" read by", "heat map", "input", "picture", hasErrors ? "err" : ""]]
    for way in decoded.ways {
      let mark = way.isFlipTest ? "+" : way.picture == shown ? "▸" : " "
      rows.append([
        mark + (way.decoding == .dark ? "DARK" : way.decoding.rawValue), place(way.u, way.v, 2),
        place(way.input.x, way.input.y, 1), Self.printed(way.picture),
        way.error.map { Number.fixed($0, places: 1) } ?? "",
      ])
    }
    let widths = (0..<5).map { column in
      rows.reduce(0) { max($0, Canvas.columns(of: $1[column])) } + (column < 4 ? 1 : 0)
    }
    return rows.enumerated().map { index, cells in
      let text = zip(cells, widths).map { $0.padded(toColumns: $1) }.joined()
      return [(text, index == 0 ? Theme.faint : cells[0].hasPrefix("▸") ? Theme.strong : Theme.text)]
    }
  }

  // MARK: - Words

  private struct Words {
    let lead: String
    let text: String
    var isFaint = false
  }

  private func words(_ decoded: DecodedJoint) -> [Words] {
    let (maps, peak) = (decoded.maps, decoded.peak)
    let score = Number.fixed(Double(peak.value), places: 4)
    // What the table does not say comes first where there is little room.
    return [quarter(decoded)] + dark(decoded) + [
      flip(decoded),
      Words(
        lead: "argmax",
        text: "\(score) at x \(peak.x), y \(peak.y): the highest of \(maps.width)×\(maps.height) values, and the score"),
    ]
  }

  private func quarter(_ decoded: DecodedJoint) -> Words {
    guard !decoded.quarter.isNearEdge else {
      return Words(lead: "quarter", text: "not moved: the rule leaves a peak this near the map's edge where it is")
    }
    func value(_ dx: Int, _ dy: Int) -> Double {
      let map = decoded.maps.map(of: decoded.joint)
      return Double(map[map.startIndex + (decoded.peak.y + dy) * decoded.maps.width + decoded.peak.x + dx])
    }
    func axis(_ name: String, _ before: Double, _ after: Double, _ shift: Double) -> String {
      // So many digits that one sees which is larger.
      let texts = Decimals.written([before, after]) { shift == 0 || $0[0] != $0[1] }
      let sign = before < after ? "<" : before > after ? ">" : "="
      let step = shift == 0 ? "not moved" : shift > 0 ? "+0.25" : "-0.25"
      return "\(name): \(texts[0]) \(sign) \(texts[1]), \(step)"
    }
    return Words(
      lead: "quarter",
      text: axis("x", value(-1, 0), value(1, 0), decoded.quarter.x) + "; "
        + axis("y", value(0, -1), value(0, 1), decoded.quarter.y))
  }

  /// What the rule comes to, without what it compares: that stands in the numbers.
  private func shortQuarter(_ decoded: DecodedJoint) -> Words {
    guard !decoded.quarter.isNearEdge else { return Words(lead: "quarter", text: "not moved: edge") }
    func text(_ shift: Double) -> String { shift == 0 ? "0" : shift > 0 ? "+0.25" : "-0.25" }
    return Words(lead: "quarter", text: "x \(text(decoded.quarter.x)), y \(text(decoded.quarter.y))")
  }

  /// The Taylor step with its gradient and Hessian in two rows.
  private func shortDark(_ decoded: DecodedJoint) -> [Words] {
    guard decoded.dark.refusal == nil, let expansion = decoded.dark.expansion else { return dark(decoded) }
    func number(_ value: Double) -> String { Number.fixed(value, places: 4) }
    let mixed = number(expansion.curvatureXY)
    return [
      Words(
        lead: "DARK",
        text: "D (\(number(expansion.gradientX)), \(number(expansion.gradientY)))  "
          + "H (\(number(expansion.curvatureXX)), \(mixed); \(mixed), \(number(expansion.curvatureYY)))"),
      Words(
        lead: "", text: "Taylor step \(product) = (\(number(expansion.step.x)), \(number(expansion.step.y)))"),
    ]
  }

  /// The step in letters, as far as the terminal has them.
  private var product: String { model.screen.appearance.unicode ? "-H^-1·D" : "-H^-1*D" }

  private func dark(_ decoded: DecodedJoint) -> [Words] {
    func number(_ value: Double) -> String { Number.fixed(value, places: 4) }
    var lines: [Words] = []
    if let expansion = decoded.dark.expansion {
      lines.append(
        Words(
          lead: "DARK",
          text: "of the smoothed map's logarithm: gradient D = (\(number(expansion.gradientX)), "
            + "\(number(expansion.gradientY))), Hessian H = (\(number(expansion.curvatureXX)), "
            + "\(number(expansion.curvatureXY)); \(number(expansion.curvatureXY)), \(number(expansion.curvatureYY)))"))
      let step = expansion.step
      if decoded.dark.refusal == nil {
        lines.append(Words(lead: "", text: "Taylor step \(product) = (\(number(step.x)), \(number(step.y)))"))
      }
    }
    switch decoded.dark.refusal {
    case nil: break
    case .nearEdge:
      lines.append(
        Words(lead: "DARK", text: "no step: within two pixels of the map's edge its differences have no room"))
    case .flat:
      lines.append(Words(lead: "DARK", text: "no step: nothing positive is left of the map once it is smoothed"))
    case .leavesMap:
      lines.append(
        Words(
          lead: lines.isEmpty ? "DARK" : "",
          text: "no step: \(product) would leave the map, so that there is no hill to climb here"))
    }
    return lines
  }

  private func flip(_ decoded: DecodedJoint) -> Words {
    let key = model.keyMap.text(of: .enter)
    if let reason = model.study.flipMissingReason { return Words(lead: "flip", text: reason, isFaint: true) }
    if model.study.flipAsked.isPending {
      return Words(lead: "flip", text: "running the mirrored picture …", isFaint: true)
    }
    guard let averaged = model.study.flipTest, decoded.joint < averaged.joints else {
      return Words(
        lead: "flip", text: "off: what is shown is read of the picture alone · \(key) runs the mirrored picture too")
    }
    let peak = averaged.peak(of: decoded.joint)
    return Words(
      lead: "flip",
      text:
        "off for what is shown; with it the mean of both maps has its peak \(Number.fixed(Double(peak.value), places: 4)) "
        + "at x \(peak.x), y \(peak.y): the rows above")
  }
}

extension Array {
  /// Nil for an index that there is not.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
