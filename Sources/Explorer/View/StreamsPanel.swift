import Cells
import Engine
import HRNet

/// The resolution streams at the cursor, side by side, each on its own grid.
struct StreamsPanel {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    // How maps are drawn must not fall off the title.
    let whole = "streams · \(columnName) · \(modeName)"
    let title = Canvas.columns(of: whole) <= rect.width - 5 ? whole : "\(columnName) · \(modeName)"
    _ = canvas.panel(rect, title: title, isFocused: model.isInStep, appearance: model.screen.appearance)
    let layout = StreamTiles(model)
    let area = layout.area
    guard area.height >= 3, let step = model.step else { return }
    if model.side == .difference, step.streams.isEmpty { return drawShapes(on: &canvas, in: area) }
    drawMaps(layout, step, on: &canvas)
    NamedMaps(model, beside: layout)?.draw(on: &canvas, in: layout.headRoom)
    drawFoot(layout, step, on: &canvas)
  }

  /// Why there is no difference to draw: the shapes of the two states.
  private func drawShapes(on canvas: inout Canvas, in area: Rect) {
    guard let pinned = model.pinned else { return }
    let (a, b) = (pinned.study.network, model.study.network)
    let nodes = zip(a.columns[pinned.cursor.column].nodes, model.column.nodes)
    let lines =
      ["the shapes differ: there is nothing to subtract", ""]
      + nodes.map { "A \(a[$0].address) \(a[$0].shape)   B \(b[$1].address) \(b[$1].shape)" }
    for (row, line) in lines.enumerated() where row < area.height {
      canvas.put(line, x: area.x + 1, y: area.y + row, style: Theme.text, limit: max(0, area.width - 1))
    }
  }

  /// The maps with their names; while tracing, with the chosen peak's receptive field on them.
  func drawMaps(_ layout: StreamTiles, _ step: StepSummary, on canvas: inout Canvas) {
    // The field is known for what units put out, not inside of them.
    let (area, field) = (layout.area, model.screen.cursor.layersLeft == 0 ? model.receptiveField : nil)
    for (tile, node) in zip(layout.tiles, model.column.nodes) where tile.width > 0 {
      guard let stream = step[node] else { continue }
      drawLabel(of: stream, tile, on: &canvas, in: area, next: layout.tiles.first { $0.x > tile.x }?.x ?? area.width)
      let mapArea = Rect(x: area.x + tile.x, y: area.y + 1, width: tile.width, height: (tile.height + 1) / 2)
        .intersection(area)
      var grid = grid(stream, tile, step.request)
      if let region = field?[stream.node] { grid.outline(region, of: model.study.network[stream.node].shape) }
      canvas.draw(grid, at: mapArea, appearance: model.screen.appearance)
    }
  }

  private func drawLabel(
    of summary: StreamSummary, _ tile: StreamTiles.Tile, on canvas: inout Canvas, in area: Rect, next: Int
  ) {
    let isCurrent = tile.stream.index == model.currentStream
    let stream = model.stream(at: tile.stream.index)
    let style = Style(Theme.color(of: stream), on: nil, isCurrent ? [.bold, .reverse] : .bold)
    let room = next - tile.x - 1
    // Before the streams begin, the input and the stem have resolutions of their own.
    let divisor =
      model.column.nodes.count > 1 ? stream.divisor : model.study.network.input.height / summary.shape.height
    let isWhole = summary.shape.height == 1 && summary.shape.width == 1 && model.column.nodes.count == 1
    let name = isWhole ? "whole" : divisor == stream.divisor ? "\(stream)" : divisor == 1 ? "input" : "1/\(divisor)"
    var pieces = [(name, style)]
    let shape = " \(summary.shape)"
    if name.count + shape.count <= room { pieces.append((shape, Theme.text)) }
    canvas.put(pieces, x: area.x + tile.x, y: area.y, limit: max(room, 0))
  }

  private func grid(_ summary: StreamSummary, _ tile: StreamTiles.Tile, _ request: SummaryRequest) -> PixelGrid {
    if request.mode == .components { return Self.colours(summary.maps, tile) }
    let scale = ValueScale(summary.range, mode: request.mode)
    guard summary.maps.count > 1 else {
      return summary.maps.first?.pixels(width: tile.width, height: tile.height, scale: scale)
        ?? PixelGrid(width: 0, height: 0)
    }
    // The strongest channel stands at the top left, the next to its right.
    let side = request.mosaicSide(stream: tile.stream.index, maps: summary.maps.count)
    let (width, height) = (tile.width / side, tile.height / side)
    let parts = summary.maps.map { $0.pixels(width: width, height: height, scale: scale) }
    var values: [Color?] = Array(repeating: nil, count: width * side * height * side)
    var scalars = [Float](repeating: 0, count: values.count)
    for (index, part) in parts.enumerated() {
      for y in 0..<height {
        for x in 0..<width {
          let place = (index / side * height + y) * width * side + index % side * width + x
          values[place] = part[x: x, y: y]
          scalars[place] = part.scalars?[y * width + x] ?? 0
        }
      }
    }
    return PixelGrid(width: width * side, height: height * side, values: values, scalars: scalars)
  }

  /// Three components as red, green and blue, each from its smallest to its largest value.
  private static func colours(_ maps: [FeatureMap], _ tile: StreamTiles.Tile) -> PixelGrid {
    let parts = maps.prefix(3).map { map in
      map.pixels(width: tile.width, height: tile.height, scale: ValueScale(stretching: map.range)).scalars ?? []
    }
    guard parts.count == 3, parts.allSatisfy({ $0.count == tile.width * tile.height }) else {
      return PixelGrid(width: 0, height: 0)
    }
    func byte(_ share: Float) -> UInt8 { UInt8(min(max(share.isFinite ? share : 0, 0), 1) * 255) }
    let values = parts[0].indices.map { Color(byte(parts[0][$0]), byte(parts[1][$0]), byte(parts[2][$0])) }
    // Without colour the first component, which says most, is drawn.
    return PixelGrid(width: tile.width, height: tile.height, values: values, scalars: parts[0])
  }

  /// Statistics and the legend: as a table below the smaller maps where there is room, else for the current stream
  /// in the last row.
  private func drawFoot(_ layout: StreamTiles, _ step: StepSummary, on canvas: inout Canvas) {
    if let table = layout.namedMaps?.table ?? (model.isAtNamedMaps ? layout.headTable : layout.table) {
      drawTable(step, on: &canvas, in: table)
    } else if let current = step[model.column.nodes[model.currentStream]] {
      drawLine(current, on: &canvas, in: layout.area.splitBottom(1).bottom)
    }
  }

  private func drawTable(_ step: StepSummary, on canvas: inout Canvas, in rect: Rect) {
    canvas.put("         mean    max  zeros", x: rect.x, y: rect.y, style: Theme.faint, limit: rect.width)
    let nodes = model.column.nodes
    for (index, node) in nodes.enumerated() {
      guard let statistics = step[node]?.statistics else { continue }
      let y = rect.y + 1 + index
      let stream = model.stream(at: index)
      let name = "\(stream)".padded(toColumns: 5)
      let numbers = [Number.short(Double(statistics.mean)), Number.short(Double(statistics.maximum))]
        .map { $0.paddedLeft(toColumns: 7) }.joined()
      canvas.put(
        [
          (name, Style(Theme.color(of: stream), on: nil, .bold)), (numbers, Theme.text),
          (Number.percent(statistics.zeroShare).paddedLeft(toColumns: 7) + " ", Theme.text),
          (
            alarm(statistics) ?? Self.sparkline(statistics, columns: rect.width - 28),
            alarm(statistics) == nil ? Theme.faint : Theme.changed
          ),
        ], x: rect.x, y: y, limit: rect.width)
    }
    guard let current = step[nodes[model.currentStream]] else { return }
    let legend = Rect(x: rect.x, y: rect.y + nodes.count + 2, width: min(rect.width, 40), height: 1)
    drawLegend(current, stream: model.stream(at: model.currentStream), on: &canvas, in: legend)
  }

  private func drawLine(_ summary: StreamSummary, on canvas: inout Canvas, in rect: Rect) {
    let statistics = summary.statistics
    let (numbers, legend) = rect.splitLeft(min(rect.width * 2 / 3, 64))
    // Of values that are all no numbers there is nothing to be said but that.
    let isEmpty = statistics.histogram.isEmpty && statistics.notFinite > 0
    let mean = "mean \(Number.short(Double(statistics.mean))) max \(Number.short(Double(statistics.maximum))) "
    let whole =
      "min \(Number.short(Double(statistics.minimum))) \(mean)zeros \(Number.percent(statistics.zeroShare)) "
    let text = isEmpty ? "" : Canvas.columns(of: whole) < numbers.width ? whole : mean
    var pieces = [(text, Theme.text)]
    if let alarm = alarm(statistics) {
      pieces.append((alarm, Theme.changed))
    } else if Canvas.columns(of: text) + Statistics.histogramBins < numbers.width {
      pieces.append((Self.sparkline(statistics, columns: Statistics.histogramBins), Theme.faint))
    }
    canvas.put(pieces, x: numbers.x, y: numbers.y, limit: numbers.width - 1)
    drawLegend(summary, stream: nil, on: &canvas, in: legend)
  }

  func drawLegend(_ summary: StreamSummary, stream: Stream?, on canvas: inout Canvas, in rect: Rect) {
    guard model.drawnMode != .components else {
      let text = summary.maps.isEmpty ? "none: OpenBLAS cannot be used here" : "1st red, 2nd green, 3rd blue"
      canvas.put(text, x: rect.x, y: rect.y, style: Theme.faint, limit: rect.width)
      return
    }
    let scale = ValueScale(summary.range, mode: model.drawnMode)
    var rect = rect
    if let stream {
      let label = "\(stream) "
      canvas.put(label, x: rect.x, y: rect.y, style: Style(Theme.color(of: stream), on: nil, .bold))
      rect = rect.splitLeft(Canvas.columns(of: label)).rest
    }
    guard scale.high > scale.low else {
      // Broken values have no range; what is wrong with them stands beside.
      guard summary.statistics.notFinite == 0 else { return }
      let text = model.drawnMode == .difference ? "no difference" : "all values \(Number.short(Double(scale.low)))"
      canvas.put(text, x: rect.x, y: rect.y, style: Theme.faint, limit: rect.width)
      return
    }
    canvas.legend(
      scale.map, from: Double(scale.low), to: Double(scale.high), in: rect, style: Theme.text,
      appearance: model.screen.appearance)
  }

  private func alarm(_ statistics: Statistics) -> String? {
    guard statistics.notFinite > 0 else { return nil }
    return "\(statistics.histogram.isEmpty ? "all " : "")\(statistics.notFinite) values are NaN or infinite"
  }

  private static func sparkline(_ statistics: Statistics, columns: Int) -> String {
    // Half as many bins where all of them have no room.
    let bins = statistics.histogram
    let counts =
      columns >= bins.count ? bins : stride(from: 0, to: bins.count - 1, by: 2).map { bins[$0] + bins[$0 + 1] }
    // Zeros would dwarf the rest; by logarithm everything that is there can be seen.
    return Sparkline.text(counts.map { $0 == 0 ? 0 : Double($0.bitWidth - $0.leadingZeroBitCount) })
  }

  private var modeName: String {
    if model.side == .difference { return "mean A−B" }
    guard model.drawnMode == .channel else { return model.drawnMode.title }
    let channel = (model.step?.request.channel ?? model.screen.channel) % model.channelCount
    let name = model.channelNames?[channel].map { "\($0), " } ?? "channel "
    return "\(name)\(channel + 1) of \(model.channelCount)"
  }

  var columnName: String {
    let left = model.screen.cursor.layersLeft
    return unitName + (left > 0 ? " layer \(model.study.network.layerCount(of: model.column) - left)" : "")
  }

  private var unitName: String {
    switch model.column.content {
    case .input: "the input"
    case .stem: "stem"
    case .transition(let number): "transition to stage \(number + 1)"
    case .unit(let module, let unit):
      if case .layer(let stage, _) = model.node.address {
        "stage \(stage) unit \(unit)"
      } else {
        "\(module) unit \(unit)"
      }
    case .exchange(let unit): "\(unit)"
    case .decoder(let number): "decoder \(number)"
    case .stack: "\(model.node.address)"
    case .head: model.isAtHeatMaps ? "heat maps" : "\(model.node.address)"
    }
  }
}
