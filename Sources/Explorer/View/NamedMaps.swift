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
  private let fit: Fit
  /// How many places before the first are taken.
  private let taken: Int

  /// As large as so many maps can be drawn in a room, each with its name above it.
  struct Fit {
    let tile: Size
    /// How many values a half-cell stands for along a side.
    let reduction: Int
    let columns: Int
    /// How many have room.
    let count: Int

    /// Nil where there is no room for any.
    init?(_ shape: Shape, count: Int, in room: Size) {
      self.init(width: shape.width, height: shape.height, count: count, in: room)
    }

    init?(width: Int, height: Int, count: Int, in room: Size) {
      var fitting: Fit?
      for reduction in 1...64 {
        let tile = Size(
          width: (width + reduction - 1) / reduction, height: ((height + reduction - 1) / reduction + 1) / 2 + 1)
        guard tile.width >= NamedMaps.narrowest else { break }
        let columns = (room.width + 1) / (tile.width + 1)
        fitting = Fit(tile, reduction, columns, min(count, columns * (room.height / tile.height)))
        if fitting?.count == count { break }
      }
      guard let fitting, fitting.count > 0 else { return nil }
      self = fitting
    }

    private init(_ tile: Size, _ reduction: Int, _ columns: Int, _ count: Int) {
      (self.tile, self.reduction, self.columns, self.count) = (tile, reduction, columns, count)
    }

    func rect(of place: Int, in rect: Rect) -> Rect {
      Rect(
        x: rect.x + place % columns * (tile.width + 1), y: rect.y + place / columns * tile.height, width: tile.width,
        height: tile.height)
    }
  }

  /// Whether the cursor stands where there are such maps, and they are to be drawn.
  static func areShown(_ model: Model) -> Bool {
    guard model.isAtNamedMaps, model.tastes.mapMode == .meanAbsolute else { return false }
    return model.screen.look == .step || model.screen.look == .trace || Layout(model).companion != nil
  }

  /// Nil where there are no maps to show, or no room.
  ///
  /// - Parameter taken: how many places before the first are taken by something else of that size.
  init?(_ model: Model, in room: Size, taken: Int = 0) {
    guard Self.areShown(model), let names = model.channelNames?.names else { return nil }
    let maps =
      model.isAtHeatMaps ? model.study.current?.reading.pose?.heatMaps.maps ?? [] : model.step?.namedMaps ?? []
    guard let first = maps.first, maps.count == names.count,
      maps.allSatisfy({ $0.width == first.width && $0.height == first.height })
    else { return nil }
    guard let fit = Fit(width: first.width, height: first.height, count: maps.count + taken, in: room),
      fit.count > taken
    else { return nil }
    (self.model, self.maps, self.names) = (model, maps, names)
    (self.fit, self.taken) = (fit, taken)
    let peaks = maps.map { $0.range?.upperBound ?? -.infinity }
    let order = maps.indices.sorted { (peaks[$1], $0) < (peaks[$0], $1) }
    shown = order.prefix(fit.count - taken).sorted()
  }

  /// Room for a few letters of a name.
  fileprivate static let narrowest = 5

  /// Nil as above; the room is what the head's streams leave.
  init?(_ model: Model, beside tiles: StreamTiles) {
    self.init(model, in: tiles.headRoom.size, taken: tiles.namedMaps == nil ? 0 : 1)
  }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let ranges = maps.compactMap(\.range)
    let (low, high) = (ranges.map(\.lowerBound).min() ?? 0, ranges.map(\.upperBound).max() ?? 0)
    // A joint's map is dark where it is not; logits of classes may all be negative.
    let scale =
      model.isAtHeatMaps ? ValueScale(0...max(high, 0), mode: .meanAbsolute) : ValueScale(stretching: low...high)
    for (place, channel) in shown.enumerated() {
      let rect = fit.rect(of: place + taken, in: rect)
      let isSelected =
        model.isAtHeatMaps && channel == model.screen.selectedItem
        && (model.screen.focus == .joints || model.layer.isOfOneJoint || model.screen.look != .step)
      canvas.put(
        String(names[channel].filter { $0 != " " }.prefix(rect.width)), x: rect.x, y: rect.y,
        style: isSelected ? Theme.selected : Theme.faint, limit: rect.width)
      let map = highestValues(of: maps[channel])
      canvas.draw(
        map.pixels(width: map.width, height: map.height, scale: scale), at: rect.splitTop(1).rest,
        appearance: model.screen.appearance)
    }
    // Their scale is not that of the large map.
    let rows = (shown.count + taken + fit.columns - 1) / fit.columns
    let foot = rect.splitTop(rows * fit.tile.height).rest.splitTop(1).top
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
    return shown.indices.first { fit.rect(of: $0 + taken, in: rect).contains(point) }.map { shown[$0] }
  }

  /// Each value the highest of a square, not its mean: a peak must not drown in what surrounds it.
  private func highestValues(of map: FeatureMap) -> FeatureMap {
    let (width, height) = (
      (map.width + fit.reduction - 1) / fit.reduction, (map.height + fit.reduction - 1) / fit.reduction
    )
    var values = [Float](repeating: -.infinity, count: width * height)
    for y in 0..<map.height {
      for x in 0..<map.width {
        let place = y / fit.reduction * width + x / fit.reduction
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
