import Cells
import Engine
import HRNet
import Pose

/// A head's result taken apart: a small map for every joint or class, all on one scale. Where they do not all have room,
/// those with the highest values are shown.
struct NamedMaps {
  private let model: Model
  private let maps: [FeatureMap]
  private let names: [String]
  /// Which of them are shown, in the network's order.
  private let shown: [Int]
  /// A map with its name above it, and how many values a half-cell stands for along a side.
  private let tile: Size
  private let reduction: Int
  private let columns: Int

  /// Whether the cursor stands where there are such maps, and they are to be drawn.
  static func areShown(_ model: Model) -> Bool {
    model.isAtNamedMaps && model.screen.look == .step && model.tastes.mapMode == .meanAbsolute
  }

  /// Nil where there are no maps to show, or no room.
  init?(_ model: Model, in room: Size) {
    guard Self.areShown(model), let names = model.channelNames?.names else { return nil }
    let maps =
      model.isAtHeatMaps ? model.study.current?.reading.pose?.heatMaps.maps ?? [] : model.step?.namedMaps ?? []
    guard let first = maps.first, maps.count == names.count,
      maps.allSatisfy({ $0.width == first.width && $0.height == first.height })
    else { return nil }
    var fitting: (tile: Size, reduction: Int, columns: Int, count: Int)?
    for reduction in 1...64 {
      let (width, height) = ((first.width + reduction - 1) / reduction, (first.height + reduction - 1) / reduction)
      guard width >= Self.narrowest else { break }
      let tile = Size(width: width, height: (height + 1) / 2 + 1)
      let columns = (room.width + 1) / (tile.width + 1)
      fitting = (tile, reduction, columns, min(maps.count, columns * (room.height / tile.height)))
      if fitting?.count == maps.count { break }
    }
    guard let fitting, fitting.count > 0 else { return nil }
    (self.model, self.maps, self.names) = (model, maps, names)
    (tile, reduction, columns) = (fitting.tile, fitting.reduction, fitting.columns)
    let peaks = maps.map { $0.range?.upperBound ?? -.infinity }
    let order = maps.indices.sorted { (peaks[$1], $0) < (peaks[$0], $1) }
    shown = order.prefix(fitting.count).sorted()
  }

  /// Room for a few letters of a name.
  private static let narrowest = 5

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let ranges = maps.compactMap(\.range)
    let (low, high) = (ranges.map(\.lowerBound).min() ?? 0, ranges.map(\.upperBound).max() ?? 0)
    // A joint's map is dark where it is not; logits of classes may all be negative.
    let scale =
      model.isAtHeatMaps ? ValueScale(0...max(high, 0), mode: .meanAbsolute) : ValueScale(stretching: low...high)
    for (place, channel) in shown.enumerated() {
      let rect = self.rect(of: place, in: rect)
      let isSelected =
        model.isAtHeatMaps && channel == model.screen.selectedItem
        && (model.screen.focus == .joints || model.layer.isOfOneJoint)
      canvas.put(
        String(names[channel].filter { $0 != " " }.prefix(rect.width)), x: rect.x, y: rect.y,
        style: isSelected ? Theme.selected : Theme.faint, limit: rect.width)
      let map = highestValues(of: maps[channel])
      canvas.draw(
        map.pixels(width: map.width, height: map.height, scale: scale), at: rect.splitTop(1).rest,
        appearance: model.screen.appearance)
    }
    // Their scale is not that of the large map.
    let rows = (shown.count + columns - 1) / columns
    let foot = rect.splitTop(rows * tile.height).rest.splitTop(1).top
    canvas.legend(
      .viridis, from: Double(scale.low), to: Double(scale.high), in: foot.splitLeft(30).left, style: Theme.text,
      appearance: model.screen.appearance)
    guard shown.count < maps.count, foot.width > 50 else { return }
    canvas.put(
      "the \(shown.count) highest of \(maps.count)", x: foot.x + 32, y: foot.y, style: Theme.faint,
      limit: foot.width - 32)
  }

  /// The joint whose map is at a cell; nil where maps are no joints'.
  func joint(at point: Point, in rect: Rect) -> Int? {
    guard model.isAtHeatMaps else { return nil }
    return shown.indices.first { self.rect(of: $0, in: rect).contains(point) }.map { shown[$0] }
  }

  private func rect(of place: Int, in rect: Rect) -> Rect {
    Rect(
      x: rect.x + place % columns * (tile.width + 1), y: rect.y + place / columns * tile.height, width: tile.width,
      height: tile.height)
  }

  /// Each value the highest of a square, not its mean: a peak must not drown in what surrounds it.
  private func highestValues(of map: FeatureMap) -> FeatureMap {
    let (width, height) = ((map.width + reduction - 1) / reduction, (map.height + reduction - 1) / reduction)
    var values = [Float](repeating: -.infinity, count: width * height)
    for y in 0..<map.height {
      for x in 0..<map.width {
        let place = y / reduction * width + x / reduction
        values[place] = max(values[place], map[x: x, y: y])
      }
    }
    return FeatureMap(height: height, width: width, values: values)
  }
}

extension HeatMaps {
  /// One for each joint.
  fileprivate var maps: [FeatureMap] {
    (0..<joints).map { joint in
      FeatureMap(
        height: height, width: width, values: Array(values[joint * height * width..<(joint + 1) * height * width]))
    }
  }
}
