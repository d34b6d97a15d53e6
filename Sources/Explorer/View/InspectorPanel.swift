import Cells
import Engine
import Experiments
import Files
import HRNet
import Recognition

/// One stream's activation in numbers: its map with a cursor, statistics, histogram, every channel at the cursor.
struct InspectorPanel {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let node = model.study.subject.network[model.column.nodes[model.currentStream]]
    let layer = model.layer(of: node).map { " layer \($0 + 1)" } ?? ""
    let title = "inspector · \(node.address)\(layer)"
    let inside = canvas.panel(
      rect, title: title, isFocused: model.screen.focus == .streams, appearance: model.screen.appearance)
    guard let step = model.step, let stream = step[node.id], let map = stream.maps.first else { return }

    // The map takes what the numbers leave.
    let width = max(inside.width - 40, inside.width / 3)
    guard let drawn = CursorMap(model: model).draw(map, of: stream, step, on: &canvas, in: inside, width: width) else {
      return
    }
    let text = inside.splitLeft(drawn + 2).rest
    drawNumbers(stream, on: &canvas, in: text)
    guard let probe = step.request.probe, probe.stream == model.currentStream else { return }
    drawChannels(
      step.probed, at: probe, on: &canvas, in: text.splitTop(Self.numberRows + Self.histogramRows + 1).rest)
  }

  private static let numberRows = 4
  private static let histogramRows = 5

  private func drawNumbers(_ stream: StreamSummary, on canvas: inout Canvas, in rect: Rect) {
    let statistics = stream.statistics
    func number(_ value: Float) -> String { Number.short(Double(value)) }
    var lines: [(String, Style)] = [
      ("\(stream.shape) · \(model.drawnMode.title)", Theme.strong),
      (
        "min \(number(statistics.minimum))  mean \(number(statistics.mean))  max \(number(statistics.maximum))"
          + "  sd \(number(statistics.deviation))", Theme.text
      ),
      ("zeros \(Number.percent(statistics.zeroShare))", Theme.text),
    ]
    if statistics.notFinite > 0 {
      lines.append(("! \(statistics.notFinite) values are NaN or infinite", Style(Theme.cut, on: nil, .bold)))
    } else if statistics.deadChannels > 0 {
      lines.append(("! \(statistics.deadChannels) of \(stream.shape.channels) channels are dead", Theme.changed))
    } else {
      lines.append(("no dead channel, all values finite", Theme.faint))
    }
    if let name = classHere { lines[2].0 += " · class here: \(name)" }
    for (row, line) in lines.enumerated() where row < rect.height {
      canvas.put(line.0, x: rect.x, y: rect.y + row, style: line.1, limit: rect.width)
    }
    drawHistogram(statistics, on: &canvas, in: rect.splitTop(Self.numberRows).rest.splitTop(Self.histogramRows).top)
  }

  /// The class that the network says at the map cursor; nil where no class map is read.
  private var classHere: String? {
    guard let reading = model.study.current?.reading.classMap, reading.map.width > 0, reading.map.height > 0 else {
      return nil
    }
    // The middle of the value that the cursor is on.
    let (map, probe, shape) = (reading.map, model.probe, model.shape(ofStream: model.currentStream))
    let place = model.study.frame.picturePoint(
      x: Double(probe.x) + 0.5, y: Double(probe.y) + 0.5, width: shape.width, height: shape.height)
    let (x, y) = (place.x.rounded(.down), place.y.rounded(.down))
    guard x >= 0, y >= 0, x < Double(map.width), y < Double(map.height) else { return nil }
    let label = map[Int(x), Int(y)]
    return label < map.classes ? printable(reading.names.names[Int(label)]) : nil
  }

  /// Counts by logarithm: zeros would dwarf the rest.
  private func drawHistogram(_ statistics: Statistics, on canvas: inout Canvas, in rect: Rect) {
    guard rect.height == Self.histogramRows, rect.width > 2 * Statistics.histogramBins else { return }
    let levels = statistics.histogram.map { $0 == 0 ? 0 : log2Ceiling($0) }
    guard let highest = levels.max(), highest > 0 else { return }
    let bars = rect.height - 1
    for (bin, level) in levels.enumerated() {
      let eighths = max(level > 0 ? 1 : 0, level * bars * 8 / highest)
      for row in 0..<bars {
        let filled = min(max(eighths - row * 8, 0), 8)
        guard filled > 0, let glyph = "▁▂▃▄▅▆▇█".unicodeScalars.dropFirst(filled - 1).first else { continue }
        canvas.put("\(glyph)\(glyph)", x: rect.x + 2 * bin, y: rect.y + bars - 1 - row, style: Theme.faint)
      }
    }
    let (low, high) = (Number.short(Double(statistics.minimum)), Number.short(Double(statistics.maximum)))
    canvas.put(low, x: rect.x, y: rect.maxY - 1, style: Theme.faint)
    canvas.put(
      high.paddedLeft(toColumns: 2 * Statistics.histogramBins - Canvas.columns(of: low)),
      x: rect.x + Canvas.columns(of: low), y: rect.maxY - 1, style: Theme.faint)
  }

  private func log2Ceiling(_ count: Int) -> Int { count.bitWidth - count.leadingZeroBitCount }

  /// All channels as a strip, and the largest of them as numbers.
  private func drawChannels(
    _ values: [Float], at probe: SummaryRequest.Probe, on canvas: inout Canvas, in rect: Rect
  ) {
    guard !values.isEmpty, rect.height >= 2, rect.width >= 8 else { return }
    canvas.put(
      "every \(model.channelNames?.item ?? "channel") at x \(probe.x), y \(probe.y):", x: rect.x, y: rect.y,
      style: Theme.strong, limit: rect.width)
    let largest = values.map { abs($0) }.filter(\.isFinite).max() ?? 0
    var y = rect.y + 1
    for start in stride(from: 0, to: values.count, by: rect.width) where y < rect.maxY {
      let part = values[start..<min(start + rect.width, values.count)]
      canvas.put(
        Sparkline.text(part.map { $0.isFinite ? Double(abs($0)) : 0 }, maximum: Double(largest)), x: rect.x, y: y,
        style: Style(Theme.color(of: model.stream(at: model.currentStream))))
      y += 1
    }
    // NaN would make the order meaningless; it stands first, since it is what to look for.
    // Of classes the largest is the one that is said.
    let areClasses = model.channelNames?.item == "class"
    func magnitude(_ channel: Int) -> Float {
      values[channel].isNaN ? .infinity : areClasses ? values[channel] : abs(values[channel])
    }
    let names = model.channelNames?.names.map { Canvas.columns(of: $0) + 1 } ?? []
    let width = min(max(13, names.max() ?? 0), 24)
    let order = values.indices.sorted { (magnitude($0), $1) > (magnitude($1), $0) }
    for (row, channel) in order.enumerated() where y + row < rect.maxY {
      let text = model.channelName(channel).padded(toColumns: width) + Number.short(Double(values[channel]))
      canvas.put(
        text, x: rect.x, y: y + row, style: areClasses && row == 0 ? Theme.strong : Theme.text, limit: rect.width)
    }
  }
}
