import Cells
import Engine
import Experiments
import HRNet
import Pose

/// The paper's Fig. 9: the streams before the last exchange unit side by side, each with what its probe reads – heat maps, the
/// pose, how right it is – beside how right its grid lets it be and what the paper's heads reach.
struct ResolutionsPanel {
  let model: Model

  /// AP on COCO's validation set of heads trained for the first three resolutions (Fig. 9, HRNetV1-W32, 256×192).
  private static let paper: [Stream: String] = [Stream(0): "74.4", Stream(1): "68.9", Stream(2): "55.0"]

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let tiles = model.study.resolutions
    let isOfJoints = model.study.probedKind == .joints
    let place = tiles.first.map { "before the last exchange unit, \($0.node.address)" } ?? ""
    let inside = canvas.panel(
      rect, title: "what each resolution knows\(isOfJoints ? ", Fig. 9" : "") · \(place)",
      isFocused: model.screen.focus == .streams, appearance: model.screen.appearance)
    guard let first = tiles.first, inside.height >= 3 else {
      let reason = model.study.resolutionsMissingReason ?? ""
      canvas.put(reason, x: inside.x + 1, y: inside.y, style: Theme.text, limit: max(inside.width - 1, 0))
      return
    }
    // Two below two where four beside each other have no room for their numbers.
    let columns =
      inside.width / tiles.count >= Self.narrowest ? tiles.count : max(min(inside.width / Self.narrowest, 2), 1)
    let rows = (tiles.count + columns - 1) / columns
    let explanation = words(isOfJoints, width: inside.width - 2)
    let words = (inside.height - explanation.count) / rows >= Self.heightWithWords ? explanation : []
    let (area, foot) = inside.splitBottom(words.count)
    for (line, text) in words.enumerated() {
      canvas.put(text, x: foot.x + 1, y: foot.y + line, style: Theme.faint, limit: foot.width - 1)
    }
    let size = Size(width: area.width / columns, height: area.height / rows)
    for (index, tile) in tiles.enumerated() {
      let cell = Rect(
        x: area.x + index % columns * size.width, y: area.y + index / columns * size.height, width: size.width - 1,
        height: size.height)
      draw(tile, on: &canvas, in: cell)
    }
    if let note = model.notes(on: first.set).first(where: { Canvas.columns(of: $0) + 4 <= rect.width }) {
      canvas.put(" \(note) ", x: rect.x + 1, y: rect.maxY - 1, style: Theme.changed, limit: max(rect.width - 2, 0))
    }
  }

  /// Of a tile's numbers.
  private static let narrowest = 19
  /// From this height of a tile on, what the numbers are need not make room for its pictures.
  private static let heightWithWords = 11

  /// What the numbers are, in as many rows as that takes.
  private func words(_ isOfJoints: Bool, width: Int) -> [String] {
    let measured = model.study.resolutions.first?.set.validationName ?? "pictures held out"
    let text =
      isOfJoints
      ? "PCK: of the joints on \(measured), how many a linear probe of the stream finds within 0.2 torsos; of: how many it could, the "
        + "true joints rounded to its grid. Paper: AP on COCO of heads trained for each resolution, another measure on another set; "
        + "compare how it falls."
      : "mIoU: of classes that a linear probe of the stream tells apart on \(measured)."
    return Canvas.wrapped(text, width: max(width, 1))
  }

  private func draw(_ tile: Study.Resolution, on canvas: inout Canvas, in cell: Rect) {
    let reading = model.study.readOuts.first { $0.reader == .probe(tile.node.id, isConcatenated: false) }?.reading
    let lines = lines(tile, reading)
    let text = cell.splitTop(min(lines.count, cell.height))
    for (row, line) in lines.enumerated() where row < cell.height {
      let style = row == 0 ? Style(Theme.color(of: tile.stream), on: nil, .bold) : Theme.text
      canvas.put(line, x: cell.x + 1, y: cell.y + row, style: style, limit: max(cell.width - 1, 0))
    }
    guard let reading, text.rest.height >= 2 else { return }
    draw(reading, on: &canvas, in: Rect(x: cell.x + 1, y: text.rest.y, width: cell.width - 1, height: text.rest.height))
  }

  /// The stream, what its probe finds, what it reads here, what the paper's head finds.
  private func lines(_ tile: Study.Resolution, _ reading: Reading?) -> [String] {
    func percent(_ share: Double) -> String { Number.fixed(100 * share, places: share < 1 ? 1 : 0) }
    let metric = tile.entry.limit == nil && model.study.probedKind == .classes ? "mIoU" : "PCK"
    let limit = tile.entry.limit.map { " of \(percent($0))" } ?? ""
    let paper = model.study.probedKind == .joints ? "paper AP \(Self.paper[tile.stream] ?? "–")" : nil
    return [
      "\(tile.stream) \(tile.node.shape)",
      "\(metric) \(tile.entry.measured.map(percent) ?? "–")\(limit)",
    ] + [reading.map(here) ?? "", paper ?? ""].filter { !$0.isEmpty }
  }

  /// How right a reading of this picture is, or where nobody knows, how far it is from the network's own.
  private func here(_ reading: Reading) -> String {
    if let comparison = model.study.comparison(of: reading) {
      let mean = comparison.distance.value.map { "\(Number.short($0.rounded())) \(comparison.distance.unit)" } ?? "–"
      // Without a torso there is nothing to measure by.
      return "here " + (comparison.value == nil ? "" : "\(comparison.count.right)/\(comparison.count.total), ") + mean
    }
    guard let change = model.study.current.flatMap({ reading.change(from: $0.reading) }),
      let value = change.headline.value
    else { return "" }
    return "here \(Number.short(value.rounded())) \(change.headline.unit) off"
  }

  // MARK: - Pictures

  /// All heat maps in one, and the pose: side by side or below each other, as both are larger.
  private func draw(_ reading: Reading, on canvas: inout Canvas, in room: Rect) {
    guard case .pose(let pose) = reading else {
      ReadOutFigure(model: model, reading: reading, reference: nil).draw(on: &canvas, in: room)
      return
    }
    let input = model.study.network.input
    func scale(_ size: Size) -> Double {
      min(Double(size.width) / Double(input.width), 2 * Double(size.height) / Double(input.height))
    }
    let beside = Size(width: (room.width - 1) / 2, height: room.height)
    let below = Size(width: room.width, height: room.height / 2)
    let isBeside = scale(beside) >= scale(below)
    let half = isBeside ? beside : below
    let (width, height) = (
      Int(Double(input.width) * scale(half)), Int(Double(input.height) * scale(half)) / 2
    )
    guard width >= 3, height >= 2 else { return }
    canvas.draw(
      Self.pixels(of: pose.heatMaps, width: width, height: 2 * height),
      at: Rect(x: room.x, y: room.y, width: width, height: height), appearance: model.screen.appearance)
    let figure =
      isBeside
      ? Rect(x: room.x + width + 1, y: room.y, width: width, height: height)
      : Rect(x: room.x, y: room.y + height, width: width, height: height)
    let reference: ReadOutReference? =
      pose.truth(of: model.study.person).map { .truth($0) } ?? model.study.current.map { .result($0.reading) }
    ReadOutFigure(model: model, reading: reading, reference: reference).draw(on: &canvas, in: figure)
  }

  /// At each place the highest of all maps; where a half-cell is of several values, of those too: a peak must not drown.
  private static func pixels(of maps: HeatMaps, width: Int, height: Int) -> PixelGrid {
    var highest = [Float](repeating: -.infinity, count: width * height)
    // A half-cell may be smaller than a value, and a value smaller than a half-cell.
    let (columns, rows) = (max(width, maps.width), max(height, maps.height))
    for joint in 0..<maps.joints {
      for y in 0..<rows {
        let (from, to) = ((joint * maps.height + y * maps.height / rows) * maps.width, y * height / rows * width)
        for x in 0..<columns {
          let (value, place) = (maps.values[from + x * maps.width / columns], to + x * width / columns)
          if value > highest[place] { highest[place] = value }
        }
      }
    }
    let scale = ValueScale(0...max(highest.max() ?? 0, 0), mode: .meanAbsolute)
    return PixelGrid(width: width, height: height, scalars: highest.map(scale.position), map: scale.map)
  }
}
