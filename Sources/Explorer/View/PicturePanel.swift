import Cells
import Experiments
import HRNet
import Pictures
import Pose
import Recognition

/// The photograph with what the network says drawn on it.
struct PicturePanel {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(
      rect, title: title, isFocused: model.screen.focus == .picture, appearance: model.screen.appearance)
    guard let photograph = model.screen.photograph, photograph.key.layer == model.layer else { return }
    let area = Self.area(of: photograph, in: inside)
    if let quarters = photograph.quarters {
      var lines = PixelGrid(width: photograph.grid.width, height: photograph.grid.height)
      drawLines(on: &lines, stroke: 2)
      canvas.draw(quarters, lines: lines, at: area.intersection(inside))
    } else {
      var grid = photograph.grid
      drawLines(on: &grid, stroke: 1)
      canvas.draw(grid, at: area.intersection(inside), appearance: model.screen.appearance)
    }
    drawLetters(on: &canvas, in: area, inside)
    overlay?.drawStrokes(on: &canvas, in: area, inside)
    overlay?.drawArrowHeads(on: &canvas, in: area.intersection(inside), photograph)
    drawSelectedJoint(on: &canvas, in: area, photograph)
    drawLegend(photograph, on: &canvas, in: rect)
  }

  /// What the network says, drawn on the picture; nil where it says nothing that has a place.
  private var overlay: PoseOverlay? {
    let current = model.study.current?.reading.pose
    return current == nil && model.shown?.pose == nil ? nil : PoseOverlay(panel: self, current: current)
  }

  /// - Parameter stroke: how many dots wide lines are.
  private func drawLines(on grid: inout PixelGrid, stroke: Int) {
    overlay?.draw(on: &grid, stroke)
    drawFoundBoxes(on: &grid, stroke)
    if model.screen.look == .trace { drawReceptiveField(on: &grid, stroke) }
    if model.tastes.showsTruth { drawTruth(on: &grid, stroke) }
    if model.screen.isEditingBox { drawBox(on: &grid, stroke) }
  }

  /// Classes as letters, where colours cannot tell them apart. The most frequent class leaves the picture to be seen.
  private func drawLetters(on canvas: inout Canvas, in area: Rect, _ inside: Rect) {
    guard model.screen.appearance.depth < .indexed256, let painting = ClassPainting(model) else { return }
    let commonest = painting.content.map.commonest
    for y in 0..<area.height {
      for x in 0..<area.width {
        let place = Point(x: area.x + x, y: area.y + y)
        guard inside.contains(place), let (label, isPainted) = painting.label(x: x, y: y, of: area.size), isPainted,
          model.layer != .photograph || label != commonest
        else { continue }
        let color = model.screen.appearance.depth == .none ? nil : painting.content.names.swatch(of: label).1
        canvas.put(ClassNames.letter(of: label), x: place.x, y: place.y, style: color ?? Theme.strong)
      }
    }
  }

  /// What the colours of heat maps stand for, in the lower edge of the panel.
  private func drawLegend(_ photograph: Photograph, on canvas: inout Canvas, in rect: Rect) {
    guard let largest = photograph.largest, rect.width >= 16, rect.height >= 3 else { return }
    let isChange = model.layer == .heatMapChange
    let width = min(rect.width - 4, 30)
    canvas.legend(
      isChange ? .diverging : .viridis, from: isChange ? -Double(largest) : 0, to: Double(largest),
      in: Rect(x: rect.maxX - 2 - width, y: rect.maxY - 1, width: width, height: 1), style: Theme.text,
      appearance: model.screen.appearance)
  }

  /// Where the picture stands in its panel: at the top, in the middle.
  private static func area(of photograph: Photograph, in inside: Rect) -> Rect {
    Rect(
      x: inside.x + (inside.width - photograph.key.cells.width) / 2, y: inside.y, width: photograph.key.cells.width,
      height: photograph.key.cells.height)
  }

  /// What of the box is at a cell of the screen.
  func boxHandle(at point: Point) -> BoxHandle? {
    guard let position = picturePosition(at: point), let cells = model.screen.photograph?.key.cells else { return nil }
    // A cell on either side of the line.
    return BoxHandle(
      model.study.box, at: position,
      reach: PicturePoint(
        x: Double(model.study.scene.picture.width) / Double(cells.width),
        y: Double(model.study.scene.picture.height) / Double(cells.height)))
  }

  /// The place in the whole picture that a cell of the screen shows; nil outside, and where only the crop is shown.
  ///
  /// - Parameter isBounded: whether a cell outside stands for the nearest inside, as while dragging.
  func picturePosition(at point: Point, isBounded: Bool = false) -> PicturePoint? {
    guard !model.layer.isCrop, let photograph = model.screen.photograph, let rect = Layout(model).picture else {
      return nil
    }
    let area = Self.area(of: photograph, in: rect.inset(by: 1))
    guard !area.isEmpty, isBounded || area.contains(point) else { return nil }
    let point = Point(x: min(max(point.x, area.x), area.maxX - 1), y: min(max(point.y, area.y), area.maxY - 1))
    return PicturePoint(
      x: (Double(point.x - area.x) + 0.5) * Double(model.study.scene.picture.width) / Double(area.width),
      y: (Double(point.y - area.y) + 0.5) * Double(model.study.scene.picture.height) / Double(area.height))
  }

  private var title: String {
    let joint = model.itemName(model.screen.selectedItem)
    let short = model.itemName(model.screen.selectedItem, isShort: true)
    if model.isReadingOut {
      return "\(model.layer.isOfOneJoint ? "heat map · \(joint)" : "picture") · \(model.readerTitle)"
    }
    switch model.layer {
    case .photograph where model.side == .difference:
      let isDrawn = model.study.current?.reading.pose != nil || model.study.current?.reading.boxes != nil
      return model.study.hasFormerPlaces && isDrawn ? "B, A faint" : "picture · B"
    case .heatMapChange where model.side == .difference: return "heat map A−B · \(joint)"
    case .photograph:
      return !model.screen.isEditingBox
        ? model.live?.shown?.scene == model.study.scene ? "picture · \(model.study.scene.name)" : "picture"
        : model.screen.beforeNewBox == nil ? "picture · moving the box" : "picture · another person's box"
    case .occlusionDrop: return "occlusion · \(short), score"
    case .occlusionShift:
      return "occlusion · \(short), \(model.study.current?.reading.pose == nil ? "change" : "shift")"
    case .crop: return "picture · what the network sees"
    case .heatMap: return "heat map · \(joint)"
    case .allHeatMaps: return "heat maps · all joints"
    case .heatMapChange: return "heat map change · \(joint)"
    case .classes: return "classes · what the network sees"
    case .classChange: return "classes that changed"
    }
  }

  /// What of each stream at the cursor can reach the peak, in the streams' colours, and what of the picture.
  private func drawReceptiveField(on grid: inout PixelGrid, _ stroke: Int) {
    guard let field = model.receptiveField else { return }
    var boxes: [(node: Node.ID, color: Color)] = [(0, Theme.box)]
    if model.screen.cursor.column > 0 {
      boxes += model.column.nodes.enumerated().map { ($0.element, Theme.color(of: model.stream(at: $0.offset))) }
    }
    for (node, color) in boxes {
      guard let region = field[node] else { continue }
      let shape = model.study.network[node].shape
      func place(_ x: Int, _ y: Int) -> Point {
        self.place(
          model.study.frame.picturePoint(
            x: Double(x), y: Double(y), width: shape.width, height: shape.height), on: grid)
      }
      let (first, behind) = (
        place(region.x.lowerBound, region.y.lowerBound), place(region.x.upperBound + 1, region.y.upperBound + 1)
      )
      // The edge lies inside, so that a field of the whole crop can be seen.
      let (right, bottom) = (max(first.x, behind.x - stroke), max(first.y, behind.y - 1))
      for offset in 0..<stroke {
        let (left, right) = (first.x + offset, right + offset)
        for (from, to) in [
          (Point(x: left, y: first.y), Point(x: left, y: bottom)),
          (Point(x: right, y: first.y), Point(x: right, y: bottom)),
          (Point(x: left, y: first.y), Point(x: right, y: first.y)),
          (Point(x: left, y: bottom), Point(x: right, y: bottom)),
        ] { grid.line(from: from, to: to, color: color) }
      }
    }
  }

  private func drawTruth(on grid: inout PixelGrid, _ stroke: Int) {
    for joint in model.study.trueJoints ?? [] where joint.isLabelled {
      line(from: joint.position, to: joint.position, on: &grid, stroke, Theme.truth)
    }
  }

  /// What a detector found: the baseline's faint where something is changed, the best ones last and so on top.
  private func drawFoundBoxes(on grid: inout PixelGrid, _ stroke: Int) {
    guard let current = model.shown?.boxes else { return }
    if model.isReadingOut || model.study.hasFormerPlaces {
      for box in model.shownBefore?.boxes.map(Self.drawn) ?? [] {
        outline(box.box, on: &grid, stroke, Theme.baseline)
      }
    }
    for box in Self.drawn(current) {
      outline(box.box, on: &grid, stroke, Theme.color(of: current.stream(of: box)))
    }
  }

  /// More would hide the picture, and each other.
  static func drawn(_ reading: BoxReading) -> [FoundBox] {
    reading.boxes.prefix(min(reading.shownCount, 20)).reversed()
  }

  private func drawBox(on grid: inout PixelGrid, _ stroke: Int) {
    outline(model.study.box, on: &grid, stroke, Theme.box)
  }

  private func outline(_ box: Box, on grid: inout PixelGrid, _ stroke: Int, _ color: Cells.Color) {
    let corners = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map {
      PicturePoint(x: box.x + $0.0 * box.width, y: box.y + $0.1 * box.height)
    }
    for (index, corner) in corners.enumerated() {
      line(from: corner, to: corners[(index + 1) % 4], on: &grid, stroke, color)
    }
  }

  /// A line between two places of the picture, `stroke` dots wide.
  ///
  /// - Parameter dash: dots drawn and dots left out, in turn; nil for a whole line.
  func line(
    from: PicturePoint, to: PicturePoint, on grid: inout PixelGrid, _ stroke: Int, _ color: Color, dash: Int? = nil
  ) {
    let (from, to) = (place(from, on: grid), place(to, on: grid))
    for offset in 0..<stroke {
      grid.line(
        from: Point(x: from.x + offset, y: from.y), to: Point(x: to.x + offset, y: to.y), color: color, dash: dash)
    }
  }

  /// The chosen joint is marked wherever it says something: in its table and in its heat map.
  private func drawSelectedJoint(on canvas: inout Canvas, in area: Rect, _ photograph: Photograph) {
    guard model.screen.focus == .joints || model.layer.isOfOneJoint,
      let items = model.shown?.items, items.indices.contains(model.screen.selectedItem),
      model.layer.isOfOneJoint || !items[model.screen.selectedItem].isLost,
      let position = items[model.screen.selectedItem].place
    else { return }
    let point = place(position, on: photograph.grid)
    let (x, y) = (area.x + point.x / photograph.dotsPerColumn, area.y + point.y / 2)
    guard area.contains(Point(x: x, y: y)) else { return }
    canvas.put("◎", x: x, y: y, style: Style(.black, on: Theme.shift, .bold))
  }

  func place(_ position: PicturePoint, on grid: PixelGrid) -> Point {
    let picture = model.layerPicture
    let point = model.layer.isCrop ? model.study.frame.inputPoint(position) : position
    let x = point.x * Double(grid.width) / Double(picture.width)
    let y = point.y * Double(grid.height) / Double(picture.height)
    // A joint may lie far outside of the picture; numbers this large would not be lines any more.
    func bounded(_ value: Double) -> Int { value.isFinite ? Int(min(max(value, -10_000), 10_000).rounded(.down)) : 0 }
    return Point(x: bounded(x), y: bounded(y))
  }
}
