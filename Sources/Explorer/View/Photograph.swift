import Cells
import Experiments
import HRNet
import Pictures
import Pose

/// The picture with the heat maps on it, reduced to the cells of its panel. Kept with the screen, because reducing a
/// photograph costs more than the rest of a frame.
struct Photograph: Hashable {
  /// What it was made for; another key needs another photograph.
  struct Key: Hashable {
    let cells: Size
    let scene: Scene
    let layer: PictureLayer
    /// Of layers that show what the network sees.
    let frame: PictureFrame?
    /// Of layers that show one.
    let joint: Int?
    /// Of layers that show what the network says: which answer of the worker that is from.
    let pass: Int?
    /// Of layers that show heat maps, under the lens.
    let depth: Depth?
    /// What is compared to: which of the pins, and which answer that is from.
    let comparison: [Int]
    /// Of layers that show occlusion: how many parts have been blocked.
    let blocked: Int?

    /// Where is read out, and which answer of the worker that is from.
    struct Depth: Hashable {
      let column: Int
      let reader: ReadOutDepth.Reader?
      let pass: Int
    }

    /// Whether what lies over the picture is all that differs.
    func hasPicture(of other: Key) -> Bool {
      cells == other.cells && scene == other.scene && layer.isCrop == other.layer.isCrop && frame == other.frame
    }
  }

  let key: Key
  /// In dots: `dotsPerColumn` to a cell's width, two to its height.
  let grid: PixelGrid
  /// The picture alone.
  fileprivate let picture: PixelGrid
  /// Where the terminal can show them.
  let quarters: QuarterBlocks?

  /// The highest magnitude in the heat maps that lie over it; nil where none do.
  let largest: Float?

  /// Quarter blocks halve a cell both ways, half blocks only from top to bottom.
  var dotsPerColumn: Int { quarters == nil ? 1 : 2 }
}

extension Model {
  /// The picture whose pixels the present layer's places count in.
  var layerPicture: Picture { layer.isCrop ? study.inputCrop : study.scene.picture }

  /// Makes the photograph for what is shown now, if it is not at hand.
  mutating func preparePhotograph() {
    guard let panel = Layout(self).picture else { return }
    let key = Photograph.Key(
      cells: Self.cells(for: layerPicture, within: panel.inset(by: 1).size), scene: study.scene, layer: layer,
      frame: layer.isCrop ? study.frame : nil, joint: layer.isOfOneJoint ? screen.selectedItem : nil,
      pass: layer.hasHeatMaps || paintsClasses ? study.passAsked.answered : nil,
      depth: (layer.hasHeatMaps || paintsClasses) && isReadingOut
        ? Photograph.Key.Depth(
          column: screen.cursor.column, reader: readOut?.reader, pass: study.lens.asked.answered) : nil,
      comparison: side == .difference ? [pinned?.number ?? 0] + (pinned?.comparison?.passes ?? []) : [],
      blocked: layer.isOcclusion ? study.tracing.occlusion?.map?.done ?? 0 : nil)
    guard screen.photograph?.key != key else { return }
    screen.photograph = Photograph(key, of: self, earlier: screen.photograph)
  }

  /// The size of a picture that fills the room, its proportions kept; a cell is twice as high as wide.
  private static func cells(for picture: Picture, within room: Size) -> Size {
    guard picture.width > 0, picture.height > 0 else { return Size(width: 0, height: 0) }
    let scale = min(
      Double(room.width) / Double(picture.width), 2 * Double(room.height) / Double(picture.height))
    return Size(
      width: Int(Double(picture.width) * scale), height: (Int(Double(picture.height) * scale) + 1) / 2)
  }
}

extension Photograph {
  /// - Parameter earlier: what was shown before; what is alike is taken from it.
  fileprivate init(_ key: Key, of model: Model, earlier: Photograph?) {
    let hasQuarters = model.screen.appearance.showsQuarterBlocks
    let known = earlier.flatMap { $0.key.hasPicture(of: key) ? $0.picture : nil }
    let picture = known ?? Self.picture(key, of: model, dotsPerColumn: hasQuarters ? 2 : 1)
    var grid = picture
    if model.layer.isOcclusion {
      Self.layOcclusion(model, over: &grid)
      largest = nil
    } else if model.paintsClasses {
      Self.layClasses(model, over: &grid)
      largest = nil
    } else {
      largest = Self.lay(model, over: &grid)
    }
    self.key = key
    self.picture = picture
    self.grid = grid
    let earlierQuarters = earlier.flatMap { earlier in earlier.quarters.map { (earlier.grid, $0) } }
    quarters = hasQuarters ? QuarterBlocks(grid, depth: model.screen.appearance.depth, earlier: earlierQuarters) : nil
  }

  private static func picture(_ key: Key, of model: Model, dotsPerColumn: Int) -> PixelGrid {
    let picture = model.layer.isCrop ? model.study.inputCrop : model.study.scene.preview
    var grid = PixelGrid.photograph(
      rgb: picture.pixels, width: picture.width, height: picture.height,
      toWidth: key.cells.width * dotsPerColumn, toHeight: 2 * key.cells.height)
    // What is drawn on it must stand out: the photograph steps back, more so where there is only a ramp of characters.
    let darkening =
      model.screen.appearance.depth == .none ? 0.5 : model.screen.appearance.depth == .indexed256 ? 0 : 0.15
    if darkening > 0 {
      for y in 0..<grid.height {
        for x in 0..<grid.width { grid[x: x, y: y] = grid[x: x, y: y]?.mixed(with: .black, darkening) }
      }
    }
    return grid
  }

  /// Heat maps over the crop, the more opaque the higher. Returns the highest magnitude.
  private static func lay(_ model: Model, over grid: inout PixelGrid) -> Float? {
    guard let maps = model.shown?.pose?.heatMaps, let value = heatMapValue(model, maps) else { return nil }
    var largest: Float = 0
    for y in 0..<maps.height { for x in 0..<maps.width { largest = max(largest, abs(value(x, y))) } }
    guard largest > 0, largest.isFinite else { return nil }
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
    return largest
  }

  /// The layer's value at a position of the heat maps; nil for layers without one.
  private static func heatMapValue(_ model: Model, _ maps: HeatMaps) -> ((Int, Int) -> Float)? {
    func at(_ maps: HeatMaps, _ joint: Int, _ x: Int, _ y: Int) -> Float {
      maps.values[(joint * maps.height + y) * maps.width + x]
    }
    let joint = model.screen.selectedItem
    guard joint < maps.joints else { return nil }
    switch model.layer {
    case .photograph, .crop, .occlusionDrop, .occlusionShift, .classes, .classChange: return nil
    case .heatMap: return { at(maps, joint, $0, $1) }
    case .allHeatMaps:
      return { x, y in (0..<maps.joints).reduce(-Float.infinity) { max($0, at(maps, $1, x, y)) } }
    case .heatMapChange:
      // An early read-out is compared to what becomes of it.
      let other = model.isReadingOut ? model.study.current : model.study.baseline
      guard let baseline = other?.reading.pose?.heatMaps, baseline.joints == maps.joints,
        baseline.height == maps.height,
        baseline.width == maps.width
      else { return nil }
      // A minus B, where A stands in the place of the baseline.
      let sign: Float = model.side == .difference ? -1 : 1
      return { sign * (at(maps, joint, $0, $1) - at(baseline, joint, $0, $1)) }
    }
  }
}
