import Canvas
import Network
import Pose

/// A picture reduced to the half-cells of its panel.
struct Photograph: Hashable {
  let size: Size
  let isCrop: Bool
  let grid: PixelGrid
}

extension Model {
  /// The picture the present layer is drawn on.
  fileprivate var layerPicture: Picture { layer.isCrop ? inputCrop : scene.picture }

  /// Reduces the picture for the panel's present size, if that has changed.
  mutating func preparePhotograph() {
    guard let panel = Layout(self).picture else { return }
    let picture = layerPicture
    let size = PicturePanel.fit(picture, in: panel.inset(by: 1).size)
    guard photograph?.size != size || photograph?.isCrop != layer.isCrop else { return }
    let grid = PixelGrid.photograph(
      rgb: picture.pixels, width: picture.width, height: picture.height, toWidth: size.width, toHeight: size.height)
    photograph = Photograph(size: size, isCrop: layer.isCrop, grid: grid)
  }
}

/// The photograph with the pose on it: the baseline's faint, the current one bright, a line for every joint that moved.
struct PicturePanel {
  let model: Model

  /// The size in half-cells of a picture that fills the room, its proportions kept.
  static func fit(_ picture: Picture, in cells: Size) -> Size {
    let (width, height) = (Double(cells.width), Double(2 * cells.height))
    guard picture.width > 0, picture.height > 0 else { return Size(width: 0, height: 0) }
    let scale = min(width / Double(picture.width), height / Double(picture.height))
    return Size(width: Int(Double(picture.width) * scale), height: Int(Double(picture.height) * scale))
  }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(rect, title: title, isFocused: model.focus == .picture, appearance: model.appearance)
    guard let photograph = model.photograph, photograph.isCrop == model.layer.isCrop else { return }
    var grid = photograph.grid
    // What is drawn on it must stand out: the photograph steps back, more so where there is only a ramp of characters.
    let darkening = model.appearance.depth == .none ? 0.5 : 0.15
    for y in 0..<grid.height {
      for x in 0..<grid.width { grid[x: x, y: y] = grid[x: x, y: y]?.mixed(with: .black, darkening) }
    }
    drawHeatMap(on: &grid)
    if let current = model.current, !model.layer.isOfOneJoint {
      if let baseline = model.baseline, !model.interventions.isEmpty {
        drawBones(baseline.joints, on: &grid) { _ in Theme.baseline }
        drawShifts(from: baseline.joints, to: current.joints, on: &grid)
      }
      drawBones(current.joints, on: &grid) { Theme.color(of: $0) }
    }
    if model.showsTruth { drawTruth(on: &grid) }
    if model.isEditingBox { drawBox(on: &grid) }
    let area = Self.area(of: photograph, in: inside)
    canvas.draw(grid, at: area.intersection(inside), appearance: model.appearance)
    drawSelectedJoint(on: &canvas, in: area)
  }

  /// Where the picture stands in its panel: at the top, in the middle.
  private static func area(of photograph: Photograph, in inside: Rect) -> Rect {
    Rect(
      x: inside.x + (inside.width - photograph.size.width) / 2, y: inside.y, width: photograph.size.width,
      height: (photograph.size.height + 1) / 2)
  }

  /// The place in the whole picture that a cell of the screen shows; nil outside, and where only the crop is shown.
  func picturePosition(at point: Point) -> PicturePoint? {
    guard !model.layer.isCrop, let photograph = model.photograph, let rect = Layout(model).picture else { return nil }
    let area = Self.area(of: photograph, in: rect.inset(by: 1))
    guard area.contains(point) else { return nil }
    return PicturePoint(
      x: (Double(point.x - area.x) + 0.5) * Double(model.scene.picture.width) / Double(photograph.size.width),
      y: (Double(2 * (point.y - area.y)) + 1) * Double(model.scene.picture.height) / Double(photograph.size.height))
  }

  private var title: String {
    let joint = model.subject.skeleton.jointName(model.selectedJoint)
    switch model.layer {
    case .photograph: return model.isEditingBox ? "picture · moving the box" : "picture"
    case .crop: return "picture · what the network sees"
    case .heatMap: return "heat map · \(joint)"
    case .allHeatMaps: return "heat maps · all joints"
    case .heatMapChange: return "heat map change · \(joint)"
    }
  }

  /// Heat maps over the crop, the more opaque the higher.
  private func drawHeatMap(on grid: inout PixelGrid) {
    guard let maps = model.current?.heatMaps, let value = heatMapValue(maps) else { return }
    var largest: Float = 0
    for y in 0..<maps.height { for x in 0..<maps.width { largest = max(largest, abs(value(x, y))) } }
    guard largest > 0, largest.isFinite else { return }
    let isChange = model.layer == .heatMapChange
    for y in 0..<grid.height {
      for x in 0..<grid.width {
        let height = value((2 * x + 1) * maps.width / (2 * grid.width), (2 * y + 1) * maps.height / (2 * grid.height))
        guard height.isFinite, isChange || height > 0, let below = grid[x: x, y: y] else { continue }
        let share = Double(height / largest)
        let color = isChange ? ColorMap.diverging.color(at: (share + 1) / 2) : ColorMap.viridis.color(at: share)
        grid[x: x, y: y] = below.mixed(with: color, min(1, 2.5 * abs(share)))
      }
    }
  }

  /// The layer's value at a position of the heat maps; nil for layers without one.
  private func heatMapValue(_ maps: HeatMaps) -> ((Int, Int) -> Float)? {
    func at(_ maps: HeatMaps, _ joint: Int, _ x: Int, _ y: Int) -> Float {
      maps.values[(joint * maps.height + y) * maps.width + x]
    }
    let joint = model.selectedJoint
    guard joint < maps.joints else { return nil }
    switch model.layer {
    case .photograph, .crop: return nil
    case .heatMap: return { at(maps, joint, $0, $1) }
    case .allHeatMaps:
      return { x, y in (0..<maps.joints).reduce(-Float.infinity) { max($0, at(maps, $1, x, y)) } }
    case .heatMapChange:
      guard let baseline = model.baseline?.heatMaps, baseline.values.count == maps.values.count else { return nil }
      return { at(maps, joint, $0, $1) - at(baseline, joint, $0, $1) }
    }
  }

  private func drawBones(_ joints: [Joint], on grid: inout PixelGrid, color: (Skeleton.Side) -> Color) {
    for bone in model.subject.skeleton.bones {
      guard bone.from < joints.count, bone.to < joints.count else { continue }
      let (from, to) = (joints[bone.from], joints[bone.to])
      guard from.isFound, to.isFound else { continue }
      grid.line(from: place(from.position, on: grid), to: place(to.position, on: grid), color: color(bone.side))
    }
    for (index, joint) in joints.enumerated() where joint.isFound {
      let point = place(joint.position, on: grid)
      grid.line(from: point, to: point, color: color(model.subject.skeleton.side(ofJoint: index)))
    }
  }

  private func drawShifts(from baseline: [Joint], to current: [Joint], on grid: inout PixelGrid) {
    for (before, after) in zip(baseline, current) where before.isFound && after.isFound {
      let (from, to) = (place(before.position, on: grid), place(after.position, on: grid))
      if from != to { grid.line(from: from, to: to, color: Theme.shift) }
    }
  }

  private func drawBox(on grid: inout PixelGrid) {
    let (low, high) = (PicturePoint(x: model.box.x, y: model.box.y), model.box)
    let corners = [
      low, PicturePoint(x: high.x + high.width, y: low.y),
      PicturePoint(x: high.x + high.width, y: high.y + high.height),
      PicturePoint(x: low.x, y: high.y + high.height),
    ].map { place($0, on: grid) }
    for (index, corner) in corners.enumerated() {
      grid.line(from: corner, to: corners[(index + 1) % 4], color: Theme.box)
    }
  }

  private func drawTruth(on grid: inout PixelGrid) {
    for joint in model.truth ?? [] where joint.isLabelled {
      let point = place(joint.position, on: grid)
      grid.line(from: point, to: point, color: Theme.truth)
    }
  }

  /// The chosen joint is marked wherever it says something: in its table and in its heat map.
  private func drawSelectedJoint(on canvas: inout Canvas, in area: Rect) {
    guard model.focus == .joints || model.layer.isOfOneJoint,
      let joints = model.current?.joints, model.selectedJoint < joints.count, joints[model.selectedJoint].isFound,
      let grid = model.photograph?.grid
    else { return }
    let point = place(joints[model.selectedJoint].position, on: grid)
    let (x, y) = (area.x + point.x, area.y + point.y / 2)
    guard area.contains(Point(x: x, y: y)) else { return }
    canvas.put("◎", x: x, y: y, style: Style(.black, on: Theme.shift, .bold))
  }

  private func place(_ position: PicturePoint, on grid: PixelGrid) -> Point {
    let picture = model.layer.isCrop ? model.inputCrop : model.scene.picture
    let point = model.layer.isCrop ? model.crop.inputPoint(position) : position
    let x = point.x * Double(grid.width) / Double(picture.width)
    let y = point.y * Double(grid.height) / Double(picture.height)
    // A joint may lie far outside of the picture; numbers this large would not be lines any more.
    func bounded(_ value: Double) -> Int { value.isFinite ? Int(min(max(value, -10_000), 10_000).rounded(.down)) : 0 }
    return Point(x: bounded(x), y: bounded(y))
  }
}
