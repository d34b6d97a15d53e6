import Cells
import Engine
import HRNet
import Pose

/// The head's result taken apart: a small heat map for every joint, all on one scale.
struct JointMaps {
  private let model: Model
  private let maps: HeatMaps
  /// A joint's map with its name above it, and how many heat-map values a half-cell stands for along a side.
  private let tile: Size
  private let reduction: Int
  private let columns: Int

  /// Nil where there are no heat maps to show, or no room.
  init?(_ model: Model, in room: Size) {
    guard model.isAtHeatMaps, model.screen.look == .step, model.tastes.mapMode == .meanAbsolute,
      let maps = model.study.current?.reading.pose?.heatMaps,
      maps.joints > 0
    else { return nil }
    for reduction in 1...16 {
      let (width, height) = ((maps.width + reduction - 1) / reduction, (maps.height + reduction - 1) / reduction)
      let tile = Size(width: width, height: (height + 1) / 2 + 1)
      let columns = (room.width + 1) / (tile.width + 1)
      guard columns * (room.height / tile.height) >= maps.joints else { continue }
      guard width >= Self.narrowest else { return nil }
      (self.model, self.maps, self.tile, self.reduction) = (model, maps, tile, reduction)
      self.columns = columns
      return
    }
    return nil
  }

  /// Room for a few letters of a joint's name.
  private static let narrowest = 5

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let highest = maps.values.reduce(0) { $1.isFinite ? max($0, $1) : $0 }
    let scale = ValueScale(0...highest, mode: .meanAbsolute)
    for joint in 0..<maps.joints {
      let place = place(of: joint, in: rect)
      let isSelected =
        joint == model.screen.selectedItem && (model.screen.focus == .joints || model.layer.isOfOneJoint)
      canvas.put(
        String(model.study.subject.skeleton.shortJointName(joint).filter { $0 != " " }.prefix(place.width)), x: place.x,
        y: place.y,
        style: isSelected ? Theme.selected : Theme.faint)
      let map = highestValues(of: joint)
      canvas.draw(
        map.pixels(width: map.width, height: map.height, scale: scale), at: place.splitTop(1).rest,
        appearance: model.screen.appearance)
    }
    // Their scale is not that of the large map.
    let rows = (maps.joints + columns - 1) / columns
    let legend = rect.splitTop(rows * tile.height).rest.splitTop(1).top.splitLeft(30).left
    canvas.legend(
      .viridis, from: 0, to: Double(highest), in: legend, style: Theme.text, appearance: model.screen.appearance)
  }

  /// The joint whose map is at a cell.
  func joint(at point: Point, in rect: Rect) -> Int? {
    (0..<maps.joints).first { place(of: $0, in: rect).contains(point) }
  }

  private func place(of joint: Int, in rect: Rect) -> Rect {
    Rect(
      x: rect.x + joint % columns * (tile.width + 1), y: rect.y + joint / columns * tile.height, width: tile.width,
      height: tile.height)
  }

  /// Each value the highest of a square, not its mean: a peak must not drown in what surrounds it.
  private func highestValues(of joint: Int) -> FeatureMap {
    let (width, height) = ((maps.width + reduction - 1) / reduction, (maps.height + reduction - 1) / reduction)
    var values = [Float](repeating: -.infinity, count: width * height)
    for y in 0..<maps.height {
      for x in 0..<maps.width {
        let place = y / reduction * width + x / reduction
        values[place] = max(values[place], maps.values[(joint * maps.height + y) * maps.width + x])
      }
    }
    return FeatureMap(height: height, width: width, values: values)
  }
}
